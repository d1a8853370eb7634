"""Token: what a speculative token of the community's own is worth draws visits. Speculative.

    pull = token_pull ln(1 + w / 0.10),   w = v / (1 + v / reward_most)
    v = pool exp(token_trend years) / visits

where pool is the lever: what the day's tokens are worth at the issuer's price, in units of money;
visits are yesterday's, among whom they are shared, and years those since the first day on which any
were offered. Each world draws a trend of its own: nobody knows what such a price will do, and
results spread by it.

Differs from the evidence: of tokens there is none, where M28 and M31 have rewards that can be
redeemed. Holders' votes, their trading and a crash that drives them away are not in it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter
from sim.behaviour.visit.reward import REFERENCE
from sim.compiled.arithmetic import log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "token",
    title="governance token (speculative)",
    title_zh="治理代币（投机性）",
    switches=("token_pull",),
    needs="a plan's `token` lever",
    parameters=(
        Parameter(
            "token_pull", 0.0, unit="logit", low=0.0, high=1.5, typical=0.1, grade="assumed",
            evidence="D",
            source="speculative: nothing published (cf. M28, M31: rewards that can be redeemed)",
            meaning="pull of tokens worth 0.10 a visit, per natural log",
            meaning_zh="代币对访问的作用（投机性）",
        ),
        Parameter(
            "token_trend", -0.7, unit="ln/year", low=-5.0, high=3.0, spread=1.0, grade="assumed",
            evidence="D",
            source="speculative: nothing published; falls by half a year, give or take a factor "
                   "of e",
            meaning="trend of the token's price beside dilution; each world has its own",
            meaning_zh="代币价格趋势（投机性）",
        ),
    ),
)  # fmt: skip

F = np.float32
_YEAR: Final = 365.25
_REFERENCE: Final = F(REFERENCE)


def pool(values: Mapping[str, float], lever: Table) -> Table:
    """Return what each day's tokens are worth by the trend, in the lever's unit; days first."""
    if values["token_pull"] == 0.0 or not lever.any():
        return np.zeros_like(lever)
    offered = lever.reshape(len(lever), -1).any(axis=1)
    since = np.maximum(np.arange(len(lever)) - int(np.argmax(offered)), 0)
    trend = np.array([math.exp(values["token_trend"] * float(day) / _YEAR) for day in since])
    return np.asarray(lever * trend.reshape(-1, *[1] * (lever.ndim - 1)), np.float64)


@inlined
def pull(theta: Theta, pool: Float32, visits: Whole) -> Float32:
    """Return the pull of a pool of tokens that so many visits share, logit.

    `pool` is in multiples of `REFERENCE`.
    """
    worth = pool / F(max(visits, 1))
    felt = worth / (F(1.0) + worth * _REFERENCE / theta.reward_most)
    return theta.token_pull * log32(F(1.0) + felt)
