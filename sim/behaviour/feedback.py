"""Feedback: reactions make a few creators post more, for a short time.

    readers = reach exp(reach_spread z - reach_spread^2 / 2)
    reactions = reaction_rate readers
    rise = feedback_gain ln(1 + reactions)   for a share of feedback_share creators, else 0
    posting rate x (1 + rise exp(-days / feedback_days))

`reach` is the mean number of readers of an item on the day before, z is normal: attention to an
item is log-normal (M12; M16, Wu and Huberman 2007, doi:10.1073/pnas.0704916104).

Differs from the evidence: the log-normal law of readers is drawn, where M16 has it come of
reinforcement.

From the register (`python -m forerun.model_page` writes it):

    feedback_gain = 0 (on: 0.55) 1/ln, 0 to 3; published, A: M12: +2 % posts a day on average; most
        do not change, a few respond strongly
    feedback_share = 0.15, 0 to 1; assumed, D: M12: a responsive minority
    feedback_days = 2 days, 0.1 to 60; assumed, D: M12: half-life 1-2 days
    reaction_rate = 0.05 1/reader, 0 to 1; assumed, D: none published
    reach_spread = 0.6626 ln, 0 to 3; published, B: M16: sd of ln attention 0.6626 (Wu and Huberman
        2007)
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def readers(theta: Theta, reach: Float32, z: Float32) -> Float32:
    """Return the readers of one post; `z` is a standard normal draw."""
    return reach * exp32(theta.reach_spread * z - F(0.5) * theta.reach_spread * theta.reach_spread)


@inlined
def rise(theta: Theta, readers: Float32) -> Float32:
    """Return by how much a responsive creator posts more after that many readers."""
    return theta.feedback_gain * log32(F(1.0) + theta.reaction_rate * readers)


@inlined
def left(theta: Theta, rise: Float32, days: Float32) -> Float32:
    """Return what is left of a rise after `days`; nothing after 16 `feedback_days`."""
    if rise <= F(0.0) or days > F(16.0) * theta.feedback_days:
        return F(0.0)
    return rise * exp32(-days / theta.feedback_days)
