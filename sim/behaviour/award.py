"""Award: an informal award makes a writer post more for a while, if awards are rare.

    rise = award_gain exp(-award_inflation share)
    posting rate x (1 + rise exp(-days / award_days))

`share` is the lever: the probability that a writer of the day is given one (M13). It multiplies a
writer's own rate, so it does little for those who hardly write.

Differs from the evidence: an award moves posting alone, where M13 has newcomers stay more often too
(recall).

From the register (`python -m forerun.model_page` writes it):

    award_gain = 0 (on: 1.4), 0 to 3; published, A: M13: barnstars to the top 1 % of editors: +60 %
        productivity over 90 days
    award_days = 60 days, 1 to 1000; assumed, C: M13: measured over 90 days
    award_inflation = 10, 0 to 100; assumed, D: M13: inflation reduces it
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def rise(theta: Theta, share: Float32) -> Float32:
    """Return the rise of posting just after an award when a share of writers is awarded."""
    return theta.award_gain * exp32(-theta.award_inflation * share)


@inlined
def left(theta: Theta, rise: Float32, days: Float32) -> Float32:
    """Return what is left of a rise after `days`; nothing after 16 `award_days`."""
    if rise <= F(0.0) or days > F(16.0) * theta.award_days:
        return F(0.0)
    return rise * exp32(-days / theta.award_days)
