"""A real graph as a start: ties read from a text file of two columns."""

from __future__ import annotations

import csv
import gzip
import zlib
from array import array
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError

MAX_BYTES: Final = 4 << 30
"""Size of the text, after unpacking: 4 GiB."""

MAX_LINE: Final = 1 << 12
"""Bytes of a line."""

MAX_MEMBERS: Final = 10_000_000

_HEADERS = (
    {"source", "target"}, {"from", "to"}, {"member", "friend"}, {"inviter", "invited"},
    {"node1", "node2"}, {"id1", "id2"}, {"user1", "user2"}, {"member1", "member2"},
)  # fmt: skip
_COMMENTS = ("#", "%")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class EdgeList:
    """Ties between named members.

    Parameters
    ----------
    edges
        Ties as rows ``(a, b)``, a < b, each once, sorted, shape ``(E, 2)``; numbers of `names`.
    names
        The members, in the order in which they were met.
    values
        The attribute of each member that was asked for, as long as `names`; empty if none was.
    duplicates
        Ties that were given again, in either direction, and dropped.
    loops
        Ties of a member with itself that were dropped.
    """

    edges: NDArray[np.int32]
    names: tuple[Hashable, ...]
    values: tuple[Hashable, ...] = ()
    duplicates: int = 0
    loops: int = 0


def edge_list(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    names: tuple[Hashable, ...],
    values: tuple[Hashable, ...] = (),
) -> EdgeList:
    """Return ties without loops and duplicates, which are counted.

    Parameters
    ----------
    first, second
        The two members of each tie, numbers of `names`, same shape.
    names, values
        See `EdgeList`.
    """
    proper = first != second
    low = np.minimum(first, second)[proper]
    high = np.maximum(first, second)[proper]
    pairs = np.unique(low << 32 | high)
    edges = np.stack([pairs >> 32, pairs & 0xFFFFFFFF], axis=1).astype(np.int32)
    return EdgeList(edges, names, values, len(low) - len(pairs), len(first) - len(low))


def read_edges(path: Path | str) -> EdgeList:
    """Read ties from a text file.

    Parameters
    ----------
    path
        A file of two columns, the names of two members who are tied; UTF-8, also gzipped. Columns
        are separated by tabs, commas, semicolons or spaces, whichever the first row has, in this
        order. Blank lines and lines that begin with ``#`` or ``%`` are skipped. A first row is
        taken for a header if its names occur nowhere else and either are usual headers (``source``
        and ``target``, ``from`` and ``to`` ...) or all names but these are whole numbers.

    Returns
    -------
    EdgeList
        The names are text.

    Raises
    ------
    InputError
        If the file cannot be read, is too large, holds no tie, or a row is not two names; names the
        line.
    """
    path = Path(path)
    numbers: dict[str, int] = {}
    first, second = array("q"), array("q")
    for a, b in _rows(path):
        first.append(numbers.setdefault(a, len(numbers)))
        second.append(numbers.setdefault(b, len(numbers)))
        if len(numbers) > MAX_MEMBERS:
            raise InputError(f"more than {MAX_MEMBERS:,} members", file=str(path))
    left, right = np.array(first, np.int64), np.array(second, np.int64)
    names = tuple(numbers)
    if _has_header(names, left, right):
        left, right, names = left[1:] - 2, right[1:] - 2, names[2:]
    if len(left) == 0:
        raise InputError("no tie in the file", file=str(path))
    return edge_list(left, right, names)


def _has_header(
    names: tuple[str, ...], first: NDArray[np.int64], second: NDArray[np.int64]
) -> bool:
    """Return whether the first row is a header; its names have the numbers 0 and 1."""
    later = np.concatenate([first[1:], second[1:]])
    if len(names) < 2 or first[0] == second[0] or (later < 2).any():
        return False
    if {name.lower() for name in names[:2]} in _HEADERS:
        return True
    numbered = [name.isdecimal() for name in names]
    return len(names) > 2 and not any(numbered[:2]) and all(numbered[2:])


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    file = str(path)
    separator: str | None = None
    begun = False
    for number, line in _lines(path):
        if not line.strip() or line.startswith(_COMMENTS):
            continue
        if not begun:
            begun = True
            separator = next((mark for mark in "\t,;" if mark in line), None)
        try:
            if '"' in line and separator is not None:
                fields = next(csv.reader([line], delimiter=separator, strict=True))
            else:
                fields = line.split(separator)
        except csv.Error as error:
            raise InputError(f"cannot be read as a row: {error}", file=file, line=number) from None
        fields = [field.strip() for field in fields]
        if len(fields) != 2 or not all(fields):
            raise InputError(
                f"{len(fields)} fields ({', '.join(map(repr, fields[:4]))}); a tie is two names",
                file=file,
                line=number,
            )
        yield fields[0], fields[1]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each line with its number from 1; bounded whatever the file holds."""
    file = str(path)
    size = number = 0
    try:
        with _open(path) as stream:
            while line := stream.readline(MAX_LINE + 1):
                number += 1
                size += len(line)
                if len(line) > MAX_LINE:
                    raise InputError(
                        f"longer than {MAX_LINE:,} bytes; a tie is two names",
                        file=file,
                        line=number,
                    )
                if size > MAX_BYTES:
                    raise InputError(f"more than {MAX_BYTES >> 30} GiB of text", file=file)
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                if "\0" in text:
                    raise InputError("not text", file=file, line=number)
                yield number, text.rstrip("\r\n")
    except FileNotFoundError:
        raise InputError("no such file", file=file) from None
    except UnicodeDecodeError:
        raise InputError("not text in UTF-8", file=file, line=number) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"not a whole gzip file: {error}", file=file) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=file) from None


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as stream:
        packed = stream.read(2) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]
