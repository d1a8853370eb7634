"""Standard output and standard error that are closed, full or no longer read."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any, TextIO


def replace_closed() -> None:
    """Let standard streams that are closed lead nowhere.

    Otherwise the next file that is opened takes the number of the closed stream, and what is
    printed ends in it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest free number is taken, which is this one.
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # until the exit
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def prepare() -> None:
    """Make the standard streams ready: UTF-8 whatever the terminal claims to know.

    The bytes of a file name that is in no encoding are shown escaped.
    """
    replace_closed()
    sys.stdout = _watched(sys.stdout)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def refused(stream: TextIO) -> bool:
    """Return whether a stream took no more; what is left in it then goes nowhere.

    What it still holds would fail again when the process ends, with a message of Python's own.
    """
    raw = _raw(stream)
    failed = isinstance(raw, _Watched) and raw.refused
    try:
        stream.flush()
    except (OSError, ValueError):
        failed = True
    if failed:
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
        with suppress(OSError, ValueError):
            stream.flush()
    return failed


class _Watched(io.FileIO):
    """Standard output that remembers whether it was refused: the error itself does not say."""

    refused = False

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError:
            self.refused = True
            raise


def _watched(stream: TextIO) -> TextIO:
    raw = _raw(stream)
    if stream is not sys.__stdout__ or type(raw) is not io.FileIO:
        return stream
    stream.flush()
    watched = _Watched(raw.fileno(), "wb", closefd=False)
    if stream.buffer is raw:  # as PYTHONUNBUFFERED wants it
        return io.TextIOWrapper(watched, write_through=True)
    return io.TextIOWrapper(io.BufferedWriter(watched), line_buffering=stream.isatty())


def _raw(stream: TextIO) -> object:
    buffer = getattr(stream, "buffer", None)
    return getattr(buffer, "raw", buffer)
