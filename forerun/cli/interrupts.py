"""An interrupt that a library swallowed is heeded at the next step of the work.

An interrupt is raised wherever Python happens to be. In a callback from C (as while compiled code
is loaded) or in the initialiser of an extension module Python can only print or drop what is
raised there, and the command would go on as if nobody had pressed a key.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """Whether somebody asked the command to stop, remembered past whoever swallows it."""

    def __init__(self) -> None:
        self._came = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Remember interrupts inside; where a process was told to ignore them, it does."""
        usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if not usual or threading.current_thread() is not threading.main_thread():
            yield
            return
        signal.signal(signal.SIGINT, self._interrupt)
        try:
            yield
        finally:
            self._came = False
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def heed(self) -> None:
        """Raise again an interrupt that came and did not stop the work.

        Raises
        ------
        KeyboardInterrupt
            If one came.
        """
        if self._came:
            raise KeyboardInterrupt

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self._came = True
        raise KeyboardInterrupt


INTERRUPTS = Interrupts()
"""Those of this process: a signal has one handler."""
