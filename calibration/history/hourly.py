"""When in the day members came, from the local times of a log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.hours import HOURS

if TYPE_CHECKING:
    import polars as pl

LEAST: Final = 1000
"""Events from which the hours are told: of fewer they are luck, and may tell of one person."""

UNKNOWN: Final = 0.2
"""Share of events at midnight to the second from which the log has days and no times."""

PARTS: Final = 1000
"""The day's events are told as so many."""


def hourly(events: pl.DataFrame) -> tuple[int, ...] | None:
    """Return how the events of a log fall into the hours of the local day, per thousand.

    Parameters
    ----------
    events
        With a column ``local``, the local clock.

    Returns
    -------
    tuple of int or None
        24 numbers from midnight on; None where there are few events or the times are not known.
    """
    import polars as pl

    local = events["local"].drop_nulls()
    if len(local) < LEAST:
        return None
    if (local == local.dt.truncate("1d")).sum() > UNKNOWN * len(local):
        return None
    found = local.dt.hour().cast(pl.Int64).value_counts()
    counts = dict(zip(found.to_series(0).to_list(), found.to_series(1).to_list(), strict=True))
    return tuple(round(PARTS * counts.get(hour, 0) / len(local)) for hour in range(HOURS))
