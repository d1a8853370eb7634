"""Satiation: a feed that one topic fills is worth less.

    worth x exp(-satiation share)     share of the topic in the feed, by weight

A narrow mix wins at first and loses in the long run (M17).

From the register (`python -m forerun.model_page` writes it):

    satiation = 0.35 (off: 0), 0 to 3; published, A: M17: personalisation narrowed individual
        diversity by 11.5 %
"""

from __future__ import annotations

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta


@inlined
def factor(theta: Theta, share: Float32) -> Float32:
    """Return by what satiation multiplies the worth of a topic."""
    return exp32(-theta.satiation * share)
