"""The same inputs give the same bits: however screened, stretched, stored, copied or shared out."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.community import Community
from sim.plan import NoPlan
from sim.run import Rehearsal, run
from sim.spec import DeskSpec
from tests.communities import community
from tests.properties.depths import at_two_depths, depths, try_on
from tests.properties.one_world import World
from tests.properties.reading import assert_same, assert_same_run, identities
from tests.properties.worlds import Size, random_worlds

DAYS = st.sets(st.integers(1, 51))

CROWDED = Size(founders=12_000, days=6, ties=10.0, growth=1.5, generated_ties=False)
"""Up to six blocks of members, for threads to share."""


@at_two_depths(25, 400, world=random_worlds())
def test_screened_equals_unscreened(world: World) -> None:
    """Who the screen drops would not have come, whatever the behaviour."""
    assert_same(world.lived(), world.lived(live=partial(Community.live, screened=False)))


@at_two_depths(25, 200, world=random_worlds())
def test_pushed_equals_pulled(world: World) -> None:
    """Whether the active tell their ties or everybody looks is the same influence."""
    assert_same(world.lived(), world.lived(live=partial(Community.live, pushed=True)))


@at_two_depths(4, 40, world=random_worlds(CROWDED), threads=st.integers(2, 5))
def test_threads_inside_a_day(world: World, threads: int) -> None:
    """Threads that share the blocks of a day live the days of one."""
    assert_same(world.lived(), world.lived(live=partial(Community.live, threads=threads)))


@at_two_depths(20, 250, world=random_worlds(), stops=DAYS)
def test_one_stretch_equals_many(world: World, stops: set[int]) -> None:
    """One call, one call a day, and stretches that end anywhere live the same days."""
    whole = world.lived()
    assert_same(whole, world.lived(stops=range(1, world.spec.days)))
    assert_same(whole, world.lived(stops=stops))


@at_two_depths(25, 200, world=random_worlds(), stops=DAYS)
def test_a_run_in_stretches_is_the_run(world: World, stops: set[int]) -> None:
    """The same for a run, with its desk, its decisions and looks at the record between."""
    rehearsal = Rehearsal(world.spec, world.plan, world.seed)
    for day in sorted(stops):
        rehearsal.live(day)
        rehearsal.trajectory()
    rehearsal.live(world.spec.horizon_days)
    assert_same_run(rehearsal.result(), world.run())


@at_two_depths(20, 250, world=random_worlds(), place=st.integers(0, 51))
def test_a_copy_goes_on_alike_and_apart(world: World, place: int) -> None:
    """A copy lives the same days as its original, and neither touches the other."""
    day, end = place % world.spec.days, world.spec.days
    one = world.lived(day)
    twin, witness = one.copy(), one.copy()
    for _ in world.go_on(one, end):
        pass
    assert_same(twin, witness)
    for _ in world.go_on(twin, end):
        pass
    assert_same(one, twin)
    assert_same(one, world.lived())


def roomy(world: World) -> World:
    """Return the same world with a longer horizon, whose joiners it makes room for at once."""
    spec, more = world.spec, 10
    return replace(
        world,
        spec=replace(
            spec,
            horizon_days=spec.horizon_days + more,
            organic=np.append(spec.organic, np.full(more, 2000.0)),
            organic_known=np.append(spec.organic_known, np.ones(more, np.bool_)),
        ),
    )


@at_two_depths(20, 250, world=random_worlds())
def test_room_and_what_comes_later_change_nothing(world: World) -> None:
    """Columns that grow hold what roomy ones hold, and no day knows of the days behind it."""
    tight, wide = world.lived(), roomy(world).lived(world.spec.days)
    longer = wide.tallies
    shorter = tight.tallies._asdict()
    cut = {
        name: getattr(longer, name)[tuple(slice(length) for length in array.shape)]
        for name, array in shorter.items()
    }
    wide.tallies = longer._replace(**cut)
    assert_same(tight, wide)


def test_tight_columns_grow() -> None:
    """The worlds above do outgrow their columns."""
    spec = community(20, 40, arrivals=0.0, values={
        "visit_base": 1.0, "invite_rate": 0.5, "accept_rate": 0.3,
    })  # fmt: skip
    one = Community(spec, 1)
    room = len(one.columns.identity)
    one.live(spec.days)
    assert len(one.columns.identity) > 8 * room


@pytest.fixture(scope="module")
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="module")
def workers(processes: Executor) -> Iterator[list[Executor]]:
    """Return one thread, two threads, and two processes that share nothing."""
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(2) as two:
        yield [one, two, processes]


@depths(4, 30)
def test_workers_do_not_matter(workers: list[Executor], examples: int) -> None:
    """A list of runs is the same here, over threads and over processes."""

    def check(worlds: list[World]) -> None:
        alone = [world.run() for world in worlds]
        for pool in workers:
            for one, other in zip(alone, pool.map(World.run, worlds), strict=True):
                assert_same_run(one, other)

    try_on(check, examples, worlds=st.lists(random_worlds(), min_size=4, max_size=8))


def test_another_seed_is_another_world() -> None:
    spec = community(400, 30)
    one, other = Community(spec, 1), Community(spec, 2)
    one.live(30)
    other.live(30)
    assert not set(identities(one).tolist()) & set(identities(other).tolist())
    assert not np.array_equal(one.tallies.counts, other.tallies.counts)


def test_a_desk_takes_no_draw_from_others() -> None:
    """A desk whose answers hurt nobody changes tickets and wages, nothing else."""
    values = {"visit_base": -1.5, "leave_rate": 0.01, "invite_rate": 0.02, "wait_pain": 0.0}
    without = run(community(300, 30, values=values), NoPlan(), 5).trajectory
    desked = run(community(300, 30, values=values, desk=DeskSpec(staff=2)), NoPlan(), 5).trajectory
    assert desked.total("questions") > 0
    assert desked.wages_cents.sum() > 0
    for name in ("visits", "posts", "accepted", "left", "returned"):
        assert np.array_equal(without.by_segment(name), desked.by_segment(name))


@at_two_depths(25, 200, world=random_worlds())
def test_a_world_is_drawn_alike_for_every_plan(world: World) -> None:
    """Priors are drawn by the seed alone."""
    again = world.spec.behaviour.draw(world.seed)
    assert dict(again.values) == dict(world.drawn.behaviour.values)
    assert dict(again.values) != dict(world.spec.behaviour.draw(world.seed + 1).values)
