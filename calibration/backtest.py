"""How well a fitted community foretells what it has not seen, beside the naive forecast."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.ahead import foresee
from calibration.forecasts.product import foretell
from calibration.history import History
from calibration.history.record import LEAST, weekly_means
from calibration.observation import by_week, fourth_week, weekly
from calibration.world import Forecast, Map, World, weeks_after
from scenarios.forecasts.levels import RECENT
from scenarios.forecasts.names import NAIVE, SIMULATION
from sim.behaviour.preset import Behaviour
from sim.errors import InputError

NAIVE_WEEKS: Final = RECENT
"""The naive forecast is the mean of so many last weeks."""

SOLD: Final = {"orders": "event_purchase", "net_sales": "revenue"}
"""What is sold, and the history's column of it."""

BEFORE: Final = 26
"""Weeks of history handed back with a forecast, for a reader to see it against."""

BAND: Final = 0.90
"""Probability that the band is meant to hold."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """A forecast and what came.

    Attributes
    ----------
    weeks
        Number of whole weeks forecast, all of which the errors are over.
    error
        Weighted absolute error, as a share, of the weekly means of daily active members, or of
        weekly figures their active members, over all of these weeks; NaN when nobody came in any.
    naive_error
        The same of the naive forecast: the mean of the last four weeks before.
    band_coverage
        Share of weeks within the forecast's 90 % band.
    observed, forecast, low, high, naive
        These figures by week: what came, the mean over worlds set to where the history ends
        (`calibration.anchor`), the band, the naive forecast.
    before
        The same of the last weeks before, at most `BEFORE`: what was known.
    arrivals_error, unexplained
        Standard deviations, of logs, that the band takes in: of arrivals about their forecast, and
        of a week about what the worlds expect of it.
    sold
        ``orders`` and, where they have a value, ``net_sales`` of each week in the same way; None
        where members do not buy, or fewer than `LEAST` do; what came is None where fewer did in any
        of the weeks.
    product
        The forecast that mixes the worlds' with the simple ones
        (`calibration.forecasts.product.Product`), its ``error``, and by ``coverage`` the share of
        weeks within each of its bands.
    simple
        Errors of the simple forecasts by name, in the same way; None where too little was known.
    retention_w4
        Of those who joined in the holdout, the share who came in their fourth week: ``observed``,
        ``simulation``, and ``naive``, that of the last half-year's joiners before; and how
        many ``joiners`` these were. None where the history does not tell, or of fewer than `LEAST`.
    """

    weeks: int
    error: float
    naive_error: float
    band_coverage: float
    observed: tuple[float, ...]
    forecast: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    naive: tuple[float, ...]
    before: tuple[float, ...]
    arrivals_error: float
    unexplained: float
    sold: Mapping[str, Any] | None
    product: Mapping[str, Any]
    simple: Mapping[str, float | None]
    retention_w4: Mapping[str, float | None]

    def as_dict(self) -> dict[str, Any]:
        """Return it for ``--json``: lists for the weekly values, None for what is not defined."""
        return {
            name: list(value)
            if isinstance(value, tuple)
            else or_none(value)
            if isinstance(value, float)
            else value
            for name, value in asdict(self).items()
        }


def weighted_error(forecast: NDArray[np.float64], observed: NDArray[np.float64]) -> float:
    """Weighted absolute error as a share: sum of absolute errors over the sum of actuals.

    Every week counts, one in which nobody came too, and a week counts by how many came. A mean of
    percentages (MAPE) would leave out the silent weeks and be carried by the emptiest of the rest.

    Returns NaN when nobody came in any week.
    """
    actual = float(observed.sum())
    return float(np.abs(forecast - observed).sum()) / actual if actual > 0 else math.nan


def or_none(error: float) -> float | None:
    """Return an error as JSON has it: None where it is not defined."""
    return None if math.isnan(error) else error


def naive(active: NDArray[np.int64], weeks: int, step: int = 1) -> NDArray[np.float64]:
    """Return the naive forecast: the mean of the last four weeks, shape ``(weeks,)``."""
    return np.full(weeks, active[-7 * NAIVE_WEEKS // step :].mean())


def backtest(
    world: World,
    future: History,
    behaviour: Behaviour,
    *,
    days: int,
    worlds: int,
    seed: int,
    run_all: Map = map,
) -> Backtest:
    """Forecast the days after a world's history (`foresee`) and compare them with what came.

    Parameters
    ----------
    world
        Scenario and history up to the cut.
    future
        The whole history; only its active members after the cut are looked at.
    behaviour
        The fitted behaviour.
    days
        Days of the holdout, at least 7.
    worlds
        Number of simulated worlds, at least 2.
    seed
        Seed of the first world; the others follow.
    run_all
        A ``map``, of threads for instance; the result does not depend on it.

    Raises
    ------
    InputError
        If the holdout has no whole week, or the history before it less than the naive forecast
        needs.
    """
    known = world.history
    weeks = days // 7
    if weeks < 1:
        raise InputError(f"a holdout of {days} days has no whole week; at least 7 days")
    if known.days < 7 * NAIVE_WEEKS:
        raise InputError(
            f"{known.days} days before the holdout; the naive forecast needs {7 * NAIVE_WEEKS}",
            file=known.source,
        )
    foreseen = foresee(world, behaviour, days=days, worlds=worlds, seed=seed, run_all=run_all)
    lived, paths, noise = foreseen.lived, foreseen.paths, foreseen.unexplained
    step, before = known.step, weekly(known)
    came = future.active[known.days // step : (known.days + 7 * weeks) // step]
    observed = by_week(came, step)
    middle = paths.mean(axis=0)
    low, high = _band(paths, noise)
    active = known.active
    plain = naive(active, weeks, step)
    product = foretell(before, step, middle)
    return Backtest(
        weeks=weeks,
        error=weighted_error(middle, observed),
        naive_error=weighted_error(plain, observed),
        band_coverage=float(np.mean((low <= observed) & (observed <= high))),
        observed=tuple(observed.tolist()),
        forecast=tuple(middle.tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        naive=tuple(plain.tolist()),
        before=tuple(before[-BEFORE:].tolist()),
        arrivals_error=foreseen.arrivals_error,
        unexplained=noise,
        sold=_sold(known, future, weeks, lived, noise),
        product={
            **product.as_dict(),
            "error": or_none(weighted_error(product.path, observed)),
            "coverage": {name: n / weeks for name, n in product.covered(observed).items()},
        },
        simple={
            name: None if path is None else or_none(weighted_error(path, observed))
            for name, path in product.simple.items()
        },
        retention_w4=_retention(known, future, 7 * weeks, lived),
    )


def _retention(
    known: History, future: History, days: int, lived: Sequence[Forecast]
) -> dict[str, float | None]:
    """Fourth-week retention of those who joined in the holdout, and of those before it."""
    joined, stayed = (sum(each) for each in zip(*((one.joined, one.stayed) for one in lived),
                                                strict=True))  # fmt: skip
    found = {SIMULATION: (joined, stayed)}
    if known.triangle is not None and future.triangle is not None:
        found["observed"] = fourth_week(future.triangle, *weeks_after(known, days))
        found[NAIVE] = fourth_week(
            known.triangle, max(known.weeks - BEFORE, known.cohorts_from), known.weeks
        )
    shares = {
        name: found[name][1] / found[name][0] if name in found and found[name][0] >= LEAST else None
        for name in ("observed", SIMULATION, NAIVE)
    }
    told = shares["observed"] is not None
    return {**shares, "joiners": found["observed"][0] if told else None}


def _band(paths: NDArray[np.float64], noise: float) -> NDArray[np.float64]:
    """Low and high of what worlds, of shape ``(worlds, weeks)``, and their noise may bring."""
    grid = np.array([NormalDist().inv_cdf((k + 0.5) / 19) for k in range(19)])
    clouds = paths[:, None, :] * np.exp(noise * grid)[None, :, None]
    spread = clouds.reshape(-1, paths.shape[1])
    return np.quantile(spread, [(1 - BAND) / 2, (1 + BAND) / 2], axis=0)


def _sold(
    known: History, future: History, weeks: int, lived: Sequence[Forecast], noise: float
) -> dict[str, Any] | None:
    """Orders and net sales of each week as they came, were foretold, and are forecast naively."""
    later = future.until(known.end + timedelta(days=7 * weeks))
    if later.buyers(7 * weeks) < LEAST or known.buyers(7 * NAIVE_WEEKS) < LEAST:
        return None
    # Were one week alone hidden, the error over all would tell it.
    shown = later.fewest_buyers(weeks) >= LEAST
    found: dict[str, Any] = {}
    for name, column in SOLD.items():
        if column not in later.daily.columns:
            continue
        daily = later.daily[column].to_numpy().astype(np.float64)
        observed = 7 * weekly_means(daily[known.days :])
        paths = np.array([getattr(one, name) for one in lived])
        low, high = _band(paths, noise)
        plain = np.full(weeks, 7 * daily[: known.days][-7 * NAIVE_WEEKS :].mean())
        middle = paths.mean(axis=0)
        found[name] = {
            "error": or_none(weighted_error(middle, observed)),
            "naive_error": or_none(weighted_error(plain, observed)),
            "band_coverage": float(np.mean((low <= observed) & (observed <= high))),
            "observed": observed.tolist() if shown else None,
            "forecast": middle.tolist(),
            "low": low.tolist(),
            "high": high.tolist(),
            "naive": plain.tolist(),
        }
    return found
