"""Crowding-out: pay for posting, and posting for its own sake goes.

    m <- max(m - crowding ln w, -crowding_most)   on a paid visit with posts
    m <- (1 - crowding_back) m                         on an unpaid one
    posting rate x exp(m) w^(-crowding_ties ln(1 + ties))

where w is by what the reward multiplies posting, 1 or more. So activity is lower after a reward
ends than before it came (M33; Deci, Koestner and Ryan 1999, doi:10.1037/0033-2909.125.6.627), and
among the well connected money lowers it at once (M34).

Differs from the evidence: pay alone moves the motive, which has a floor and comes back with unpaid
posts, where M33 also has positive feedback raise it.

From the register (`python -m forerun.model_page` writes it):

    crowding = 0 (on: 0.07) ln, 0 to 2; published, A: M33: d = -0.28 to -0.40; contested
    crowding_most = 0.5 ln, 0 to 3; published, A: M33: d = -0.36
    crowding_back = 0.02 1/post, 0 to 1; assumed, D: M33: removal leaves it lower
    crowding_ties = 0 (on: 0.3), 0 to 5; assumed, A: M34: paid reviews: less connected +1,400 %,
        more connected -90 %; so that pay brings posts at the usual eight ties (M13, M35)
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def motive_after(theta: Theta, motive: Float32, reward: Float32) -> Float32:
    """Return the own motive, ln, after a post; `reward` is w."""
    if reward > F(1.0):
        return max(motive - theta.crowding * log32(reward), -theta.crowding_most)
    return motive * (F(1.0) - theta.crowding_back)


@inlined
def write_factor(theta: Theta, motive: Float32, reward: Float32, ties: Float32) -> Float32:
    """Return by what posting is multiplied beside the reward."""
    if motive == F(0.0) and reward <= F(1.0):
        return F(1.0)
    exponent = motive
    if reward > F(1.0):
        exponent = exponent - theta.crowding_ties * log32(F(1.0) + ties) * log32(reward)
    return exp32(exponent)
