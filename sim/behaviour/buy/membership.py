"""Membership: who pays for one, who goes on, and what paying does to buying.

    P(willing) = z^subscribe_power,    z = 1 - fee / (perks visits), 0 at least
    P(joins | willing, came this week) = subscribe_rate
    P(lapses | willing) = 1 - (1 - q)^s
    s = (1 + renew_idle idle) (1 - renew_ties ties / (ties + 5)) (1 - renew_worth z)
    P(purchase) x (1 + member_spend (1 - exp(-fee)))                        while it is paid

`fee` and `perks` are the levers', units of money a month and a visit; visits the member's own
propensity over `MONTH_DAYS`. Willing is a member whose trait, drawn for life, lies below: who is
not never joins, nor goes on when its month is over. q is beta with shapes `renew_a` and `renew_b`,
drawn for life, so that the rate of renewal rises with age though nobody changes (M4: the shifted
beta-geometric); idle is the share of the month since the last visit, and ties keep (M68), as
does z, what perks are worth beyond the fee. Who lapses, or leaves the community, does not join
again.

Known limit of the evidence: that members who pay spend more is observed and not an experiment
(M80); a third of it is what the perks are worth, so `member_spend` is the rest, halved.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, each
from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "membership",
    title="paid membership",
    title_zh="付费会员",
    switches=("subscribe_rate",),
    needs="a plan's `perks` lever",
    parameters=(
        Parameter(
            "subscribe_rate", 0.0, unit="1/week", low=0.0, high=1.0, typical=0.1, grade="assumed",
            evidence="D",
            source="none published",
            meaning="probability a week that a willing member who came on one of its days joins",
            meaning_zh="每周入会率",
        ),
        Parameter(
            "subscribe_power", 2.6, unit="1", low=0.5, high=10.0, spread=1.0, grade="published",
            evidence="A",
            source="M36: price elasticity -2.62, mean of 1,851, spread 1; of goods, not of "
            "memberships",
            meaning="elasticity of willing members to a fee of half of what perks are worth",
            meaning_zh="会费弹性",
        ),
        Parameter(
            "renew_a", 0.704, unit="1", low=0.01, high=100.0, grade="published", evidence="B",
            source="M4: regular customers of a contract, 1000 631 468 382 326",
            meaning="first shape of the beta of the probability to lapse after a month",
            meaning_zh="续费流失参数a",
        ),
        Parameter(
            "renew_b", 1.182, unit="1", low=0.01, high=100.0, grade="published", evidence="B",
            source="M4: regular customers of a contract",
            meaning="second shape of it", meaning_zh="续费流失参数b",
        ),
        Parameter(
            "renew_idle", 0.6, unit="1", low=0.0, high=10.0, spread=0.3, grade="assumed",
            evidence="C",
            source="M68: renewal 28 to 61 % with completion (vendors), a hazard ratio of 2.6, "
            "halved on the log",
            meaning="rise of the hazard to lapse of one who has not come all month",
            meaning_zh="闲置对流失的作用",
        ),
        Parameter(
            "renew_ties", 0.2, unit="1", low=0.0, high=1.0, spread=0.1, grade="assumed",
            evidence="C",
            source="M68: renewal rises with ties, no size",
            meaning="share of that hazard that many ties take away", meaning_zh="好友对续费的作用",
        ),
        Parameter(
            "renew_worth", 0.2, unit="1", low=0.0, high=1.0, spread=0.1, grade="assumed",
            evidence="D",
            source="none published",
            meaning="share of that hazard that perks worth far more than the fee take away",
            meaning_zh="权益超值对续费的作用",
        ),
        Parameter(
            "member_spend", 0.05, unit="1", low=0.0, high=2.0, spread=0.05, grade="assumed",
            evidence="B",
            source="M80: x (1 + .1 to .4), two thirds no money, observational: halved",
            meaning="most by which paying for it raises purchases", meaning_zh="付费会员消费提升",
        ),
    ),
)  # fmt: skip

F = np.float32

MONTH_DAYS: Final = 28
"""Days of a paid month: whole weeks, as audiences are chosen weekly."""

WEEK_DAYS: Final = 7
"""Days between two mornings on which memberships begin, go on and end."""

USUAL_TIES: Final = 5.0
"""Ties that take away half of `renew_ties`; assumed, as in `leave.protection` they saturate."""


@inlined
def surplus(fee: Float32, perks: Float32, trait: Float32) -> Float32:
    """Return z, which share of what perks are worth the fee leaves to a member, 0 to 1.

    Parameters
    ----------
    fee, perks
        Units of money a month, and a visit.
    trait
        Logit of a visit.
    """
    visits = F(MONTH_DAYS) / (F(1.0) + exp32(-trait))
    worth = perks * visits
    if fee >= worth:
        return F(0.0)
    return F(1.0) - fee / worth


@inlined
def willing_share(theta: Theta, surplus: Float32) -> Float32:
    """Return the probability that a member to whom so much is left would pay the fee."""
    if surplus <= F(0.0):
        return F(0.0)
    return exp32(theta.subscribe_power * log32(surplus))


@inlined
def lapse_probability(
    theta: Theta, own: Float32, idle: Float32, ties: Float32, surplus: Float32
) -> Float32:
    """Return the probability that a willing member lapses when its month is over.

    Parameters
    ----------
    theta
        The behaviour.
    own
        Its own, drawn for life: q.
    idle
        Share of the month since its last visit, 0 to 1.
    ties
        Ties that it has.
    surplus
        What the fee leaves of the worth of the perks, 0 to 1.
    """
    s = F(1.0) + theta.renew_idle * idle
    s = s * (F(1.0) - theta.renew_ties * (ties / (ties + F(USUAL_TIES))))
    s = s * (F(1.0) - theta.renew_worth * surplus)
    if own >= F(1.0):
        return F(1.0)
    return F(1.0) - exp32(s * log32(F(1.0) - own))


def belongs(values: Mapping[str, float], fee: Table) -> Table:
    """Return by what share paying a fee, in units of money, raises purchases."""
    return values["member_spend"] * (1.0 - each(math.exp, -fee))
