"""Social dollars: members with many ties spend more.

    purchases x (1 + social_spend (1 - exp(-ties / 8)))     (M38)

Differs from the evidence: ties alone count, where M38 has posters spend more too.

From the register (`python -m forerun.model_page` writes it):

    social_spend = 0 (on: 0.6), 0 to 2; published, B: M38: 19 % of revenue after launch, which 0.60
        gives at eight ties
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


_MANY = F(8.0)


@inlined
def factor(theta: Theta, ties: Float32) -> Float32:
    """Return by what ties multiply purchases."""
    return F(1.0) + theta.social_spend * (F(1.0) - exp32(-ties / _MANY))
