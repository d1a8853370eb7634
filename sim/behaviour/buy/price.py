"""Price: a cut sells more.

    purchases x (1 - cut)^price_elasticity     (M36, V33)

What a cut does to later purchases is of `pull_forward` and `deal`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, power
from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "price",
    title="price response",
    title_zh="价格反应",
    switches=("price_elasticity",),
    needs="a plan's `discount` lever",
    parameters=(
        Parameter(
            "price_elasticity", -2.62, unit="1", low=-6.0, high=0.0, spread=1.0, neutral=0.0,
            grade="published", evidence="A",
            source="M36: mean of 1,851 elasticities",
            meaning="change of purchases with price", meaning_zh="价格弹性",
        ),
    ),
)  # fmt: skip


@inlined
def more_minded(theta: Theta, price: Float32, weight: Float32) -> Float32:
    """Return by what purchases differ of one for whom money counts `weight` and not 1.

    `price` is in millionths of the list price.
    """
    cut = log32(price / np.float32(1_000_000.0))
    return exp32(theta.price_elasticity * cut * (weight - np.float32(1.0)))


def factor(values: Mapping[str, float], cut: Table) -> Table:
    """Return by what a price cut, 0 to 1, multiplies purchases."""
    return power(1.0 - cut, values["price_elasticity"])
