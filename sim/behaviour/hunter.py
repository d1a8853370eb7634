"""Hunter: some accept for the reward alone, and never come again.

    logit P = logit hunter_share + hunter_reward ln(1 + rewards)     rewards of both sides (M46)

From the register (`python -m forerun.model_page` writes it):

    hunter_share = 0.03 ± 0.015 (off: 0), 0 to 1; assumed, D: M46: 2-10 % by default
    hunter_reward = 0.6 ± 0.25 logit, 0 to 3; assumed, D: M46: 20-40 % under cash
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.behaviour.curves import Table, log1p, raised


def probability(values: Mapping[str, float], rewards: Table) -> Table:
    """Return the probability that one who accepts is a bounty hunter; `rewards` in currency."""
    return raised(values["hunter_share"], values["hunter_reward"] * log1p(rewards))
