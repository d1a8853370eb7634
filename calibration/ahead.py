"""Worlds lived on after a history's end: what a fitted community foresees."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.anchor import anchored
from calibration.history import History
from calibration.observation import weekly
from calibration.world import Forecast, Map, World
from scenarios.arrivals_error import error
from sim.behaviour.preset import Behaviour
from sim.draws import decision_key, normal

WORLDS: Final = 24
"""Simulated worlds of a forecast."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What worlds foresee.

    Attributes
    ----------
    lived
        Each world as it was lived.
    paths
        Their actives by week, set to where the history ends (`calibration.anchor`), shape
        ``(worlds, weeks)``.
    arrivals_error, unexplained
        As in `calibration.backtest.Backtest`.
    """

    lived: Sequence[Forecast]
    paths: NDArray[np.float64]
    arrivals_error: float
    unexplained: float


def foresee(
    world: World,
    behaviour: Behaviour,
    *,
    days: int,
    worlds: int = WORLDS,
    seed: int,
    run_all: Map = map,
) -> Foreseen:
    """Live on after a world's history.

    Every world draws its behaviour from the posterior and the priors by its own seed, and its
    arrivals from their forecast with a common error for the whole horizon; arrivals that the
    scenario gives hold as they are.

    Parameters
    ----------
    world
        Scenario and history.
    behaviour
        The fitted behaviour.
    days
        Days to live.
    worlds
        Number of worlds.
    seed
        Seed of the first world; the others follow.
    run_all
        A ``map``, of threads for instance; the result does not depend on it.
    """
    known = world.history
    expected, given = world.coming(days)
    sd = 0.0 if given.all() else error(known.joined, known.end, days)

    def live(k: int) -> Forecast:
        z = normal(np.uint64(k), decision_key(seed, "arrivals error", 0))
        arrivals = np.where(given, expected, expected * math.exp(sd * z))
        return world.forecast(behaviour, arrivals, seed + k)

    lived = list(run_all(live, range(worlds)))
    recent = np.array([one.recent for one in lived])
    return Foreseen(
        lived=lived,
        paths=anchored(
            np.array([one.active for one in lived]), recent, weekly(known)[-recent.shape[1] :]
        ),
        arrivals_error=sd,
        unexplained=unexplained(known, np.mean([one.past for one in lived], axis=0)),
    )


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
