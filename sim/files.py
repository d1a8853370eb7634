"""Files that a user names: opened only if they are files, written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from sim.errors import InputError

_KINDS: Final = (
    (stat.S_ISFIFO, "cannot be read: it is a pipe; save what comes out of it to a file first"),
    (stat.S_ISCHR, "cannot be read: it is a device, not a file"),
    (stat.S_ISBLK, "cannot be read: it is a device, not a file"),
    (stat.S_ISSOCK, "cannot be read: it is a socket, not a file"),
)


def open_file(path: Path | str) -> BinaryIO:
    """Open a file to read its bytes, without waiting for anybody to write them.

    Parameters
    ----------
    path
        What the user named.

    Raises
    ------
    InputError
        If there is no such file, it cannot be read, or it is a folder, a pipe or a device.
    """
    name = str(path)
    # A pipe without a writer would keep a plain open waiting for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    refuse_special(path)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        raise InputError("there is no such file", file=name) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", file=name) from None
    try:
        mode = os.fstat(descriptor).st_mode
        _refuse(mode, name)
        if stat.S_ISDIR(mode):
            raise InputError("cannot be read: it is a folder; name a file", file=name)
    except InputError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


@contextmanager
def written_whole(path: Path, mark: str = "part") -> Iterator[BinaryIO]:
    """Give a file to write to that is moved to its place once all is written; else it is removed.

    Parameters
    ----------
    path
        Its place.
    mark
        Ends the name that it has until then. By one name what a kill leaves is replaced by the next
        to write; several that write at once need one each.

    Raises
    ------
    InputError
        If a pipe, a device or a socket stands in its place.
    OSError
        If it cannot be written.
    """
    refuse_special(path)
    beside = path.with_name(f".{path.name}.{mark}")
    try:
        with beside.open("wb") as file:
            yield file
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def refuse_special(path: Path | str) -> None:
    """Raise `InputError` if a pipe, a device or a socket stands at a path.

    For what is opened by others, who find for themselves that it is missing or a folder.
    """
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return
    _refuse(mode, str(path))


def _refuse(mode: int, name: str) -> None:
    for is_kind, message in _KINDS:
        if is_kind(mode):
            raise InputError(message, file=name)
