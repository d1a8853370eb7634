"""Logs that begin in the middle of a community's life: told, and nobody of a launch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import scenarios
from calibration.fit import calibrate
from calibration.history import History, midlife, read
from calibration.history.midlife import SEEN_WEEKS, TOLD_WEEKS
from calibration.observation import Observation, since
from calibration.targets import Targets
from calibration.world import World
from scenarios import Scenario
from sim.errors import InputError
from sim.plan import NoPlan
from sim.run import run

LAUNCH = date(2023, 1, 4)  # a Wednesday
LIFE = 600
JOIN = 2
"""Members who join on each day."""


def lived(
    seed: int = 1,
    *,
    burst: float = 1.0,
    loyal: float = 0.06,
    leave: float = 0.5,
    founders: int = 0,
) -> NDArray[np.int64]:
    """Return member and day of each visit: a burst after joining, then every one's own rate.

    Members leave as a power of their age: so many come again as do in real logs. Founders join in
    the first week.
    """
    draw = np.random.default_rng(seed)
    joined = np.concatenate([np.arange(founders) % 7, np.repeat(np.arange(LIFE), JOIN)])
    members = len(joined)
    rate = draw.gamma(0.5, 2 * loyal, members)
    life = 3 * (draw.random(members) ** (-1 / leave) - 1)
    age = np.arange(LIFE) - joined[:, None]
    there = (age >= 0) & (age < life[:, None])
    chance = np.where(~there, 0.0, rate[:, None] + burst * 0.3 * np.exp(-age / 4.0))
    came = (draw.random((members, LIFE)) < chance) | (age == 0)
    return np.argwhere(came)


def log(path: Path, visits: NDArray[np.int64], first: int = 0, last: int = LIFE) -> Path:
    """Write what is seen from one day to another."""
    seen = visits[(visits[:, 1] >= first) & (visits[:, 1] < last)]
    rows = (f"m{who},{LAUNCH + timedelta(days=int(day))},visit" for who, day in seen)
    path.write_text("member,timestamp,event\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def known(path: Path, **how: str) -> History:
    return read(path, "visit", **how)  # type: ignore[arg-type]


def scenario() -> Scenario:
    return scenarios.parse(
        "name: Cut\nstart: 2024-09-02\ncommunity:\n  preset: forum\n  activity: visit\n"
        "  launch: 2023-01-04\n  arrivals: {organic_per_day: 2}\n"
    )


@pytest.fixture(scope="module")
def visits() -> NDArray[np.int64]:
    return lived()


@pytest.fixture(scope="module")
def cut(visits: NDArray[np.int64], tmp_path_factory: pytest.TempPathFactory) -> History:
    return known(log(tmp_path_factory.mktemp("cut") / "log.csv", visits, 300))


def test_a_launch_has_nobody_before_it(tmp_path: Path, visits: NDArray[np.int64]) -> None:
    """Nor where members leave at once, where they stay, or where founders came who stay."""
    for k, one in enumerate(
        (
            visits,
            lived(burst=3.0, loyal=0.01),
            lived(burst=0.0, leave=0.1),
            *(lived(seed, leave=0.1, founders=150) for seed in range(4)),
        )
    ):
        seen = known(log(tmp_path / f"{k}.csv", one, last=150))
        assert not len(seen.earlier)
        assert (seen.launch, seen.cohorts_from) == (seen.start, 0)
        np.testing.assert_array_equal(seen.joined, seen.counts("new_members"))


def test_who_had_joined_before_a_log_is_guessed_and_told(cut: History) -> None:
    assert cut.start == LAUNCH + timedelta(days=300)
    assert cut.launch == cut.start - timedelta(days=len(cut.earlier))
    # 600 members had joined; those who never come again are no less, and nobody sees them.
    assert 300 / 2.5 < len(cut.earlier) < 300 * 2.5
    assert 300 < cut.earlier.sum() < 1500
    assert cut.joiners.sum() >= cut.counts("new_members").sum(), "whoever is seen had joined"
    seen = cut.counts("new_members")
    weeks = 7 * SEEN_WEEKS
    assert seen[:weeks].sum() > 1.5 * cut.joined[:weeks].sum()
    assert cut.joined[:weeks].mean() == pytest.approx(seen[weeks : 7 * TOLD_WEEKS].mean(), rel=0.1)
    np.testing.assert_array_equal(cut.joined[weeks:], seen[weeks:])
    assert cut.reading is not None
    (note,) = (one for one in cut.reading.notes if one.kind == "earlier members")
    assert note.rows == cut.earlier.sum()
    assert note.warning


def test_it_is_told_by_the_first_weeks_alone(
    tmp_path: Path, visits: NDArray[np.int64], cut: History
) -> None:
    """A log that ends earlier says the same, and one too young for it is taken for a launch."""
    for days in (57, 92, 150):
        young = known(log(tmp_path / f"{days}.csv", visits, 300, 300 + days))
        np.testing.assert_array_equal(young.earlier, cut.earlier)
        then = cut.until(cut.start + timedelta(days=days))
        np.testing.assert_array_equal(then.joiners, young.joiners)
    for days in (30, 45):
        young = known(log(tmp_path / f"{days}.csv", visits, 300, 300 + days))
        then = cut.until(cut.start + timedelta(days=days))
        assert not len(young.earlier)
        assert not len(then.earlier)
        np.testing.assert_array_equal(then.joiners, young.joiners)
        assert then.launch == cut.start


def test_whoever_knows_better_says_so(tmp_path: Path, visits: NDArray[np.int64]) -> None:
    path = log(tmp_path / "log.csv", visits, 300)
    seen = known(path, begins="launch")
    assert not len(seen.earlier)
    np.testing.assert_array_equal(seen.joiners, seen.counts("new_members"))
    with pytest.raises(InputError, match="'middle' is not one of told, launch"):
        known(path, begins="middle")


def test_of_figures_too(tmp_path: Path) -> None:
    rows = (f"{LAUNCH + timedelta(days=k)},200,20" for k in range(84))
    path = tmp_path / "figures.csv"
    path.write_text("date,dau,new_users\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert len(known(path).earlier)
    assert not len(known(path, begins="launch").earlier)


@pytest.mark.parametrize("grows", [False, True])
def test_a_community_that_grows_or_falls_much_is_no_mid_life(grows: bool) -> None:
    """As the ones who stay and the few new faces would have it: what is steady alone is told."""
    fresh = np.array([120, 35, 21, 14, *[7] * 4])
    seen, triangle = np.repeat(fresh, 7) // 7, np.diag(fresh)
    triangle[0, 1:] = 70
    assert len(midlife.of_log(triangle, seen, midlife.Reading("")))
    triangle[2, slice(-3, None) if grows else slice(2, 4)] += 150
    assert not len(midlife.of_log(triangle, seen, midlife.Reading("")))


def test_worlds_are_read_as_the_log_is(cut: History) -> None:
    """Whoever joined before is in the first row, and no target reads the first weeks' cohorts."""
    world = World(scenario(), cut)
    past = world.past(world.scenario.behaviour)
    assert past.launch == cut.launch
    trajectory = run(past, NoPlan(), 3).trajectory
    whole = trajectory.triangle
    seen = since(whole, cut)
    before = len(whole) - len(seen)
    np.testing.assert_array_equal(seen.sum(axis=0), whole.sum(axis=0)[before:])
    np.testing.assert_array_equal(seen[1:], whole[before + 1 :, before:])
    observed = Observation.of_trajectory(trajectory, cut)
    assert observed.triangle is not None
    assert observed.triangle.shape == (cut.weeks, cut.weeks)
    assert observed.cohorts_from == SEEN_WEEKS
    targets = Targets.of(cut)
    assert {one.group for one in targets.targets} >= {"retention", "level"}
    # Cohorts of whom many had joined before say nothing of how newcomers stay.
    assert cut.triangle is not None
    moved = cut.triangle.copy()
    moved[1:SEEN_WEEKS, SEEN_WEEKS:] = 0
    other = Targets.of(replace(cut, triangle=moved))
    assert retention(other) == retention(targets)
    launched = replace(cut, earlier=midlife.nobody())
    assert retention(Targets.of(replace(launched, triangle=moved))) != retention(
        Targets.of(launched)
    )


def retention(targets: Targets) -> list[tuple[str, float]]:
    return [(one.name, one.value) for one in targets.targets if one.group == "retention"]


@pytest.mark.slow
def test_a_log_from_mid_life_is_foretold_better_than_as_a_launch(
    tmp_path: Path, visits: NDArray[np.int64]
) -> None:
    """What the reading is for: held-out weeks, of the same fits of the same days."""
    path = log(tmp_path / "log.csv", visits, 300, 300 + 7 * 36)
    told, launch = (
        calibrate(
            scenario(), known(path, begins=begins), holdout_days=7 * 13, trials=40, seed=1
        ).holdout
        for begins in ("told", "launch")
    )
    assert told["error"] < 0.8 * launch["error"]
    assert told["error"] < 0.2
    # Nor are those who had joined before newcomers where newcomers' retention is carried on.
    carried = [one["retention_w4"]["naive"] for one in (told, launch)]
    assert carried[0] < 0.8 * carried[1]
