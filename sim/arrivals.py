"""How many join unasked: Poisson counts at the address of a decision and a day."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key, poissons, uniforms53
from sim.spec import CommunitySpec


def counts(
    seed: int, decision: str, days: NDArray[np.int64], means: NDArray[np.floating[Any]]
) -> NDArray[np.int64]:
    """Return the Poisson count of each of some days."""
    key = int(decision_key(seed, decision, 0))
    return poissons(means.astype(np.float64), uniforms53((days + 1).astype(np.uint64), key))


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
