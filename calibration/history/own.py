"""What is kept for one user of this machine and for nobody else: a folder, files behind a lock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def folder() -> Path:
    """Return the user's folder: ``$XDG_CONFIG_HOME/forerun``, or ``~/.config/forerun``."""
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "forerun"


@contextmanager
def locked(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read and to append, for this user alone and one process at a time.

    Parameters
    ----------
    path
        The file; it and its folders are made if they are not there, with mode 0600 and 0700.

    Raises
    ------
    OSError
        If it cannot be opened to write.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with open(handle, "a+b", buffering=0) as file:
        if sys.platform != "win32":
            import fcntl

            # Where files have no locks, a line is still appended whole.
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file
