"""Adopt: a practice spreads along ties, simply or only among several.

    P = 1 - (1 - adopt_alone) (1 - adopt_tie)^k    on a visit

where k are the ties who had it yesterday if they are at least `adopt_least` and a share of at least
`adopt_share` of all, else 0: simple contagion with 1 and 0, complex contagion with 2 or more (M51;
Centola and Macy 2007). Whoever has it comes with ``adopt_pull`` more, logit.

Differs from the evidence: a tie passes a practice on with the same chance at every visit until it
is taken up, where M48's probability of a tie is tried once.

From the register (`python -m forerun.model_page` writes it):

    adopt_tie = 0 (on: 0.1) 1/tie/visit, 0 to 1; published, B: M48: default edge probability 0.1;
        M51
    adopt_alone = 0 (on: 0.001) 1/visit, 0 to 1; assumed, A: M53: p mean 0.03 a year
    adopt_seed = 0.01, 0 to 1; assumed, D: user's own
    adopt_least = 1 ties, 1 to 100; published, A: M51: simple contagion 1, complex 2 or more
    adopt_share = 0, 0 to 1; assumed, B: V27: threshold as a share of ties
    adopt_pull = 0.2 logit, 0 to 3; assumed, D: user's own
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, log32
from sim.kernel.compile import inlined
from sim.kernel.types import Flag, Float32, Theta, Whole

F = np.float32


@inlined
def spreads(theta: Theta) -> Flag:
    """Return whether there is a practice at all."""
    return theta.adopt_tie > F(0.0) or theta.adopt_alone > F(0.0)


@inlined
def counts(theta: Theta, having: Whole, ties: Whole) -> Flag:
    """Return whether that many of a member's ties are enough to count."""
    enough = F(having) >= theta.adopt_least
    return having > 0 and enough and F(having) >= theta.adopt_share * F(ties)


@inlined
def probability(theta: Theta, having: Whole) -> Float32:
    """Return the probability of taking it up on a visit; `having` are the ties who count."""
    if having > 0 and theta.adopt_tie >= F(1.0):
        return F(1.0)
    none = F(1.0) - theta.adopt_alone
    if having > 0:
        none = none * exp32(F(having) * log32(F(1.0) - theta.adopt_tie))
    return F(1.0) - none


@inlined
def pull(theta: Theta, adopted: Flag) -> Float32:
    """Return the pull of having taken it up, logit."""
    return theta.adopt_pull if adopted else F(0.0)
