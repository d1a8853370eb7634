"""Privilege: what a level gives beside money.

    pull = status_pull privilege tier      (M13, M30)

`privilege` is the lever's, logit a tier.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "privilege",
    title="privileges of levels",
    title_zh="等级特权",
    switches=("status_pull",),
    needs="a plan's `privilege` lever",
    parameters=(
        Parameter(
            "status_pull", 1.0, unit="1", low=0.0, high=3.0, spread=0.4, neutral=0.0,
            grade="assumed", evidence="A",
            source="M13, M30",
            meaning="weight of the privileges of a level", meaning_zh="等级特权的作用",
        ),
    ),
)  # fmt: skip


def pull(values: Mapping[str, float], privilege: Table, tiers: NDArray[np.int64]) -> Table:
    """Return the pull of a level's privileges, logit."""
    return values["status_pull"] * privilege * tiers
