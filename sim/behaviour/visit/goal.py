"""Goal gradient: the nearer the next level, the harder a member tries.

    pull = goal_gradient progress^2 near gives b     progress from one level to the next, 0 to 1

near is how near the level is in visits (`reward`), gives how much more it gives than the one below,
0 to 1 (`sim.response.PLENTY`), b the `belief` in what is promised. It begins anew above the level;
a level that gives nothing pulls nobody (M25).

Differs from the evidence: the pull is added to the logit, where M25 multiplies effort by 1 + g
progress^k.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "goal",
    title="goal gradient",
    title_zh="目标梯度",
    switches=("goal_gradient",),
    needs="a plan's levels",
    parameters=(
        Parameter(
            "goal_gradient", 0.3, unit="logit", low=0.0, high=2.0, spread=0.15, neutral=0.0,
            grade="assumed", evidence="A",
            source="M25: effort x (1 + g progress^k), k = 2; reset after the reward",
            meaning="extra pull just below the next level", meaning_zh="目标梯度效应",
        ),
    ),
)  # fmt: skip


@inlined
def pull(theta: Theta, progress: Float32) -> Float32:
    """Return the pull of being close to the next level, logit."""
    return theta.goal_gradient * progress * progress
