"""The documents as they run: pages, their blocks, and what each block shows.

In Markdown, a fence names the language; a comment on the line before it says what is special:

- ``sh`` and ``python`` blocks run in the order of the page, in one folder; Python blocks share
  names. What a block prints to standard output stands in a ``text`` block right after it; in that,
  a line ``...`` is any number of lines.
- ``<!-- file: NAME -->``: the block is not run, but written to a file of the page's folder.
- ``<!-- slow -->``: it takes more than a few seconds, and runs with the slow tests only.
- ``<!-- not run: REASON -->``: it is not run at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
RUN: Final = ("sh", "python")
ELLIPSIS: Final = "..."
MOST_SHOWN: Final = 24
"""Lines of an output that is shown for the first time; of a longer one the middle is left out."""

_FENCE: Final = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*?) -->\n)?^```(?P<language>\w*)\n(?P<code>.*?)^```$", re.M | re.S
)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page.

    Attributes
    ----------
    language, code, mark
        What its fence names, what it holds, and the comment before it.
    shown
        What the ``text`` block right after it holds; None where there is none.
    begin, end
        Where the ``text`` block stands in the page, or would stand.
    line
        Line of the page on which its code begins.
    """

    language: str
    code: str
    mark: str
    shown: str | None
    begin: int
    end: int
    line: int

    @property
    def runs(self) -> bool:
        """Whether it can be run."""
        return self.language in RUN and not self.file and self.not_run is None

    @property
    def slow(self) -> bool:
        """Whether it runs with the slow tests only."""
        return self.mark == "slow"

    @property
    def file(self) -> str:
        """The file that it is written to; empty if to none."""
        return self.mark.removeprefix("file: ") if self.mark.startswith("file: ") else ""

    @property
    def not_run(self) -> str | None:
        """Why it is not run; None where it is."""
        return self.mark.removeprefix("not run: ") if self.mark.startswith("not run: ") else None


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a page that run or are written to a file, and those not run.

    Raises
    ------
    ValueError
        For a mark that is none.
    """
    found = list(_FENCE.finditer(text))
    for each, after in pairwise([*found, None]):
        assert each is not None
        mark = each["mark"] or ""
        if not re.fullmatch(r"|slow|file: [\w.-]+|not run: .+", mark):
            raise ValueError(f"no mark of a block: {mark!r}")
        if each["language"] not in RUN and not mark:
            continue
        shows = (
            after is not None
            and after["language"] == "text"
            and text[each.end() : after.start()].strip() == ""
        )
        yield Block(
            each["language"],
            each["code"],
            mark,
            after["code"] if shows and after is not None else None,
            each.end(),
            after.end() if shows and after is not None else each.end(),
            text.count("\n", 0, each.start("code")) + 1,
        )


def agrees(shown: str, printed: str) -> bool:
    """Return whether an output is what is shown, where ``...`` is any number of lines."""
    parts = [
        ".*" if line == ELLIPSIS else re.escape(line) + "\n" for line in shown.rstrip().splitlines()
    ]
    lines = "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())
    return re.fullmatch("".join(parts), lines, re.S) is not None


def anew(shown: str | None, printed: str) -> str | None:
    """Return what to show of an output: all, or as many first and last lines as were shown.

    Parameters
    ----------
    shown
        What was shown; None if nothing was.
    printed
        The output.
    """
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    if not any(lines):
        return None
    if shown is not None and agrees(shown, printed):
        return shown
    old = (shown or "").splitlines()
    if ELLIPSIS in old:
        first = old.index(ELLIPSIS)
        last = old[::-1].index(ELLIPSIS)
    else:
        first, last = (len(lines), 0) if shown or len(lines) <= MOST_SHOWN else (MOST_SHOWN // 2, 4)
    if first + last < len(lines):
        lines = [*lines[:first], ELLIPSIS, *lines[len(lines) - last :]]
    return "\n".join(lines) + "\n"


def rewritten(text: str, outputs: Sequence[tuple[Block, str]]) -> str:
    """Return a page that shows what its blocks print.

    Parameters
    ----------
    text
        The page.
    outputs
        Blocks that were run, in their order, with what each printed.
    """
    for block, printed in reversed(outputs):
        shown = anew(block.shown, printed)
        if shown == block.shown:
            continue
        new = "" if shown is None else f"\n\n```text\n{shown}```"
        text = text[: block.begin] + new + text[block.end :]
    return text
