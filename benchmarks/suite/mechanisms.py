"""What each mechanism of `sim.behaviour.register` costs a member-day, beside the plain core."""

from __future__ import annotations

import time
from statistics import median
from typing import Any, Final

from benchmarks.suite.paired import Say
from benchmarks.suite.worlds import WARM_DAYS, World, member_days
from sim.behaviour.register import FURTHER, USUAL, switched_on
from sim.calendar import Calendar
from sim.community import Community
from sim.offers import Offers
from sim.rules import FORMATS, SOURCES, Rules

APART: Final = ("market",)
"""Who joins is another world then, and no cost of a member-day: it is drawn once a day."""

EVERY: Final = switched_on(*(m.name for m in FURTHER if m.name not in APART))
"""Switches of all mechanisms but those `APART`, at their typical values."""


def every(members: int) -> dict[str, float]:
    """Return `EVERY` for a community of any size: what its one channel bears grows with it."""
    return {**EVERY, "congestion_cap": members / 25}


def offers(days: int) -> Offers:
    """Return a plan that gives every mechanism something to do."""
    table = Offers(Calendar(World(1).spec(days).launch, days), 3)
    table.rules = Rules(
        level_thresholds=(10, 40), reward_points=20, badge_posts=10, endowed_points=5, team_size=3
    )
    for lever, value in (
        ("points_per_visit", 1.0), ("points_per_post", 2.0), ("point_value", 0.02),
        ("privilege", 0.1), ("push", 0.2), ("welcome", 0.3), ("award", 0.05),
        ("moderation", 0.2), ("game", 1.0), ("team_discount", 0.2), ("badge", 1.0),
    ):  # fmt: skip
        table.pull(lever, value)
    table.supply[:, :, SOURCES.index("professional"), FORMATS.index("live")] = 1.0
    return table


def mechanisms(members: int, days: int, rounds: int, say: Say) -> dict[str, Any]:
    """Return the cost of a member-day in the plain core, with each further mechanism, and with all.

    A usual mechanism's own cost is that of the plain core less that of the core without it. Members
    who come more often for it cost more, and that is part of it.

    Parameters
    ----------
    members, days, rounds
        Founders, days of a turn, and turns; the worlds take turns in one process.
    say
        Called with each line of progress.
    """
    worlds: dict[str, dict[str, float]] = {"none": {}}
    worlds.update({m.name: m.typical for m in FURTHER if m.name not in APART})
    worlds["all"] = EVERY
    usual = {m.name: m.neutral for m in USUAL}
    worlds.update(usual)
    warm = {name: _warmed(members, days, changes) for name, changes in worlds.items()}
    spent: dict[str, list[float]] = {name: [] for name in worlds}
    for _ in range(rounds):
        for name, community in warm.items():
            spent[name].append(_turn(community, days))
    ns = {name: median(times) for name, times in spent.items()}
    own = {
        name: (-1 if name in usual else 1)
        * median(a - b for a, b in zip(times, spent["none"], strict=True))
        for name, times in spent.items()
    }
    say(f"without mechanisms {ns['none']:.1f} ns a member-day, with all {ns['all']:.1f}")
    return {"members": members, "days_a_turn": days, "rounds": rounds, "ns": ns, "own_ns": own}


def _warmed(members: int, days: int, changes: dict[str, float]) -> Community:
    community = World(members, changes={"buy_rate": 0.02, **changes}).community(WARM_DAYS + days)
    plan = offers(WARM_DAYS + days)
    plan.pull("discount", 0.1)
    plan.pull("ad_load", 0.2)
    community.offer(plan, 0)
    community.live(WARM_DAYS)
    return community


def _turn(warm: Community, days: int) -> float:
    twin = warm.copy()
    begin = time.process_time_ns()
    twin.live(WARM_DAYS + days)
    return (time.process_time_ns() - begin) / member_days(twin, WARM_DAYS, WARM_DAYS + days)
