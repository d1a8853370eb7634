"""Newcomer: those who have just joined come more.

    pull = newcomer_pull exp(-(age - 1) / newcomer_days)     age in days, 1 on the day after joining

It ends after 16 `newcomer_days` (M6: the first day's retention above the seventh's).

From the register (`python -m forerun.model_page` writes it):

    newcomer_pull = 2 (off: 0) logit, 0 to 8; assumed, C: M6: D1 above D7
    newcomer_days = 5 days, 0.5 to 120; assumed, C: M6: D1/D7/D30
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


SPAN = F(16.0)
"""Multiples of `newcomer_days` after which nothing is left of the pull (e^-16)."""


@inlined
def exponent(theta: Theta, age: Float32) -> Float32:
    """Return the exponent of what is left of the pull, `age` days after the first."""
    return -age / theta.newcomer_days


@inlined
def added(theta: Theta, pull: Float32, age: Float32, fresh: Float32) -> Float32:
    """Return `pull` with the newcomer's added; `fresh` is what is left of it, 0 to 1."""
    if age > SPAN * theta.newcomer_days:
        return pull
    return pull + theta.newcomer_pull * fresh
