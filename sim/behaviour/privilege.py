"""Privilege: what a level gives beside money.

    pull = status_pull privilege tier      (M13, M30)

`privilege` is the lever's, logit a tier.

From the register (`python -m forerun.model_page` writes it):

    status_pull = 1 ± 0.4 (off: 0), 0 to 3; assumed, A: M13, M30
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table


def pull(values: Mapping[str, float], privilege: Table, tiers: NDArray[np.int64]) -> Table:
    """Return the pull of a level's privileges, logit."""
    return values["status_pull"] * privilege * tiers
