"""An objective that is a risk: one value a world whose mean is the quantile or the worst tenth.

With such values of all worlds a risk is paired, believed and chosen by like any mean.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

import numpy as np

from scenarios import Objective
from worlds.statistics import Floats

WORST: Final = 0.1
"""Share of the worlds that ``cvar`` is the mean of."""


def column_of(objective: Objective, values: Floats) -> Floats:
    """Return one value a world whose mean over them is what an objective asks of a measure.

    Parameters
    ----------
    objective
        The objective.
    values
        The measure in each world, shape ``(worlds,)``.

    Returns
    -------
    ndarray
        For a mean the values. For a quantile it moved by each world's distance from the mean,
        widened so that the error of the mean is that of the quantile of a normal sample
        (``sqrt(p (1 - p)) / pdf`` times the spread). For the worst tenth the terms of Rockafellar
        and Uryasev (2000): the quantile, less what lies beyond it over a tenth.
    """
    risk = objective.risk
    if risk == "mean" or np.isnan(values).any():
        return values
    if risk == "cvar":
        own = objective.sign * values
        edge = float(np.sort(own)[math.ceil(WORST * len(own)) - 1])
        return np.asarray(objective.sign * (edge - np.maximum(edge - own, 0.0) / WORST))
    share = int(risk[1:]) / 100
    normal = NormalDist()
    wide = math.sqrt(share * (1.0 - share)) / normal.pdf(normal.inv_cdf(share))
    return np.asarray(np.quantile(values, share) + wide * (values - values.mean()))
