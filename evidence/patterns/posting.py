"""P3: how unequally members post."""

from __future__ import annotations

import numpy as np

from evidence.patterns.worlds import SEEDS, cohorts
from sim.metrics.content import gini, top_share


def concentration(preset: str) -> tuple[float, float, float]:
    """Return the shares of the posts that the top 1 % and 10 % hold, and the Gini coefficient.

    Of all who ever joined, silent ones included; means over `SEEDS`.
    """
    posts = [cohorts(preset, seed)[0].members["posts"].astype(np.int64) for seed in SEEDS]
    first, tenth = (np.mean([top_share(of, part) for of in posts]) for part in (0.01, 0.10))
    return float(first), float(tenth), float(np.mean([gini(of) for of in posts]))
