"""Readers: an event log, purchases or figures by day or week become one `History`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from calibration.history import referrals, tickets
from calibration.history.columns import match, plain
from calibration.history.ends import LastDay, Stray
from calibration.history.events import REQUIRED as COLUMNS
from calibration.history.figures import REQUIRED, are_figures, read_figures
from calibration.history.log import read_log
from calibration.history.midlife import Begins
from calibration.history.reading import Note, Reading
from calibration.history.record import History
from calibration.history.repeats import Repeats
from calibration.history.rules import Rules
from calibration.history.sources import table_of
from calibration.history.vocabulary import Active
from sim.errors import InputError
from sim.visible import headings

__all__ = ["History", "Note", "Reading", "Rules", "read", "read_figures", "read_log"]

TIES: Final = ("target", "follower", "followee", "follows", "friend", "friend_id", "to", "dst",
               "关注", "好友")  # fmt: skip
"""Headings of a column of an edge list."""


def read(
    path: str | Path,
    activity: Active = "contribution",
    *,
    timezone: str = "UTC",
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    stray: Stray = "refuse",
    repeats: Repeats = "keep",
    last_day: LastDay = "told",
    begins: Begins = "told",
    command: str | None = None,
) -> History:
    """Read a history, told by its headings: an event log, purchases, daily or weekly figures.

    Parameters
    ----------
    path
        CSV in UTF-8, UTF-16, GB18030 or Big5 with any usual separator, also gzipped; Parquet;
        XLSX; or a table of a database by URL, such as ``sqlite:///shop.db#events``. An event log
        has a member, a timestamp (or a day and a time of day in two columns) and an event on each
        row, and perhaps a value; purchases have an amount and no event; figures: see
        `calibration.history.figures.read_figures`. Titles above the header are left out.
    activity
        Which events of a log make a member active; figures have it built in.
    timezone
        The zone whose days count, such as ``Asia/Shanghai``. Timestamps without a zone are UTC,
        dates without a time are local days.
    columns
        Heading by role, such as ``{"member": "buyer", "timestamp": "paid"}``; roles that are not
        named are guessed. The roles are those of `calibration.history.columns.ROLES`.
    day_first
        Whether ``3/4/2024`` is the third of April. If absent, days above 12 tell, and where there
        are none the day is first.
    stray
        What becomes of a handful of events that a year or more without any parts from the rest:
        ``refuse`` (an error), ``drop`` or ``keep``.
    repeats
        What becomes of single rows that repeat another: ``keep`` or ``drop``. A file, or a day,
        that stands twice as a whole counts once.
    last_day
        ``told``: the last day counts only if the log seems to reach its end; ``keep``: it does.
    begins
        ``told``: what is known may begin in the middle of a community's life, if it looks so;
        ``launch``: nobody had joined before.
    command
        What reads, for the audit file (`calibration.history.audit`); the program's name if absent.

    Returns
    -------
    History
        Its ``reading`` tells what was found, guessed, mended and left out.

    Raises
    ------
    InputError
        If the file is neither, or has a fault, or more than one row in twenty is bad; names the
        file and the line.
    """
    rules = Rules(timezone, columns or {}, day_first, stray, repeats, last_day, begins)
    source = table_of(path)
    names = source.columns()
    log = match(names, (*COLUMNS, "value"), rules.columns, source.name, line=source.header_line)
    if "member" not in log and are_figures(names, rules, source.name):
        return read_figures(source, rules)
    if ("member" in log and len(log.used) > 1) or "timestamp" in names:
        return read_log(source, activity, rules, command)
    if len(names) == 1:
        hint = "; take out what stands above the header"
    elif _are_ties(names):
        hint = "; ties go under community.graph.start.file"
    else:
        hint = _goes_beside(names)
    raise InputError(
        f"neither an event log ({', '.join(COLUMNS)}) nor daily or weekly figures "
        f"({', '.join(REQUIRED)}): the header holds {headings(names)}{hint}",
        file=source.name,
        line=source.header_line,
    )


def _goes_beside(names: Sequence[str]) -> str:
    """Say where a log of invitations or tickets goes; empty for any other table."""
    told = (("referrals", referrals.FORM, "inviter"), ("tickets", tickets.FORM, "closed"))
    for option, form, mark in told:
        if mark in match(names, tuple(form.words), words=form.words):
            return f"; a {form.kind} goes beside a history: forerun new --{option} FILE"
    return ""


def _are_ties(names: Sequence[str]) -> bool:
    """Whether the headings are those of an edge list."""
    return not {plain(name) for name in names}.isdisjoint(TIES)
