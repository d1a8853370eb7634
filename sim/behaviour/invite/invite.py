"""Invite: does a member invite a friend on a visit?

    P(invite) = invite_rate g_i lever satisfaction unlock

where g_i is of `inviters`, with mean 1 (M39). A reward R after every n friends multiplies the rate
by

    (1 + w)^invite_reward,   w = b R / (1 + R / invite_most) / (r (1 + (r - 1) / invite_reach))

r = n minus the friends who count already, b the member's `belief`: a reward pulls by what the next
friend brings it nearer, and is felt as no more than `invite_most` however large (M41, M42; M95:
referrals rise with the 0.2nd to 0.5th power of the reward). The friend's answer is of `accept` and
`hunter`.

Where rewards rise with each unlock, up to a top, an inviter has in view what promises most for the
next friend: the next reward, or that and k more with r + k n friends still missing. Of rewards that
do not rise that is always the next. Who has had as many as one may have is paid for none.

Differs from the evidence: reward, satisfaction and a near unlock multiply the rate, where M39 has a
logit with a class of NPS, a social cost and the strength of ties too, and M41 has uncertain
rewards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, power
from sim.behaviour.invite import unlock
from sim.behaviour.mechanism import Decision, Parameter
from sim.behaviour.mood.satisfaction import invite_exponent
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta, Whole

DECISION: Final = Decision(
    "invite",
    title="inviting",
    title_zh="邀请",
    parameters=(
        Parameter(
            "invite_rate", 0.002, unit="1/visit", low=0.0, high=1.0, spread=0.001,
            grade="assumed", evidence="C",
            source="M39: 0.5-5 % of active members a month",
            meaning="probability of inviting on a visit, unrewarded", meaning_zh="自发邀请率",
        ),
        Parameter(
            "invite_reward", 0.5, unit="ln", low=0.0, high=4.0, spread=0.1, grade="assumed",
            evidence="A",
            source="M95: power 0.2-0.5 of the reward; M41: rewards raise referrals",
            meaning="power by which that rate follows the reward for the next friend",
            meaning_zh="邀请奖励的作用",
        ),
        Parameter(
            "invite_reach", 2.0, unit="friends", low=0.1, high=100.0, grade="assumed",
            evidence="D",
            source="M42: goal gradient below the unlock; V14: three friends are seldom reached",
            meaning="further friends at which the reward that they unlock is worth half",
            meaning_zh="解锁所需好友耐心",
        ),
        Parameter(
            "invite_most", 50.0, unit="units of money", low=0.1, high=1e6, grade="assumed",
            evidence="D",
            source="M95: profit per referred falls with the reward; no ceiling published",
            meaning="reward for a friend above which more hardly adds",
            meaning_zh="邀请奖励饱和额",
        ),
    ),
)  # fmt: skip

F = np.float32


def felt(values: Mapping[str, float], reward: Table) -> Table:
    """Return what a reward is felt as, in currency: a large one as no more than a limit."""
    return reward / (1.0 + reward / values["invite_most"])


def reward_factor_of_all(values: Mapping[str, float], reward: Table) -> Table:
    """Return by what a reward for the very next friend multiplies inviting; a table of rewards."""
    return power(1.0 + felt(values, reward), values["invite_reward"])


@inlined
def reward_factor(theta: Theta, worth: Float32, weight: Float32) -> Float32:
    """Return by what a reward that is expected for one friend multiplies inviting.

    `weight` is how much money counts for the inviter, 1 for most.
    """
    return exp32(theta.invite_reward * log32(F(1.0) + worth) * weight)


@inlined
def expected(
    theta: Theta, reward: Float32, belief: Float32, progress: Whole, unlock_after: Whole
) -> Float32:
    """Return what the next friend is worth to an inviter, in currency; `reward` as it is felt."""
    missing = F(max(unlock_after - progress, 1))
    return belief * reward / (missing * (F(1.0) + (missing - F(1.0)) / theta.invite_reach))


@inlined
def multiple(rise: Float32, rises: Whole, unlocked: Whole) -> Float32:
    """Return what the next reward is of the first, for one who has unlocked so many."""
    return F(1.0) + rise * F(min(unlocked, rises))


@inlined
def times(theta: Theta, reward: Float32, much: Float32) -> Float32:
    """Return what `much` times a reward is felt as; `reward` as it is felt."""
    return much * reward / (F(1.0) + (much - F(1.0)) * reward / theta.invite_most)


@inlined
def in_view(
    theta: Theta,
    reward: Float32,
    belief: Float32,
    progress: Whole,
    unlock_after: Whole,
    unlocked: Whole,
    rise: Float32,
    rises: Whole,
    most_unlocks: Whole,
) -> Float32:
    """Return what the next friend is worth where rewards rise or have a limit, in currency.

    Parameters: `reward` is the first, as it is felt; each further one is `rise` of it more,
    `rises` times; a member gets `most_unlocks`, 0: any number.
    """
    best = F(0.0)
    together = F(0.0)
    steps = rises if rise > F(0.0) else 0
    for k in range(steps + 1):
        if most_unlocks > 0 and unlocked + k >= most_unlocks:
            break
        together = together + multiple(rise, rises, unlocked + k)
        missing = F(max(unlock_after - progress, 1) + k * unlock_after)
        felt = times(theta, reward, together)
        each = belief * felt / (missing * (F(1.0) + (missing - F(1.0)) / theta.invite_reach))
        best = max(best, each)
    return best


@inlined
def probability(
    theta: Theta,
    satisfaction: Float32,
    rate: Float32,
    factor: Float32,
    rewarded: Flag,
    belief: Float32,
    progress: Whole,
    unlock_after: Whole,
) -> Float32:
    """Return the probability of inviting one friend on a visit.

    Parameters: `rate` of the member relative to the mean; `factor` holds the reward that it
    expects, if it is `rewarded` at all.
    """
    p = theta.invite_rate * rate * factor
    p = p * exp32(invite_exponent(theta, satisfaction))
    if rewarded and unlock_after > 0:
        p = p * unlock.factor(theta, progress, unlock_after, belief)
    return min(p, F(1.0))


@inlined
def cap(theta: Theta, unlock_after: Whole, rate: Float32) -> Float32:
    """Return the most that the probability can be per unit of the lever's factor, rounded up."""
    most = theta.invite_rate * rate * exp32(invite_exponent(theta, F(1.0))) * F(1.001)
    return most * unlock.most(theta) if unlock_after > 0 else most
