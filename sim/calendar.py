"""Days and dates: a run counts days from the launch, a person reads dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""A day of the week, as files write it."""

WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week in order, Monday first."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which an operator acts, as dates.

    Parameters
    ----------
    start
        Date of the first day.
    days
        Number of days, at least 1.
    past_days
        Days that the community had lived before, 0 or more.
    hours
        When in the day members come, 24 weights from midnight on; empty: as it is assumed
        (`sim.hours`).
    """

    start: date
    days: int
    past_days: int = 0
    hours: tuple[float, ...] = ()

    @property
    def dates(self) -> list[date]:
        """The dates, in order."""
        return [self.start + timedelta(days=k) for k in range(self.days)]

    @property
    def weekdays(self) -> NDArray[np.int64]:
        """Weekday of each day, shape ``(days,)``, Monday 0 to Sunday 6."""
        return (self.start.weekday() + np.arange(self.days)) % 7

    @property
    def end(self) -> date:
        """Date after the last day."""
        return self.start + timedelta(days=self.days)

    def index(self, day: date) -> int:
        """Return the index of a date, clamped to ``0 .. days``."""
        return min(max((day - self.start).days, 0), self.days)
