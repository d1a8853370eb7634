"""Audiences that are only counted: no bit changes, and what is counted of them adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from sim.checkpoint import load, save
from sim.ledger import Ledger
from sim.offers import Offers
from sim.run import Rehearsal, Run, run
from sim.spec import CommunitySpec
from sim.trajectory import ByAudience, Trajectory
from strategies import Brief, Strategy, StrategyPlan
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
KINDS = ("organic", "referred", "paid")


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


class Billboard(Strategy):
    """Wins two hundred members on the plan's first day."""

    kind: ClassVar[str] = "billboard"

    def offers(self, brief: Brief, offers: Offers) -> None:
        offers.paid_arrivals[0] += 200

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        pass


def test_who_joins_on_a_day_of_ranking_is_not_ranked_as_first_seen() -> None:
    """They were not there, and a plan may have brought them: those before are as they were."""
    halves: dict[str, Definition] = {
        "all": "days_since_joining >= 0",
        "low": Ranked(top=1.0, after=0.5, by="visits_28d"),
        "low_too": "low and ties >= 0",
    }
    sizes, joined = [], []
    for strategies in ((), (Billboard(),)):
        watching = StrategyPlan(strategies, audiences=halves, first=tuple(halves))
        seen = run(spec(), watching, 3)
        found = by_audience(seen)
        low, nobody = found.places("low", first=True), found.combinations.index(0)
        assert low == found.places("low_too", first=True)
        assert found.moves[1:, nobody].sum() > 0, "some join on days of refresh"
        assert found.moves[1:, nobody][:, low].sum() == 0
        sizes.append(found.moves[0][:, low].sum())
        of_day = sum(seen.trajectory.daily(f"joined_{how}") for how in KINDS)
        joined.append(of_day[0])
        there = found.moves[0].sum() - of_day[0]
        assert sizes[-1] == there - int(0.5 * there + 0.5)
    assert joined[1] > joined[0] + 100
    assert sizes[0] == sizes[1]
