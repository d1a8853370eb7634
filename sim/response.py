"""Levers to effects: what an offer of a day does to those whom it reaches.

All that can be computed once a day, tier and segment is computed here, outside the day loop.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.behaviour import (
    accept,
    ageing,
    commercial,
    formats,
    game,
    hunter,
    kinds,
    live,
    price,
    privilege,
    push,
    quantiles,
    reward,
    season,
    team,
    trust,
)
from sim.behaviour.curves import Table, each, power
from sim.behaviour.preset import Behaviour
from sim.kernel.layout import EFFECTS, RULES, THRESHOLDS
from sim.offers import FORMATS, LEVER_INDEX, MAX_TIERS, SOURCES, Offers, Rules
from sim.spec import CommunitySpec


def effects_table(spec: CommunitySpec, offers: Offers) -> NDArray[np.float32]:
    """Return the effects of offers, float32, shape ``(days, tiers, segments, EFFECTS)``.

    Each column is the equation of one module of `sim.behaviour`, put to what the levers say.
    """
    session = offers.supply[..., FORMATS.index("live")].max(axis=-1)[:, None, :] > 0
    in_force = offers.table[..., LEVER_INDEX["game"]].astype(np.float64)
    games = game.pull(spec.behaviour.values, np.clip(in_force, 0.0, 1.0))
    # Most days are like the day before: only those that are not are worked out.
    days = len(offers.table)
    is_new = np.zeros(days, np.bool_)
    is_new[0] = True
    for part in (offers.table, session, games):
        flat = part.reshape(days, -1)
        is_new[1:] |= (flat[1:] != flat[:-1]).any(axis=1)
    rows = _effects(
        spec.behaviour.values, offers.table[is_new], session[is_new], games[is_new], offers.rules
    )
    return np.asarray(rows[np.cumsum(is_new) - 1], np.float32)


def _effects(
    b: Mapping[str, float],
    table: NDArray[np.float32],
    session: NDArray[np.bool_],
    games: Table,
    rules: Rules,
) -> NDArray[np.float32]:
    def lever(name: str) -> NDArray[np.float64]:
        return table[..., LEVER_INDEX[name]].astype(np.float64)

    tiers = np.arange(MAX_TIERS)[:, None]
    earned = lever("points_per_visit") + lever("points_per_post") * b["write_rate"]
    nearness = reward.nearness(b, earned, rules.reward_points)
    value = lever("point_value") * nearness / reward.REFERENCE
    visit_reward = lever("points_per_visit") * value
    post_reward = lever("points_per_post") * value
    discount = np.clip(lever("discount"), 0.0, 0.95)
    rewards = lever("inviter_reward") + lever("invited_reward")
    unlock = max(rules.unlock_after, 1)
    by_reward = reward.pull(b, visit_reward)
    by_privilege = privilege.pull(b, lever("privilege"), tiers)
    in_team = np.clip(lever("team_discount"), 0.0, 0.95)
    welcome, moderation = (np.clip(lever(name), 0.0, 1.0) for name in ("welcome", "moderation"))
    columns = {
        "shift": by_reward + push.pull(b, lever("push")) + by_privilege + games,
        "write_factor": reward.write_factor(b, post_reward),
        "points_visit": np.rint(lever("points_per_visit")),
        "points_post": np.rint(lever("points_per_post")),
        "push": lever("push"),
        "invite_factor": power(1.0 + lever("inviter_reward") / unlock, b["invite_reward"])
        if b["invite_rate"] > 0
        else np.zeros_like(rewards),
        "accept_probability": accept.probability(b, lever("invited_reward")),
        "hunter_probability": hunter.probability(b, rewards),
        "inviter_cents": np.rint(100 * lever("inviter_reward")),
        "invited_cents": np.rint(100 * lever("invited_reward")),
        "price_cents": np.rint(100 * b["basket"] * (1.0 - discount)),
        "buy_probability": np.minimum(
            b["buy_rate"] * price.factor(b, discount) * live.factor(b, session), 1.0
        ),
        "ad_fatigue": commercial.fatigue(b, lever("ad_load")),
        "reward": by_reward,
        "privilege": by_privilege,
        "reply_probability": 1.0 - (1.0 - b["reply_rate"]) * (1.0 - welcome),
        "award_share": lever("award"),
        "toxicity_seen": 1.0 - moderation,
        "team_cents": np.where(in_team > 0, np.rint(100 * b["basket"] * (1.0 - in_team)), 0.0),
        "team_success": np.where(in_team > 0, team.success(b, rules.team_size), 0.0),
    }
    return np.ascontiguousarray(np.stack([columns[name] for name in EFFECTS], axis=-1), np.float32)


def neutral_effects(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return the effects of offering nothing, one row for all days."""
    from sim.calendar import Calendar

    return effects_table(spec, Offers(Calendar(spec.launch, 1), len(spec.segments)))


