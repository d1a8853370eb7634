"""Where the search for posts begins, if a history has far more or fewer than is usual."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.history import History
from calibration.history.measure import WINDOW_DAYS
from calibration.space import LEVELS, Dimension
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import PARAMETER

RATE: Final = "write_rate"
SPREAD: Final = "write_spread"

USUAL: Final = {"visit": (0.4, 10.0), "contribution": (0.05, 10.0)}
"""Posts a visit, by what makes active, for which the search's own range of `write_rate` does.

Where only who writes is active, fewer than 0.05 are hardly more posts than actives, and the
preset's spread over members cannot be: whoever writes most would write several a day.
"""

ABOUT: Final = 4.0
"""How far beyond a rate that is not usual the search goes, as a factor."""

LEAST: Final = 0.002
"""Posts a visit at least: with fewer, more visits would be needed than members can make."""

EVEN: Final = 0.3
"""The spread from which the search begins where there are so few."""

_ALIKE: Final = 200


def dimensions(known: History, expected: Behaviour, activity: str) -> dict[str, Dimension]:
    """Return the search ranges of writing that a history asks for, each about its first value.

    Posts for each active member tell about how many a visit has: as many where visits count, fewer
    where only who writes is active, for those who come and write nothing are not seen. Where that
    is usual, nothing is returned, and the search is as for any history.

    Parameters
    ----------
    known
        The history; of weekly figures a week counts as a visit, which tells the order of size.
    expected
        Behaviour before any fit.
    activity
        What makes a member active.

    Returns
    -------
    dict
        By name of the parameter. The spread over members is among them only where the figures have
        no triangle, with which it is fitted in any case.
    """
    ratio, usual = _posts_per_active(known), USUAL.get(activity)
    if usual is None or not ratio > 0:
        return {}
    rate = _rate(ratio, expected.values[SPREAD], activity)
    if usual[0] <= rate <= usual[1]:
        return {}
    found = {}
    if rate < usual[0] and activity == "contribution" and known.triangle is None:
        found[SPREAD] = replace(_own(SPREAD), centre=EVEN)
        rate = _rate(ratio, EVEN, activity)
    most = PARAMETER[RATE].high
    rate = min(max(rate, LEAST), most)
    own = _own(RATE)
    low, high = min(own.low, rate / ABOUT), max(own.high, min(rate * ABOUT, most))
    found[RATE] = replace(own, low=low, high=high, centre=rate)
    return found


def _own(name: str) -> Dimension:
    return next(dimension for dimension in LEVELS if dimension.name == name)


def _posts_per_active(known: History) -> float:
    if "contributions" not in known.daily.columns:
        return 0.0
    active = known.active[-(WINDOW_DAYS // known.step) :].sum()
    return float(known.counts("contributions")[-WINDOW_DAYS:].sum() / max(int(active), 1))


def _rate(ratio: float, spread: float, activity: str) -> float:
    """Posts a visit at which those who are active write so many in the mean."""
    if activity != "contribution":
        return ratio
    low, high = math.log(LEAST / ABOUT), math.log(10 * PARAMETER[RATE].high)
    for _ in range(40):
        middle = (low + high) / 2
        rates = math.exp(middle) * _members(spread)
        if float(rates.mean() / -np.expm1(-rates).mean()) < ratio:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2)


def _members(spread: float) -> NDArray[np.float64]:
    """Members' rates of posting in units of their mean, as `participation` deals them."""
    quantiles = [NormalDist().inv_cdf((k + 0.5) / _ALIKE) for k in range(_ALIKE)]
    rates = np.exp(spread * np.array(quantiles))
    return np.asarray(rates / rates.mean())
