"""A search whose study machines share: the same study, whoever goes on with it after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import optuna
import pytest
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

from planning.study import Question, Trial, run_study
from sim.errors import InputError
from tests.planning.test_study import ONE, THREE, TRIALS, TWO, Judge, run
from worlds.address import place_of

ROOT = Path(__file__).parents[2]


def shared(question: Question, address: str, trials: int = TRIALS) -> list[Trial]:
    return run_study(question, trials, Judge(question), place_of(address), lambda _: None)


def driver(address: str, name: str = "TWO") -> subprocess.Popen[bytes]:
    """Start a process that searches."""
    code = (
        "from tests.planning.test_shared_study import *; print('ready', flush=True); "
        f"shared({name}, {address!r})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


@pytest.mark.parametrize("question", [ONE, TWO, THREE], ids=lambda one: one.key)
def test_a_database_changes_nothing(question: Question, base: str) -> None:
    whole = run(question, None)
    assert shared(question, base, 7) == whole[:7]
    assert shared(question, base) == whole
    # All of it is there, and nothing is evaluated again.
    judge = Judge(question)
    run_study(question, TRIALS, judge, place_of(base), lambda _: None)
    assert judge.seen == []


def test_a_database_holds_many_searches(base: str) -> None:
    long = replace(ONE, key="f" * 64, name="论坛\0 " * 200)
    for question in (ONE, TWO, long):
        assert shared(question, base, 5) == run(question, None, 5)
    url = base.replace("postgresql:", "postgresql+psycopg:")
    assert {ONE.title, TWO.title, long.title} == set(optuna.get_all_study_names(url))
    assert shared(ONE, base, 9) == run(ONE, None, 9)


def test_a_study_of_another_key_by_the_same_name_is_refused(base: str) -> None:
    shared(replace(ONE, key="a" * 64), base, 1)
    other = replace(ONE, key="a" * 16 + "b" * 48)
    with pytest.raises(InputError, match="this journal holds another search"):
        shared(other, base, 1)


@pytest.mark.parametrize(
    "lost",
    [
        "DELETE FROM trial_user_attributes WHERE key = 'notes'",
        "DELETE FROM trial_user_attributes WHERE key = 'number'",
    ],
)
def test_a_trial_that_lost_a_part_is_one_line(base: str, lost: str) -> None:
    import psycopg

    shared(ONE, base, 5)
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(lost)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="a trial of this journal is damaged"):
        shared(ONE, base, 9)


@pytest.mark.slow
def test_kills_at_any_moment_leave_the_study_as_it_is(base: str) -> None:
    """Driver after driver is killed at a moment of chance; the study is one that never was."""
    rng = np.random.default_rng(17)
    kills = 0
    while kills < 12:
        process = driver(base)
        try:
            _, error = process.communicate(timeout=float(rng.uniform(0.05, 0.8)))
            # The server may not have heard yet that the one before is dead.
            assert process.returncode == 0 or b"another search is writing this study" in error
            if process.returncode == 0:
                break
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += process.returncode == -signal.SIGKILL
    assert kills
    last = driver(base)
    _, error = last.communicate(timeout=120)
    assert last.returncode == 0, error
    assert shared(TWO, base) == run(TWO, None)


@pytest.mark.slow
def test_drivers_that_start_at_once_share_a_database_and_not_a_study(base: str) -> None:
    started = [driver(base, name) for name in ("ONE", "TWO", "TWO", "THREE", "ONE")]
    ended = [(*process.communicate(timeout=120), process.returncode) for process in started]
    refused = [error for _, error, code in ended if code]
    assert len(refused) <= 2
    for error in refused:
        assert b"another search is writing this study; wait for it" in error
    for question in (ONE, TWO, THREE):
        assert shared(question, base) == run(question, None)


def same(study: optuna.Study, trials: list[Trial]) -> None:
    """Compare what a dashboard would read with what a search says."""
    told = {t.user_attrs["number"]: t for t in study.trials if t.state.name == "COMPLETE"}
    assert sorted(told) == [trial.number for trial in trials if trial.error is None]
    for trial in trials:
        if trial.error is None:
            found = told[trial.number]
            assert found.params == trial.parameters
            assert tuple(found.values) == trial.values
            assert found.constraints == trial.violations
            assert found.user_attrs["notes"] == trial.notes


def test_a_dashboard_reads_names_values_and_constraints(base: str, tmp_path: Path) -> None:
    """As optuna-dashboard opens them: by Optuna alone, from a file or an address."""
    file = tmp_path / "study.journal"
    run(TWO, file)
    shared(TWO, base)
    places = {
        "search": JournalStorage(JournalFileBackend(str(file))),
        TWO.title: base.replace("postgresql:", "postgresql+psycopg:"),
    }
    for name, storage in places.items():
        assert optuna.get_all_study_names(storage) == [name]
        study = optuna.load_study(study_name=name, storage=storage)
        assert [each.name for each in study.directions] == ["MAXIMIZE", "MINIMIZE"]
        same(study, run(TWO, None))
        assert study.best_trials
