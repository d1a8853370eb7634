"""Buy: purchases of a visit differ between members and end.

    P(purchase) = buy_rate price live g_i social_spend,   P(stop after one) = q_i

g_i is gamma with shape `buy_shape` and mean 1, q_i is beta with shapes `buy_quit_a` and
`buy_quit_b`, both drawn for life: BG/NBD in the limit of many visits with few purchases (M63;
Fader, Hardie and Lee 2005, doi:10.1287/mksc.1040.0098). Without `buy_shape` members are alike and
never stop. The other factors are `price`, `live` and `social_spend`.

Differs from the evidence: every purchase has the same list price, where M63 adds a gamma-gamma law
of spend over customers.

From the register (`python -m forerun.model_page` writes it):

    buy_rate = 0 1/visit, 0 to 1; assumed, B: M63
    basket = 30 currency, 0 to 100000; assumed, D: user's own
    buy_shape = 0 (on: 0.243), 0 to 100; published, B: M63: r = 0.243 (CDNOW)
    buy_quit_a = 0.793, 0.01 to 100; published, B: M63: a = 0.793 (CDNOW)
    buy_quit_b = 2.426, 0.01 to 100; published, B: M63: b = 2.426 (CDNOW)
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Floats

F = np.float32


@inlined
def quantile(table: Floats, u: Float32) -> Float32:
    """Return the mean of the cell of equal probability in which u lies; u on [0, 1)."""
    return table[np.int32(u * F(table.shape[0]))]
