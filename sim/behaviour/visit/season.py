"""Season: weekdays and the time of the year.

    pull = weekend_pull w + season_pull cos(2 pi (day - season_peak) / 365.25)

w is 1 on Saturday and Sunday, day is the day of the year (M1, V3).

Differs from the evidence: Saturday and Sunday share one shift, where M1 has a factor for each
weekday.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table, each
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "season",
    title="weekday and season",
    title_zh="星期与季节",
    switches=("weekend_pull", "season_pull"),
    parameters=(
        Parameter(
            "weekend_pull", 0.0, unit="logit", low=-1.0, high=1.0, typical=-0.1, grade="assumed",
            evidence="D",
            source="M1: amplitude 5-20 %, sign depends on the product",
            meaning="shift on Saturday and Sunday", meaning_zh="周末效应",
        ),
        Parameter(
            "season_pull", 0.0, unit="logit", low=0.0, high=1.0, typical=0.1, grade="assumed",
            evidence="D",
            source="none published",
            meaning="amplitude of the yearly cycle", meaning_zh="年度季节幅度",
        ),
        Parameter(
            "season_peak", 200.0, unit="day of year", low=0.0, high=366.0, grade="assumed",
            evidence="D",
            source="none published",
            meaning="day of the yearly peak", meaning_zh="年度高峰日",
        ),
    ),
)  # fmt: skip


def pull(values: Mapping[str, float], launch: date, days: NDArray[np.int64]) -> Table:
    """Return the pull of each day, logit; `days` count from the launch."""
    weekend = (launch.weekday() + days) % 7 >= 5
    by_weekday: Table = values["weekend_pull"] * weekend.astype(np.float64)
    if values["season_pull"] == 0.0:
        return by_weekday
    day_of_year = (launch.timetuple().tm_yday + days) % 365.25
    angle = np.asarray(2 * math.pi * (day_of_year - values["season_peak"]) / 365.25, np.float64)
    return by_weekday + values["season_pull"] * each(math.cos, angle)
