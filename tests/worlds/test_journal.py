"""The journal that every search keeps: held alone, mended, and never taken for another's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import optuna
import pytest
from optuna.distributions import FloatDistribution
from optuna.samplers import RandomSampler
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

from sim.errors import InputError
from worlds.journal import Journal, opened

SPACE = {"x": FloatDistribution(0.0, 1.0)}


@contextmanager
def kept(path: Path | None, what: str = "fit") -> Iterator[Journal]:
    with opened(path, "study", "place", ("minimize",), what) as journal:
        journal.fail_open()
        yield journal


def filled(path: Path | None) -> dict[int, tuple[float, float, str]]:
    """Return value, proposal and note of three trials, the second of them given."""
    with kept(path) as journal:
        for place in range(3):
            trial = (
                journal.ask_given(place, SPACE, {"x": 0.25})
                if place == 1
                else journal.ask(place, SPACE, RandomSampler(seed=place))
            )
            journal.tell(trial, (trial.params["x"] ** 2,), {"note": f"of {place}"})
        return ended(journal)


def ended(journal: Journal) -> dict[int, tuple[float, float, str]]:
    return {
        place: (trial.values[0], trial.params["x"], trial.user_attrs["note"])
        for place, trial in journal.told().items()
    }


def test_what_was_told_is_there_again(tmp_path: Path) -> None:
    told = filled(tmp_path / "journal")
    assert told == filled(None)
    assert told[1] == (0.0625, 0.25, "of 1")
    with kept(tmp_path / "journal") as journal:
        assert ended(journal) == told
        assert journal.asked()[2] == {"x": told[2][1]}


def test_a_failure_is_told_and_what_was_left_open_is_not(tmp_path: Path) -> None:
    with kept(tmp_path / "journal") as journal:
        journal.fail(journal.ask(0, SPACE, RandomSampler(seed=0)), "it broke")
        journal.ask(1, SPACE, RandomSampler(seed=1))
    with kept(tmp_path / "journal") as journal:
        assert {p: t.user_attrs["error"] for p, t in journal.told().items()} == {0: "it broke"}
        assert set(journal.asked()) == {0, 1}


def test_a_trial_that_a_killed_process_left_waiting_is_not_handed_out(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path)
    storage = JournalStorage(JournalFileBackend(str(path)))
    stale = optuna.load_study(study_name="study", storage=storage)
    stale.enqueue_trial({"x": 0.5}, user_attrs={"place": 3})
    with kept(path) as journal:
        for place, x in ((3, 0.5), (4, 0.75)):
            assert journal.ask_given(place, SPACE, {"x": x}).params == {"x": x}


def test_half_a_line_and_a_lock_are_mended(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    told = filled(path)
    path.write_bytes(path.read_bytes() + b'{"op_code": 4, "stu')
    Path(f"{path}.lock").symlink_to(path)
    with kept(path) as journal:
        assert ended(journal) == told


def test_it_is_held_alone(tmp_path: Path) -> None:
    with (
        kept(tmp_path / "journal"),
        pytest.raises(InputError, match="another fit is writing this journal"),
        kept(tmp_path / "journal"),
    ):
        pass


def test_a_file_that_is_no_journal_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("milk")
    for what in ("fit", "search"):
        with pytest.raises(InputError, match=f"not the journal of a {what}"), kept(path, what):
            pass
    with pytest.raises(InputError, match="cannot write"), kept(tmp_path):
        pass
    assert path.read_text() == "milk"


def test_it_belongs_to_the_key_that_it_was_begun_under(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with kept(path) as journal:
        assert journal.belongs_to("mine")
        journal.ask(0, SPACE, RandomSampler(seed=0))
    before = path.read_bytes()
    with opened(path, "study", "place", ("minimize",), "fit") as journal:
        assert not journal.belongs_to("yours")
        assert journal.belongs_to("mine")
    # Optuna notes each opening in a line; what another search left open stays as it was.
    assert path.read_bytes().startswith(before)
    assert path.read_bytes()[len(before) :].count(b"\n") == 1
