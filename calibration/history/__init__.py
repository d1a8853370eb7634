"""Readers: an event log, or daily figures with a cohort triangle, become one `History`."""

from __future__ import annotations

from pathlib import Path

from calibration.history.figures import REQUIRED, read_figures
from calibration.history.log import COLUMNS, read_log
from calibration.history.record import History
from calibration.history.text import Source
from calibration.history.vocabulary import Active
from sim.errors import InputError

__all__ = ["History", "read", "read_figures", "read_log"]


def read(path: str | Path, activity: Active = "contribution") -> History:
    """Read a history, told by its header: an event log or daily figures.

    Parameters
    ----------
    path
        An event log (`calibration.history.log.read_log`) or daily figures
        (`calibration.history.figures.read_figures`).
    activity
        Which events of a log make a member active; figures have it built in.

    Returns
    -------
    History

    Raises
    ------
    InputError
        If the file is neither, or has a fault; names the file and the line.
    """
    path = Path(path)
    names = Source(path).columns()
    if "member" in names or "timestamp" in names:
        return read_log(path, activity)
    if "date" in names or "active_members" in names:
        return read_figures(path)
    raise InputError(
        f"neither an event log ({', '.join(COLUMNS)}) nor daily figures ({', '.join(REQUIRED)}): "
        f"the columns are {', '.join(names)}",
        file=str(path),
        line=1,
    )
