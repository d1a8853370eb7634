"""Satiation: a feed that one topic fills is worth less.

    worth x exp(-satiation share)     share of the topic in the feed, by weight

A feed of which one topic has a large share is worth less at once (M17).

Differs from the evidence: the share of today's feed counts, without memory, where M17 has a stock
of past exposure, so that its crossover (a narrow mix wins up to 30 days and loses from 90) is not
shown.

From the register (`python -m forerun.model_page` writes it):

    satiation = 0.35 ± 0.15 (off: 0), 0 to 3; assumed, A: M17: personalisation narrowed individual
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
