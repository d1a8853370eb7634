from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from planning.racing import Field, looks, raced
from planning.search import search
from planning.trials import BREAKS, Asked, Trial, Verdict
from scenarios import parse_objective
from tests.worlds.small import small
from worlds.executors import Failure

WORLDS = np.array([100.0, -40.0, 10.0, 0.0, -30.0, 60.0, -90.0, -10.0])
GOAL = parse_objective("gain")


def world(values: dict[str, float], place: int) -> float:
    rng = np.random.default_rng([place, round(values["a.x"] * 1000)])
    return 10 * values["a.x"] + WORLDS[place] + 0.3 * rng.normal()


def trial(number: int, x: float, broken: float = -1.0) -> Trial:
    each = [world({"a.x": x}, place) for place in range(len(WORLDS))]
    notes = {"gain": each, f"{BREAKS}cost": [broken] * len(WORLDS)}
    return Trial(number, {"a.x": x}, (float(np.mean(each)),), {"cost": broken}, notes, None)


def field(*more: Trial) -> Field:
    known = [trial(number, x) for number, x in enumerate((0.1, 0.3, 0.5, 0.6))]
    found = Field.of([*known, *more], GOAL, len(WORLDS))
    assert found is not None
    return found


def judge(lived: Sequence[float]) -> Verdict:
    return Verdict((float(np.mean(lived)),), {}, {"gain": list(lived)})


def tried(*xs: float) -> tuple[list[Verdict], int]:
    count = 0

    def live(some: Sequence[Asked], places: range) -> Iterator[float]:
        nonlocal count
        for one in some:
            for place in places:
                count += 1
                yield world(one.parameters, place)

    asked = [Asked(number, {"a.x": x}) for number, x in enumerate(xs)]
    return raced(asked, field(), live, judge), count


def test_looks_double() -> None:
    assert [looks(n) for n in (1, 2, 4, 6, 8)] == [(1,), (1, 2), (1, 2, 4), (1, 2, 4, 6),
                                                  (1, 2, 4, 8)]  # fmt: skip


def test_who_cannot_win_is_stopped_and_who_may_sees_all() -> None:
    verdicts, count = tried(0.05, 0.9, 0.62)
    assert [one.stopped for one in verdicts] == [True, False, False]
    assert [len((one.notes or {})["gain"]) for one in verdicts] == [1, 8, 8]
    assert count == 17


def test_what_is_told_of_a_whole_trial_is_what_the_whole_panel_says() -> None:
    verdicts, _ = tried(0.9)
    whole = [world({"a.x": 0.9}, place) for place in range(len(WORLDS))]
    assert verdicts[0].values == (pytest.approx(np.mean(whole)),)


def test_a_winner_is_hardly_ever_stopped() -> None:
    stopped = sum(tried(0.61 + 0.002 * step)[0][0].stopped for step in range(60))
    assert stopped <= 2


def test_who_breaks_a_bound_for_sure_is_stopped() -> None:
    own = field()
    assert own.lost({"gain": [500.0], f"{BREAKS}cost": [0.2]})
    assert not own.lost({"gain": [500.0], f"{BREAKS}cost": [-0.2]})


def test_a_trial_that_breaks_a_bound_leads_nobody() -> None:
    own = field(trial(9, 5.0, broken=1.0))
    assert not own.lost({"gain": [world({"a.x": 0.9}, 0)]})


def test_little_known_stops_nobody() -> None:
    known = [trial(number, 0.1) for number in range(3)]
    assert Field.of(known, GOAL, len(WORLDS)) is None
    broken = [trial(number, 0.1 * number, broken=1.0) for number in range(6)]
    assert Field.of(broken, GOAL, len(WORLDS)) is None


def test_two_objectives_are_lost_only_where_one_trial_leads_in_both() -> None:
    goals = parse_objective("gain, -cost")
    known = []
    for number, (x, cost) in enumerate(((0.1, 1.0), (0.3, 3.0), (0.5, 5.0), (0.6, 6.0))):
        own = trial(number, x)
        notes = {**own.notes, "cost": [cost + 0.01 * w for w in range(8)]}
        known.append(Trial(number, own.parameters, (own.values[0], cost), {}, notes, None))
    race = Field.of(known, goals, len(WORLDS))
    assert race is not None
    low = world({"a.x": 0.2}, 0)
    assert not race.lost({"gain": [low], "cost": [0.5]})
    assert race.lost({"gain": [low], "cost": [9.0]})


def test_a_world_that_failed_ends_its_trial_alone() -> None:
    def live(some: Sequence[Asked], places: range) -> Iterator[object]:
        for one in some:
            for place in places:
                broke = one.parameters["a.x"] > 1
                yield Failure(None, ValueError("no")) if broke else world(one.parameters, place)

    def judge_or_fail(lived: Sequence[object]) -> Verdict:
        if any(isinstance(own, Failure) for own in lived):
            return Verdict(error="no")
        return judge(lived)  # type: ignore[arg-type]

    asked = [Asked(0, {"a.x": 2.0}), Asked(1, {"a.x": 0.9})]
    verdicts = raced(asked, field(), live, judge_or_fail)
    assert [one.error for one in verdicts] == ["no", None]
    assert len((verdicts[1].notes or {})["gain"]) == 8


def test_a_risk_is_not_raced() -> None:
    """One world in four says nothing of a quantile of sixteen."""
    found = search(small(goal="weekly_active, -cost -> q90(posts)"), 10, seeds=2, panel=6)
    assert not any(trial.stopped for trial in found.trials)
    assert {trial.worlds for trial in found.trials if trial.error is None} == {6}
