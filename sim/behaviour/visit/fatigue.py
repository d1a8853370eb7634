"""Fatigue: messages and commerce tire, rest restores.

    F(gap) = F exp(-fatigue_decay gap) + push (1 - exp(-fatigue_decay gap)) / fatigue_decay
    pull = -fatigue_pull F

gap days after the last visit, under push messages a day (M21). What a visit to a commercial feed
adds is of `commercial`.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "fatigue",
    title="fatigue",
    title_zh="疲劳",
    switches=("fatigue_pull",),
    needs="a plan's `push` or `ad_load` lever",
    parameters=(
        Parameter(
            "fatigue_pull", 0.015, unit="logit/unit", low=0.0, high=1.0, spread=0.005,
            neutral=0.0, grade="published", evidence="A",
            source="M21: fewer notifications, more use after a year; at one message a day "
                   "the loss nears the pull",
            meaning="pull lost per unit of fatigue", meaning_zh="疲劳的作用",
        ),
        Parameter(
            "fatigue_decay", 0.05, unit="1/day", low=0.005, high=1.0, grade="assumed",
            evidence="C",
            source="M21",
            meaning="fatigue lost a day", meaning_zh="疲劳消退速度",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def exponent(theta: Theta, gap: Float32) -> Float32:
    """Return the exponent of what is left of fatigue after `gap` days."""
    return -theta.fatigue_decay * gap


@inlined
def now(theta: Theta, fatigue: Float32, kept: Float32, push: Float32) -> Float32:
    """Return the fatigue on a day, units; `kept` is what is left of the last visit's, 0 to 1."""
    return fatigue * kept + push * (F(1.0) - kept) / theta.fatigue_decay


@inlined
def pull(theta: Theta, fatigue: Float32) -> Float32:
    """Return what fatigue takes from the logit."""
    return theta.fatigue_pull * fatigue
