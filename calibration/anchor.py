"""Worlds that forecast are set to where the history ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from calibration.forecasts.levels import HALF, RECENT


def anchored(
    paths: NDArray[np.float64], recent: NDArray[np.float64], came: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return worlds' forecasts, each from the level of the last four weeks as they came.

    A world draws its own people, and how many of them come at the history's end is luck that its
    whole forecast keeps. So each path is divided by the world's own level of these weeks and set on
    the history's; then all are moved together, so that their mean changes as it did before. On
    eight histories with up to six origins each it takes the error 13 weeks ahead down by a seventh;
    where an odd last month was no new level (two of the eight) it made it worse by up to a tenth.

    Parameters
    ----------
    paths
        Weeks to come of each world, shape ``(worlds, weeks)``.
    recent
        Last weeks known as each world lived them, shape ``(worlds, weeks before)``.
    came
        The same weeks as they came, shape ``(weeks before,)``, at least one.
    """
    level, own = came[-RECENT:].mean(), recent[:, -RECENT:].mean(axis=1)
    change = (paths.mean(axis=0) + HALF) / (own.mean() + HALF)
    wanted = np.maximum((level + HALF) * change - HALF, 0.0)
    moved = paths * ((level + HALF) / (own + HALF))[:, None]
    return np.asarray(moved * (wanted / np.maximum(moved.mean(axis=0), 1e-9)))
