"""What strikes a community from outside: a crisis of trust, or a platform that shows it to fewer.

The equations of trust, those who join, and the community's spec all speak of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Takes = Literal["trust", "reach"]


@dataclass(frozen=True, slots=True)
class Shock:
    """Something that takes trust, or reach, at once.

    Parameters
    ----------
    day
        Day from the launch, 0 or more.
    severity
        Share of all trust that is lost on that day, which comes back by the equations of trust; or
        share of those who would join by themselves or be won whom it keeps away; 0 to 1.
    takes
        What it takes.
    days
        Days for which reach is lost, at least 1; None: for good. Of trust nothing.
    """

    day: int
    severity: float
    takes: Takes = "trust"
    days: int | None = None


def reach_left(shocks: Iterable[Shock], days: int) -> NDArray[np.float64]:
    """Return which share of those who would join or be won still do, shape ``(days,)``.

    Parameters
    ----------
    shocks
        Those that take trust are passed over; others multiply.
    days
        From the launch.
    """
    left = np.ones(days)
    for shock in shocks:
        if shock.takes == "reach":
            end = days if shock.days is None else shock.day + shock.days
            left[shock.day : end] *= 1.0 - shock.severity
    return left
