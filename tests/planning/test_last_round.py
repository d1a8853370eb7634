"""Before a plan is named it has met as many worlds as those that are told of it."""

from __future__ import annotations

import numpy as np
import pytest

from planning.final import CHECKED, Last, hold_last_round
from planning.found import SearchResult
from planning.panel import Panel, violation
from planning.search import DEEPER, search
from planning.trials import BREAKS, Asked, Question, Trial, Verdict
from scenarios import parse_constraint, parse_objective
from sim.metrics import evaluate
from sim.run import run
from tests.planning.test_study import SPACE
from tests.worlds.small import small

QUESTION = Question("a", SPACE, ("maximize",), 0, measures=("gain",), panel=4)
GOAL = parse_objective("gain")
WORLDS = 20
AGAINST = {
    "goal": "weekly_active, -cost -> weekly_active",
    "bound": "posts >= 0.5 * baseline -> posts >= baseline",
}


def verdict(gain: float, broken: float, worlds: int) -> Verdict:
    """Return what comes of a plan that reaches the same in every world."""
    notes = {"gain": [gain] * worlds, f"{BREAKS}nps": [broken] * worlds}
    return Verdict((gain,), {"nps": broken}, notes)


def trials(count: int) -> list[Trial]:
    """Return trials of which the later ones gain more, and all keep their bound in four worlds."""
    found = []
    for number in range(count):
        own = verdict(float(number), -0.1, 4)
        values = {"a.x": 0.1 * number, "a.y": 0.0, "b.z": 1.0}
        found.append(Trial(number, values, own.values, own.violations or {}, own.notes or {}, None))
    return found


class Apart:
    """Worlds of the last round, in which everybody gains what it gained."""

    def verdicts(self, asked: list[Asked]) -> list[Verdict]:
        return [verdict(float(one.number), -0.1, 8) for one in asked]


def held(count: int, broken: dict[int, float | None]) -> tuple[list[Trial], Last, list[int]]:
    """Return the last round; `broken` says by trial what more worlds tell, None: they fail."""
    again: list[int] = []

    def tell(asked: Asked, worlds: int) -> Verdict:
        again.append(asked.number)
        by = broken.get(asked.number, -0.1)
        if by is None:
            return Verdict(error="seed 7: it fails")
        return verdict(float(asked.number), by, worlds)

    apart: Panel = Apart()  # type: ignore[assignment]
    known, last = hold_last_round(QUESTION, trials(count), GOAL, apart, tell, WORLDS)
    return known, last, again


def test_whoever_is_named_has_met_so_many_worlds() -> None:
    known, last, again = held(5, {})
    assert again == [4]
    assert last.winner is known[4]
    assert last.winner.worlds == WORLDS
    # The figures of all trials are of the same worlds.
    assert last.winner.values == trials(5)[4].values


@pytest.mark.parametrize("told", [0.2, None])
def test_who_breaks_a_bound_or_fails_there_is_not_named(told: float | None) -> None:
    known, last, again = held(5, {4: told, 3: told})
    assert again == [4, 3, 2]
    assert last.winner is known[2]
    assert known[4].error == (None if told else "seed 7: it fails")
    assert known[:2] == trials(5)[:2]


def test_where_all_break_it_nobody_is_named() -> None:
    _, last, again = held(4, dict.fromkeys(range(4), 0.2))
    assert again == [3, 2, 1, 0]
    assert last.winner is None


def test_no_more_than_some_are_tried_so() -> None:
    _, last, again = held(CHECKED + 4, dict.fromkeys(range(CHECKED + 4), 0.2))
    assert len(again) == CHECKED
    assert last.winner is not None
    assert last.winner.number == 3


@pytest.fixture(scope="module")
def found() -> SearchResult:
    return search(small(**AGAINST), 12, seeds=9, panel=4)


def test_a_search_holds_its_winner_to_its_bounds_in_as_many_worlds(found: SearchResult) -> None:
    assert found.winner is not None
    assert found.winner.worlds >= 9
    own = next(t for t in found.trials if t.number == found.winner.number)
    assert own is found.winner
    assert len(own.notes["posts"]) == own.worlds


def test_a_bound_against_the_baseline_is_told_world_by_world(found: SearchResult) -> None:
    """Their mean is the violation, and they differ as the paired differences do."""
    bound, scenario = parse_constraint("posts >= baseline"), found.scenario
    seeds = [*range(4), *range(DEEPER, DEEPER + 5)]
    worlds = [run(scenario.spec(), scenario.plan("status-quo"), seed) for seed in seeds]
    base = np.array([evaluate(["posts"], one, one)["posts"] for one in worlds])
    depths = set()
    for own in found.trials:
        noted = own.notes.get(f"{BREAKS}{bound}")
        assert (noted is None) == own.stopped
        if noted is None:
            continue
        depths.add(own.worlds)
        posts, others = np.array(own.notes["posts"]), base[: own.worlds]
        assert np.mean(noted) == pytest.approx(own.violations[str(bound)])
        broken = np.array(noted) * others.mean()
        assert broken.mean() == pytest.approx(violation(bound, posts, others))
        each = others - posts
        assert broken - broken.mean() == pytest.approx(each - each.mean())
    assert {4, 9} <= depths


def test_progress_is_told_while_winners_are_held_to_their_bounds() -> None:
    labels: list[tuple[int, int, str]] = []
    search(small(**AGAINST), 6, seeds=9, panel=4, progress=lambda *told: labels.append(told))
    holding = [(done, total) for done, total, label in labels if label.startswith("holding")]
    assert holding
    assert holding == [(k + 1, CHECKED) for k in range(len(holding))]


def test_without_bounds_nobody_is_asked_more() -> None:
    scenario = small(**AGAINST, none="  subject_to: [posts >= baseline] -> ")
    free = search(scenario, 6, seeds=9, panel=4)
    assert free.winner is not None
    assert free.winner.worlds == 4
