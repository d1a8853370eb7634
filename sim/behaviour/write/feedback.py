"""Feedback: reactions make a few creators post more, for a short time.

    readers = reach exp(reach_spread z - reach_spread^2 / 2)
    reactions = reaction_rate readers
    rise = feedback_gain ln(1 + reactions)   for a share of feedback_share creators, else 0
    posting rate x (1 + rise exp(-days / feedback_days))

`reach` is the mean number of readers of an item on the day before, z is normal: attention to an
item is log-normal (M12; M16, Wu and Huberman 2007, doi:10.1073/pnas.0704916104).

Differs from the evidence: the log-normal law of readers is drawn, where M16 has it come of
reinforcement.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "feedback",
    title="feedback to creators",
    title_zh="创作者反馈",
    switches=("feedback_gain",),
    memory=True,
    parameters=(
        Parameter(
            "feedback_gain", 0.0, unit="1/ln", low=0.0, high=3.0, typical=0.55, grade="published",
            evidence="A",
            source="M12: +2 % posts a day on average; most do not change, a few respond strongly",
            meaning="rise of a responsive creator's posting per ln(1 + reactions)",
            meaning_zh="反馈对创作者的作用",
        ),
        Parameter(
            "feedback_share", 0.15, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M12: a responsive minority",
            meaning="creators who respond to reactions", meaning_zh="对反馈敏感的创作者占比",
        ),
        Parameter(
            "feedback_days", 2.0, unit="days", low=0.1, high=60.0, grade="assumed", evidence="D",
            source="M12: half-life 1-2 days",
            meaning="days in which that rise falls to 37 %", meaning_zh="反馈作用天数",
        ),
        Parameter(
            "reaction_rate", 0.05, unit="1/reader", low=0.0, high=1.0, grade="assumed",
            evidence="D",
            source="none published",
            meaning="reactions that a reader leaves", meaning_zh="互动率",
        ),
        Parameter(
            "reach_spread", 0.6626, unit="ln", low=0.0, high=3.0, grade="published", evidence="B",
            source="M16: sd of ln attention 0.6626 (Wu and Huberman 2007)",
            meaning="log-normal spread of the readers of a post", meaning_zh="单帖阅读量差异",
        ),
    ),
)  # fmt: skip

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
