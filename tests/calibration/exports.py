"""A small community's log, in the forms in which people export theirs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from calibration import history

Event = tuple[str, datetime, str]

START = datetime(2024, 1, 1)


def events(days: int = 30, members: int = 8) -> list[Event]:
    """Return a log in order: every member posts on two days of three, at an hour of its own."""
    found = [
        (f"m{member}", START + timedelta(days=day, hours=1 + 2 * member, minutes=day), "post")
        for day in range(days)
        for member in range(members)
        if (day + member) % 3
    ]
    return sorted(found, key=lambda event: event[1])


def lines(rows: Iterable[Event], form: str = "%Y-%m-%dT%H:%M:%S") -> str:
    """Return a log as CSV."""
    body = "".join(f"{member},{at.strftime(form)},{event}\n" for member, at, event in rows)
    return "member,timestamp,event\n" + body


def read(folder: Path, text: str | bytes, name: str = "log.csv", **how: object) -> history.History:
    """Write a file and read it as a history."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return history.read(path, **how)  # type: ignore[arg-type]


def same(one: history.History, other: history.History) -> bool:
    """Whether two histories say the same."""
    return one.daily.equals(other.daily) and (one.triangle == other.triangle).all()


def kinds(past: history.History) -> set[str]:
    """Return what was taken down of a reading, without what the rows count."""
    assert past.reading is not None
    return {note.kind for note in past.reading.notes}


def told(past: history.History) -> str:
    """Return what was found, in one text."""
    assert past.reading is not None
    return "\n".join(past.reading.told())
