"""Which of the trials of a search is named: the front, and the rule that picks one of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from worlds.statistics import Floats, mean_interval


def pareto(gains: Floats) -> list[int]:
    """Return the rows that no other row dominates, in order.

    Parameters
    ----------
    gains
        Objectives to be maximised, shape ``(trials, objectives)``, without NaN.
    """
    kept = []
    for index, row in enumerate(gains):
        dominated = (gains >= row).all(axis=1) & (gains > row).any(axis=1)
        if not dominated.any():
            kept.append(index)
    return kept


def choose(gains: Sequence[Floats]) -> int:
    """Return the candidate to name, objective by objective.

    The objectives are taken in the order in which they were written. For each but the last, the
    candidates stay that cannot be told from the best: those whose paired difference from it over
    the panel has a 90 % interval that reaches zero. Of those that are left the last objective
    names the best; of equals the first trial.

    Parameters
    ----------
    gains
        For each candidate its objectives, to be maximised, in the worlds of the panel: shape
        ``(objectives, seeds)``. At least one candidate.
    """
    left = list(range(len(gains)))
    objectives = len(gains[0])
    for objective in range(objectives):
        means = [float(gains[index][objective].mean()) for index in left]
        best = left[int(np.argmax(means))]
        if objective == objectives - 1:
            return best
        left = [
            index
            for index in left
            if mean_interval(gains[best][objective] - gains[index][objective]).low <= 0
        ]
    raise ValueError("a search needs an objective")
