"""The text of an edge list: its lines, and where in them the two names of a tie stand."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from sim.errors import InputError
from sim.files import open_file

MAX_BYTES: Final = 4 << 30
"""Size of the text, after unpacking: 4 GiB."""

MAX_LINE: Final = 1 << 12
"""Characters of a line."""

COMMENTS: Final = ("#", "%")

_ONE_END: Final = """
source from fromnode fromuser member user node person name follower inviter referrer sender src
node1 id1 user1 member1 person1
关注者 粉丝 邀请人 邀请者 推荐人 用户 成员 会员 源 来源 源节点 起点 发起人 用户1 成员1
"""
_OTHER_END: Final = """
target to tonode touser friend followee followed following follows inviting invited invitee
referred receiver recipient dst node2 id2 user2 member2 person2 contact neighbor neighbour
被关注者 关注对象 关注 被邀请人 被邀请者 受邀人 被推荐人 好友 朋友 目标 目标节点 终点 接收人
用户2 成员2
"""
"""Usual headings of the columns that hold the one and the other end of a tie, see `_word`."""

_GZIP = b"\x1f\x8b"
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_DATA = re.compile(r"[\s,;]\{.*\}\s*$")
_MEASURED = re.compile(r"([-+]?\.?\d[-+\d.:/TZeE]*|nan|NaN|)")


@dataclass(slots=True)
class Layout:
    """How the rows of a file are read; what is known of it grows as it is read.

    Parameters
    ----------
    separator
        What stands between columns; None for spaces.
    width
        Columns; 0 as long as no row had two.
    first, second
        Columns with the two names.
    headings
        The names of the columns, if the first row holds them.
    usual
        Whether two of them are usual headings of an edge list. Columns beside the names may then
        hold anything; otherwise only numbers and times, as weights and moments are.
    comments
        Lines before the first row that begin with one of `COMMENTS`.
    """

    separator: str | None = None
    width: int = 0
    first: int = 0
    second: int = 1
    headings: tuple[str, ...] = ()
    usual: bool = False
    comments: int = 0


def rows(path: Path, layout: Layout) -> Iterator[tuple[int, str, str | None]]:
    """Yield line and names of each row; a row of one name, in a file of spaces, has no second.

    Parameters
    ----------
    path
        The file.
    layout
        Filled.

    Raises
    ------
    InputError
        If the file cannot be read, or a row is not of the columns that the first one has.
    """
    file = str(path)
    begun = False
    for number, line in lines(path):
        if not line.strip():
            continue
        if not begun and line.startswith(COMMENTS):
            layout.comments += 1
            continue
        data = _DATA.search(line)
        plain = line[: data.start()] if data else line
        if not begun:
            begun = True
            layout.separator = next((mark for mark in "\t,;" if mark in plain), None)
        fields = [*_fields(plain, layout.separator, file, number), *(["{}"] if data else [])]
        if layout.separator is None and len(fields) == 1:
            yield number, fields[0], None
            continue
        if layout.width == 0:
            layout.width = len(fields)
            if _begin(layout, fields):
                continue
        _check(layout, fields, line, file, number)
        yield number, fields[layout.first], fields[layout.second]


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each line with its number from 1; bounded whatever the file holds.

    Raises
    ------
    InputError
        If the file cannot be read, is no text in UTF-8 or is too large.
    """
    file = str(path)
    size = number = 0
    try:
        # Lines may end in any way. What is not UTF-8 is found in its line, not in its block.
        with io.TextIOWrapper(
            _open(path), encoding="utf-8-sig", errors="surrogateescape", newline=None
        ) as stream:
            while line := stream.readline(MAX_LINE + 1):
                number += 1
                size += len(line)
                if _NOT_TEXT.search(line):
                    what = "not text" if "\0" in line else "not text in UTF-8"
                    raise InputError(what, file=file, line=number)
                if len(line) > MAX_LINE:
                    raise InputError(
                        f"longer than {MAX_LINE:,} characters; a tie is two names",
                        file=file,
                        line=number,
                    )
                if size > MAX_BYTES:
                    raise InputError(f"more than {MAX_BYTES >> 30} GiB of text", file=file)
                yield number, line.rstrip("\n")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"not a whole gzip file: {error}", file=file) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=file) from None


def _open(path: Path) -> BinaryIO:
    with open_file(path) as stream:
        packed = stream.read(2) == _GZIP
    stream = open_file(path)
    return cast("BinaryIO", gzip.GzipFile(fileobj=stream)) if packed else stream


def _fields(line: str, separator: str | None, file: str, number: int) -> list[str]:
    try:
        if '"' in line and separator is not None:
            fields = next(csv.reader([line], delimiter=separator, strict=True))
        else:
            fields = line.split(separator)
    except csv.Error as error:
        raise InputError(f"cannot be read as a row: {error}", file=file, line=number) from None
    return [field.strip() for field in fields]


def _begin(layout: Layout, fields: list[str]) -> bool:
    """Find the columns in the first row; return whether it is surely one of headings."""
    words, ones, others = [_word(field) for field in fields], _ONE_END.split(), _OTHER_END.split()
    one = next((k for k, word in enumerate(words) if word in ones), None)
    other = next((k for k, word in enumerate(words) if word in others), None)
    layout.usual = one is not None and other is not None
    if one is not None and other is not None:
        layout.first, layout.second = min(one, other), max(one, other)
    beside = [field for k, field in enumerate(fields) if k not in (layout.first, layout.second)]
    named = bool(beside) and all(beside) and not any(map(_beside, beside))
    if beside and (layout.usual or named):
        layout.headings = tuple(fields)
        return True
    return False


def _word(heading: str) -> str:
    """Return a heading without capitals, spaces and marks, and without "id" at its end."""
    word = re.sub(r"[\s_.-]", "", heading.casefold())
    return word.removesuffix("id").removesuffix("编号") or word


def _beside(field: str) -> bool:
    return field == "{}" or _MEASURED.fullmatch(field) is not None


def _check(layout: Layout, fields: list[str], line: str, file: str, number: int) -> None:
    fault = ""
    if len(fields) != layout.width:
        fault = f"{len(fields)} fields, {layout.width} in the first row"
    elif not layout.usual and not all(
        _beside(field) for k, field in enumerate(fields) if k not in (layout.first, layout.second)
    ):
        fault = f"{len(fields)} fields, and no header that says which two"
    if fault:
        hint = " (a comment stands before the first row)" if line.startswith("#") else ""
        raise InputError(f"{fault}; a tie is two names{hint}", file=file, line=number)
