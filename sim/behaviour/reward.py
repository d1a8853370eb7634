"""Reward: what a visit or a post earns, with concave worth.

    pull = reward_pull ln(1 + v / 0.10),   posting x (1 + v / 0.10)^write_reward

v is what a visit or a post earns, in currency (M28, M31, M35). Points are worth ``point_value / (1
+ n / reward_patience)`` when a reward takes n visits (M25, M32), and nothing when they cannot be
redeemed: a distant promise must not look like money.

Differs from the evidence: all have the same pull in logits and pay moves the number of posts alone,
where M31's lift ends for heavy buyers and M35's norms raise the length of posts.

From the register (`python -m forerun.model_page` writes it):

    reward_pull = 0.25 ± 0.1 (off: 0) logit, 0 to 1.5; published, A: M28: coupons +31.7 % in
        campaign; M31: concave
    reward_patience = 20 visits, 1 to 500; assumed, D: M25: effort rises as the reward nears; M32:
        what is far is not redeemed
    write_reward = 0.25 ± 0.1 (off: 0) ln, 0 to 2; published, A: M13, M35
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, log1p, power

REFERENCE: Final = 0.10
"""Currency of a reward a visit or post at which `reward_pull` and `write_reward` are stated."""


def nearness(values: Mapping[str, float], earned: Table, price: int) -> Table:
    """Return how near the next reward is, 0 to 1.

    Parameters
    ----------
    values
        Of the behaviour.
    earned
        Points that a visit earns.
    price
        Points that a reward costs; 0: they cannot be redeemed.
    """
    if price == 0:
        return np.zeros_like(earned)
    visits = price / np.maximum(earned, 1e-9)
    return np.asarray(1.0 / (1.0 + visits / values["reward_patience"]), np.float64)


def pull(values: Mapping[str, float], worth: Table) -> Table:
    """Return the pull of a reward a visit, logit; `worth` in multiples of `REFERENCE`."""
    return values["reward_pull"] * log1p(worth)


def write_factor(values: Mapping[str, float], worth: Table) -> Table:
    """Return by what a reward a post multiplies posting; `worth` as for `pull`."""
    return power(1.0 + worth, values["write_reward"])
