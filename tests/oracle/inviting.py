"""How a member of the oracle invites a friend on a visit.

Equations: `invite`, `inviters`, `unlock`, `accept` and `hunter` in `sim.behaviour.invite`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.oracle import addresses as at
from tests.oracle.arithmetic import exp

if TYPE_CHECKING:
    from tests.oracle.effect import Effect
    from tests.oracle.member import Member

F = np.float32
HALF = F(0.5)
ONE = F(1.0)


def invite(member: Member, effect: Effect) -> None:
    """Perhaps invite a friend, who perhaps accepts."""
    model, theta, promises = member.model, member.model.theta, member.promises
    p = theta["invite_rate"] * _rate(member) * promises.invite_factor(effect)
    p = p * exp(theta["invite_satisfaction"] * (member.satisfaction - HALF))
    unlock_after = model.rules.unlock_after
    if unlock_after and effect.invite_factor > 1:
        near = F(member.progress) / F(unlock_after)
        p = p * exp(theta["invite_gradient"] * promises.held() * near * near)
    if member.draw("invite") >= min(p, ONE) * member.memory.invite_factor(effect):
        return
    friend = at.child(member.identity, member.invitations)
    member.invitations += 1
    model.count(member, "invitations")

    def draw(decision: str) -> np.float32:
        return at.unit(at.mix(friend ^ at.key(model.seed, decision, model.day)))

    if draw("accept") < effect.accept_probability:
        member.memory.brought = True
        model.count(member, "accepted")
        hunter = bool(draw("hunt") < effect.hunter_probability)
        model.accepted.append((member, friend, hunter, member.audiences))


def recruit(member: Member, effect: Effect) -> None:
    """Bring those who filled its team and were no members."""
    model = member.model
    key = at.key(model.seed, "join by team", model.day)
    for k in range(model.rules.team_size - 1):
        if at.unit(at.mix(at.child(member.identity, k) ^ key)) >= effect.team_brings:
            continue
        friend = at.child(member.identity, member.invitations)
        member.invitations += 1
        drawn = at.unit(at.mix(friend ^ at.key(model.seed, "team hunter", 0)))
        hunter = bool(drawn < model.theta["team_hunters"])
        member.memory.brought = True
        model.count(member, "invitations")
        model.count(member, "accepted")
        model.accepted.append((member, friend, hunter, member.audiences))


def _rate(member: Member) -> np.float32:
    """Return the rate relative to the mean."""
    if member.model.theta["invite_shape"] == 0:
        return F(2.0) * member.invite_trait
    table = member.model.inviting_table
    return F(table[int(member.invite_trait * F(len(table)))])
