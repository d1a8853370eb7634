"""Whether behaviour was fitted to the joiners that a scenario has: a level is of its people."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios import behaviour_file
from scenarios.arrivals import Arrivals
from sim.errors import InputError

FACTOR: Final = 2.0
"""Joiners may be so many times the fitted history's, or that history's theirs.

Who visits how often was fitted to all who ever joined, most of whom have long gone quiet; given to
other joiners it makes another community.
"""


def check_joiners(
    path: Path, *, founders: int, past: NDArray[np.float64], history: Arrivals | None
) -> None:
    """Refuse a behaviour file that was fitted to other joiners than a scenario has.

    Parameters
    ----------
    path
        The behaviour file; one that does not say what it was fitted on is taken as it is.
    founders
        Members who join on the launch day.
    past
        Joiners a day from the launch to the day before the plan starts.
    history
        The scenario's joiners by date, if it has them; then those of the fitted days count, so
        that a plan may start earlier or later.

    Raises
    ------
    InputError
        If they are fewer than half, or more than twice, those of the history.
    """
    told = behaviour_file.fitted_on(path)
    fitted = told.get("members")
    if not isinstance(fitted, int | float) or fitted <= 0:
        return
    organic = past.sum()
    if history is not None:
        organic = _between(history, told.get("from"), told.get("to"))
    own = founders + float(organic)
    if own * FACTOR < fitted or own > fitted * FACTOR:
        raise InputError(
            f"was fitted to {fitted:,.0f} members who joined from {told.get('from')} "
            f"to {told.get('to')}, and {own:,.0f} join here, so the plan would not begin at that "
            "history's level; give the scenario that history's joiners, as forerun new "
            "--history FILE does",
            file=str(path),
        )


def _between(history: Arrivals, first: object, last: object) -> int:
    """Joiners from one date to another, both included; all where a date is not said."""
    days = len(history.counts)
    low = (_date(first, history.first) - history.first).days
    high = days if last is None else (_date(last, history.end) - history.first).days + 1
    return int(history.counts[max(low, 0) : max(high, 0)].sum())


def _date(text: object, default: date) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return default
