"""What the owner of a trial says of it, where the table does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.errors import InputError
from sim.visible import excerpt

Meaning = Literal["relative", "difference"]
"""Whether an estimate is a relative change (0.05 is +5 %) or a difference of means."""

LONGEST: int = 366
"""Days of a trial's window, at most."""


@dataclass(frozen=True)
class Asked:
    """What was said.

    Attributes
    ----------
    outcome
        Name of what was counted; None: told by the column's heading.
    days
        Length of the window; None: told by the table.
    control
        Name of the control arm; None: told by its name.
    arms
        The scenario's plan that each arm had; by default the one of its name.
    audience
        Among whom the whole trial was; None: everybody, or as the table says.
    estimate
        What an estimate is; None: told by its heading.
    columns
        Heading by role.
    """

    outcome: str | None = None
    days: int | None = None
    control: str | None = None
    arms: Mapping[str, str] = field(default_factory=dict)
    audience: str | None = None
    estimate: Meaning | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.days is not None:
            check_days(self.days)
        if self.estimate not in (None, "relative", "difference"):
            raise InputError(
                f"{excerpt(self.estimate)} is not one of relative, difference", field="estimate"
            )


def check_days(days: float) -> int:
    """Return a window's days; raise `InputError` if it cannot be one."""
    if days != int(days) or not 1 <= days <= LONGEST:
        raise InputError(
            f"a window of {days:g} days; whole days from 1 to {LONGEST} are allowed", field="days"
        )
    return int(days)
