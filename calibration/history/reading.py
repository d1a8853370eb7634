"""What a reader found in a file and what it made of it, to be told to whoever gave it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

Language = Literal["en", "zh"]

ALLOWED: Final = 0.05
"""Share of the rows that may be left out; above it the file is refused."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was found.

    Attributes
    ----------
    kind
        What it is about, for machines: ``encoding``, ``dropped``, ``zone``, ...
    en, zh
        The sentence, in English and Chinese.
    warning
        Whether it may change the figures in a way that its owner should look at.
    rows
        Rows that it is about; 0 where it is about the whole.
    """

    kind: str
    en: str
    zh: str
    warning: bool = False
    rows: int = 0


@dataclass(slots=True)
class Reading:
    """The account of one reading.

    Attributes
    ----------
    source
        The file or table as the user named it; of a URL without its password.
    kind
        What it was read as: ``event log``, ``purchases``, ``daily figures``, ...
    rows
        Rows that it has, blank lines left out.
    members
        Members that were found in it; 0 where it has none.
    columns
        Headings of the columns that were used.
    notes
        What was found, in the order in which it was.
    """

    source: str
    kind: str = ""
    rows: int = 0
    members: int = 0
    columns: tuple[str, ...] = ()
    notes: list[Note] = field(default_factory=list)

    def note(self, kind: str, en: str, zh: str, *, warning: bool = False, rows: int = 0) -> None:
        """Take down one thing."""
        self.notes.append(Note(kind, en, zh, warning, rows))

    def add(self, notes: Iterable[Note]) -> None:
        """Take down what others found."""
        self.notes.extend(notes)

    @property
    def dropped(self) -> dict[str, int]:
        """Rows left out, by kind."""
        prefix = "dropped: "
        return {
            note.kind.removeprefix(prefix): note.rows
            for note in self.notes
            if note.kind.startswith(prefix)
        }

    @property
    def warnings(self) -> list[Note]:
        """The notes that its owner should look at."""
        return [note for note in self.notes if note.warning]

    @property
    def name(self) -> str:
        """The file without its folder, or the address."""
        return self.source if "://" in self.source else Path(self.source).name

    def told(self, language: Language = "en") -> list[str]:
        """Return everything in sentences, the shape of the file first."""
        zh = language == "zh"
        kind = _KINDS.get(self.kind, self.kind) if zh else self.kind
        name = self.name
        first = f"{name}：{kind}，{self.rows:,} 行" if zh else f"{name}: {kind}, {self.rows:,} rows"
        return [first, *(note.zh if zh else note.en for note in self.notes)]

    def as_dict(self) -> dict[str, Any]:
        """Return it for ``--json``."""
        return asdict(self)


_KINDS: Final = {
    "event log": "事件日志",
    "purchases": "购买记录",
    "daily figures": "每日数据",
    "trial by member": "试验明细",
    "trial by arm": "试验分组汇总",
    "trial summary": "试验效应汇总",
    "referral log": "邀请记录",
    "ticket log": "工单记录",
    "weekly figures": "每周数据",
}
