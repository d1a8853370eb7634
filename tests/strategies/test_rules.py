"""Speaking limit, entry gate and rooms: what they take, and give where a group is too full."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.run import Run
from strategies.rules import Rules
from tests.free_lunch.ground import Ground, Size, alone

SIZE = Size(members=500, past=60, days=70, arrivals=8.0)
OVERLOADED = {"congestion_cap": 40.0, "congestion_pain": 0.5}
ROOMY = {"congestion_cap": 1e6, "congestion_pain": 0.5}


@cache
def ground(crowded: bool = True) -> Ground:
    here = Ground("chat", SIZE, range(4), ("visits", "posts", "gain"))
    values = OVERLOADED if crowded else ROOMY
    behaviour = here.scenario.behaviour.updated(values, "assumed", "made up for a test")
    here.spec = here.scenario.with_behaviour(behaviour).spec()
    return here


def runs(here: Ground, **fields: Any) -> list[Run]:
    plan = alone(Rules(**{"turned_away": 0, **fields}))
    return [here.run(plan, seed) for seed in here.seeds]


def rise(here: Ground, count: str, **fields: Any) -> float:
    own = sum(one.trajectory.total(count) for one in runs(here, **fields))
    return own / sum(here.without(seed).trajectory.total(count) for seed in here.seeds) - 1


def test_a_limit_takes_posts_from_those_who_write_most() -> None:
    here = ground()
    most = [int(here.without(seed).trajectory.posts_by_member.max()) for seed in here.seeds]
    capped = runs(here, posts_a_day=1)
    for one, before in zip(capped, most, strict=True):
        seen = one.trajectory
        assert np.array_equal(seen.daily("posts"), seen.daily("writers"))
        assert seen.posts_by_member.max() <= SIZE.days < before


def test_a_limit_helps_where_there_is_too_much_and_not_elsewhere() -> None:
    """M22: overload brings exit; where a channel bears its posts there is only less to read."""
    assert rise(ground(), "visits", posts_a_day=1) > 0.01
    assert rise(ground(False), "visits", posts_a_day=1) < 0.005
    assert rise(ground(), "posts", posts_a_day=1) < -0.1


def test_a_limit_that_nobody_reaches_changes_nothing_and_costs_its_minutes() -> None:
    here = ground()
    for one in runs(here, posts_a_day=1000):
        assert np.array_equal(one.trajectory.counts, here.without(one.seed).trajectory.counts)
        minutes = 0.1 * one.trajectory.total("writers")
        assert one.ledger.cost("rules") == pytest.approx(30 * minutes, abs=1)


def test_few_rooms_relieve_a_crowd_and_many_are_empty() -> None:
    here = ground()
    few, many = (rise(here, "visits", more_rooms=rooms) for rooms in (2, 999))
    assert few > 0.01
    assert many < few - 0.02
    assert rise(ground(False), "visits", more_rooms=999) < 0


def test_a_gate_keeps_out_as_many_as_it_says_and_rather_those_who_would_not_come() -> None:
    here = ground(False)
    quo = [here.without(seed).trajectory for seed in here.seeds]
    gated = runs(here, turned_away=0.5)
    organic, before = (
        sum(one.total("joined_organic") for one in some)
        for some in ([one.trajectory for one in gated], quo)
    )
    assert organic == pytest.approx(0.5 * before, rel=0.06)
    told = [one.deliveries[0].as_dict() for one in gated]
    assert sum(one["reached"] for one in told) == pytest.approx(2 * 2 * organic, rel=0.01)
    # Half of the newcomers are kept out, and with them less than half of their visits.
    lost = rise(here, "visits", turned_away=0.5)
    shut = rise(here, "visits", turned_away=0.95)
    assert shut < lost < 0
    assert lost > 0.5 / 0.95 * shut


def test_whom_a_member_invites_is_not_asked() -> None:
    here = ground(False)
    for one in runs(here, turned_away=0.95)[:2]:
        seen = one.trajectory
        assert np.array_equal(seen.daily("accepted")[:-1], seen.daily("joined_referred")[1:])


def test_a_budget_is_never_exceeded() -> None:
    here = ground()
    plan = alone(Rules(turned_away=0.3, posts_a_day=2, more_rooms=2), budget=300)
    for seed in here.seeds:
        books = here.run(plan, seed).ledger
        assert 150_00 < books.cost("rules") <= 300_00


def test_rules_of_zero_strength_and_none_are_one() -> None:
    here = ground()
    for one in runs(here):
        assert np.array_equal(one.trajectory.counts, here.without(one.seed).trajectory.counts)
        assert one.ledger.cost("rules") == 0
