from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from planning.study import BATCH, Asked, Question, Trial, Verdict, run_study
from sim.errors import InputError
from strategies import SearchDimension

TRIALS = 18
KILLS = 25
"""Of each of two questions."""


def dimension(path: str, **other: object) -> SearchDimension:
    fields: dict[str, object] = {
        "path": path, "low": 0.0, "high": 1.0, "log": False, "step": None, "unit": "1",
        "current": 0.4, "title": path, "title_zh": path,
    }  # fmt: skip
    return SearchDimension(**{**fields, **other})  # type: ignore[arg-type]


SPACE = (
    dimension("a.x"),
    dimension("a.y", low=1.0, high=10.0, step=0.7, current=2.4),
    dimension("b.z", low=0.1, high=10.0, log=True, current=1.0),
)
ONE = Question("one", SPACE, ("maximize",), 3)
TWO = Question("two", SPACE, ("maximize", "minimize"), 3)
THREE = Question("three", SPACE, ("maximize", "minimize", "maximize"), 3)


class Judge:
    """Two objectives that pull apart, a constraint, a failure; counts what it was asked."""

    def __init__(self, question: Question, die_at: int | None = None) -> None:
        self.objectives = len(question.directions)
        self.die_at = die_at
        self.seen: list[int] = []

    def __call__(self, asked: Sequence[Asked]) -> Iterator[Verdict]:
        for one in asked:
            if one.number == self.die_at:
                os.kill(os.getpid(), signal.SIGKILL)
            self.seen.append(one.number)
            x, y, z = (one.parameters[d.path] for d in SPACE)
            if one.number == 6:
                yield Verdict(error="it broke")
                continue
            values = (-((x - 0.7) ** 2) - (y - 4) ** 2 / 50, (z - 2) ** 2 + x, y)
            yield Verdict(values[: self.objectives], {"x": x - 0.9}, {"x": [x, y]})


def run(
    question: Question, journal: Path | None, trials: int = TRIALS, judge: Judge | None = None
) -> list[Trial]:
    return run_study(question, trials, judge or Judge(question), journal, lambda _: None)


@pytest.mark.parametrize("question", [ONE, TWO, THREE])
def test_a_journal_changes_nothing(question: Question, tmp_path: Path) -> None:
    plain = run(question, None)
    assert run(question, tmp_path / "journal") == plain
    assert [trial.number for trial in plain] == list(range(TRIALS))
    assert len({tuple(trial.parameters.values()) for trial in plain}) == TRIALS


def test_the_first_trial_is_the_plan_as_it_is_and_steps_are_kept() -> None:
    trials = run(ONE, None)
    assert trials[0].parameters == {"a.x": 0.4, "a.y": pytest.approx(2.4), "b.z": 1.0}
    for trial in trials:
        steps = (trial.parameters["a.y"] - 1.0) / 0.7
        assert steps == pytest.approx(round(steps))
        assert trial.parameters["a.y"] <= 10.0


