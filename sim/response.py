"""Levers to effects: what an offer of a day does to those whom it reaches.

All that can be computed once a day, tier and segment is computed here, outside the day loop.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.buy import checkout, quantiles
from sim.behaviour.curves import Table, each
from sim.behaviour.invite import hunter
from sim.behaviour.join import kinds
from sim.behaviour.mood import trust
from sim.behaviour.preset import Behaviour
from sim.behaviour.read import hook, sources
from sim.behaviour.visit import ageing, season
from sim.compiled.layout import EFFECTS, RULES, THRESHOLDS
from sim.levers import LEVER_INDEX, MODULES, LeverModule, Pulled
from sim.offers import Offers
from sim.ranges import MAX_VALUES
from sim.rules import MAX_TIERS, Rules
from sim.spec import CommunitySpec, SegmentLevel

ADDED: Final = {"shift", "ad_fatigue"}
"""Columns in which what several levers do adds up, from 0."""

PLENTY: Final = {
    "shift": 0.06, "write_factor": 0.15, "invite_factor": 0.15, "buy_probability": 0.2,
    "access": 0.06, "service": 0.15, "visibility": 0.3,
}  # fmt: skip
"""What a level must add to the one below, so that members go for 63 % of what a level can be to
them; assumed: what a privilege of a strength of 0.1 gives (`strategies.privileges`). A level that
adds a trace is gone for a trace."""

MULTIPLIED: Final = {"write_factor", "invite_factor", "buy_probability", "as_ever"}
"""Columns in which it multiplies; see `_base`."""


def effects_table(
    spec: CommunitySpec, offers: Offers, combinations: Sequence[int] = (0,)
) -> NDArray[np.float32]:
    """Return the effects of offers, float32, shape ``(days, tiers, cells, EFFECTS)``.

    Cells are the segments of each combination of audiences, one combination after the other.

    Each column comes from the modules of `sim.levers`, which put what is pulled into equations of
    `sim.behaviour`. Combinations to which the same is offered are worked out once.
    """
    held = [offers.names_held(bits) for bits in combinations]
    distinct = dict(zip(held, combinations, strict=True))
    table = _of_distinct(spec, offers, list(distinct.values()))
    if len(distinct) == len(combinations):
        return table
    place = {names: k for k, names in enumerate(distinct)}
    parts = np.reshape(np.arange(table.shape[2]), (len(distinct), -1))
    return np.take(table, np.concatenate([parts[place[names]] for names in held]), axis=2)


def _of_distinct(
    spec: CommunitySpec, offers: Offers, combinations: Sequence[int]
) -> NDArray[np.float32]:
    b = spec.behaviour.values
    levers = offers.composed(combinations)
    own = np.stack([offers.pinned_for(bits) for bits in combinations], axis=1)
    supply = (offers.supply[:, None] + own).reshape(len(levers), -1, *own.shape[3:])
    items, worth = _of_topics(b, offers, own)
    lasting = {
        name: module.over_days(b, _first_lever(module, levers), supply)
        for name, module in MODULES.items()
        if hasattr(module, "over_days")
    } | {
        name: module.own_items(b, levers[..., 0], items, worth)
        for name, module in MODULES.items()
        if hasattr(module, "own_items")
    }
    # Most days are like the day before: only those that are not are worked out.
    days = len(levers)
    is_new = np.zeros(days, np.bool_)
    is_new[0] = True
    for part in (levers, *lasting.values()):
        flat = part.reshape(days, -1)
        is_new[1:] |= (flat[1:] != flat[:-1]).any(axis=1)
    on_new = {name: table[is_new] for name, table in lasting.items()}
    rows = _effects(spec, levers[is_new], on_new, offers.rules)
    return np.asarray(rows[np.cumsum(is_new) - 1], np.float32)


def _first_lever(module: LeverModule, levers: NDArray[np.float32]) -> Table:
    if not module.LEVERS:
        return np.zeros(levers.shape[:-1])
    return levers[..., LEVER_INDEX[module.LEVERS[0].name]].astype(np.float64)


def _effects(
    spec: CommunitySpec,
    table: NDArray[np.float32],
    lasting: Mapping[str, Table],
    rules: Rules,
) -> NDArray[np.float32]:
    def lever(name: str) -> Table:
        return table[..., LEVER_INDEX[name]].astype(np.float64)

    b = spec.behaviour.values
    none = np.zeros(table.shape[:-1])
    tiers = np.arange(MAX_TIERS)[:, None]
    columns: dict[str, Table] = {}
    for name, module in MODULES.items():
        pulled = Pulled(b, lever, rules, tiers, lasting.get(name, none), spec.money_unit)
        for column, effect in module.effects(pulled).items():
            columns[column] = _together(
                column, columns.get(column, none + _base(b, column)), effect
            )
    columns["level_gives"] = _level_gives(spec, columns)
    columns["progress"] = _progress(spec, columns, rules)
    return np.ascontiguousarray(np.stack([columns[name] for name in EFFECTS], axis=-1), np.float32)


def _level_gives(spec: CommunitySpec, columns: Mapping[str, Table]) -> Table:
    """Return how much more a level gives than the one below it: nothing 0, plenty 1.

    1 - exp(-sum of |what it adds| / `PLENTY`),   relative changes for what multiplies. Faster
    answers are nothing where nobody answers, nor readers where nobody minds them.
    """
    added = np.zeros_like(columns["shift"])
    unfelt = {"service"} if spec.desk is None else set()
    if not spec.behaviour.has("feedback"):
        unfelt.add("visibility")
    for name, plenty in PLENTY.items():
        if name in unfelt:
            continue
        # As the table holds it, in 32 bits.
        effect = columns[name].astype(np.float32).astype(np.float64)
        below = effect[:, :-1]
        rise = np.abs(effect[:, 1:] - below)
        if name in MULTIPLIED:
            rise = np.divide(rise, below, out=np.zeros_like(rise), where=below > 0)
        added[:, 1:] += rise / plenty
    return 1.0 - each(math.exp, -added)


def _progress(spec: CommunitySpec, columns: Mapping[str, Table], rules: Rules) -> Table:
    """Return the points towards a level that a visit brings: earned, and by its usual orders."""
    step, b = columns["level_step"], spec.behaviour.values
    orders = checkout.completed(b) / (1.0 - b["order_again"])
    bought = columns["buy_probability"] * columns["price"] * orders
    by_spending = np.divide(bought, step, out=np.zeros_like(step), where=step > 0)
    return columns["earned"] * (rules.spend_alone == 0) + by_spending


def _base(b: Mapping[str, float], column: str) -> float:
    """Return the value of a column before any lever has acted."""
    if column == "invite_factor":
        return 1.0 if b["invite_rate"] > 0 else 0.0
    if column == "buy_probability":
        return b["buy_rate"]
    return 1.0 if column in MULTIPLIED else 0.0


def _together(column: str, so_far: Table, effect: Table) -> Table:
    if column in ADDED:
        return so_far + effect
    return so_far * effect if column in MULTIPLIED else effect


def neutral_effects(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return the effects of offering nothing, one row for all days."""
    from sim.calendar import Calendar

    return effects_table(spec, Offers(Calendar(spec.launch, 1), len(spec.segments)))


