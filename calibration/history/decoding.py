"""In which encoding a text is: UTF-8, UTF-16 with or without a byte order mark, GB18030, Big5."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from calibration.history.chinese import BIG5, encoding_of
from calibration.history.opening import BROKEN_GZIP, open_text
from sim.errors import InputError

MAX_BYTES: Final = 16 << 30
"""Size of the text of a file, after unpacking: 16 GiB."""

MAX_RECODED: Final = 1 << 30
"""Size of a text that is not UTF-8 and is turned into it in memory: 1 GiB."""

MAX_LINE: Final = 1 << 20
"""Bytes of a line: 1 MiB."""

CHUNK: Final = 1 << 22

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """How the bytes of a text are read.

    Attributes
    ----------
    encoding
        For Python's decoders.
    ending
        What ends a line: a line feed, or a carriage return where there is nothing else.
    """

    encoding: str
    ending: str

    @property
    def told(self) -> str:
        """What the encoding is called."""
        return "BIG5" if self.encoding == BIG5 else self.encoding.removesuffix("-sig").upper()

    @property
    def is_utf8(self) -> bool:
        """Whether other readers of UTF-8 can take the file as it lies."""
        return self.encoding in ("utf-8", "utf-8-sig")


class _NotTextError(Exception):
    """Bytes that the encoding does not have.

    Parameters
    ----------
    line
        Where they stand, from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def decoded(path: Path, *, whole: bool) -> Decoded:
    """Find the encoding, and check that the file, or its first block, is text in it.

    Raises
    ------
    InputError
        If it is not, is empty, too large, or has a line longer than `MAX_LINE`.
    """
    first = next(_blocks(path), b"")
    if not first:
        raise InputError("the file is empty", file=str(path))
    encoding = _by_first_bytes(first)
    try:
        return _checked(path, encoding, whole)
    except _NotTextError as error:
        fault = error
    block = next((one for one in _blocks(path) if not one.isascii()), b"")
    chinese = encoding_of(block, _words()) if encoding.startswith("utf-8") else None
    if chinese is not None:
        try:
            return _checked(path, chinese, whole)
        except _NotTextError:
            pass
    raise InputError(
        "not text in UTF-8, UTF-16 or GB18030, nor beyond doubt in Big5; save it as CSV in UTF-8",
        file=str(path),
        line=fault.line,
    )


def text_of(path: Path, how: Decoded) -> bytes:
    """Return a whole text of another encoding in UTF-8.

    Raises
    ------
    InputError
        If it is larger than `MAX_RECODED`.
    """
    decoder = codecs.getincrementaldecoder(how.encoding)()
    parts, size = [], 0
    for block in _blocks(path):
        parts.append(decoder.decode(block).encode())
        size += len(parts[-1])
        if size > MAX_RECODED:
            raise InputError(
                f"more than {MAX_RECODED >> 30} GiB of text in {how.told}; "
                "save it in UTF-8 or as Parquet",
                file=str(path),
            )
    return b"".join(parts)


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with open_text(path) as stream:
            while block := stream.read(CHUNK):
                yield block
    except BROKEN_GZIP as error:
        raise InputError(f"not a whole gzip file: {error}", file=str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error}", file=str(path)) from None


def _by_first_bytes(first: bytes) -> str:
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding
    head = first[:4096]
    # Letters of Latin script leave every other byte of UTF-16 zero.
    zeros = head[0::2].count(0), head[1::2].count(0)
    if sum(zeros) > len(head) // 8:
        if zeros[1] > 10 * zeros[0]:
            return "utf-16-le"
        if zeros[0] > 10 * zeros[1]:
            return "utf-16-be"
    return "utf-8"


def _checked(path: Path, encoding: str, whole: bool) -> Decoded:
    decoder = codecs.getincrementaldecoder(encoding)()
    size, lines = 0, _Lines()
    for block in _blocks(path):
        size += len(block)
        if size > MAX_BYTES:
            raise InputError(
                f"larger than {MAX_BYTES >> 30} GiB of text; give a Parquet file or daily figures",
                file=str(path),
            )
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            lines.too_long(error.object[: error.start])
            raise _NotTextError(lines.seen + 1) from None
        if "\0" in text:
            raise InputError(
                "not text; allowed are CSV in UTF-8, UTF-16, GB18030 or Big5 (also gzipped) and "
                "Parquet",
                file=str(path),
            )
        if lines.too_long(block if encoding.startswith("utf-8") else text.encode()):
            raise InputError(
                f"longer than {MAX_LINE:,} bytes; a row is a line",
                file=str(path),
                line=lines.seen + 1,
            )
        if not whole:
            return Decoded(encoding, lines.ending)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _NotTextError(lines.seen + 1) from None
    return Decoded(encoding, lines.ending)


@cache
def _words() -> frozenset[str]:
    """Headings and names of events, in Chinese."""
    from calibration.history.columns import ROLES
    from calibration.history.vocabulary import ALIASES

    headings = (word for words in ROLES.values() for word in words)
    return frozenset(word for word in (*headings, *ALIASES) if not word.isascii())


@dataclass(slots=True)
class _Lines:
    """The lines of a text that comes in blocks.

    Attributes
    ----------
    seen
        Lines that ended.
    ending
        A line feed, or a carriage return where the first block has nothing else.
    begun
        Bytes of the line that has begun.
    """

    seen: int = 0
    ending: str = ""
    begun: int = 0

    def too_long(self, chunk: bytes) -> bool:
        """Take in the next block; return whether a line is longer than `MAX_LINE`."""
        if not self.ending:
            self.ending = "\r" if b"\r" in chunk and b"\n" not in chunk else "\n"
        mark, at = self.ending.encode(), 0
        # To look for each line's end would take as long as reading it: the last within reach does.
        while (end := chunk.rfind(mark, at, at + MAX_LINE + 1 - self.begun)) >= 0:
            self.seen += chunk.count(mark, at, end + 1)
            at, self.begun = end + 1, 0
        self.begun += len(chunk) - at
        return self.begun > MAX_LINE
