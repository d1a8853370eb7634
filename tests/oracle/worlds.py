"""Worlds for the comparison: with every lever, with every mechanism, with none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from sim.behaviour.preset import Behaviour
from sim.behaviour.register import FURTHER, Mechanism, switched_on
from sim.calendar import Calendar
from sim.graph import StartGraph
from sim.levers import LEVER_INDEX
from sim.offers import Offers
from sim.rules import FORMATS, SOURCES, Rules
from sim.spec import (
    Activity,
    Attribute,
    CommunitySpec,
    DeskSpec,
    GivenTies,
    GraphSpec,
    SegmentLevel,
    Shock,
)

PAST_DAYS = 10
PLAN_DAYS = 60
SHARES = {"food": 0.5, "travel": 0.3, "sport": 0.2}

_LIVELY = {
    "visit_base": -1.8, "weekend_pull": 0.3, "season_pull": 0.2, "cohort_slope": -0.4,
    "community_slope": -0.3, "leave_rate": 0.012, "return_rate": 0.06, "contagion": 1.5,
    "leave_satisfaction": 3.0, "invite_rate": 0.08, "invite_reward": 0.9, "accept_rate": 0.5,
    "hunter_share": 0.1,
    "buy_rate": 0.05, "question_rate": 0.15, "complaint_rate": 0.08, "wait_pain": 0.2,
    "redeem_rate": 0.3, "push_pull": 0.4, "fatigue_pull": 0.2, "invite_gradient": 2.5,
}  # fmt: skip

MECHANISMS_STRONG = {
    "belief_fade": 0.05, "belief_first": 0.6, "belief_gain": 0.3, "belief_seen": 0.1,
    "invite_shape": 0.5,
    "reply_pull": 0.8, "reply_rate": 0.5,
    "feedback_gain": 0.5, "feedback_share": 0.4, "feedback_days": 0.5, "reaction_rate": 0.2,
    "award_gain": 0.6, "award_days": 10.0,
    "audience_motive": 0.5, "audience_days": 20.0,
    "novelty_days": 1.0, "rank_decay": 0.6,
    "congestion_pain": 0.3, "congestion_cap": 20.0,
    "silence": 0.8, "minority_share": 0.4,
    "toxicity_rate": 0.1, "toxicity_days": 10.0,
    "trust_pull": 1.0, "trust_leave": 1.5, "scar_share": 0.5,
    "trust_complaints": 2.0, "trust_buy": 1.0,
    "reach_most": 0.8, "reach_items": 2.0, "leader_conversion": 0.8,
    "optout_rate": 0.02, "optout_fatigue": 0.005, "consent_share": 0.8,
    "adopt_tie": 0.1, "adopt_alone": 0.002, "adopt_seed": 0.05,
    "adopt_least": 2.0, "adopt_share": 0.1,
    "referrer_stay": 0.5,
    "buy_rate": 0.15, "order_again": 0.3, "buy_shape": 0.5, "social_spend": 0.3,
    "live_conversion": 0.3, "pull_forward": 0.6, "deal_new": 1.5, "deal_old": 0.8,
    "team_rate": 0.1, "team_asked": 8.5, "team_accept": 0.3,
    "checkout_steps": 4.0, "step_a": 6.0, "trust_gain": 1.5,
    "endowed_pull": 2.5, "badge_pull": 0.6, "game_pull": 0.4, "game_days": 10.0,
    "event_pull": 1.0, "event_sale": 0.8, "event_tire": 1.0, "event_stale": 0.3,
    "event_days": 5.0,
    "streak_pull": 0.5, "streak_break": 0.4, "demotion_pain": 0.6,
    "crowding": 0.3, "crowding_ties": 0.1, "crowding_most": 0.05, "crowding_back": 0.2,
    "crowding_leave": 3.0, "training_gain": 0.8, "training_kept": 0.3,
    "board_first": 0.4, "board_near": 0.6, "board_far": 0.3,
    "stock_rate": 0.02, "stock_days": 2.0, "sold_out_hit": 0.4,
    "status_minded": 0.3, "leaning_spread": 0.7, "symbol_pull": 0.5, "symbol_inflation": 2.0,
    "exchange_rate": 0.2, "token_pull": 0.3, "token_trend": -3.0,
    "segment_visit": 0.3, "segment_leave": 0.3, "subscribe_rate": 0.4, "member_spend": 0.5,
    "market_size": 3000.0, "market_innovation": 0.2, "market_imitation": 2.0,
}  # fmt: skip
"""Values with which each mechanism of `sim.behaviour.register` shows within days."""

SWITCHES = frozenset(name for mechanism in FURTHER for name in mechanism.switches)
"""Parameters without which there is no mechanism beside the usual ones."""

_OFF = {name: value for mechanism in FURTHER for name, value in mechanism.neutral.items()}

FURTHER_COUNTS = {"answered", "first_posts", "awarded", "hurt", "muted", "adopted",
                  "minority_posts", "teams", "team_orders", "badges",
                  "challenges", "points_exchanged", "subscribed", "renewed", "lapsed",
                  "reorders", "checks", "caught", "lost_orders", "stock_brought", "stock_left",
                  "craft_thousandths", "drawn_thousandths",
                  "stock_cleared", "stock_held"}  # fmt: skip
"""What is counted only where a mechanism beside the core is on."""


def spec(
    activity: Activity,
    lively: bool,
    further: Mapping[str, float] | None = None,
    founders: int = 400,
) -> CommunitySpec:
    """Return a community with a few joiners a day.

    Parameters
    ----------
    activity
        What makes a member active.
    lively
        Whether all of the core happens.
    further
        Behaviour values that differ besides.
    founders
        Members from the first day.
    """
    behaviour = Behaviour.preset("plain").updated(
        {**(_LIVELY if lively else {}), **(further or {})}, "assumed", "made up for the oracle"
    )
    days = PAST_DAYS + PLAN_DAYS
    organic = np.full(days, 1.5)
    known = np.zeros(days, np.bool_)
    known[:PAST_DAYS], organic[:PAST_DAYS] = True, np.arange(PAST_DAYS) % 3
    return CommunitySpec(
        behaviour=behaviour,
        launch=date(2023, 12, 27),
        start=date(2024, 1, 6),
        horizon_days=PLAN_DAYS,
        organic=organic,
        organic_known=known,
        founders=founders,
        segments=tuple(SHARES),
        segment_shares=tuple(SHARES.values()),
        segment_levels={next(iter(SHARES)): SegmentLevel(visit=0.2)},
        graph=GraphSpec(mean_ties=10.0, closure=0.4, homophily=0.3),
        desk=DeskSpec() if lively else None,
        activity=activity,
    )


def everything() -> CommunitySpec:
    """Return a lively community with every mechanism on, in groups, which lives two crises.

    Its money has a scale: its plan's amounts are of a currency worth a little more than the dollar.
    """
    base = spec("visit", True, MECHANISMS_STRONG)
    return replace(
        base,
        behaviour=replace(base.behaviour, money_unit=0.9),
        graph=GraphSpec(mean_ties=10.0, closure=0.4, homophily=0.3, group_cap=200),
        shocks=(
            Shock(day=25, severity=0.6),
            Shock(day=40, severity=0.3),
            Shock(day=33, severity=0.5, takes="reach", days=8),
        ),
        deeds=True,
    )


def quiet() -> CommunitySpec:
    """Return a handful of members with every mechanism on: on some days nothing happens at all."""
    few = {
        **MECHANISMS_STRONG, "market_size": 60.0, "write_rate": 1.0, "visit_base": -3.0,
        "adopt_seed": 0.5, "adopt_least": 1.0, "leaning_spread": 0.0,
    }  # fmt: skip
    base = spec("visit", True, few, founders=6)
    return replace(base, organic=np.zeros_like(base.organic))


def alone(mechanism: Mechanism | None) -> CommunitySpec:
    """Return a small lively community with one mechanism beside the usual ones, or none.

    Of a usual mechanism: without that one. It lives a crisis.
    """
    is_usual = mechanism is not None and mechanism.is_usual
    off = SWITCHES.difference(mechanism.switches if mechanism else ())
    further = {name: value for name, value in MECHANISMS_STRONG.items() if name not in off}
    lively = {name: value for name, value in _LIVELY.items() if name not in off}
    values = {**_OFF, **lively, **further, **(mechanism.neutral if mechanism and is_usual else {})}
    crisis = Shock(day=14, severity=0.6)
    return replace(spec("visit", True, values, founders=150), shocks=(crisis,))


def tied() -> CommunitySpec:
    """Return a lively community whose founders' ties are given, with attributes and groups.

    Mechanisms that hang on segments and ties are on.
    """
    pairs = [(a, (a + step) % 400) for a in range(400) for step in (1, 2, 17)]
    edges = np.sort(np.array(pairs, np.int32), axis=1)
    segments = (np.arange(400) * 7 % 3).astype(np.uint8)
    return replace(
        spec("visit", True, switched_on("kinds", "adoption", "congestion", "leaning")),
        graph=GraphSpec(
            mean_ties=7.0, homophily=0.4, group_cap=40, group_ties=0.5,
            start=GivenTies(edges, segments),
        ),
        attributes=(
            Attribute("region", ("north", "south"), (0.5, 0.5), 0.5, (0.3, -0.3)),
            Attribute("device", ("phone", "tablet", "desk"), (0.5, 0.2, 0.3), 0.7, (0.5, 0, -0.2)),
        ),
    )  # fmt: skip


def made() -> CommunitySpec:
    """Return the same community, but its founders' ties are made to measure."""
    base = tied()
    start = StartGraph("lognormal", 7.0, 0.8, clustering=0.2, homophily=(0.3, 0.2, 0.1))
    return replace(base, graph=replace(base.graph, start=start))


