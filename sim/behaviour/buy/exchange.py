"""Exchange: points may be used at a partner's, too.

    P = exchange_rate breadth     on a visit on which nothing was redeemed at home and the points
                                  pay what a partner asks for

where breadth is the lever: how much of what members want the partners have, 0 to 1. Whole lots
are taken, and leave for good (M32: wider use, more of the points used).

Differs from the evidence: M32 is of points redeemed at home, and none is on partners; a vendor's
+40 % of activity compares who exchanged with who did not. A point is worth no more for it: that it
can be used sooner is believed as it is seen (`belief`).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "exchange",
    title="points at a partner's",
    title_zh="异业积分兑换",
    switches=("exchange_rate",),
    needs="a plan's points and its `exchange` lever",
    parameters=(
        Parameter(
            "exchange_rate", 0.0, unit="1/visit", low=0.0, high=1.0, typical=0.1,
            grade="assumed", evidence="D",
            source="none published; as at home (M32: about half of all points are redeemed)",
            meaning="probability of using points at a partner's on a visit, where partners have "
                    "all that members want",
            meaning_zh="异业兑换率",
        ),
    ),
)  # fmt: skip


@inlined
def below(theta: Theta, at_home: Float32, breadth: Float32) -> Float32:
    """Return the draw of redeeming below which points are used, here or at a partner's.

    Parameters
    ----------
    theta
        The behaviour.
    at_home
        Probability of redeeming at home; a draw from it on up to what is returned is a partner's.
    breadth
        What is offered at partners', 0 to 1.
    """
    return at_home + (np.float32(1.0) - at_home) * (theta.exchange_rate * breadth)
