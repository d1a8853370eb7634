"""Status: who held a higher level than today's comes less.

    pull = -demotion_pain    while the level is below the highest that was held on a visit

The demoted come less than those who never rose (M30). Levels fall when a plan raises its
thresholds.

Differs from the evidence: demotion takes the same pull whatever the level gave, where M30 has a
loss weigh twice its gain or more.

From the register (`python -m forerun.model_page` writes it):

    demotion_pain = 0 (on: 0.6) logit, 0 to 5; assumed, A: M30: loss weighs twice a gain; the
        demoted are below the never promoted
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta, Whole

F = np.float32


@inlined
def pull(theta: Theta, level: Whole, held: Whole) -> Float32:
    """Return the pull of a demotion, logit, 0 or less."""
    return -theta.demotion_pain if level < held else F(0.0)
