"""A crisis, which the equations of trust and the community's spec both speak of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shock:
    """A crisis: something that takes trust at once.

    Parameters
    ----------
    day
        Day from the launch, 0 or more.
    severity
        Share of all trust that is lost on that day, 0 to 1.
    """

    day: int
    severity: float
