"""Price: a cut sells more.

    purchases x (1 - cut)^price_elasticity     (M36, V33)

Differs from the evidence: purchases of later days do not fall after a cut, where a promotion in
part pulls demand forward (V32).

From the register (`python -m forerun.model_page` writes it):

    price_elasticity = -2.62 ± 1 (off: 0), -6 to 0; published, A: M36: mean of 1,851 elasticities
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.behaviour.curves import Table, power


def factor(values: Mapping[str, float], cut: Table) -> Table:
    """Return by what a price cut, 0 to 1, multiplies purchases."""
    return power(1.0 - cut, values["price_elasticity"])
