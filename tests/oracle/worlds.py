"""Two worlds for the comparison: one with every lever on, one with none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

import numpy as np

from sim.behaviour.preset import Behaviour
from sim.calendar import Calendar
from sim.offers import FORMATS, SOURCES, Offers, Rules
from sim.spec import Attribute, CommunitySpec, DeskSpec, GivenTies, GraphSpec

PAST_DAYS = 10
PLAN_DAYS = 60
SHARES = {"food": 0.5, "travel": 0.3, "sport": 0.2}

_LIVELY = {
    "visit_base": -1.8, "weekend_pull": 0.3, "season_pull": 0.2, "cohort_slope": -0.4,
    "community_slope": -0.3, "leave_rate": 0.012, "return_rate": 0.06, "contagion": 1.5,
    "leave_satisfaction": 3.0, "invite_rate": 0.08, "accept_rate": 0.5, "hunter_share": 0.1,
    "buy_rate": 0.05, "question_rate": 0.15, "complaint_rate": 0.08, "wait_pain": 0.2,
    "redeem_rate": 0.3, "push_pull": 0.4, "fatigue_pull": 0.2,
}  # fmt: skip


def spec(activity: Literal["visit", "contribution"], lively: bool) -> CommunitySpec:
    """Return a community of 400 founders and a few joiners a day; lively: everything happens."""
    behaviour = Behaviour.preset("forum")
    if lively:
        behaviour = behaviour.updated(_LIVELY, "assumed", "made up for the oracle")
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
        founders=400,
        segments=tuple(SHARES),
        segment_shares=tuple(SHARES.values()),
        graph=GraphSpec(mean_ties=10.0, closure=0.4, homophily=0.3),
        desk=DeskSpec() if lively else None,
        activity=activity,
    )


def tied() -> CommunitySpec:
    """Return a lively community whose founders' ties are given, with attributes and groups."""
    pairs = [(a, (a + step) % 400) for a in range(400) for step in (1, 2, 17)]
    edges = np.sort(np.array(pairs, np.int32), axis=1)
    segments = (np.arange(400) * 7 % 3).astype(np.uint8)
    return replace(
        spec("visit", True),
        graph=GraphSpec(
            mean_ties=7.0, homophily=0.4, group_cap=40, group_ties=0.5,
            start=GivenTies(edges, segments),
        ),
        attributes=(
            Attribute("region", ("north", "south"), (0.5, 0.5), 0.5),
            Attribute("device", ("phone", "tablet", "desk"), (0.5, 0.2, 0.3), 0.7),
        ),
    )  # fmt: skip


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
        unlocks_purse_cents=rewards_purse_cents,
    )
    offers.pull("points_per_visit", 1.0)
    offers.pull("points_per_visit", 1.0, tiers=slice(2, None))
    offers.pull("points_per_post", 2.0, days=slice(10, None))
    offers.pull("point_value", 0.05)
    offers.pull("privilege", 0.2)
    offers.pull("push", 0.4, segments=slice(0, 2))
    offers.pull("inviter_reward", 8.0)
    offers.pull("inviter_reward", 2.0, tiers=slice(1, None))
    offers.pull("invited_reward", 3.0, days=slice(5, None))
    offers.pull("discount", 0.25, days=slice(20, 30), segments=slice(1, 2))
    offers.pull("ad_load", 0.15, days=slice(15, None))
    offers.supply[:, 0, SOURCES.index("professional"), FORMATS.index("video")] = 2.0
    offers.supply[30:, 2, SOURCES.index("kol"), FORMATS.index("text")] = 1.5
    offers.paid_arrivals[:] = 1.0
    return offers


def revised(offers: Offers, today: int) -> Offers:
    """Change the plan from a day on, as a plan that adapts does."""
    offers.pull("points_per_visit", 2.0, days=slice(today, None))
    offers.supply[today:] *= 2.0
    return offers
