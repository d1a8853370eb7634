"""The same inputs give the same bits: screened or not, in one stretch or many, in any thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.community import Community
from sim.offers import Offers
from sim.spec import CommunitySpec, DeskSpec
from tests.worlds import Fixed, behaviour, community, rich

BUSY = {
    "visit_base": -1.5, "leave_rate": 0.01, "return_rate": 0.02, "contagion": 1.0,
    "invite_rate": 0.02, "accept_rate": 0.4, "buy_rate": 0.05,
}  # fmt: skip


def lived(
    spec: CommunitySpec, seed: int, *, offers: bool = True, screened: bool = True, step: int = 0
) -> Community:
    one = Community(spec, seed)
    if offers:
        from sim.calendar import Calendar

        table = Offers(Calendar(spec.start, spec.horizon_days), len(spec.segments))
        rich(table)
        one.offer(table, spec.past_days)
    for day in range(step, spec.days, step) if step else ():
        one.live(day, screened=screened)
    one.live(spec.days, screened=screened)
    return one


def assert_same(one: Community, other: Community) -> None:
    assert one.size == other.size
    for a, b in zip(one.tallies, other.tallies, strict=True):
        assert np.array_equal(a, b)
    assert np.array_equal(one.members, other.members)
    assert np.array_equal(one.columns.identity[: one.size], other.columns.identity[: one.size])


@pytest.mark.parametrize("activity", ["visit", "contribution"])
def test_screened_equals_unscreened(activity: str) -> None:
    spec = community(600, 60, values=BUSY, activity=activity)
    assert_same(lived(spec, 4), lived(spec, 4, screened=False))


@settings(max_examples=25, deadline=None)
@given(
    base=st.floats(-6, 2), habit=st.floats(0, 4), peers=st.floats(0, 2), spread=st.floats(0, 3),
    newcomer=st.floats(0, 6), hazard=st.floats(0, 0.2), content=st.floats(0, 3),
    seed=st.integers(0, 2**40),
)  # fmt: skip
def test_screened_equals_unscreened_anywhere(
    base: float, habit: float, peers: float, spread: float, newcomer: float, hazard: float,
    content: float, seed: int,
) -> None:  # fmt: skip
    values = {
        **BUSY, "visit_base": base, "habit_pull": habit, "peer_pull": peers,
        "visit_spread": spread, "newcomer_pull": newcomer, "leave_rate": hazard,
        "content_pull": content,
    }  # fmt: skip
    spec = community(200, 25, values=values)
    assert_same(lived(spec, seed), lived(spec, seed, screened=False))


def test_one_call_equals_many() -> None:
    spec = community(600, 60, values=BUSY)
    assert_same(lived(spec, 4), lived(spec, 4, step=1))
    assert_same(lived(spec, 4), lived(spec, 4, step=7))


def test_threads_do_not_matter() -> None:
    spec = community(400, 40, values=BUSY)
    alone = [lived(spec, seed) for seed in range(8)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda seed: lived(spec, seed), range(8)))
    for one, other in zip(alone, together, strict=True):
        assert_same(one, other)


def test_a_copy_goes_on_alike_and_apart() -> None:
    spec = community(400, 40, values=BUSY)
    one = Community(spec, 2)
    one.live(20)
    twin = one.copy()
    one.live(40)
    before = twin.tallies.counts.copy()
    assert np.array_equal(before[20:], np.zeros_like(before[20:]))
    twin.live(40)
    assert_same(one, twin)


def test_growth_of_columns_changes_nothing() -> None:
    spec = community(200, 60, values={**BUSY, "invite_rate": 0.05, "accept_rate": 0.5})
    one = lived(spec, 1)
    assert one.size > 600  # the columns, made for 425, had to grow
    assert_same(one, lived(spec, 1, step=1))


def test_another_seed_is_another_world() -> None:
    spec = community(400, 30, values=BUSY)
    a, b = lived(spec, 1), lived(spec, 2)
    assert not np.array_equal(a.tallies.counts, b.tallies.counts)


def test_desk_does_not_disturb_draws_of_others() -> None:
    # A desk whose answers hurt nobody changes tickets and wages, nothing else.
    from sim.plan import NoPlan
    from sim.run import run

    spec = community(300, 30, values={**BUSY, "wait_pain": 0.0})
    with_desk = community(300, 30, values={**BUSY, "wait_pain": 0.0}, desk=DeskSpec(staff=2))
    a = run(spec, NoPlan(), 5).trajectory
    b = run(with_desk, NoPlan(), 5).trajectory
    assert b.total("questions") > 0
    assert b.wages_cents.sum() > 0
    for name in ("visits", "posts", "accepted", "left", "returned"):
        assert np.array_equal(a.by_segment(name), b.by_segment(name))


def test_prior_draws_are_the_same_for_every_plan() -> None:
    spread = behaviour()
    assert spread.draw(3).values == spread.draw(3).values
    from sim.behaviour.preset import Behaviour

    preset = Behaviour.preset("forum")
    assert preset.draw(3).values == preset.draw(3).values
    assert preset.draw(3).values != preset.draw(4).values


def test_fixed_plan_is_a_plan() -> None:
    from sim.run import run

    spec = community(200, 20, values=BUSY)
    assert run(spec, Fixed(rich), 1).trajectory.total("points_issued") > 0
