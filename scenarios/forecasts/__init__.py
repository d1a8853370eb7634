"""Forecasts without a simulation, which a simulation must be held against.

Every method has one contract. It is a function of what came, weekly actives as float64 of shape
``(weeks known,)``, and of the weeks to forecast; and it returns float64 of shape
``(weeks known + 1, weeks)``. Row ``t`` is the forecast that was made when ``t`` weeks were known:
it hangs on none that came later, is NaN where too few were known, and is never negative. So one
call gives the forecast of today, the last row, and all earlier ones with the errors that they made,
which say how much each method is to be believed (`scenarios.forecasts.mix`) and how far a
forecast may be off (`calibration.forecasts.bands`). What is written of actives here holds of weekly
joiners as well (`scenarios.arrivals`).
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts.autoregression import autoregression
from scenarios.forecasts.levels import drift, naive
from scenarios.forecasts.names import NAIVE
from scenarios.forecasts.reverting import reverting
from scenarios.forecasts.seasonal import seasonal
from scenarios.forecasts.smoothing import ets, ets_log
from scenarios.forecasts.theta import theta, theta_damped

Method = Callable[[NDArray[np.float64], int], NDArray[np.float64]]

METHODS: Final = MappingProxyType(
    {
        NAIVE: naive,
        "seasonal": seasonal,
        "reverting": reverting,
        "ets": ets,
        "ets_log": ets_log,
        "theta": theta,
        "theta_damped": theta_damped,
        "autoregression": autoregression,
        "drift": drift,
    }
)
"""By name; the naive forecast is the one against which the others are weighed."""

LEAST: Final = 8
"""Weeks from which every method but `seasonal` forecasts."""
