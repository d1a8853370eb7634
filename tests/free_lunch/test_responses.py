"""Responses to depth: each lever rises from nothing, saturates, costs what it gives, turns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np
import pytest

from sim.run import Run
from strategies import STRATEGIES
from tests.free_lunch.choices import built
from tests.free_lunch.ground import Ground, Size, Tried, alone
from tests.free_lunch.shapes import SHAPES, Shape

QUICK: Final = ("brand", Size(members=600, past=90, days=120), 4)
TABLE: Final = Size(members=2000, past=182, days=180, arrivals=5.0)
"""As the table of responses in the project's cases was made."""

MEASURES: Final = ("weekly_active", "invitations", "joined", "visits", "gain")
DOINGS: Final = ("visits", "posts", "buyers", "invitations", "accepted", "left", "joined_referred")
"""What members do, beside what is booked on them."""

NOISE: Final = 2.0
"""Standard errors of a paired difference."""

Where = tuple[str, Size, int]

WHERE: Final = [
    pytest.param(QUICK, id="quick"),
    pytest.param(("forum", TABLE, 5), id="forum", marks=pytest.mark.slow),
    pytest.param(("brand", TABLE, 5), id="brand", marks=pytest.mark.slow),
]


@cache
def ground(preset: str, size: Size, worlds: int) -> Ground:
    return Ground(preset, size, range(worlds), MEASURES)


@cache
def _tried(where: Where, kind: str, values: tuple[tuple[str, Any], ...]) -> Tried:
    return ground(*where).tried(alone(built(kind, dict(values))))


def tried(where: Where, kind: str, **values: Any) -> Tried:
    """Return a strategy with some fields set, tried against nothing."""
    return _tried(where, kind, tuple(values.items()))


def at(where: Where, shape: Shape, depth: float) -> Tried:
    return tried(where, shape.kind, **shape.values(depth))


def doings(lived: Run) -> np.ndarray[Any, Any]:
    return np.array([lived.trajectory.daily(name) for name in DOINGS])


def shapes(of: Sequence[Shape] = SHAPES) -> pytest.MarkDecorator:
    """Return the mark of a test of shapes."""
    return pytest.mark.parametrize("shape", of, ids=lambda one: f"{one.kind}.{one.field}")


everywhere = pytest.mark.parametrize("where", WHERE)


@shapes()
def test_nothing_comes_from_zero(shape: Shape) -> None:
    here = ground(*QUICK)
    plan = alone(built(shape.kind, {**shape.fixed, **shape.zero}))
    for seed in here.seeds[:2]:
        assert np.array_equal(doings(here.run(plan, seed)), doings(here.without(seed)))


@everywhere
@shapes()
def test_a_trace_brings_no_more_than_a_trace(shape: Shape, where: Where) -> None:
    """With the 0.5th power of depth at most (M95): the most that may be left of a trace."""
    trace, usual = (at(where, shape, depth) for depth in (shape.trace, shape.usual))
    part = (shape.trace / shape.usual) ** 0.5
    most = part * usual.mean(shape.measure) + NOISE * usual.error(shape.measure)
    assert trace.mean(shape.measure) <= most


@everywhere
@shapes()
def test_much_brings_more_and_saturates(shape: Shape, where: Where) -> None:
    usual, absurd = (at(where, shape, depth) for depth in (shape.usual, shape.absurd))
    assert usual.mean(shape.measure) > shape.least
    rise = absurd.mean(shape.measure) - usual.mean(shape.measure)
    assert rise >= -NOISE * absurd.error(shape.measure)
    assert absurd.mean(shape.measure) <= shape.most, shape.source
    deeper = shape.absurd / shape.usual
    assert absurd.mean(shape.measure) <= deeper**0.5 * usual.mean(shape.measure) + (
        NOISE * absurd.error(shape.measure)
    )


@everywhere
@shapes(of=[shape for shape in SHAPES if shape.costs])
def test_cost_rises_at_least_as_what_is_given(shape: Shape, where: Where) -> None:
    """What more depth brings costs at least as much more; a promise costs when it is kept."""
    usual, absurd = (at(where, shape, depth) for depth in (shape.usual, shape.absurd))
    assert usual.given.mean() > 0
    more = absurd.mean(shape.measure) / usual.mean(shape.measure)
    assert absurd.given.mean() >= min(more, 10.0) * usual.given.mean()


def test_every_strategy_has_a_shape() -> None:
    """All but those whose response turns, or is a power: below, and `strategies.test_limits`."""
    turning = {"ads", "award", "badge", "checkin", "coupon", "messages", "moderation", "welcome"}
    turning |= {"staircase", "symbol", "mix", "exchange", "token"}  # tests/strategies/test_standing
    turning |= {"training", "stock", "leaderboard"}  # test_training, test_stock and so on there
    turning |= {"pay", "boost", "seeding", "commission"}  # test_creators, test_commission there
    turning |= {"groupbuy", "checkout", "rules", "hours", "event", "acquisition", "card"}
    turning |= {"placement"}
    assert {shape.kind for shape in SHAPES} | turning == set(STRATEGIES)


# What the rows of the table have besides.


