"""What kind of file it is, told by its first bytes, and how its bytes are had."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final, Literal

from sim.errors import InputError
from sim.files import open_file

Kind = Literal["text", "parquet", "workbook"]

ALLOWED: Final = (
    "allowed are CSV (also gzipped), Parquet, XLSX, or a database's table "
    "(postgresql://…, mysql://… or sqlite:///… with #table)"
)

HEAD: Final = 4096
"""Bytes looked at."""

BROKEN_GZIP: Final = (EOFError, gzip.BadGzipFile, zlib.error)

BROKEN_ZIP: Final = (zipfile.BadZipFile, OSError, NotImplementedError, ValueError)

_GZIP = b"\x1f\x8b"
_OTHERS: Final = (
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3\0", "an SQLite database: name its table as sqlite:///FILE#TABLE"),
    (b"\xd0\xcf\x11\xe0", "an old Office file: save it as XLSX or CSV"),
    (b"\x80\x02", "a Python pickle, which is never opened: save it as CSV or Parquet"),
    (b"\x80\x03", "a Python pickle, which is never opened: save it as CSV or Parquet"),
    (b"\x80\x04", "a Python pickle, which is never opened: save it as CSV or Parquet"),
    (b"\x80\x05", "a Python pickle, which is never opened: save it as CSV or Parquet"),
    (b"ARROW1", "an Arrow file: save it as Parquet"),
    (b"BZh", "a bzip2 archive: unpack it, or pack it with gzip"),
    (b"\xfd7zXZ", "an xz archive: unpack it, or pack it with gzip"),
    (b"(\xb5/\xfd", "a zstd archive: unpack it, or pack it with gzip"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"\x7fELF", "a program"),
)


def kind_of(path: Path) -> Kind:
    """Return what a file is.

    Raises
    ------
    InputError
        If it is missing, cannot be read, or is of a kind that holds no table.
    """
    name = str(path)
    head = _head(path)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK"):
        if _is_workbook(path):
            return "workbook"
        raise InputError(f"a zip archive, not text: unpack it; {ALLOWED}", file=name)
    if head.startswith(_GZIP):
        try:
            with gzip.open(path) as stream:
                head = stream.read(HEAD)
        except BROKEN_GZIP as error:
            raise InputError(f"not a whole gzip file: {error}", file=name) from None
        if head.startswith((b"PAR1", b"PK")):
            raise InputError("a packed Parquet or zip file: unpack it", file=name)
    for mark, what in _OTHERS:
        if head.startswith(mark):
            raise InputError(f"{what} (not text); {ALLOWED}", file=name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise InputError(f"a page of HTML or XML, not a table; {ALLOWED}", file=name)
    return "text"


def open_text(path: Path) -> IO[bytes]:
    """Open a text file for its bytes, unpacked if it is gzipped."""
    if _head(path).startswith(_GZIP):
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return open_file(path)


def _head(path: Path) -> bytes:
    try:
        with open_file(path) as stream:
            return stream.read(HEAD)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from None


def _is_workbook(path: Path) -> bool:
    try:
        with open_file(path) as stream, zipfile.ZipFile(stream) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BROKEN_ZIP:
        return False
