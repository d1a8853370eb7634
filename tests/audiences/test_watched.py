"""Audiences that are only counted: no bit changes, and what is counted of them adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from sim.checkpoint import load, save
from sim.run import Rehearsal, Run, run
from sim.spec import CommunitySpec
from sim.trajectory import ByAudience
from strategies import StrategyPlan
from strategies.audiences import Definition, Ranked
from tests.communities import community

PAST, DAYS = 20, 30
BUSY = {"visit_base": -1.0, "leave_rate": 0.01, "return_rate": 0.02, "invite_rate": 0.02}
DEFINITIONS: dict[str, Definition] = {
    "new": "days_since_joining <= 7",
    "quiet": "days_since_visit >= 5 and not new",
    "core": Ranked(top=0.1, by="visits_28d"),
}
NAMES = tuple(DEFINITIONS)


def spec() -> CommunitySpec:
    whole = community(300, PAST + DAYS, values=BUSY, arrivals=4.0)
    start = whole.launch + timedelta(days=PAST)
    return replace(whole, start=start, horizon_days=DAYS, deeds=True)


def lived(watched: tuple[str, ...] = (), first: tuple[str, ...] = ()) -> Run:
    return run(spec(), StrategyPlan(audiences=DEFINITIONS, watched=watched, first=first), 3)


@pytest.fixture(scope="module")
def seen() -> Run:
    return lived(NAMES, NAMES)


def by_audience(found: Run) -> ByAudience:
    assert found.trajectory.by_audience is not None
    return found.trajectory.by_audience


def test_to_watch_changes_no_bit(seen: Run) -> None:
    alone = lived()
    assert alone.trajectory.by_audience is None
    assert np.array_equal(alone.trajectory.counts, seen.trajectory.counts)
    assert np.array_equal(alone.trajectory.members, seen.trajectory.members)
    assert np.array_equal(alone.trajectory.survey, seen.trajectory.survey)


def test_who_was_first_in_an_audience_stays(seen: Run) -> None:
    """Nobody leaves or enters the quiet of the first day but by leaving the community."""
    found, there = by_audience(seen), seen.trajectory.among("quiet", first=True)
    lost = there.daily("left") - there.daily("returned")
    started = found.moves[0][:, found.places("quiet", first=True)].sum()
    assert started > 0
    assert np.array_equal(there.members, started - np.cumsum(lost))
    assert not there.daily("joined_organic").any()


def test_whoever_joins_is_new_for_ever(seen: Run) -> None:
    trajectory = seen.trajectory
    joined = sum(trajectory.daily(f"joined_{how}") for how in ("organic", "referred", "paid"))
    first = trajectory.among("new", first=True)
    of_new = sum(first.daily(f"joined_{how}") for how in ("organic", "referred", "paid"))
    assert np.array_equal(of_new, joined)
    assert first.members[-1] > trajectory.among("new").members[-1]


def test_a_saved_run_goes_on_with_what_was_first_seen(seen: Run, tmp_path: Path) -> None:
    plan = StrategyPlan(audiences=DEFINITIONS, watched=NAMES, first=NAMES)
    whole = Rehearsal(spec(), plan, 3)
    whole.live(9)
    save(whole, tmp_path / "run.npz")
    again = load(tmp_path / "run.npz", spec(), plan)
    again.live(DAYS)
    one, other = by_audience(seen), by_audience(again.result())
    assert one.combinations == other.combinations
    assert np.array_equal(one.counts, other.counts)
    assert np.array_equal(one.moves, other.moves)


def test_moves_add_up_to_the_members(seen: Run) -> None:
    found = by_audience(seen)
    assert len(found.moves) == (DAYS - 1) // 7 + 1
    first_day = found.moves[0]
    assert first_day[1:].sum() == 0, "before the plan everybody is in nobody's"
    # Who is there in the morning is who was there the evening before, but for today's joiners.
    for week in range(1, len(found.moves)):
        morning = found.moves[week].sum()
        assert morning >= seen.trajectory.members[7 * week - 1]
        to = found.moves[week].sum(axis=0)
        assert to[found.places("core")].sum() == pytest.approx(0.1 * morning, abs=0.5)


def test_a_combination_keeps_its_first_part(seen: Run) -> None:
    """What was first seen never changes from one refresh to the next."""
    found = by_audience(seen)
    first = np.array(found.combinations) >> len(NAMES)
    for week in found.moves[1:]:
        before, after = np.nonzero(week)
        joiners = first[before] == 0
        assert np.all((first[before] == first[after]) | joiners)
