"""Audience: members post for those who read.

    posting rate x (V / A)^audience_motive,   A <- A + (V - A) / audience_days

V are the visits of the day before, A the audience that members are used to (M14). With the feed's
pull on visits, posts need readers and readers posts (`content`).

Differs from the evidence: members get used to a smaller audience in time and mind it all alike,
where M14 has no such end and a larger effect on the socially motivated.

From the register (`python -m forerun.model_page` writes it):

    audience_motive = 0 (on: 0.5), 0 to 2; published, A: M14: contributions of the unaffected fell
        42.8 % when many readers were cut off
    audience_days = 90 days, 5 to 1000; assumed, D: none published
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def factor(theta: Theta, visits: Float32, usual: Float32) -> Float32:
    """Return by what posting is multiplied; 1 as long as there is no usual audience."""
    if theta.audience_motive == F(0.0) or usual <= F(0.0):
        return F(1.0)
    return exp32(theta.audience_motive * log32(max(visits, F(0.5)) / usual))


@inlined
def usual_after(theta: Theta, visits: Float32, usual: Float32) -> Float32:
    """Return the audience that members are used to after a day; the first day's to begin with."""
    if usual <= F(0.0):
        return visits
    return usual + (visits - usual) / theta.audience_days
