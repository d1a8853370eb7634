"""Buy: purchases of a visit differ between members and end.

    P(purchase) = buy_i g_i (1 + social_spend (1 - exp(-ties / 8))),   P(stop after one) = q_i

g_i is gamma with shape `buy_shape` and mean 1, q_i is beta with shapes `buy_quit_a` and
`buy_quit_b`, both drawn for life: BG/NBD in the limit of many visits with few purchases (M63;
Fader, Hardie and Lee 2005, doi:10.1287/mksc.1040.0098). buy_i holds the price (M36). Many ties make
members spend more (M38). Without `buy_shape` members are alike and never stop.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Floats, Theta

F = np.float32
_MANY = F(8.0)


@inlined
def quantile(table: Floats, u: Float32) -> Float32:
    """Return the mean of the cell of equal probability in which u lies; u on [0, 1)."""
    return table[np.int32(u * F(table.shape[0]))]


@inlined
def social_factor(theta: Theta, ties: Float32) -> Float32:
    """Return by what ties multiply purchases."""
    return F(1.0) + theta.social_spend * (F(1.0) - exp32(-ties / _MANY))
