"""Ageing: a community changes as it grows old, and so do those whom it draws.

    pull on everyone:                 community_slope ln(1 + years since the launch)
    trait of those who join then:     cohort_slope ln(1 + years since the launch)

In five histories early joiners stay 1.4 to 3.6 times as long as late ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table, log1p
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "ageing",
    title="the community's age",
    title_zh="社区年龄",
    switches=("cohort_slope", "community_slope"),
    parameters=(
        Parameter(
            "cohort_slope", 0.0, unit="logit/ln(1+years)", low=-2.0, high=1.0, typical=-0.5,
            grade="assumed", evidence="C",
            source="real histories: early joiners' week-4 retention is 1.4 to 3.6 times late "
                   "joiners'",
            meaning="shift of those who join a community of that age",
            meaning_zh="加入时社区年龄的影响",
        ),
        Parameter(
            "community_slope", 0.0, unit="logit/ln(1+years)", low=-2.0, high=2.0, typical=-0.1,
            grade="assumed", evidence="D",
            source="none published",
            meaning="shift of everyone as the community ages", meaning_zh="社区老化的影响",
        ),
    ),
)  # fmt: skip


def pull(values: Mapping[str, float], days: NDArray[np.int64]) -> Table:
    """Return the pull on everyone, logit; `days` count from the launch."""
    return _grown(values["community_slope"], days)


def born(values: Mapping[str, float], days: NDArray[np.int64]) -> Table:
    """Return what joining on a day adds to a member's own logit for life."""
    return _grown(values["cohort_slope"], days)


def _grown(slope: float, days: NDArray[np.int64]) -> Table:
    return slope * log1p(days / 365.25) if slope != 0.0 else np.zeros(days.shape)
