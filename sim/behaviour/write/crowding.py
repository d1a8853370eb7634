"""Crowding-out: pay for posting, and posting for its own sake goes.

    m <- max(m - crowding ln w, -crowding_most)   on a paid visit with posts
    m <- (1 - crowding_back) m                         on an unpaid one
    posting rate x exp(m) w^(-crowding_ties ln(1 + ties))

    hazard of leaving x exp(crowding_leave max(-m - ln w, 0))    w as offered today

where w is by what the reward multiplies posting, 1 or more. So activity is lower after a reward
ends than before it came (M33; Deci, Koestner and Ryan 1999, doi:10.1037/0033-2909.125.6.627), and
among the well connected money lowers it at once (M34). Whoever lost the own motive may also leave
the likelier, as far as today's reward does not make up for it: all the more when it has ended.

Differs from the evidence: pay alone moves the motive, which has a floor and comes back with unpaid
posts, where M33 also has positive feedback raise it. No study found tells by how much creators
leave the likelier when rewards end, so that they do not unless it is asked for.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "crowding",
    title="crowding-out",
    title_zh="动机挤出",
    switches=("crowding", "crowding_ties"),
    needs="a plan's `points_per_post` lever",
    memory=True,
    parameters=(
        Parameter(
            "crowding", 0.0, unit="ln", low=0.0, high=2.0, typical=0.07, grade="published",
            evidence="A",
            source="M33: d = -0.28 to -0.40; contested",
            meaning="own motive to post lost per paid post and ln of the reward's factor",
            meaning_zh="内在动机挤出",
        ),
        Parameter(
            "crowding_most", 0.5, unit="ln", low=0.0, high=3.0, grade="published", evidence="A",
            source="M33: d = -0.36",
            meaning="most that is lost", meaning_zh="挤出上限",
        ),
        Parameter(
            "crowding_back", 0.02, unit="1/post", low=0.0, high=1.0, grade="assumed",
            evidence="D",
            source="M33: removal leaves it lower",
            meaning="share of the loss that an unpaid post brings back",
            meaning_zh="内在动机恢复",
        ),
        Parameter(
            "crowding_ties", 0.0, unit="1", low=0.0, high=5.0, typical=0.3, grade="assumed",
            evidence="A",
            source="M34: paid reviews: less connected +1,400 %, more connected -90 %; so "
                   "that pay brings posts at the usual eight ties (M13, M35)",
            meaning="by which ties turn the effect of money on posting, per ln(1 + ties)",
            meaning_zh="社交连接对金钱激励的反转",
        ),
        Parameter(
            "crowding_leave", 0.0, unit="1", low=0.0, high=3.0, grade="assumed", evidence="D",
            source="none published on leaving; M33: removal leaves the motive lower; 1: who "
                   "would write half as much leaves twice as likely",
            meaning="power by which lost motive that no reward makes up for raises the hazard of "
                    "leaving",
            meaning_zh="内在动机丧失对退出的作用",
        ),
    ),
)  # fmt: skip

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


@inlined
def leave_factor(theta: Theta, motive: Float32, reward: Float32) -> Float32:
    """Return by what the hazard of leaving is multiplied; `reward` is w as it is offered today."""
    lost = -motive
    if reward > F(1.0):
        lost = lost - log32(reward)
    if lost <= F(0.0):
        return F(1.0)
    return exp32(theta.crowding_leave * lost)


@inlined
def worst_leave_factor(theta: Theta, motive: Float32) -> Float32:
    """Return a bound of that for any reward."""
    return exp32(-theta.crowding_leave * motive) * F(1.0001)
