"""The purses of the oracle: who has the points and the rewards, and who comes too late."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tests.oracle import addresses as at

if TYPE_CHECKING:
    from sim.rules import Rules
    from tests.oracle.community import Oracle
    from tests.oracle.member import Member


F = np.float32


class Purses:
    """What is left to give, without a limit where it is negative.

    Parameters
    ----------
    model
        The community.
    """

    def __init__(self, model: Oracle) -> None:
        self.model = model
        self.points = self.rewards = -1
        self.refusals: Counter[str] = Counter()
        self._claims: list[tuple[Member, int]] = []
        self.drums = self.tickets = self.prize = 0

    def fill(self, rules: Rules) -> None:
        """Put in what a plan gives."""
        self.points = rules.points_purse
        self.rewards = rules.unlocks_purse_cents

    def claim(self, member: Member, points: int) -> None:
        """Give points at once, or in the evening when their purse is limited."""
        if points <= 0:
            return
        if self.points < 0:
            member.earn(points)
        else:
            self._claims.append((member, points))

    def pay_claims(self) -> None:
        """Give the points that were claimed today, as far as they go."""
        for member, points in sorted(self._claims, key=lambda claim: claim[0].priority):
            if points <= self.points:
                self.points -= points
                member.earn(points)
                if member.left:
                    member.forfeit()
            else:
                self.refusals["points"] += 1
                self.model.count(member, "points_refused", points)
        self._claims = []

    def _grant(self, cents: int) -> bool:
        if self.rewards < 0:
            return True
        if self.rewards < cents:
            self.refusals["rewards"] += 1
            return False
        self.rewards -= cents
        return True

    def promise(self, newcomers: Sequence[Member]) -> None:
        """Promise those who accepted yesterday what was offered then, if the programme ran."""
        model = self.model
        accepted = model.day - 1
        if accepted < model.first_offer + model.rules.counts_from:
            return
        for member in sorted(newcomers, key=lambda m: m.priority):
            offered = model.effect(member, level=0, day=accepted, audiences=member.invited_in)
            cents = int(offered.invited_cents)
            if not member.inviter or not self._passes(member, accepted, cents) or cents == 0:
                continue
            if self._grant(cents):
                member.promised_cents = cents
                model.count(member, "rewards_issued_cents", cents)
            else:
                model.count(member, "rewards_refused_cents", cents)

    def _passes(self, friend: Member, accepted: int, cents: int) -> bool:
        """Return whether a friend may be promised anything: whoever is checked must pass."""
        model = self.model
        assert friend.inviter is not None
        offered = model.effect(friend.inviter, level=0, day=accepted, audiences=friend.invited_in)
        price = model.rules.check_cents
        if price == 0 or (cents == 0 and offered.inviter_cents == 0):
            return True
        if not self._grant(price):
            friend.uncounted = True
            model.count(friend, "rewards_refused_cents", cents)
            return False
        model.count(friend, "checks")
        effort = float(f"{price / 100 / model.spec.money_unit:.5e}")
        share = -math.expm1(-effort / model.spec.behaviour.values["check_usual"])
        found = at.unit(at.mix(friend.identity ^ at.key(model.seed, "check", 0)))
        if friend.hunter and found < F(round(1e6 * share)) * F(1e-6):
            friend.uncounted = True
            model.count(friend, "caught")
        return not friend.uncounted

    def settle(self) -> None:
        """Look at the referred members whose hold ends today: pay, claw back, unlock."""
        model = self.model
        joined = model.day - model.rules.hold_days
        if joined - 1 < model.first_offer + model.rules.counts_from:
            return
        due = [m for m in model.roll if m.inviter and m.join_day == joined]
        for member in sorted(due, key=lambda m: m.priority):
            came_back = (member.visits >= 2 or model.rules.hold_days == 1) and not member.left
            stayed = (model.rules.hold_days == 0 or came_back) and not member.uncounted
            if member.promised_cents is not None:
                what = "rewards_paid_cents" if stayed else "rewards_clawed_back_cents"
                model.count(member, what, member.promised_cents)
                if stayed:
                    member.promises.pay_out()
                if not stayed and self.rewards >= 0:
                    self.rewards += member.promised_cents
                member.promised_cents = None
            if stayed and member.inviter:
                model.count(member, "qualified")
                self._reward(member.inviter, joined - 1, member.invited_in)

    def _reward(self, inviter: Member, accepted: int, audiences: tuple[str, ...]) -> None:
        """Count a friend who stayed; the reward is the one offered when the friend accepted."""
        model, rules = self.model, self.model.rules
        if rules.most_unlocks and inviter.unlocked >= rules.most_unlocks:
            return
        waits = inviter.progress == model.rules.unlock_after
        inviter.progress = min(inviter.progress + 1, model.rules.unlock_after)
        if inviter.progress < model.rules.unlock_after:
            return
        first = int(model.effect(inviter, day=accepted, audiences=audiences).inviter_cents)
        if first == 0:
            return
        millionths = 10**6 + rules.reward_rise * min(inviter.unlocked, rules.reward_rises)
        cents = (first * millionths + 500_000) // 10**6
        if rules.one_in > 1 and self.tickets:
            granted = True  # it was when the first ticket for that prize was out
        else:
            granted = self._grant(cents)
            if granted:
                model.count(inviter, "rewards_issued_cents", cents)
                self.prize = cents
        if granted:
            inviter.progress = 0
            inviter.unlocked = min(inviter.unlocked + 1, 255)
            model.count(inviter, "unlocks")
            if self._wins():
                model.count(inviter, "rewards_paid_cents", self.prize)
                inviter.promises.pay_out()
        elif not waits:
            model.count(inviter, "rewards_refused_cents", cents)

    def _wins(self) -> bool:
        """Draw a ticket of the drum that is open; return whether it is the one with the prize."""
        one_in = self.model.rules.one_in
        if one_in == 1:
            return True
        drawn = at.unit(at.mix(at.step(self.drums) ^ at.key(self.model.seed, "prize", 0)))
        won = self.tickets == min(int(drawn * F(one_in)), one_in - 1)
        self.tickets += 1
        if self.tickets == one_in:
            self.tickets = 0
            self.drums += 1
        return won
