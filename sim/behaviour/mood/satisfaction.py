"""Satisfaction: the satisfied come, write and invite more, and leave less.

    S <- (1 - gain) S + gain (1/2 + experience - expectation),  cut to 0 .. 1
    pull = satisfaction_pull (S - 1/2),   posting and inviting x exp(write_satisfaction (S - 1/2)),
    exp(invite_satisfaction (S - 1/2)),   leaving x exp(leave_satisfaction (1/2 - S))

(M15, M62). It moves by a share of each visit, so it leads leaving by days.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "satisfaction",
    title="satisfaction",
    title_zh="满意度",
    switches=(
        "satisfaction_pull",
        "write_satisfaction",
        "invite_satisfaction",
        "leave_satisfaction",
    ),
    parameters=(
        Parameter(
            "satisfaction_pull", 1.0, unit="logit", low=0.0, high=3.0, spread=0.3, neutral=0.0,
            grade="assumed", evidence="D",
            source="M1, M15",
            meaning="pull of satisfaction above or below one half",
            meaning_zh="满意度对访问的作用",
        ),
        Parameter(
            "satisfaction_gain", 0.1, unit="1/visit", low=0.0, high=0.5, grade="assumed",
            evidence="D",
            source="M15: 0.05-0.3",
            meaning="weight of the latest visit in satisfaction", meaning_zh="满意度更新速度",
        ),
        Parameter(
            "expectation", 0.28, unit="1", low=-0.5, high=0.8, grade="assumed", evidence="D",
            source="M15",
            meaning="worth below which a visit disappoints (satisfaction tends to utility + "
                    "0.5 - expectation)", meaning_zh="期望水平",
        ),
        Parameter(
            "write_satisfaction", 0.6, unit="ln", low=0.0, high=3.0, spread=0.2, neutral=0.0,
            grade="assumed", evidence="D",
            source="M15",
            meaning="change of the rate per unit of satisfaction",
            meaning_zh="满意度对发帖的作用",
        ),
        Parameter(
            "invite_satisfaction", 1.5, unit="ln", low=0.0, high=5.0, spread=0.5, neutral=0.0,
            grade="assumed", evidence="B",
            source="M62: NPS-referral correlation 0.2-0.4",
            meaning="change of the rate per unit of satisfaction",
            meaning_zh="满意度对邀请的作用",
        ),
        Parameter(
            "leave_satisfaction", 2.0, unit="ln", low=0.0, high=6.0, spread=0.7, neutral=0.0,
            grade="assumed", evidence="D",
            source="M15",
            meaning="change of the hazard per unit of satisfaction lost",
            meaning_zh="不满对退出的作用",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def clip01(x: Float32) -> Float32:
    """Cut to 0 .. 1."""
    return min(max(x, F(0.0)), F(1.0))


@inlined
def after(theta: Theta, satisfaction: Float32, experience: Float32) -> Float32:
    """Return satisfaction after a visit's reading."""
    target = F(0.5) + experience - theta.expectation
    return clip01(satisfaction + theta.satisfaction_gain * (target - satisfaction))


@inlined
def pull(theta: Theta, satisfaction: Float32) -> Float32:
    """Return its pull on visits, logit."""
    return theta.satisfaction_pull * (satisfaction - F(0.5))


@inlined
def write_exponent(theta: Theta, satisfaction: Float32) -> Float32:
    """Return the exponent by which it changes posting."""
    return theta.write_satisfaction * (satisfaction - F(0.5))


@inlined
def invite_exponent(theta: Theta, satisfaction: Float32) -> Float32:
    """Return the exponent by which it changes inviting."""
    return theta.invite_satisfaction * (satisfaction - F(0.5))


@inlined
def leave_exponent(theta: Theta, satisfaction: Float32) -> Float32:
    """Return the exponent by which it changes the hazard of leaving."""
    return theta.leave_satisfaction * (F(0.5) - satisfaction)
