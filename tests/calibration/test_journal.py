"""A fit that was killed goes on as if it had not been, wherever that was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from calibration import study
from calibration.history import History
from calibration.measured import measure
from calibration.space import Space
from calibration.study import Search
from calibration.targets import Targets
from sim.behaviour.preset import Behaviour
from sim.errors import InputError
from tests.calibration import made

TRIALS = 14

Points = Sequence[NDArray[np.float64]]


@pytest.fixture(scope="module")
def history() -> History:
    return made.history()


def searched(history: History, journal: Path | None, asked: list[int] | None = None) -> Search:
    """Return a search whose worlds are a plain function of the point."""
    space = Space.about(Behaviour.preset("plain").values, measure(history))
    search = Search(Targets.of(history), space, 3)
    mix = np.random.default_rng(1).normal(size=(len(search.targets.values), len(space.centre)))

    def evaluate(points: Points) -> Iterator[NDArray[np.float64]]:
        for point in points:
            yield search.targets.values + 0.1 * mix @ (point - 0.4)

    study.run(
        search, TRIALS, evaluate, key="fit", journal=journal,
        progress=None if asked is None else lambda done, _: asked.append(done),
    )  # fmt: skip
    return search


def same(one: Search, other: Search) -> bool:
    return np.array_equal(one.points, other.points) and np.array_equal(one.vectors, other.vectors)


@pytest.mark.parametrize("stride", [67, pytest.param(5, marks=pytest.mark.slow)])
def test_it_resumes_to_the_same_fit_from_every_line_it_may_be_killed_at(
    history: History, stride: int, tmp_path: Path
) -> None:
    whole = searched(history, tmp_path / "whole")
    assert same(whole, searched(history, None))
    lines = (tmp_path / "whole").read_bytes().splitlines(keepends=True)
    for count in range(0, len(lines) + 1, stride):
        cut = tmp_path / f"cut{count}"
        half = lines[count][: len(lines[count]) // 2] if count < len(lines) else b""
        cut.write_bytes(b"".join(lines[:count]) + half)
        Path(f"{cut}.lock").symlink_to(cut)
        assert same(searched(history, cut), whole)
        again: list[int] = []
        assert same(searched(history, cut, again), whole)
        assert again == []


def test_a_journal_in_use_is_refused(history: History, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    space = Space.about(Behaviour.preset("plain").values, measure(history))
    search = Search(Targets.of(history), space, 3)

    def evaluate(points: Points) -> Iterator[NDArray[np.float64]]:
        with pytest.raises(InputError, match="another fit is writing"):
            searched(history, journal)
        return iter([search.targets.values for _ in points])

    study.run(search, 1, evaluate, key="fit", journal=journal, progress=None)
    assert len(search.points) == 1
