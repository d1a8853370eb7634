"""Money in whole cents: what lies below a cent is carried from day to day, never dropped."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def daily_cents(running: NDArray[np.floating[Any] | np.integer[Any]]) -> NDArray[np.int64]:
    """Return what each day adds to a running total of cents.

    Parameters
    ----------
    running
        Cents up to each day, never falling, shape ``(days,)``; rounded to whole ones, so that the
        sum over any days is right to a cent, however small a day's part is.
    """
    whole: NDArray[np.int64] = np.rint(running).astype(np.int64)
    return np.asarray(np.diff(whole, prepend=np.int64(0)), np.int64)
