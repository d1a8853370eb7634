"""Satisfaction: the satisfied come, write and invite more, and leave less.

    S <- (1 - gain) S + gain (1/2 + experience - expectation),  cut to 0 .. 1
    pull = satisfaction_pull (S - 1/2),   posting and inviting x exp(write_satisfaction (S - 1/2)),
    exp(invite_satisfaction (S - 1/2)),   leaving x exp(leave_satisfaction (1/2 - S))

(M15, M62). It moves by a share of each visit, so it leads leaving by days.

From the register (`python -m forerun.model_page` writes it):

    satisfaction_pull = 1 ± 0.3 (off: 0) logit, 0 to 3; assumed, D: M1, M15
    satisfaction_gain = 0.1 1/visit, 0 to 0.5; assumed, D: M15: 0.05-0.3
    expectation = 0.28, -0.5 to 0.8; assumed, D: M15
    write_satisfaction = 0.6 ± 0.2 (off: 0) ln, 0 to 3; assumed, D: M15
    invite_satisfaction = 1.5 ± 0.5 (off: 0) ln, 0 to 5; assumed, B: M62: NPS-referral correlation
        0.2-0.4
    leave_satisfaction = 2 ± 0.7 (off: 0) ln, 0 to 6; assumed, D: M15
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

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
