"""The options of commands that read a history, and how they tell what was found in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.screen import Screen

if TYPE_CHECKING:
    from calibration.history import History
    from forerun.api import Progress


class Stray(StrEnum):
    """What becomes of events far from the rest."""

    refuse = "refuse"
    drop = "drop"
    keep = "keep"


class Begins(StrEnum):
    """Whether what is known begins with the launch."""

    told = "told"
    launch = "launch"


HistoryFile = Annotated[
    str | None,
    typer.Option(
        "--history",
        metavar="FILE",
        help="Event log, purchases, daily or weekly figures: CSV, gzip, Parquet, XLSX, or "
        "the URL of a database's table (sqlite:///FILE#TABLE).",
        show_default="the scenario's arrivals.history",
    ),
]
Timezone = Annotated[
    str | None,
    typer.Option(
        "--timezone",
        metavar="ZONE",
        help="Zone whose days count, such as Asia/Shanghai.",
        show_default="the scenario's reading.timezone, or UTC",
    ),
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="ROLE=HEADING",
        help="Which column is what, such as member=buyer; may be repeated.",
        show_default="guessed from the headings",
    ),
]
DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="How to read 3/4/2024.",
        show_default="told by days above 12, else day first",
    ),
]
StrayDates = Annotated[
    Stray | None,
    typer.Option(
        "--stray",
        help="Events that a year without any parts from the rest.",
        show_default="refuse",
    ),
]
BeginsWith = Annotated[
    Begins | None,
    typer.Option(
        "--begins",
        help="Whether it begins in mid-life: as it looks, or with the launch.",
        show_default="told",
    ),
]


def mapped(
    columns: Sequence[str] | None, field: str = "column", form: str = "ROLE=HEADING"
) -> dict[str, str]:
    """Return heading by role from ``ROLE=HEADING``, or what another option pairs.

    Raises
    ------
    InputError
        If one is not written so.
    """
    from sim.errors import InputError
    from sim.visible import excerpt

    pairs = [text.partition("=") for text in columns or ()]
    for role, mark, _ in pairs:
        if not mark:
            raise InputError(f"{excerpt(role)} is not {form}", field=field)
    return {role.strip(): heading.strip() for role, _, heading in pairs}


def tell(screen: Screen, past: History) -> None:
    """Print what was found in a history, if a person reads; with ``--json`` it is in the facts."""
    if past.reading is None:
        return
    for sentence in past.reading.told(screen.lang.value):
        screen.line(sentence)
    last, members = past.end - timedelta(days=1), past.counts("new_members").sum()
    screen.line(
        screen.word("history_read", first=past.start, last=last, days=past.days, members=members)
    )
    screen.line("")


def telling(screen: Screen, past: History, progress: Progress) -> Progress:
    """Return a progress that tells what was found once the work has begun and nothing is refused.

    Who sees a column misread can stop the command then, and need not wait for its end.
    """
    begun = False

    def told(done: int, total: int, label: str) -> None:
        nonlocal begun
        if not begun:
            begun = True
            tell(screen, past)
        progress(done, total, label)

    return told
