"""Goal gradient: the nearer the next level, the harder a member tries.

    pull = goal_gradient progress^2     progress from one level to the next, 0 to 1

It begins anew above the level (M25).

Differs from the evidence: the pull is added to the logit, where M25 multiplies effort by 1 + g
progress^k.

From the register (`python -m forerun.model_page` writes it):

    goal_gradient = 0.3 ± 0.15 (off: 0) logit, 0 to 2; assumed, A: M25: effort x (1 + g progress^k),
        k = 2; reset after the reward
"""

from __future__ import annotations

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta


@inlined
def pull(theta: Theta, progress: Float32) -> Float32:
    """Return the pull of being close to the next level, logit."""
    return theta.goal_gradient * progress * progress