def supply_table(behaviour: Behaviour, offers: Offers) -> NDArray[np.float32]:
    """Return the operator's items as ``(days, segments, 2)``: number, and number x quality."""
    quality = formats.quality(behaviour.values, SOURCES, FORMATS)
    items = offers.supply.astype(np.float64)
    table = np.stack([items.sum(axis=(2, 3)), (items * quality).sum(axis=(2, 3))], axis=-1)
    return np.ascontiguousarray(table, np.float32)


def rules_array(spec: CommunitySpec, offers: Offers | None, effects_day: int) -> NDArray[np.int64]:
    """Return the whole-number rules for the kernel, shape ``(len(RULES) + 7,)``."""
    rules = np.zeros(THRESHOLDS + 7, np.int64)

    def put(name: str, value: int) -> None:
        rules[RULES.index(name)] = value

    put("effects_day", effects_day)
    put("desk", int(spec.desk is not None))
    put("contribution", int(spec.activity == "contribution"))
    put("founders", spec.founders)
    put("tied", int(spec.graph.start is not None))
    put("team_size", 2)
    if offers is not None:
        r = offers.rules
        points = offers.table[..., LEVER_INDEX["points_per_visit"]].any() or (
            offers.table[..., LEVER_INDEX["points_per_post"]].any()
        )
        put("reward_points", r.reward_points)
        put("expiry_days", r.points_expiry_days)
        put("unlock_after", r.unlock_after)
        put("hold_days", r.hold_days)
        put("points_on", int(points))
        put("levels", len(r.level_thresholds))
        put("badge_posts", r.badge_posts)
        put("endowed", r.endowed_points)
        put("team_size", r.team_size)
        rules[THRESHOLDS : THRESHOLDS + len(r.level_thresholds)] = r.level_thresholds
    return rules


def day_pulls(spec: CommunitySpec, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what a day does to everyone, two arrays of shape ``(days,)``.

    Returns
    -------
    tuple
        What it adds to the logit of a visit (weekend, season, age, lost trust), and by what it
        multiplies the hazard of leaving (lost trust), 1 or more.
    """
    b, days = spec.behaviour.values, np.arange(spec.days)
    lost = trust.lost(b, spec.shocks, spec.days, seed)
    shift = season.pull(b, spec.launch, days) + ageing.pull(b, days) - b["trust_pull"] * lost
    hazard = each(math.exp, b["trust_leave"] * lost)
    return np.asarray(shift, np.float32), hazard.astype(np.float32)


def segment_visit(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return what a segment adds to its members' logit, shape ``(segments,)``."""
    scores = kinds.scores(len(spec.segments))
    return np.array([spec.behaviour.values["segment_visit"] * z for z in scores], np.float32)


def segment_leave(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return by what a segment multiplies its members' hazard of leaving, same shape."""
    scores = kinds.scores(len(spec.segments))
    spread = spec.behaviour.values["segment_leave"]
    return np.array([math.exp(spread * z) for z in scores], np.float32)


def buying_tables(spec: CommunitySpec) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the tables of purchase rates and of stopping, or ones and zeros of length 1."""
    b = spec.behaviour.values
    if b["buy_shape"] == 0.0:
        return np.ones(1, np.float32), np.zeros(1, np.float32)
    stops = quantiles.beta_shares(b["buy_quit_a"], b["buy_quit_b"])
    # Copies: the tables themselves are made once for all runs.
    return quantiles.gamma_rates(b["buy_shape"]).copy(), stops.copy()


def birth_shift(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return what joining on a day adds to a member's own logit for life (cohort effect)."""
    return ageing.born(spec.behaviour.values, np.arange(spec.days)).astype(np.float32)
