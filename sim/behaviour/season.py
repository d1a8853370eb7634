"""Season: weekdays and the time of the year.

    pull = weekend_pull w + season_pull cos(2 pi (day - season_peak) / 365.25)

w is 1 on Saturday and Sunday, day is the day of the year (M1, V3).

Differs from the evidence: Saturday and Sunday share one shift, where M1 has a factor for each
weekday.

From the register (`python -m forerun.model_page` writes it):

    weekend_pull = 0 (on: -0.1) logit, -1 to 1; assumed, D: M1: amplitude 5-20 %, sign depends on
        the product
    season_pull = 0 (on: 0.1) logit, 0 to 1; assumed, D: none published
    season_peak = 200 day of year, 0 to 366; assumed, D: none published
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table, each


def pull(values: Mapping[str, float], launch: date, days: NDArray[np.int64]) -> Table:
    """Return the pull of each day, logit; `days` count from the launch."""
    weekend = (launch.weekday() + days) % 7 >= 5
    by_weekday: Table = values["weekend_pull"] * weekend.astype(np.float64)
    if values["season_pull"] == 0.0:
        return by_weekday
    day_of_year = (launch.timetuple().tm_yday + days) % 365.25
    angle = np.asarray(2 * math.pi * (day_of_year - values["season_peak"]) / 365.25, np.float64)
    return by_weekday + values["season_pull"] * each(math.cos, angle)
