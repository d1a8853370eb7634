"""What a reader is told beside the file: the zone whose days count, what doubtful rows mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from calibration.history.ends import LastDay, Stray
from calibration.history.midlife import Begins
from calibration.history.repeats import Repeats
from calibration.history.zones import checked
from sim.errors import InputError
from sim.visible import excerpt


@dataclass(frozen=True, slots=True)
class Rules:
    """How a history is read where the file alone does not tell.

    Attributes
    ----------
    timezone
        The zone whose days count; timestamps without a zone are UTC.
    columns
        Heading by role (`calibration.history.columns.ROLES`); goes before any guess.
    day_first
        Whether ``3/4/2024`` is the third of April; None: told by days above 12.
    stray
        What becomes of events that a long empty stretch parts from the rest.
    repeats
        What becomes of single rows that repeat another.
    last_day
        Whether a last day that the log does not reach the end of counts all the same.
    begins
        Whether what is known begins with the launch, or what it shows tells.

    Raises
    ------
    InputError
        If there is no such zone or choice.
    """

    timezone: str = "UTC"
    columns: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    stray: Stray = "refuse"
    repeats: Repeats = "keep"
    last_day: LastDay = "told"
    begins: Begins = "told"

    def __post_init__(self) -> None:
        checked(self.timezone)
        for name, value, allowed in (
            ("stray", self.stray, ("refuse", "drop", "keep")),
            ("repeats", self.repeats, ("keep", "drop")),
            ("last_day", self.last_day, ("told", "keep")),
            ("begins", self.begins, ("told", "launch")),
        ):
            if value not in allowed:
                raise InputError(f"{excerpt(value)} is not one of {', '.join(allowed)}", field=name)
