"""What is finished is kept in batches, soon, and whatever ends the work."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from worlds.runs import batches
from worlds.runs.batches import BATCH, PATIENCE, Batches


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a list whose one entry is the time."""
    now = [0.0]
    monkeypatch.setattr(batches.time, "monotonic", lambda: now[0])
    return now


@pytest.mark.usefixtures("clock")
def test_so_many_are_kept_together_and_the_rest_at_the_end() -> None:
    kept: list[list[int]] = []
    with Batches[int](lambda some: kept.append(list(some))) as finished:
        for number in range(BATCH + 1):
            finished.add([number])
        assert kept == [list(range(BATCH))]
        finished.add([])
    assert kept[1:] == [[BATCH]]


def test_none_waits_longer_than_patience(clock: list[float]) -> None:
    kept: list[list[int]] = []
    with Batches[int](lambda some: kept.append(list(some))) as finished:
        finished.add([1])
        clock[0] += PATIENCE + 1
        finished.add([2])
        assert kept == [[1, 2]]
        finished.add([3])
        assert len(kept) == 1
        # What waits is kept although nothing has been added to it.
        clock[0] += PATIENCE + 1
        finished.add([])
        assert kept == [[1, 2], [3]]


def test_what_is_finished_is_kept_although_the_work_failed() -> None:
    kept: list[int] = []

    def keep(some: Sequence[int]) -> None:
        kept.extend(some)

    def work() -> None:
        with Batches(keep) as finished:
            finished.add([1, 2])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert kept == [1, 2]


def test_nothing_is_not_kept() -> None:
    def never(some: Sequence[int]) -> None:
        raise AssertionError(some)

    with Batches(never) as finished:
        finished.add([])
