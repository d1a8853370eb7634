"""Runs to save, and what it means that two of them are the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from sim import checkpoint
from sim.levers import LEVERS
from sim.offers import Offers
from sim.plan import NoPlan, Plan
from sim.run import Rehearsal, Run
from sim.spec import CommunitySpec, DeskSpec
from sim.trajectory import ByAudience
from strategies import Content, Invite, Points, StrategyPlan
from tests.communities import MONDAY, Fixed, community, rich

DAYS = 50
PAST = 12

BUSY = {
    "visit_base": -1.5, "leave_rate": 0.01, "return_rate": 0.02, "contagion": 1.0,
    "invite_rate": 0.05, "accept_rate": 0.5, "buy_rate": 0.05, "question_rate": 0.05,
}  # fmt: skip

LIMITED = StrategyPlan(
    (
        Points(per_visit=4, levels=(10, 40), reward_points=20, expiry_days=14),
        Content(items_per_day=4, push_per_item=0.1),
        Invite(unlock_after=2, inviter_reward=8, invited_reward=3, hold_days=5),
    ),
    600,
)
"""A plan that thinks every week, and whose purses run dry on the way."""


class Changing(Fixed):
    """A plan that changes everything it may change, every four days."""

    def next_decision(self, today: int) -> int | None:
        return today // 4 * 4 + 4

    def adapt(self, seen: Any, today: int, offers: Offers) -> Offers:
        offers.rules.badge_posts += 1
        offers.rules.reward_points += 1
        offers.table[today:] *= np.float32(1.1)
        for index, lever in enumerate(LEVERS):
            if lever.high is not None:
                cells = offers.table[today:, ..., index]
                np.minimum(cells, np.float32(lever.high), out=cells)
        offers.supply[today:] *= np.float32(0.9)
        return offers


PLANS: dict[str, Plan] = {
    "none": NoPlan(),
    "rich": Fixed(rich),
    "changing": Changing(rich),
    "limited": LIMITED,
}

DESKS = {"no desk": None, "a late desk": DeskSpec(staff=1, shift_end=12, handling_minutes=40)}


def spec(desk: str = "no desk", **changes: Any) -> CommunitySpec:
    """Return a busy community that grows far beyond what it was made for."""
    return community(
        150, PAST + DAYS, values=BUSY, launch=MONDAY, start=MONDAY + timedelta(days=PAST),
        horizon_days=DAYS, desk=DESKS[desk], **changes,
    )  # fmt: skip


def lived(of: CommunitySpec, plan: Plan, seed: int, until: int) -> Rehearsal:
    """Return a run that has lived some days of its plan."""
    rehearsal = Rehearsal(of, plan, seed)
    rehearsal.live(until)
    return rehearsal


def lived_until(when: Callable[[Rehearsal], bool]) -> Rehearsal:
    """Return the limited plan with a late desk on the first day on which something is so."""
    rehearsal = Rehearsal(spec("a late desk"), LIMITED, 5)
    while not when(rehearsal):
        assert rehearsal.today < DAYS, "that never happens"
        rehearsal.live(rehearsal.today + 1)
    return rehearsal


def much_under_way(rehearsal: Rehearsal) -> bool:
    """Whether rewards are held, purses are in use and single tickets wait and are in hand."""
    desk, seen = rehearsal.standing.now.desk, rehearsal.trajectory(survey=False)
    assert desk is not None
    return bool(
        seen.outstanding_rewards_cents > 0
        and seen.total("points_issued") > 0
        and desk.state()["in_hand"]
        and all(queue["tickets"] for queue in desk.state()["queues"])
    )


def cohorts_wait(rehearsal: Rehearsal) -> bool:
    """Whether a backlog waits that travels as one."""
    desk = rehearsal.standing.now.desk
    assert desk is not None
    return any(queue["cohorts"] for queue in desk.state()["queues"])


def assert_same_fields(one: Any, other: Any) -> None:
    """Compare two records, and those inside them, to the bit."""
    for field in fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, ByAudience) and isinstance(right, ByAudience):
            assert_same_fields(left, right)
        else:
            np.testing.assert_array_equal(left, right, err_msg=field.name)


def assert_same_run(one: Run, other: Run) -> None:
    assert one.seed == other.seed
    assert_same_fields(one.trajectory, other.trajectory)
    assert len(one.ledger.entries) == len(other.ledger.entries)
    for left, right in zip(one.ledger.entries, other.ledger.entries, strict=True):
        assert left[:3] == right[:3]
        np.testing.assert_array_equal(left[3], right[3])


def assert_same_state(one: Rehearsal, other: Rehearsal) -> None:
    """Hold every array of two runs against each other, scratch and unused room included."""
    assert one.today == other.today
    for group in checkpoint.GROUPS:
        mine, others = getattr(one.community, group), getattr(other.community, group)
        for name in mine._fields:
            np.testing.assert_array_equal(getattr(mine, name), getattr(others, name), name)
    left, right = one.standing, other.standing
    assert left.offers.equals(right.offers)
    assert left.opening_points == right.opening_points
    np.testing.assert_array_equal(left.waits, right.waits)
    np.testing.assert_array_equal(left.wages_cents, right.wages_cents)
    if left.now.desk is None or right.now.desk is None:
        assert left.now.desk is right.now.desk
    else:
        assert left.now.desk.state() == right.now.desk.state()


def end_of(rehearsal: Rehearsal, path: Path) -> bytes:
    """Live to the end and return the checkpoint of it."""
    rehearsal.live(rehearsal.spec.horizon_days)
    checkpoint.save(rehearsal, path)
    return path.read_bytes()
