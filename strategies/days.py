"""On which days a strategy runs: weekdays, and named spans of a plan's days."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

from sim.calendar import WEEKDAYS, Calendar, Weekday
from strategies.parameter import parameter


class Phase(BaseModel):
    """A span of a plan's days that has a name: warm-up, burst, return."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_day: int = parameter(
        0, title="first day", title_zh="开始日", unit="day of the plan", low=0,
        meaning="day of the plan on which it begins, from 0", source="user's own", evidence="D",
    )  # fmt: skip
    to_day: int | None = parameter(
        None, title="end", title_zh="结束日", unit="day of the plan", low=1,
        meaning="first day that is no longer in it; none: to the end",
        source="user's own", evidence="D",
    )  # fmt: skip

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        check_span(self.from_day, self.to_day)
        return self


def check_span(from_day: int, to_day: int | None) -> None:
    """Raise `ValueError` if a span ends before it begins."""
    if to_day is not None and to_day <= from_day:
        raise ValueError(f"to_day {to_day} must be after from_day {from_day}")


def allowed(
    calendar: Calendar,
    weekdays: tuple[Weekday, ...] | None,
    phases: tuple[Phase, ...],
) -> NDArray[np.bool_]:
    """Return the days that are on some weekdays and in one of some phases, shape ``(days,)``.

    Parameters
    ----------
    calendar
        The days of the plan.
    weekdays
        None: any.
    phases
        None of them: any day.
    """
    days = np.ones(calendar.days, np.bool_)
    if weekdays is not None:
        days &= np.isin(calendar.weekdays, [WEEKDAYS.index(day) for day in weekdays])
    if phases:
        inside = np.zeros_like(days)
        for phase in phases:
            inside[phase.from_day : phase.to_day] = True
        days &= inside
    return days
