"""How far a command is, on standard error, when somebody is looking."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from forerun.cli.interrupts import INTERRUPTS

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE: Final = 2.0
"""Seconds that pass in silence."""


class Meter:
    """A bar with the time left, which shows itself after `PATIENCE` seconds.

    It is a context manager, and is called as ``meter(done, total, label)``. Where standard error is
    no terminal, or `silent`, it shows nothing. Every step is where the work can be stopped, so an
    interrupt that came to nothing is heeded here.
    """

    def __init__(self, silent: bool = False) -> None:
        self._bar: Progress | None = None
        self._timer: threading.Timer | None = None
        self._silent = silent
        self._label = ""

    def __enter__(self) -> Self:
        if not self._silent and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
            )

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._timer = threading.Timer(PATIENCE, self._bar.start)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __call__(self, done: int, total: int, label: str) -> None:
        """Say that so many of all steps are done."""
        INTERRUPTS.heed()
        if self._bar is None:
            return
        if label != self._label:
            # A new task, because the time left is reckoned from a task's own pace.
            self._label = label
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(label, total=total)
        self._bar.update(self._bar.task_ids[-1], completed=done, total=total)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        if self._bar is not None:
            self._bar.stop()
        if error is None:
            INTERRUPTS.heed()
