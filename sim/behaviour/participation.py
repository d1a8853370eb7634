"""Participation: few write most.

    posts a visit = write_rate exp(write_spread z - write_spread^2 / 2)     z standard normal

for life: log-normal over members with mean `write_rate` (M10, V10).

Differs from the evidence: everybody writes at some rate, where M10 sets apart a share of lurkers
who never do.

From the register (`python -m forerun.model_page` writes it):

    write_spread = 1.8 (off: 0) ln, 0 to 3; published, B: M10, V10: 1.7-2.5
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def rate(theta: Theta, z: Float32) -> Float32:
    """Return a member's own posts a visit."""
    spread = theta.write_spread
    return theta.write_rate * exp32(spread * z - F(0.5) * spread * spread)
