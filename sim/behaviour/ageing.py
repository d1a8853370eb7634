"""Ageing: a community changes as it grows old, and so do those whom it draws.

    pull on everyone:                 community_slope ln(1 + years since the launch)
    trait of those who join then:     cohort_slope ln(1 + years since the launch)

In five histories early joiners stay 1.4 to 3.6 times as long as late ones.

From the register (`python -m forerun.model_page` writes it):

    cohort_slope = 0 (on: -0.5) logit/ln(1+years), -2 to 1; assumed, C: real histories: early
        joiners' week-4 retention is 1.4 to 3.6 times late joiners'
    community_slope = 0 (on: -0.1) logit/ln(1+years), -2 to 2; assumed, D: none published
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table, log1p


def pull(values: Mapping[str, float], days: NDArray[np.int64]) -> Table:
    """Return the pull on everyone, logit; `days` count from the launch."""
    return _grown(values["community_slope"], days)


def born(values: Mapping[str, float], days: NDArray[np.int64]) -> Table:
    """Return what joining on a day adds to a member's own logit for life."""
    return _grown(values["cohort_slope"], days)


def _grown(slope: float, days: NDArray[np.int64]) -> Table:
    return slope * log1p(days / 365.25) if slope != 0.0 else np.zeros(days.shape)
