"""Bands in which what will be seen is to fall: of worlds, their arrivals' error and the rest."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from planning.compare import Comparison
from scenarios import Scenario
from worlds.measured import Measured
from worlds.statistics import Floats, Interval, interval, t_quantile

LEVELS: Final = (0.5, 0.8, 0.9)
"""Probabilities that bands are meant to hold."""

OF_ACTIVES: Final = frozenset({"daily_active", "weekly_active", "monthly_active", "visits"})
"""Measures that the unexplained part is of: a fit tells how far weeks' actives lie off what its
worlds expect, and of nothing else."""

LASTING: Final = 0.6
"""Part of what single weeks lie off that a mean or sum over a plan's weeks does: the rest cancels.
Of 28 forecasts of 13 weeks, of eight histories, bands of 50, 80 and 90 % then held the actives that
came in 57, 82 and 93 %, with all of it in 68, 86 and 93 %, with none in 39, 68 and 75 %; of 28 of
seven others, seen once, in 79, 93 and 100 %. Joiners they held in 61, 86 and 86 %, and in 54, 82
and 86 % of the others."""

_HALF: Final = 0.5


def predictive(found: Comparison, tested: Scenario) -> dict[str, Any]:
    """Return the bands of every plan and measure, as JSON values; nothing where nothing is fitted.

    ``{"predictive": {"arrivals_error", "unexplained", "plans": {PLAN: {MEASURE: {"50": {"low",
    "high"}, "80": ..., "90": ...}}}}}``. Worlds draw their parameters, their luck and, where
    joiners are forecast, an error of that forecast with the standard deviation ``arrivals_error``
    of a logarithm; ``unexplained`` is that of weeks about what worlds expect of them, which bands
    of actives hold besides (`OF_ACTIVES`). Either is None where it is not known. The plans of one
    world share these errors, so that a difference is of the plans alone.

    Parameters
    ----------
    found
        Plans in the same worlds.
    tested
        Their scenario.
    """
    errors, off = tested.spec().organic_error, tested.behaviour.unexplained
    if errors is None and not off:
        return {}
    plans = {
        plan: {name: bands(own, place, name, off) for name, own in found.measured.items()}
        for place, plan in enumerate(found.plans)
    }
    return {
        "predictive": {
            "arrivals_error": None if errors is None else float(errors.max()),
            "unexplained": off or None,
            "plans": plans,
        }
    }


def bands(own: Measured, plan: int, name: str, unexplained: float) -> dict[str, Any]:
    """Return ``{"50": {"low", "high"}, ...}`` of a measure under one plan, by its place."""
    found = {}
    for level in LEVELS:
        values, counted = own.values[plan], own.counted[plan]
        if name in OF_ACTIVES and unexplained > 0:
            around = seen(values, level, LASTING * unexplained)
        else:
            around = interval(values, level, counted).within(*own.ends)
        told = around.as_json()
        found[f"{100 * level:.0f}"] = {"low": told["low"], "high": told["high"]}
    return found


def seen(values: Floats, level: float, unexplained: float) -> Interval:
    """Return where a count of one more world falls that is off by what is unexplained too.

    The prediction interval of a normal sample of logarithms, to whose variance that of the
    unexplained part is added.

    Parameters
    ----------
    values
        One value a world, 0 or more; NaN where undefined.
    level
        Probability, between 0 and 1.
    unexplained
        Standard deviation of a logarithm.
    """
    defined = values[~np.isnan(values)]
    n, mean = len(defined), float(defined.mean()) if len(defined) else math.nan
    if n < 2:
        return Interval(mean, math.nan, math.nan)
    logs = np.log(defined + _HALF)
    sd = math.sqrt(float(logs.var(ddof=1)) * (1.0 + 1.0 / n) + unexplained**2)
    half, middle = t_quantile(0.5 + level / 2, n - 1) * sd, float(logs.mean())
    low, high = (math.exp(middle + by) - _HALF for by in (-half, half))
    return Interval(mean, max(min(low, mean), 0.0), max(high, mean))
