"""Holding a folder or file alone, by a lock that dies with its holder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import InputError
from sim.files import refuse_special


@contextmanager
def held(
    path: Path, *, wait: bool = False, taken: str = "somebody else is using it"
) -> Iterator[None]:
    """Hold a lock file, made if absent.

    Parameters
    ----------
    path
        The file; its content is not touched.
    wait
        Whether to wait for whoever holds it.
    taken
        What to say where it is held and not waited for.

    Raises
    ------
    InputError
        If another process holds it.
    OSError
        If it cannot be opened.
    """
    refuse_special(path)
    with path.open("ab") as file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise InputError(taken, file=str(path.parent)) from error
        yield
