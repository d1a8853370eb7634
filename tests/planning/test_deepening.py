"""Front runners meet more worlds, and what those tell of the panel's holds for all trials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from planning import panel
from planning.belief import keeping
from planning.deepening import MOST, Depths, key_of, latest
from planning.found import SearchResult
from planning.panel import Panel, deepens
from planning.proposals.seen import over_worlds
from planning.racing import Field
from planning.search import DEEPER, search
from planning.trials import BREAKS, Question, Trial
from scenarios import parse_objective
from sim.metrics import Parts, evaluate
from sim.run import run
from strategies import with_values
from tests.planning.test_study import SPACE
from tests.worlds.small import small
from worlds.executors import at_work
from worlds.replicate import Trying

POSTS = {
    "goal": "weekly_active, -cost -> posts",
    "bound": "posts >= 0.5 * baseline -> plan_cost <= 150",
}
LUCK = np.array([-0.2, 0.0, -0.1, -0.1, 0.1, 0.2, 0.0, 0.1])
"""By how much each world breaks a bound more than all do: the first four are a lucky panel."""


def trial(number: int, x: float, worlds: int = 4, *, stopped: bool = False) -> Trial:
    """Return a trial whose bound is broken by ``x``, in worlds that differ."""
    broken = x + LUCK[:worlds]
    gain = 10 * x + 0.1 * np.arange(worlds)
    notes = {"gain": gain.tolist(), f"{BREAKS}cost": broken.tolist()}
    by = {"cost": float(broken.mean())}
    return Trial(number, {"a.x": x, "a.y": 0.0, "b.z": 1.0}, (float(gain[:4].mean()),), by, notes,
                 None, stopped)  # fmt: skip


def test_who_is_asked_again_meets_twice_the_worlds_or_as_many_as_any() -> None:
    first = [trial(number, 0.1 * number) for number in range(4)]
    known = Depths.of(first)
    assert (known.spent, known.deepened) == (16, 0)
    assert known.asked_again({"a.x": 0.7, "a.y": 0.0, "b.z": 1.0}) is None
    assert known.asked_again(first[1].parameters) == 8
    more = Depths.of([*first, trial(4, 0.1, 8)])
    assert (more.spent, more.deepened) == (20, 4)
    assert more.asked_again(first[1].parameters) == 16
    assert more.asked_again(first[2].parameters) == 8
    assert Depths({frozenset(): MOST}, 0, 0).asked_again({}) == MOST
    assert not Depths({frozenset(): MOST}, 10**9, 0).affords({}, 1.0)


def test_no_more_than_a_share_of_all_worlds_goes_into_it() -> None:
    first = [trial(number, 0.1 * number) for number in range(4)]
    assert Depths.of(first).affords(first[1].parameters, 0.25)
    assert not Depths.of(first).affords(first[1].parameters, 0.24)
    again = Depths.of([*first, trial(4, 0.1, 8)])
    assert not again.affords(first[2].parameters, 0.25)
    assert not Depths.of(first).affords({"a.x": 9.0}, 1.0)


def test_a_trial_that_was_stopped_or_asked_again_since_is_not_the_latest() -> None:
    every = [trial(0, 0.1), trial(1, 0.2), trial(2, 0.3, 1, stopped=True), trial(3, 0.1, 8)]
    assert latest(every).tolist() == [False, True, False, True]


def test_one_plan_in_more_worlds_tells_the_luck_of_all() -> None:
    every = [trial(0, 0.05), trial(1, -0.3), trial(2, 0.4, 1), trial(3, 0.05, 8)]
    noted = [np.array(own.notes[f"{BREAKS}cost"]) for own in every]
    plain = np.array([own.mean() for own in noted])
    found = over_worlds(plain, noted, np.abs(plain), 4).mean
    assert found == pytest.approx([0.05, -0.3, 0.4, 0.05])
    # Without it the panel is believed, which is lucky by a tenth.
    alone = over_worlds(plain[:3], noted[:3], np.abs(plain[:3]), 4).mean
    assert alone == pytest.approx([-0.05, -0.4, 0.3])


def test_a_plan_that_only_a_lucky_panel_lets_pass_is_not_named() -> None:
    question = Question("a", SPACE, ("maximize",), 0, measures=("gain",), panel=4)
    every = [trial(0, 0.05), trial(1, -0.3), trial(2, -0.02)]
    assert [own.feasible for own in every] == [True, True, True]
    assert keeping(question, every)[1].all()
    kept, named = keeping(question, [*every, trial(3, -0.02, 8)])
    assert kept.tolist() == [False, True, True, True]
    assert named.tolist() == [False, True, False, True]


def test_who_races_is_held_to_the_bound_without_the_luck_of_the_panel() -> None:
    goal = parse_objective("gain")
    known = [trial(number, x) for number, x in enumerate((-0.3, -0.2, -0.1, 0.05))]
    before, after = Field.of(known, goal, 4), Field.of([*known, trial(4, -0.1, 8)], goal, 4)
    assert before is not None
    assert after is not None
    assert before.lucky == {f"{BREAKS}cost": pytest.approx(0.0)}
    assert after.lucky == {f"{BREAKS}cost": pytest.approx(0.1)}
    notes = {"gain": [50.0, 50.1], f"{BREAKS}cost": [0.06, 0.06]}
    assert not before.lost(notes)
    assert after.lost(notes)
    # The one that the lucky panel alone lets pass leads nobody.
    assert before.gains[:, 0, 0] == pytest.approx([-3.0, -2.0, -1.0, 0.5])
    assert after.gains[:, 0, 0] == pytest.approx([-3.0, -2.0, -1.0, -1.0])


@pytest.fixture(scope="module")
def found() -> SearchResult:
    return search(small(**POSTS), 24, seeds=3, panel=4)


def deeper(found: SearchResult) -> Iterator[tuple[Trial, Trial]]:
    for own in found.trials:
        if own.worlds > 4:
            yield own, next(t for t in found.trials if t.parameters == own.parameters)


def test_what_a_plan_that_is_asked_again_leaves_is_that_of_its_worlds(found: SearchResult) -> None:
    pairs = list(deeper(found))
    assert pairs
    scenario = found.scenario
    for again, first in pairs:
        assert again.number > first.number
        assert again.values == first.values
        assert again.notes["posts"][:4] == first.notes["posts"]
        plan = with_values(scenario.plan("both"), again.parameters)
        seeds = [*range(4), *range(DEEPER, DEEPER + again.worlds - 4)]
        own = [run(scenario.spec(), plan, seed) for seed in seeds]
        posts = [evaluate(["posts"], one, one)["posts"] for one in own]
        assert again.notes["posts"] == pytest.approx(posts)


@pytest.mark.parametrize("whose", ["the plan's", "the baseline's"])
def test_a_further_world_that_fails_is_one_trials_fault(
    found: SearchResult, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    measure = panel.measure

    def stumbling(task: Trying) -> dict[str, Parts]:
        if task.seed >= DEEPER and (task.plan == task.baseline) == (whose == "the baseline's"):
            raise MemoryError("no room")
        return measure(task)

    monkeypatch.setattr(panel, "measure", stumbling)
    other = search(small(**POSTS), 24, seeds=3, panel=4)
    failed = [own for own in other.trials if own.error is not None]
    assert failed
    assert all(own.error is not None and "no room" in own.error for own in failed)
    # None of them is asked for a third time, and what it told in the panel still counts.
    assert len({key_of(own.parameters) for own in failed}) == len(failed)
    assert failed[0].number == next(again.number for again, _ in deeper(found))
    assert other.winner is not None


def test_a_search_that_goes_on_asks_the_same_again(found: SearchResult, tmp_path: Path) -> None:
    journal = tmp_path / "a.journal"
    last = max(own.number for own, _ in deeper(found))
    search(small(**POSTS), last, 1, journal, seeds=3, panel=4)
    whole = search(small(**POSTS), 24, 1, journal, seeds=3, panel=4)
    assert whole.trials == found.trials
    assert whole.as_json() == found.as_json()


def test_of_risks_and_of_three_objectives_nobody_is_asked_again() -> None:
    assert deepens(parse_objective("gain, -cost"))
    assert not deepens(parse_objective("q10(gain)"))
    assert not deepens(parse_objective("gain, -cost, posts"))
    scenario = small(goal="weekly_active, -cost -> posts, -cost, weekly_active")
    found = search(scenario, 12, seeds=2, panel=2)
    assert all(own.worlds <= 2 for own in found.trials)


def test_a_panel_that_has_shown_its_luck_is_not_believed() -> None:
    scenario = small(**POSTS)
    assert scenario.search is not None
    with at_work(1) as hands:
        own = Panel(scenario, scenario.plan("both"), parse_objective("gain"), (), range(4), hands)
        assert own.kept({"cost": -0.05})
        known = [trial(number, x) for number, x in enumerate((-0.3, -0.2, -0.1, 0.0))]
        own.meet([*known, trial(4, -0.1, 8)])
        assert not own.kept({"cost": -0.05})
        assert own.kept({"cost": -0.15})
