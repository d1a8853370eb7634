"""What is told of a fit: values beside the prior, retention beside the history's, its breaks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.forecasts.breaks import breaks
from calibration.history import History
from calibration.observation import weekly
from calibration.study import Search
from calibration.targets import Targets
from sim.behaviour.preset import Behaviour


def broken(history: History) -> list[dict[str, Any]]:
    """Return the breaks of a history: ``first`` day of the new level, ``weeks_ago``, ``ratio``."""
    came = weekly(history)
    found = [(len(came) - one.week, one.ratio) for one in breaks(came)]
    return [
        {
            "first": (history.end - timedelta(weeks=weeks)).isoformat(),
            "weeks_ago": weeks,
            "ratio": ratio,
        }
        for weeks, ratio in found
    ]


def values(behaviour: Behaviour, search: Search) -> dict[str, dict[str, float]]:
    """Each fitted value with the range that holds 90 % of the worlds, and of the prior.

    ``place`` is where it stands in its search range, 0 to 1, and ``left`` what the history leaves
    of the prior's standard deviation, as the linear model of the search sees it.
    """
    found, left = {}, search.left()
    for dimension, part in zip(search.space.dimensions, left.tolist(), strict=True):
        name = dimension.name
        low, high = np.quantile([world[name] for world in behaviour.posterior], [0.05, 0.95])
        prior_low, prior_high = search.space.expected(dimension)
        found[name] = {
            "value": behaviour.values[name],
            "low": float(low),
            "high": float(high),
            "prior_low": prior_low,
            "prior_high": prior_high,
            "place": dimension.place(behaviour.values[name]),
            "left": part,
        }
    return found


def retention_rows(targets: Targets, vector: NDArray[np.float64]) -> list[dict[str, Any]]:
    """Return cohort retention as observed and as fitted; see `calibration.fit.Calibration`."""
    rows = []
    for target, fitted in zip(targets.targets, vector, strict=True):
        if target.group != "retention":
            continue
        _, cohorts, ages = target.name.split()
        first, last = ages.split("-")
        rows.append(
            {
                "cohorts": cohorts,
                "from_week": int(first),
                "to_week": int(last),
                "observed": target.value**2 if target.shown else None,
                "fitted": float(fitted) ** 2,
            }
        )
    return rows