def waits(days: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return hours until the first answer, by day and class."""
    generator = np.random.default_rng(11)
    return generator.gamma(1.5, 8.0, (days, 2)).astype(np.float32)


def no_offers() -> Offers:
    """Return the status quo."""
    return Offers(Calendar(date(2024, 1, 6), PLAN_DAYS), len(SHARES))


def all_levers(points_purse: int = 1500, rewards_purse_cents: int = 20_000) -> Offers:
    """Return a plan that pulls every lever, with purses too small for what it promises."""
    offers = no_offers()
    offers.rules = Rules(
        level_thresholds=(5, 15, 40),
        reward_points=10,
        points_expiry_days=9,
        points_purse=points_purse,
        unlock_after=2,
        hold_days=5,
        counts_from=2,
        level_days=4,
        reward_rise=400_000,
        reward_rises=2,
        most_unlocks=4,
        unlocks_purse_cents=rewards_purse_cents,
    )
    offers.pull("points_per_visit", 1.0)
    offers.pull("points_per_visit", 1.0, tiers=slice(2, None))
    offers.pull("points_per_post", 2.0, days=slice(10, None))
    offers.pull("point_value", 0.05)
    offers.pull("privilege", 0.2)
    offers.pull("access", 0.03)
    offers.pull("service", 0.2)
    offers.pull("visibility", 0.4)
    offers.pull("push", 0.4, segments=slice(0, 2))
    offers.pull("inviter_reward", 8.0)
    offers.pull("inviter_reward", 2.0, tiers=slice(1, None))
    offers.pull("invited_reward", 3.0, days=slice(5, None))
    offers.pull("discount", 0.25, days=slice(20, 30), segments=slice(1, 2))
    offers.pull("ad_load", 0.15, days=slice(15, None))
    offers.pull("placement", 0.2, days=slice(8, 30))
    offers.supply[:, 0, SOURCES.index("professional"), FORMATS.index("video")] = 2.0
    offers.supply[30:, 2, SOURCES.index("kol"), FORMATS.index("text")] = 1.5
    offers.supply[12:40, 0, SOURCES.index("ai"), FORMATS.index("text")] = 1.0
    offers.supply[8:, 1, SOURCES.index("derivative"), FORMATS.index("text")] = 1.5
    offers.hooks[10:, 0] = 0.7
    offers.paid_arrivals[:] = 1.0
    offers.paid_trait[10:] = -0.3
    return offers


def further_levers() -> Offers:
    """Return a plan that pulls every lever and sets every rule, those of all mechanisms too."""
    offers = all_levers()
    offers.rules.badge_posts = 6
    offers.rules.challenge_days = 5
    offers.pull("challenge", 0.8, days=slice(3, 30))
    offers.pull("badge", 0.7, days=slice(4, 25))
    offers.pull("badge", 1.0, segments=slice(1, 2))
    offers.pull("symbol", 0.8, days=slice(2, 40), segments=slice(0, 1))
    offers.pull("symbol", 0.3, tiers=slice(2, None))
    offers.rules.exchange_points = 4
    offers.pull("exchange", 0.6, days=slice(5, 50))
    offers.pull("exchange_worth", 0.04)
    offers.pull("token", 20.0, days=slice(3, 40))
    offers.pull("level_spend", 0.1, days=slice(2, None))
    offers.pull("fee", 1.0)
    offers.pull("fee", 2.0, days=slice(20, None), segments=slice(1, 2))
    offers.pull("perks", 0.5)
    offers.pull("perk_privilege", 0.1)
    offers.pull("perk_access", 0.05, days=slice(5, None))
    offers.pull("perk_service", 0.1)
    offers.pull("perk_visibility", 0.2)
    offers.pull("perk_visibility", 0.7, days=slice(3, 40), segments=slice(1, 2))
    offers.pull("sample", 0.2, days=slice(4, 30), segments=slice(0, 2))
    offers.pull("pay", 0.3, days=slice(2, 35))
    offers.pull("pay_by_reach", 0.2, days=slice(5, 35))
    offers.pull("pay_by_reach", 0.2, segments=slice(0, 1))
    offers.pull("training", 0.7, days=slice(3, 30), segments=slice(0, 2))
    offers.pull("commission", 0.5, days=slice(3, None))
    offers.pull("board_first", 1.0, days=slice(2, 30), segments=slice(0, 1))
    offers.pull("board_near", 0.7, days=slice(2, 20), segments=slice(1, 2))
    offers.pull("board_far", 1.0, days=slice(5, 30), segments=slice(2, None))
    offers.pull("stock", 900.0, days=slice(4, 12))
    offers.pull("stock", 25.0, days=slice(9, 20))
    offers.rules.endowed_points = 3
    offers.rules.unlock_after = 1
    offers.rules.one_in = 2
    offers.rules.check_cents = 50
    offers.pull("card", 0.2, days=slice(3, None))
    offers.rules.team_size = 4
    offers.rules.team_days = 2
    offers.rules.team_recruits = 1
    offers.pull("quiet", 1 / 3, days=slice(6, None))
    offers.pull("gate", 0.3, days=slice(4, None))
    offers.pull("rooms", 1.2, days=slice(12, 30))
    offers.pull("shorter_path", 1.5, segments=slice(0, 2))
    offers.pull("trust", 0.8, days=slice(5, None))
    offers.pull("discount", 0.3, days=slice(3, 12))
    offers.pull("ad_load", 0.4, days=slice(4, 15))
    offers.pull("points_per_post", 2.0, days=slice(2, 10))
    offers.pull("welcome", 0.5)
    offers.pull("award", 0.1)
    offers.pull("moderation", 0.4, segments=slice(1, None))
    offers.pull("game", 0.8, days=slice(2, 12))
    offers.pull("team_discount", 0.2, segments=slice(0, 2))
    offers.pull("event", 0.3, days=slice(10, 14))
    offers.pull("event", 1.0, days=slice(12, 13), segments=slice(1, 2))
    offers.pull("onsite", 0.6, days=slice(11, 14))
    offers.supply[::3, 1, SOURCES.index("kol"), FORMATS.index("live")] = 1.0
    return offers


def demoting(offers: Offers, today: int) -> Offers:
    """Raise the levels from a day on, by spending alone, and pay for posts no more."""
    offers.rules.level_thresholds = (9, 30, 60)
    offers.rules.spend_alone = 1
    offers.table[today:, ..., LEVER_INDEX["points_per_post"]] = 0.0
    return revised(offers, today)


def revised(offers: Offers, today: int) -> Offers:
    """Change the plan from a day on, as a plan that adapts does."""
    offers.pull("points_per_visit", 2.0, days=slice(today, None))
    offers.supply[today:] *= 2.0
    return offers
