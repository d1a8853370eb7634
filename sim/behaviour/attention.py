"""Attention: a visit takes in only so much.

    items read = min(attention (1/2 + u_i), items),   at least 1 if there is any

u_i is uniform, a member's own, so that the mean is `attention`. Exposures are conserved: twice the
items halve the exposure of each (M19, V30).

From the register (`python -m forerun.model_page` writes it):

    attention = 8 items/visit, 0.5 to 200; assumed, C: M19: attention is finite
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta, Whole

F = np.float32


@inlined
def budget(theta: Theta, trait: Float32) -> Whole:
    """Return the items that a member can read on a visit, at least 1; `trait` is on [0, 1)."""
    items = np.int32(theta.attention * (F(0.5) + trait) + F(0.5))
    return max(items, np.int32(1))
