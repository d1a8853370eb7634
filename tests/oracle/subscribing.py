"""The paid membership of the oracle: once a week some join, some go on and some lapse.

Equations: `membership` in `sim.behaviour.buy`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.behaviour.buy.quantiles import beta_shares
from tests.oracle.arithmetic import exp, log

if TYPE_CHECKING:
    from tests.oracle.community import Oracle
    from tests.oracle.member import Member

F = np.float32
ONE = F(1.0)


def subscribe(model: Oracle) -> None:
    """Let everybody look at the membership, on the plan's first morning and weekly from then."""
    since = model.day - model.first_offer
    if since < 0 or since % 7:
        return
    for member in model.roll:
        if member.left and member.paid_months > 0:
            _end(member)
        elif not member.left and member.paid_months == 0:
            came = member.visits > 0 and model.day - member.last_visit <= 7
            drawn = member.draw("subscribe") < model.theta["subscribe_rate"]
            if came and drawn and _is_willing(member):
                _pay(member, "subscribed")
        elif member.paid_months > 0 and member.paid_until <= model.day:
            if _is_willing(member) and member.draw("renew") >= _lapse(member):
                _pay(member, "renewed")
            else:
                _end(member)


def _pay(member: Member, what: str) -> None:
    member.paid_months += 1
    member.paid_until = member.model.day + 28
    member.model.count(member, what)


def _end(member: Member) -> None:
    member.paid_months = -1
    member.model.count(member, "lapsed")


def _surplus(member: Member) -> np.float32:
    effect = member.model.effect(member, level=0)
    worth = effect.perks * (F(28.0) / (ONE + exp(-member.visit_trait)))
    return ONE - effect.fee / worth if effect.fee < worth else F(0.0)


def _is_willing(member: Member) -> bool:
    left, power = _surplus(member), member.model.theta["subscribe_power"]
    return left > 0 and bool(member.lasting("trait willing") < exp(power * log(left)))


def _lapse(member: Member) -> np.float32:
    model, theta = member.model, member.model.theta
    values = model.spec.behaviour.values
    table = beta_shares(values["renew_a"], values["renew_b"])
    own = F(table[int(member.lasting("trait lapse") * F(len(table)))])
    idle = min(F(model.day - member.last_visit - 1) / F(28.0), ONE)
    ties = F(len(member.ties))
    power = ONE + theta["renew_idle"] * idle
    power = power * (ONE - theta["renew_ties"] * (ties / (ties + F(5.0))))
    power = power * (ONE - theta["renew_worth"] * _surplus(member))
    return ONE - exp(power * log(ONE - own)) if own < 1 else ONE