@pytest.mark.parametrize("question", [ONE, TWO, THREE])
@pytest.mark.parametrize("stride", [61, pytest.param(1, marks=pytest.mark.slow)])
def test_it_resumes_to_the_same_study_from_every_line_it_may_be_killed_at(
    question: Question, stride: int, tmp_path: Path
) -> None:
    whole = run(question, tmp_path / "whole")
    lines = (tmp_path / "whole").read_bytes().splitlines(keepends=True)
    for count in range(0, len(lines) + 1, stride):
        cut = tmp_path / f"cut{count}"
        # Half of the next line stands there, and the lock, as after a kill while writing.
        half = lines[count][: len(lines[count]) // 2] if count < len(lines) else b""
        cut.write_bytes(b"".join(lines[:count]) + half)
        Path(f"{cut}.lock").symlink_to(cut)
        assert run(question, cut) == whole


def test_trials_that_ended_are_not_run_again(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    run(ONE, journal, 7)
    judge = Judge(ONE)
    run(ONE, journal, TRIALS, judge)
    assert judge.seen == list(range(7, TRIALS))
    again = Judge(ONE)
    run(ONE, journal, TRIALS, again)
    assert again.seen == []


@pytest.mark.parametrize("short", [1, BATCH, 7, 13])
def test_a_longer_search_begins_as_the_shorter_one(short: int, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    assert run(TWO, journal, short) == run(TWO, None)[:short]
    assert run(TWO, journal) == run(TWO, None)


def test_a_failed_trial_is_recorded_and_the_rest_goes_on() -> None:
    trials = run(ONE, None)
    assert (trials[6].error, trials[6].values, trials[6].feasible) == ("it broke", (), False)
    assert all(trial.values for trial in trials if trial.number != 6)


def test_constraints_decide_what_is_feasible() -> None:
    for trial in run(TWO, None):
        if trial.error is None:
            assert trial.feasible == (trial.parameters["a.x"] <= 0.9)


def test_it_learns() -> None:
    trials = [t for t in run(ONE, None, 60) if t.values]
    early, late = trials[1:11], trials[-20:]
    assert sum(t.values[0] for t in late) / 20 > sum(t.values[0] for t in early) / 10


def test_another_question_is_refused(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    run(ONE, journal, 1)
    for other in (Question("other", SPACE, ("maximize",), 3), TWO):
        with pytest.raises(InputError, match=r"holds another search|not the journal"):
            run(other, journal, 1)


def test_a_file_that_is_no_journal_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"milk\nbread")
    with pytest.raises(InputError, match="not the journal of a search"):
        run(ONE, file, 1)
    assert file.read_bytes() == b"milk\nbread"


def test_a_journal_in_use_is_refused(tmp_path: Path) -> None:
    journal = tmp_path / "journal"

    def evaluate(asked: Sequence[Asked]) -> Iterator[Verdict]:
        with pytest.raises(InputError, match="another search is writing"):
            run(ONE, journal, 1)
        return Judge(ONE)(asked)

    assert len(run_study(ONE, 1, evaluate, journal, lambda _: None)) == 1


@pytest.mark.parametrize("number", [0, 5, 8])
def test_a_killed_process_can_be_resumed(number: int, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    code = f"from tests.planning.test_study import *; run(TWO, Path({str(journal)!r}), TRIALS, "
    killed = subprocess.run(
        [sys.executable, "-c", f"{code} Judge(TWO, {number}))"], cwd=Path(__file__).parents[2]
    )
    assert killed.returncode == -signal.SIGKILL
    judge = Judge(TWO)
    assert run(TWO, journal, TRIALS, judge) == run(TWO, None)
    assert judge.seen == list(range(number, TRIALS))


@pytest.mark.slow
@pytest.mark.parametrize("question", [ONE, TWO])
def test_kills_at_fifty_moments_leave_the_study_as_it_is(
    question: Question, tmp_path: Path
) -> None:
    """Each process is killed at a moment of chance; the next goes on; what is left is the study."""
    whole = run(question, None)
    rng = np.random.default_rng([17, len(question.directions)])
    name = question.key.upper()
    kills = 0
    for turn in itertools.count():
        journal = tmp_path / f"journal{turn}"
        code = (
            "from tests.planning.test_study import *; import sys; print('ready', flush=True); "
            f"run({name}, Path({str(journal)!r}))"
        )
        ended = False
        while not ended and kills < KILLS:
            process = subprocess.Popen(
                [sys.executable, "-c", code], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE
            )
            assert process.stdout is not None
            process.stdout.readline()
            try:
                process.wait(float(rng.uniform(0.0, 1.0)))
                ended = True
            except subprocess.TimeoutExpired:
                process.kill()
                kills += process.wait() == -signal.SIGKILL
        assert run(question, journal) == whole
        if kills >= KILLS:
            return
