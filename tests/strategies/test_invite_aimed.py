"""Invitations for an audience: who is promised what, what is paid, and from which purse."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from sim.run import Run
from strategies import Invite, StrategyPlan
from strategies.audiences import Definition, Ranked
from tests.free_lunch.ground import Ground, Size

SIZE = Size(members=800, past=60, days=84, arrivals=4.0)
AUDIENCES: dict[str, Definition] = {
    "all": "1 < 2",
    "core": Ranked(top=0.2, by="visits"),
    "rest": "not core",
}
TERMS: dict[str, Any] = {
    "unlock_after": 1, "inviter_reward": 20, "invited_reward": 8, "hold_days": 7,
}  # fmt: skip


@cache
def ground() -> Ground:
    here = Ground("forum", SIZE, range(3), ("visits",))
    values = {"invite_rate": 0.03}
    behaviour = here.scenario.behaviour.updated(values, "assumed", "made up for a test")
    here.spec = here.scenario.with_behaviour(behaviour).spec()
    return here


@cache
def runs(audience: str | None, budget: float | None = None) -> list[Run]:
    invite = Invite(**TERMS, audience=audience)
    plan = StrategyPlan((invite,), budget, audiences=AUDIENCES)
    return [ground().run(plan, seed) for seed in ground().seeds]


def total(some: list[Run], count: str) -> int:
    return sum(one.trajectory.total(count) for one in some)


def test_for_everybody_by_an_audience_is_for_everybody() -> None:
    for one, other in zip(runs("all"), runs(None), strict=True):
        assert np.array_equal(one.trajectory.counts, other.trajectory.counts)
        assert one.ledger.frame().equals(other.ledger.frame())


def test_only_those_in_it_are_promised_anything_and_each_part_is_less_than_the_whole() -> None:
    core, rest, whole = (runs(name) for name in ("core", "rest", None))
    for name in ("rewards_paid_cents", "unlocks", "invitations"):
        assert 0 < total(core, name) < total(whole, name)
        assert 0 < total(rest, name) < total(whole, name)
    # A reward for the invited of each friend of theirs, and of nobody else's.
    for one in core:
        seen = one.trajectory
        accepted = seen.among("core").daily("accepted")[:-1].sum()
        issued = seen.total("rewards_issued_cents") - 2000 * seen.total("unlocks")
        assert issued == 800 * accepted
        assert accepted < seen.daily("accepted")[:-1].sum()


def test_what_was_promised_is_paid_though_nobody_may_be_in_it_any_more() -> None:
    """Rewards are settled a week after, when the audience has been chosen anew."""
    for one in runs("core"):
        seen = one.trajectory
        issued, settled = seen.total("rewards_issued_cents"), 0
        for what in ("paid", "clawed_back"):
            settled += seen.total(f"rewards_{what}_cents")
        assert issued == settled + seen.outstanding_rewards_cents > 0
        assert one.ledger.balance("redemption") == seen.total("rewards_paid_cents")
        assert one.deliveries[0].as_dict()["reached"] == seen.among("core").total("accepted")


def test_its_purse_is_never_exceeded() -> None:
    for one, free in zip(runs("core", 150.0), runs("core"), strict=True):
        books = one.ledger
        assert free.ledger.cost("invite") > 15_000
        assert 0 < books.cash("invite") + books.owed_in_full("invite") <= 15_000