def _of_topics(
    b: Mapping[str, float], offers: Offers, supply: NDArray[np.float32]
) -> tuple[Table, Table]:
    """Return items and their worth by topic; `supply` has days first, sources and formats last."""
    items = supply.astype(np.float64)
    each_worth = sources.worth(b, offers.published)
    between = (slice(None), *(None,) * (items.ndim - 3))
    return items.sum(axis=(-2, -1)), (items * each_worth[between]).sum(axis=(-2, -1))


def supply_table(behaviour: Behaviour, offers: Offers) -> NDArray[np.float32]:
    """Return the operator's items for all as ``(days, segments, 3)``.

    Their number, their weight in the feed, and weight x quality; both by their hooks.
    """
    b = behaviour.values
    items, worth = _of_topics(b, offers, offers.supply)
    strength = hook.mean(items, offers.hooks.astype(np.float64))
    opens = hook.opens(b, strength)
    table = np.stack([items, items * opens, worth * opens * hook.keeps(b, strength)], axis=-1)
    return np.ascontiguousarray(table, np.float32)


def rules_array(spec: CommunitySpec, offers: Offers | None, effects_day: int) -> NDArray[np.int64]:
    """Return the whole-number rules for the kernel, shape ``(len(RULES) + 7,)``."""
    rules = np.zeros(THRESHOLDS + 7, np.int64)

    def put(name: str, value: int) -> None:
        rules[RULES.index(name)] = value

    put("effects_day", effects_day)
    put("desk", int(spec.desk is not None))
    put("contribution", int(spec.activity == "contribution"))
    put("purchase", int(spec.activity == "purchase"))
    put("founders", spec.founders)
    put("tied", int(spec.graph.start is not None))
    put("deeds_phase", spec.past_days % 7)
    put("team_size", 2)
    put("one_in", 1)
    if offers is not None:
        r = offers.rules
        earn = [LEVER_INDEX[f"points_per_{name}"] for name in ("visit", "post")]
        earn.append(LEVER_INDEX["level_spend"])
        points = any(table[..., earn].any() for table in offers.tables)
        put("reward_points", r.reward_points)
        put("expiry_days", r.points_expiry_days)
        put("unlock_after", r.unlock_after)
        put("hold_days", r.hold_days)
        put("referral_day", effects_day + r.counts_from)
        put("reward_rise", r.reward_rise)
        put("reward_rises", r.reward_rises)
        put("most_unlocks", r.most_unlocks)
        put("one_in", r.one_in)
        put("check_cents", r.check_cents)
        effort = float(f"{r.check_cents / 100 / spec.money_unit:.6g}")
        put("caught", round(1e6 * hunter.caught(spec.behaviour.values, effort)))
        put("points_on", int(points))
        put("levels", len(r.level_thresholds))
        put("badge_posts", r.badge_posts)
        put("endowed", r.endowed_points)
        put("team_size", r.team_size)
        put("level_days", r.level_days)
        put("challenge_days", r.challenge_days)
        put("exchange_points", r.exchange_points)
        put("spend_alone", r.spend_alone)
        rules[THRESHOLDS : THRESHOLDS + len(r.level_thresholds)] = r.level_thresholds
    return rules


