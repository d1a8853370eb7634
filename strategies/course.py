"""What an offer paid by the deed did day by day, and which days its money covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEAST: Final = 0.05
"""Share of a day below which it is not worth going on: the money is gone."""


@dataclass(frozen=True, slots=True)
class Course:
    """What it did on each day, all of shape ``(days,)``.

    Attributes
    ----------
    shares
        Share of its full strength, 0 to 1; 0 where it does not run.
    deeds
        Deeds that it did.
    fixed_cents, deeds_cents
        What it paid out of its money.
    beyond_cents
        What deeds cost when that was gone.
    """

    shares: NDArray[np.float64]
    deeds: NDArray[np.float64]
    fixed_cents: NDArray[np.int64]
    deeds_cents: NDArray[np.int64]
    beyond_cents: NDArray[np.int64]


def run_on(
    days: NDArray[np.int64], cost: NDArray[np.float64], money: float
) -> tuple[NDArray[np.int64], float]:
    """Return the first of some days that the money covers, and at which share of the strength.

    Parameters
    ----------
    days
        Those on which it might run.
    cost
        What each costs at most, shape ``(days,)``.
    money
        What there is; when it does not cover a day, it covers a share of the first.
    """
    covered = int((np.cumsum(cost) <= money).sum())
    if covered or not len(days):
        return days[:covered], 1.0
    part = money / float(cost[0])
    return days[: int(part >= LEAST)], part
