"""How many join unasked: Poisson counts at the address of a decision and a day."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key, normal, poissons, uniforms53
from sim.ranges import PYTHON
from sim.spec import CommunitySpec


def counts(
    seed: int, decision: str, days: NDArray[np.int64], means: NDArray[np.floating[Any]]
) -> NDArray[np.int64]:
    """Return the Poisson count of each of some days."""
    key = int(decision_key(seed, decision, 0))
    return poissons(means.astype(np.float64), uniforms53((days + 1).astype(np.uint64), key))


MOST_SPREAD: Final = 2.0
"""Standard deviations that a world's error is off at most."""


def means(spec: CommunitySpec, seed: int) -> NDArray[np.float64]:
    """Return the mean organic joiners of each day in the world that a seed draws.

    One error of the forecast for all days, since whoever expected too few expects too few in the
    week after too; log-normal about the mean, so that over worlds it stays. Two plans of one world
    have the same.

    Parameters
    ----------
    spec
        The community.
    seed
        Seed of the run.
    """
    if spec.organic_error is None:
        return spec.organic
    drawn = float(normal(np.uint64(0), decision_key(seed, "arrivals error", 0)))
    z, sd = min(max(drawn, -MOST_SPREAD), MOST_SPREAD), spec.organic_error
    erred = spec.organic * np.exp(sd * z - sd * sd / 2)
    return np.where(spec.organic_known, spec.organic, np.minimum(erred, PYTHON["organic"].high))


def organic(spec: CommunitySpec, seed: int, reach: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return the organic joiners of each day: as given, or drawn with what is seen outside.

    Parameters
    ----------
    spec
        The community.
    seed
        Seed of the run.
    reach
        By what platforms and content multiply the mean of each day, shape ``(days,)``.
    """
    joiners = np.rint(spec.organic).astype(np.int32)
    unknown = np.flatnonzero(~spec.organic_known)
    means = spec.organic[unknown] * reach[unknown]
    joiners[unknown] = counts(seed, "organic arrivals", unknown, means)
    return joiners
