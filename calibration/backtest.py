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

from calibration.history import History
from calibration.history.record import LEAST, weekly_means
from calibration.observation import by_week
from calibration.world import Forecast, Map, World
from scenarios.arrivals import forecast as forecast_arrivals
from sim.behaviour.preset import Behaviour
from sim.draws import decision_key, normal
from sim.errors import InputError

NAIVE_WEEKS: Final = 4
"""The naive forecast is the mean of so many last weeks."""

SOLD: Final = {"orders": "event_purchase", "net_sales": "revenue"}
"""What is sold, and the history's column of it."""

BEFORE: Final = 26
"""Weeks of history handed back with a forecast, for a reader to see it against."""

BAND: Final = 0.90
"""Probability that the band is meant to hold."""

ORIGINS: Final = 8
"""Earlier forecasts of arrivals whose errors tell how far this one may be off."""


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
        These figures by week: what came, the mean over worlds, the band, the naive forecast.
    before
        The same of the last weeks before, at most `BEFORE`: what was known.
    arrivals_error, unexplained
        Standard deviations, of logs, that the band takes in: of arrivals about their forecast, and
        of a week about what the worlds expect of it.
    sold
        ``orders`` and, where they have a value, ``net_sales`` of each week in the same way; None
        where members do not buy, or fewer than `LEAST` do.
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
    sold: Mapping[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it for ``--json``: lists for the weekly values, None for what is not defined."""
        return {
            name: list(value)
            if isinstance(value, tuple)
            else None
            if isinstance(value, float) and math.isnan(value)
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


def naive(active: NDArray[np.int64], weeks: int, step: int = 1) -> NDArray[np.float64]:
    """Return the naive forecast: the mean of the last four weeks, shape ``(weeks,)``."""
    return np.full(weeks, active[-7 * NAIVE_WEEKS // step :].mean())


def arrivals_error(history: History, horizon: int) -> float:
    """Measure how far forecasts of arrivals were off before: standard deviation of a log.

    Up to eight forecasts from earlier days of the history, each ``horizon`` days long and without
    the days after it, against the joiners that came; the root mean square of the log of their
    ratio. 0.25 where the history is too short for two.
    """
    joiners = history.counts("new_members")
    errors = []
    for origin in range(1, ORIGINS + 1):
        cut = len(joiners) - origin * horizon
        if cut < 2 * horizon:
            break
        day = history.start + timedelta(days=cut)
        expected = forecast_arrivals(joiners[:cut], day, horizon).sum()
        came = joiners[cut : cut + horizon].sum()
        errors.append(math.log((came + 1.0) / (expected + 1.0)))
    if len(errors) < 2:
        return 0.25
    return float(np.sqrt(np.mean(np.square(errors))))


def unexplained(history: History, expected: NDArray[np.float64]) -> float:
    """Measure how far weeks lie from what worlds expect: root mean square of a log ratio.

    Real weeks vary more than simulated ones: news, holidays, moods are nowhere in the model. The
    last year's weeks of the fit tell how much, so that the band is one for what will be seen and
    not only for its mean.

    Parameters
    ----------
    history
        The history before the holdout.
    expected
        Mean over worlds of what `calibration.history.History.by_week` shows, shape ``(weeks,)``.
    """
    came = history.by_week()[-52:]
    ratio = np.log((came + 0.5) / (expected[-52:] + 0.5))
    return float(np.sqrt(np.mean(ratio**2)))


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
    """Forecast the days after a world's history and compare them with what came.

    Every world draws its behaviour from the posterior and the priors by its own seed, and its
    arrivals from their forecast with a common error for the whole horizon; arrivals that the
    scenario gives hold as they are.

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
    expected, given = world.coming(days)
    sd = 0.0 if given.all() else arrivals_error(known, days)

    def live(k: int) -> Forecast:
        z = normal(np.uint64(k), decision_key(seed, "arrivals error", 0))
        arrivals = np.where(given, expected, expected * math.exp(sd * z))
        return world.forecast(behaviour, arrivals, seed + k)

    lived = list(run_all(live, range(worlds)))
    step = known.step
    paths = np.array([one.active for one in lived])
    noise = unexplained(known, np.mean([one.past for one in lived], axis=0))
    came = future.active[known.days // step : (known.days + 7 * weeks) // step]
    observed = by_week(came, step)
    middle = paths.mean(axis=0)
    low, high = _band(paths, noise)
    active = known.active
    plain = naive(active, weeks, step)
    before = min(known.days // 7, BEFORE)
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
        before=tuple(by_week(active[-7 * before // step :], step).tolist()),
        arrivals_error=sd,
        unexplained=noise,
        sold=_sold(known, future, weeks, lived, noise),
    )


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
    found: dict[str, Any] = {}
    for name, column in SOLD.items():
        if column not in later.daily.columns:
            continue
        daily = later.daily[column].to_numpy().astype(np.float64)
        observed = 7 * weekly_means(daily[known.days :])
        paths = np.array([getattr(one, name) for one in lived])
        low, high = _band(paths, noise)
        plain = np.full(weeks, 7 * daily[: known.days][-7 * NAIVE_WEEKS :].mean())
        errors = [weighted_error(each, observed) for each in (paths.mean(axis=0), plain)]
        error, naive_error = (None if math.isnan(each) else each for each in errors)
        found[name] = {
            "error": error,
            "naive_error": naive_error,
            "band_coverage": float(np.mean((low <= observed) & (observed <= high))),
            "observed": observed.tolist(),
            "forecast": paths.mean(axis=0).tolist(),
            "low": low.tolist(),
            "high": high.tolist(),
            "naive": plain.tolist(),
        }
    return found