def day_pulls(
    spec: CommunitySpec, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return what a day does to everyone.

    Returns
    -------
    tuple
        What it adds to the logit of a visit (weekend, season, age, lost trust), shape ``(days,)``;
        by what lost trust multiplies the hazard of leaving, 1 or more, same shape; and complaints
        and purchases, shape ``(days, 2)``.
    """
    b, days = spec.behaviour.values, np.arange(spec.days)
    lost = trust.lost(b, spec.shocks, spec.days, seed)
    shift = season.pull(b, spec.launch, days) + ageing.pull(b, days) - b["trust_pull"] * lost
    hazard = each(math.exp, b["trust_leave"] * lost)
    crisis = np.stack(
        [each(math.exp, b["trust_complaints"] * lost), each(math.exp, -b["trust_buy"] * lost)],
        axis=-1,
    )
    return np.asarray(shift, np.float32), hazard.astype(np.float32), crisis.astype(np.float32)


def segment_tables(
    spec: CommunitySpec, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how segments differ, two arrays of shape ``(segments,)``.

    Returns
    -------
    tuple
        What each adds to its members' logit, and by what it multiplies their hazard of leaving.
    """
    b, scores = spec.behaviour.values, kinds.dealt(spec.segments, spec.segment_shares, seed)
    visit = [b["segment_visit"] * scores[name] for name in spec.segments]
    leave = [b["segment_leave"] * scores[name] for name in spec.segments]
    for k, name in enumerate(spec.segments):
        level = spec.segment_levels.get(name, SegmentLevel())
        visit[k] = visit[k] if level.visit is None else level.visit
        leave[k] = leave[k] if level.leave is None else level.leave
    hazards = [math.exp(rise) for rise in leave]
    return np.array(visit, np.float32), np.array(hazards, np.float32)


def buying_tables(spec: CommunitySpec) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the tables of purchase rates and of stopping, or ones and zeros of length 1."""
    b = spec.behaviour.values
    if b["buy_shape"] == 0.0:
        return np.ones(1, np.float32), np.zeros(1, np.float32)
    stops = quantiles.beta_shares(b["buy_quit_a"], b["buy_quit_b"])
    # Copies: the tables themselves are made once for all runs.
    return quantiles.gamma_rates(b["buy_shape"]).copy(), stops.copy()


def inviting_table(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return the table of invitation rates relative to the mean, or ones of length 1."""
    shape = spec.behaviour.values["invite_shape"]
    return np.ones(1, np.float32) if shape == 0.0 else quantiles.gamma_rates(shape).copy()


def step_table(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return the table of probabilities to take a step of a purchase, or ones of length 1."""
    b = spec.behaviour.values
    if not spec.behaviour.has("checkout"):
        return np.ones(1, np.float32)
    return quantiles.beta_shares(b["step_a"], b["step_b"]).copy()


def birth_shift(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return what joining on a day adds to a member's own logit for life (cohort effect)."""
    return ageing.born(spec.behaviour.values, np.arange(spec.days)).astype(np.float32)


def attribute_edges(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return the cumulative shares of each attribute's values, shape ``(attributes, 16)``."""
    edges = np.full((len(spec.attributes), MAX_VALUES), np.inf, np.float32)
    for which, attribute in enumerate(spec.attributes):
        edges[which, : len(attribute.shares) - 1] = np.cumsum(attribute.shares)[:-1]
    return edges


def leaning_table(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return the mean leaning of members by the byte of their attributes, or 0 of length 1."""
    if not any(attribute.leaning for attribute in spec.attributes):
        return np.zeros(1, np.float32)
    places, table = np.arange(256), np.zeros(256)
    for which, attribute in enumerate(spec.attributes):
        centred = np.zeros(MAX_VALUES)
        centred[: len(attribute.values)] = attribute.centred_leaning
        table += centred[places >> (4 * which) & 15]
    return table.astype(np.float32)


def graph_array(spec: CommunitySpec) -> NDArray[np.float32]:
    """Return the graph's numbers for the kernel, in the order of `sim.compiled.layout.GRAPH`."""
    graph = spec.graph
    others = [attribute.homophily for attribute in spec.attributes] + [0.0, 0.0]
    return np.array(
        [graph.mean_ties / 2, graph.closure, graph.group_ties, graph.homophily, *others[:2]],
        np.float32,
    )
