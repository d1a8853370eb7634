"""The history that a scenario's behaviour is fitted to, read as the scenario and the user say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from calibration.history import History
    from scenarios import Scenario


def past(scenario: Scenario, history: str | Path | None = None, **given: Any) -> History:
    """Read a history.

    Parameters
    ----------
    scenario
        Its ``community.reading`` says how; its activity, which events count.
    history
        A file or the URL of a table; what ``community.arrivals.history`` names if absent.
    given
        Options of `calibration.read` that go before the scenario's; None is not given. Of
        ``columns`` each goes before the scenario's of that role.

    Raises
    ------
    InputError
        If there is no history, or it has a fault.
    """
    from calibration.history import read

    how = scenario.community.reading.model_dump()
    how |= {name: value for name, value in given.items() if value is not None}
    how["columns"] = {**scenario.community.reading.columns, **(given.get("columns") or {})}
    return read(history or history_of(scenario), scenario.community.activity, **how)


def history_of(scenario: Scenario) -> Path:
    """Return the file of figures that a scenario names as its history.

    Raises
    ------
    InputError
        If it names none.
    """
    from sim.errors import InputError

    name, source = scenario.community.arrivals.history, scenario.source_path
    if name is None:
        raise InputError(
            "no history to fit to: name a file with --history, or put one under "
            "community.arrivals.history",
            field="history",
        )
    return Path(name) if source is None else source.parent / name


def facts(past: History) -> Mapping[str, Any]:
    """Return ``{"first", "last", "days", "members", "kind", "rows", "notes"}`` of a history."""
    from datetime import timedelta

    read = past.reading
    return {
        "first": past.start.isoformat(),
        "last": (past.end - timedelta(days=1)).isoformat(),
        "days": past.days,
        "members": int(past.counts("new_members").sum()),
        "kind": read and read.kind,
        "rows": read and read.rows,
        "notes": [] if read is None else read.as_dict()["notes"],
    }
