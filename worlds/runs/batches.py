"""Finished runs on their way to a store: kept together, and none waits long to be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

Finished = TypeVar("Finished")

BATCH: Final = 64
"""Runs kept together in a file."""

PATIENCE: Final = 20.0
"""Seconds after which fewer runs than that are kept too, so that a kill costs little."""


class Batches(Generic[Finished]):
    """Hands on what is finished in batches; on leaving, the last of them, however work ended.

    Parameters
    ----------
    keep
        Keeps some, at least one.
    """

    def __init__(self, keep: Callable[[Sequence[Finished]], None]) -> None:
        self._keep = keep
        self._fresh: list[Finished] = []
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._hand_on()

    def add(self, finished: Iterable[Finished]) -> None:
        """Add what has just been finished, if anything."""
        self._fresh += finished
        if len(self._fresh) >= BATCH or time.monotonic() - self._last > PATIENCE:
            self._hand_on()

    def _hand_on(self) -> None:
        if self._fresh:
            self._keep(self._fresh)
        self._fresh, self._last = [], time.monotonic()
