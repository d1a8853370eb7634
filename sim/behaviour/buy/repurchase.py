"""Repurchase: purchases of a visit differ between members and end.

    P(purchase) x g_i,   P(stop after one) = q_i

g_i is gamma with shape `buy_shape` and mean 1, q_i is beta with shapes `buy_quit_a` and
`buy_quit_b`, both drawn for life: BG/NBD in the limit of many visits with few purchases (M63;
Fader, Hardie and Lee 2005, doi:10.1287/mksc.1040.0098). Without `buy_shape` members are alike and
never stop.

Differs from the evidence: every purchase has the same list price, where M63 adds a gamma-gamma law
of spend over customers.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Floats

MECHANISM: Final = Mechanism(
    "repurchase",
    title="repurchase",
    title_zh="复购",
    switches=("buy_shape",),
    needs="`buy_rate` above 0",
    memory=True,
    parameters=(
        Parameter(
            "buy_shape", 0.0, unit="1", low=0.0, high=100.0, typical=0.243, grade="published",
            evidence="B",
            source="M63: r = 0.243 (CDNOW)",
            meaning="shape of the gamma of purchase rates over members; 0: all alike",
            meaning_zh="购买率伽马形状参数",
        ),
        Parameter(
            "buy_quit_a", 0.793, unit="1", low=0.01, high=100.0, grade="published", evidence="B",
            source="M63: a = 0.793 (CDNOW)",
            meaning="first shape of the beta of the probability to stop buying after a purchase",
            meaning_zh="停购参数a",
        ),
        Parameter(
            "buy_quit_b", 2.426, unit="1", low=0.01, high=100.0, grade="published", evidence="B",
            source="M63: b = 2.426 (CDNOW)",
            meaning="second shape of it", meaning_zh="停购参数b",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def quantile(table: Floats, u: Float32) -> Float32:
    """Return the mean of the cell of equal probability in which u lies; u on [0, 1)."""
    return table[np.int32(u * F(table.shape[0]))]
