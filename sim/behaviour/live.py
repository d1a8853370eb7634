"""Live: a live session sells on its day.

    purchases x (1 + live_conversion)     on a day with a live session for the segment (M18)

Differs from the evidence: all purchases of a segment's day rise alike, where M18 has few viewers
who stay long (recall).

From the register (`python -m forerun.model_page` writes it):

    live_conversion = 0 (on: 0.2), 0 to 5; assumed, D: M18: live sessions convert best; no
        controlled effect known
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table


def factor(values: Mapping[str, float], session: NDArray[np.bool_]) -> Table:
    """Return by what a live session multiplies purchases; `session` is true on its day."""
    return np.asarray(1.0 + values["live_conversion"] * session, np.float64)
