"""Forecasts of one history from several of its days, each blind to what came after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.backtest import or_none, weighted_error
from calibration.forecasts.bands import LEVELS
from calibration.forecasts.product import Product, percent
from calibration.history import History
from scenarios.forecasts import LEAST
from scenarios.forecasts.mix import Earlier
from scenarios.forecasts.names import NAIVE, PRODUCT, SIMULATION
from sim.errors import InputError

WANTED: Final = 13
"""Weeks known at the first origin, where the history has room for all origins after them; else
`scenarios.forecasts.LEAST`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The forecast that was made on one day, and what came.

    Attributes
    ----------
    first
        First day forecast.
    known
        Weeks known then.
    observed, simulation
        What came, and what worlds foresaw, shape ``(weeks,)``.
    product
        The forecast.
    retention
        As `calibration.backtest.Backtest.retention_w4`, with ``joiners``.
    """

    first: date
    known: int
    observed: NDArray[np.float64]
    simulation: NDArray[np.float64]
    product: Product
    retention: Mapping[str, float | None]

    @property
    def paths(self) -> dict[str, NDArray[np.float64] | None]:
        """The forecasts by name; None where too little was known."""
        return {PRODUCT: self.product.path, SIMULATION: self.simulation, **self.product.simple}

    def as_dict(self) -> dict[str, Any]:
        """Return ``{"first", "known_weeks", "error", "observed", "weights", "forecast", ...}``."""
        return {
            "first": self.first.isoformat(),
            "known_weeks": self.known,
            "error": {name: error((self,), name) for name in self.paths},
            "coverage": coverage((self,)),
            "observed": self.observed.tolist(),
            **self.product.as_dict(),
        }


def places(history: History, count: int, weeks: int) -> list[int]:
    """Return the weeks known at each origin, evenly spaced over what a history allows.

    Counted back from its end in whole weeks, so that the last forecast ends with it.

    Parameters
    ----------
    history
        The whole history.
    count
        Origins wanted, at least 1; fewer where there are not so many weeks.
    weeks
        Weeks of each forecast, at least 1.

    Raises
    ------
    InputError
        If there is not one.
    """
    last = history.days // 7 - weeks
    if last < LEAST:
        raise InputError(
            f"{history.days // 7} whole weeks; to forecast {weeks} weeks from what is known then, "
            f"at least {LEAST + weeks} are needed",
            file=history.source,
            field="horizon",
        )
    first = WANTED if last - WANTED + 1 >= count else LEAST
    return sorted({round(float(known)) for known in np.linspace(last, first, count)})


def cut(history: History, known: int) -> date:
    """Return the day on which so many weeks, counted from the end's, were known."""
    return history.end - timedelta(weeks=history.days // 7 - known)


def error(origins: Sequence[Origin], name: str) -> float | None:
    """Return a forecast's sum of absolute errors over the sum of actuals, of all weeks together.

    Where too little was known for it, who forecasts so has the naive forecast. None where that was
    so at every origin, or nobody came.
    """
    told = [(one.paths[name], one.paths[NAIVE], one.observed) for one in origins]
    if all(path is None for path, _, _ in told):
        return None
    forecast = np.concatenate([plain if path is None else path for path, plain, _ in told])
    observed = np.concatenate([came for _, _, came in told])
    return or_none(weighted_error(forecast, observed))


def coverage(origins: Sequence[Origin]) -> dict[str, float]:
    """Return the share of all weeks that lay within each band of the product's forecast."""
    weeks = sum(len(one.observed) for one in origins)
    inside = [one.product.covered(one.observed) for one in origins]
    return {percent(p): sum(one[percent(p)] for one in inside) / weeks for p in LEVELS}


def retention(origins: Sequence[Origin]) -> dict[str, float | None]:
    """Return fourth-week retention of those who joined after each origin, all of them together.

    ``observed``, ``simulation`` and ``naive``, over the origins where all three are known; each
    weighed by who joined then.
    """
    names = ("observed", SIMULATION, NAIVE)
    rows = [[one.retention[name] for name in ("joiners", *names)] for one in origins]
    told = np.array([row for row in rows if None not in row], np.float64).reshape(-1, 4)
    joiners = told[:, 0].sum()
    if not joiners:
        return dict.fromkeys(names)
    shares = (told[:, :1] * told[:, 1:]).sum(axis=0) / joiners
    return dict(zip(names, shares.tolist(), strict=True))


def summary(origins: Sequence[Origin]) -> dict[str, Any]:
    """Return ``{"origins", "error", "coverage", "retention_w4"}`` as `forerun backtest` prints."""
    return {
        "origins": [one.as_dict() for one in origins],
        "error": {name: error(origins, name) for name in origins[0].paths},
        "coverage": coverage(origins),
        "retention_w4": retention(origins),
    }


def earlier(origins: Iterable[Origin]) -> list[Earlier]:
    """Return what the worlds of some origins foresaw, by which those of a later one are weighed."""
    return [Earlier(one.known, one.simulation) for one in origins]
