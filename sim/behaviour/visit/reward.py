"""Reward: what a visit or a post earns, with concave worth.

    pull = e reward_pull ln(1 + w / 0.10),   posting x (1 + w / 0.10)^(e write_reward)
    e = belief / (1 + n / reward_patience),   w = v / (1 + v / reward_most)

v is what a visit or a post earns, in units of money (M28, M31, M35), felt as no more than a limit;
n the visits that the member's next reward still takes, by its own points (M25, M32), belief
(`belief`) how far such promises were kept. Points that cannot be redeemed are worth nothing: a
distant promise must not look like money.

Differs from the evidence: all have the same pull in logits and pay moves the number of posts alone,
where M31's lift ends for heavy buyers and M35's norms raise the length of posts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, log1p, power
from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "reward",
    title="rewards",
    title_zh="奖励",
    switches=("reward_pull", "write_reward"),
    needs="a plan's points",
    parameters=(
        Parameter(
            "reward_pull", 0.25, unit="logit", low=0.0, high=1.5, spread=0.1, neutral=0.0,
            grade="published", evidence="A",
            source="M28: coupons +31.7 % in campaign; M31: concave",
            meaning="pull of a reward worth 0.10 a visit, per natural log",
            meaning_zh="奖励对访问的作用",
        ),
        Parameter(
            "reward_patience", 20.0, unit="visits", low=1.0, high=500.0, grade="assumed",
            evidence="D",
            source="M25: effort rises as the reward nears; M32: what is far is not redeemed",
            meaning="visits to the next reward at which the pull of its points is half",
            meaning_zh="奖励耐心",
        ),
        Parameter(
            "reward_most", 10.0, unit="units of money", low=0.1, high=1e6, grade="assumed",
            evidence="D",
            source="M31: concave; no ceiling published",
            meaning="reward of a visit or post above which more hardly adds",
            meaning_zh="单次奖励饱和额",
        ),
        Parameter(
            "write_reward", 0.25, unit="ln", low=0.0, high=2.0, spread=0.1, neutral=0.0,
            grade="published", evidence="A",
            source="M13, M35",
            meaning="change of the rate per natural log of a reward of 0.10",
            meaning_zh="奖励对发帖的作用",
        ),
    ),
)  # fmt: skip

F = np.float32

REFERENCE: Final = 0.10
"""Units of money a visit or post earns at which `reward_pull` and `write_reward` are stated."""


@inlined
def nearness(theta: Theta, missing: Float32, earned: Float32) -> Float32:
    """Return how near what a member collects for is, 0 to 1.

    Parameters
    ----------
    theta
        The behaviour.
    missing
        Points that are still missing; 0 or less: none are.
    earned
        Points that a visit earns; 0: nothing is promised any more, and nothing is near.
    """
    if earned <= F(0.0):
        return F(0.0)
    return F(1.0) / (F(1.0) + max(missing, F(0.0)) / earned / theta.reward_patience)


@inlined
def expected_pull(theta: Theta, worth: Float32, share: Float32) -> Float32:
    """Return `pull` for one who expects the worth, as it is felt, with a probability."""
    return theta.reward_pull * log32(F(1.0) + worth) * share


@inlined
def expected_factor(theta: Theta, worth: Float32, share: Float32) -> Float32:
    """Return `write_factor` for one who expects the worth, as it is felt, with a probability."""
    return exp32(theta.write_reward * log32(F(1.0) + worth) * share)


def felt(values: Mapping[str, float], worth: Table) -> Table:
    """Return what a worth is felt as, both in multiples of `REFERENCE`."""
    return worth / (1.0 + worth * REFERENCE / values["reward_most"])


def pull(values: Mapping[str, float], worth: Table) -> Table:
    """Return the pull of a sure reward a visit, logit; `worth` in multiples of `REFERENCE`."""
    return values["reward_pull"] * log1p(worth)


def write_factor(values: Mapping[str, float], worth: Table) -> Table:
    """Return by what a reward a post multiplies posting; `worth` as for `pull`."""
    return power(1.0 + worth, values["write_reward"])
