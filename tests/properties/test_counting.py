"""Distinct members, counted anew from who was active when: rolling, growing, by cohort."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.observe import observe
from sim.trajectory import COUNT_INDEX
from tests.properties.depths import at_two_depths
from tests.properties.one_world import World
from tests.properties.worlds import random_worlds


def activity(world: World) -> NDArray[np.bool_]:
    """Return who was active, shape ``(days from the launch, members)``."""
    nights = world.nights()
    active = np.zeros((len(nights), nights[-1].size), np.bool_)
    for day, night in enumerate(nights):
        active[day, : night.size] = night.members["last_active"] == day
    return active


def distinct(active: NDArray[np.bool_], window: int) -> NDArray[np.bool_]:
    """Return who was active in the `window` days that end with each day, same shape."""
    days = range(len(active))
    return np.array([active[max(day + 1 - window, 0) : day + 1].any(axis=0) for day in days])


@at_two_depths(25, 300, world=random_worlds())
def test_distinct_actives(world: World) -> None:
    """A(t) = A(t-1) + new + resurrected - churned, each as the sets of members say."""
    spec, active = world.spec, activity(world)
    plan = slice(spec.past_days, spec.days)
    seen = observe(
        world.lived(), np.full((spec.horizon_days, 2), np.nan), np.zeros(spec.horizon_days, int), 0
    )
    assert np.array_equal(seen.daily("active"), active.sum(axis=1)[plan])
    assert np.array_equal(seen.weekly_active, distinct(active, 7).sum(axis=1)[plan])
    assert np.array_equal(seen.monthly_active, distinct(active, 30).sum(axis=1)[plan])
    now = distinct(active, 28)
    before = np.vstack([np.zeros_like(now[:1]), now[:-1]])
    known = np.cumsum(before, axis=0) > 0
    assert np.array_equal(seen.active28, now.sum(axis=1)[plan])
    assert np.array_equal(seen.newly_active, (now & ~known).sum(axis=1)[plan])
    assert np.array_equal(seen.resurrected, (now & ~before & known).sum(axis=1)[plan])
    assert np.array_equal(seen.churned, (before & ~now).sum(axis=1)[plan])


@at_two_depths(15, 200, world=random_worlds())
def test_who_is_back_on_one_day(world: World) -> None:
    """So many days after its first one a member is active, or is not."""
    active, counts = activity(world), world.lived().tallies.counts
    debut = np.where(active.any(axis=0), active.argmax(axis=0), len(active))
    for after in (1, 7, 30):
        back = [(active[day] & (debut == day - after)).sum() for day in range(len(active))]
        counted = counts[: len(active), :, COUNT_INDEX[f"back_after_{after}"]].sum(axis=1)
        assert np.array_equal(counted, back), after


@at_two_depths(25, 300, world=random_worlds())
def test_triangle(world: World) -> None:
    """Cells count members by first week and week: its columns are the weeks' distinct actives."""
    spec, active, community = world.spec, activity(world), world.lived()
    week = (spec.launch.weekday() + np.arange(spec.days)) // 7
    weekly = np.array([active[week == w].any(axis=0) for w in range(week[-1] + 1)])
    cohort = np.where(weekly.any(axis=0), weekly.argmax(axis=0), -1)
    expected = [[(weekly[w] & (cohort == c)).sum() for w in range(len(weekly))]
                for c in range(len(weekly))]  # fmt: skip
    triangle = community.tallies.triangle
    assert np.array_equal(triangle, expected)
    assert np.array_equal(triangle.sum(axis=0), weekly.sum(axis=1))
    assert np.diag(triangle).sum() == active.any(axis=0).sum()
