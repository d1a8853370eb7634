"""What is forecast of a community: the simulation and the simple forecasts, mixed, with bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.forecasts.bands import bands
from scenarios.forecasts.mix import Earlier, Rolling


@dataclass(frozen=True, slots=True)
class Product:
    """The forecast of the weeks after a history.

    Attributes
    ----------
    weights
        What it is made of: part of each forecast in the mean of their logarithms.
    path
        Weeks to come, shape ``(weeks,)``.
    bands
        Low and high of each week by the probability that they are meant to hold.
    simple
        The simple forecasts by name, each of the same shape; None where too little was known.
    """

    weights: Mapping[str, float]
    path: NDArray[np.float64]
    bands: Mapping[float, tuple[NDArray[np.float64], NDArray[np.float64]]]
    simple: Mapping[str, NDArray[np.float64] | None]

    def covered(self, came: NDArray[np.float64]) -> dict[str, int]:
        """Return in how many weeks what came lay within each band, by its per cent."""
        return {
            percent(p): int(((low <= came) & (came <= high)).sum())
            for p, (low, high) in self.bands.items()
        }

    def as_dict(self) -> dict[str, Any]:
        """Return ``{"weights", "forecast", "bands": {"80": {"low", "high"}, ...}}``."""
        return {
            "weights": dict(self.weights),
            "forecast": self.path.tolist(),
            "bands": {
                percent(p): {"low": low.tolist(), "high": high.tolist()}
                for p, (low, high) in self.bands.items()
            },
        }


def foretell(
    weekly: NDArray[np.float64],
    step: int,
    simulation: NDArray[np.float64],
    earlier: Sequence[Earlier] = (),
) -> Product:
    """Forecast the weeks after those known.

    Parameters
    ----------
    weekly
        Actives of the weeks known (`calibration.observation.weekly`), shape ``(weeks known,)``.
    step
        1 where a week's figure is the mean of its days, 7 where it is the week's.
    simulation
        What worlds foresee, shape ``(weeks,)``.
    earlier
        What worlds fitted at earlier days of this history foresaw.
    """
    rolling = Rolling.of(weekly, len(simulation))
    mixed = rolling.with_simulation(simulation, earlier)
    last = {name: path[-1] for name, path in rolling.paths.items()}
    return Product(
        weights=mixed.weights,
        path=mixed.path,
        bands=bands(rolling, mixed.path, 7 // step),
        simple={name: None if np.isnan(path).any() else path for name, path in last.items()},
    )


def percent(p: float) -> str:
    """Return a probability as JSON names it: ``80``."""
    return f"{100 * p:.0f}"