@everywhere
def test_a_distant_reward_pulls_less_and_one_out_of_reach_not_at_all(where: Where) -> None:
    near, usual, far, never = (
        tried(where, "points", reward_points=points, privilege=0).mean("weekly_active")
        for points in (20, 100, 1000, 100_000)
    )
    assert near > usual > far >= never
    assert abs(never) < 1e-3
    assert far < 0.2 * near


@everywhere
def test_a_point_is_worth_three_times_its_cost_at_most(where: Where) -> None:
    bulk, declared = (
        tried(where, "points", point_value=value, point_cost=0.01, privilege=0)
        for value in (0.03, 100)
    )
    assert np.array_equal(bulk.changes["visits"], declared.changes["visits"])
    assert np.array_equal(bulk.given, declared.given)


@everywhere
def test_privileges_cost_on_when_they_have_no_more_to_give(where: Where) -> None:
    much, absurd = (tried(where, "points", privilege=p, reward_points=0) for p in (0.5, 2.0))
    assert absurd.mean("weekly_active") < 1.1 * much.mean("weekly_active")
    assert absurd.given.mean() > 3.0 * much.given.mean()
    assert absurd.mean("gain") < much.mean("gain") < 0


@everywhere
def test_a_hundredfold_reward_for_friends_brings_no_hundredfold(where: Where) -> None:
    small, usual, large, absurd = (
        tried(where, "invite", inviter_reward=reward, invited_reward=0).mean("joined")
        for reward in (1, 15, 50, 500)
    )
    assert 0 < usual < large + 0.005
    assert absurd < 10 * usual
    assert absurd < 15 * max(small, 0.005)
    assert absurd < 0.21, "M41: rewards raise referrals by 20.9 %, and these are all who join"


@pytest.mark.parametrize(
    "worlds", [pytest.param(6, id="quick"), pytest.param(24, id="full", marks=pytest.mark.slow)]
)
def test_messages_help_at_first_and_harm_later(worlds: int) -> None:
    """M21, M101: the first messages bring some back; many tire, and members opt out."""
    here = ground("brand", QUICK[1], worlds)

    def visits(messages: float, days: slice) -> float:
        plan = alone(built("content", {"items_per_day": 1, "push_per_item": messages}))
        quiet = alone(built("content", {"items_per_day": 1}))
        sums = [
            sum(here.run(one, seed).trajectory.daily("visits")[days].sum() for seed in here.seeds)
            for one in (plan, quiet)
        ]
        return float(sums[0] / sums[1] - 1.0)

    first, last = slice(0, 7), slice(-28, None)
    assert 0.0 < visits(0.5, first) < 0.35, "M101: large within the hour, small within the week"
    assert visits(10.0, last) < visits(2.0, last) < 0.0
    assert abs(visits(0.01, last)) < 0.01


@everywhere
def test_content_for_all_the_money_in_the_world_does_not_replace_members(where: Where) -> None:
    usual, much = (tried(where, "content", items_per_day=items) for items in (5, 100))
    assert 1.0 < much.mean("weekly_active") / usual.mean("weekly_active") < 5.0, "M8, M19"
    assert much.given.mean() == pytest.approx(20 * usual.given.mean(), rel=1e-3)


@pytest.mark.slow
def test_content_matters_where_little_is_posted() -> None:
    """M23: early content; a hundred and fifty at a cold start, and two thousand who write."""
    sizes = (Size(150, 1, 120, 2.0), TABLE)
    few, many = (
        tried(("brand", size, 8), "content", items_per_day=3).mean("weekly_active")
        for size in sizes
    )
    assert few > 3 * many > 0


@everywhere
def test_pay_for_posts_crowds_out_before_it_buys(where: Where) -> None:
    """M33, M34: a little money lowers what was done for its own sake; much buys it back, dearly."""
    little, much = (
        tried(where, "points", per_visit=0, per_post=points, privilege=0) for points in (10, 10_000)
    )
    assert 0 <= little.mean("weekly_active") < much.mean("weekly_active") < 0.05
    assert much.given.mean() > 100 * little.given.mean()


@everywhere
def test_advertising_earns_in_proportion_and_tires(where: Where) -> None:
    """M20, M103: use falls with ad load; a feed of nothing else loses what could be sold to."""
    here = ground(*where)
    trace, usual, much, absurd = (
        tried(where, "ads", share=share) for share in (0.001, 0.1, 0.5, 1.0)
    )
    active = [one.mean("weekly_active") for one in (trace, usual, much, absurd)]
    assert active == sorted(active, reverse=True)
    assert abs(active[0]) < 1e-3
    assert -0.5 < active[-1] < -0.1, "M103: -2 % an advertisement an hour, linear"

    def earned(share: float) -> float:
        lived = here.run(alone(built("ads", {"share": share})), 0)
        return -lived.ledger.balance("revenue", "ads") / 100

    assert earned(0.002) == pytest.approx(2 * earned(0.001), rel=0.02)
    assert earned(1.0) < 10 * earned(0.1)
    assert np.array_equal(
        doings(here.run(alone(built("ads", {"share": 0})), 0)), doings(here.without(0))
    )
