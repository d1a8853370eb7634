"""Invite-k-to-unlock with a reward on both sides: a referral programme.

A member who brings `unlock_after` friends who stay earns one inviter reward; each friend who stays
earns the invited reward. Rewards draw bounty hunters, who take the invited reward and never come
back: with ``hold_days = 0`` they are paid, with a hold the reward depends on coming back.

Money. Rewards are redemptions, paid on the day the hold ends well; a promise clawed back costs
nothing and returns to the purse. The set-up is a grant. Envelope: the purse holds what is left
after the set-up, and what is paid or promised comes out of it. Once a week the programme looks into
the purse, and offers only the rewards that it still holds.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sim.ledger import CASH, Ledger
from sim.offers import LEVER_INDEX, Offers
from sim.trajectory import Trajectory
from strategies.base import PURSE_CHECK_DAYS, Brief, Range, Strategy, cents, parameter


class Invite(Strategy):
    """Rewards for bringing friends, unlocked by every k of them."""

    kind: ClassVar[str] = "invite"
    title: ClassVar[str] = "Invite to unlock"
    title_zh: ClassVar[str] = "邀请解锁"
    lever_family: ClassVar[str] = "referral"

    unlock_after: int = parameter(
        3, title="invitations to unlock", title_zh="解锁所需邀请数", unit="members/unlock",
        meaning="referred members who stay that unlock one inviter reward",
        low=1, high=100, search=Range(1, 10, 1),
        source="M42: invite 3", evidence="D",
    )  # fmt: skip
    inviter_reward: float = parameter(
        15.0, title="inviter's reward", title_zh="邀请人奖励", unit="currency/unlock",
        meaning="paid to an inviter for each unlock", low=0.0, high=100_000.0,
        search=Range(0, 50), source="M41: sender rewards raise referrals; amount user's own",
        evidence="A",
    )  # fmt: skip
    invited_reward: float = parameter(
        5.0, title="invited member's reward", title_zh="受邀人奖励", unit="currency/member",
        meaning="paid to a referred member who stays through the hold", low=0.0, high=100_000.0,
        search=Range(0, 25), source="M40, M41: two-sided at least as good; M46: cash draws hunters",
        evidence="A",
    )  # fmt: skip
    hold_days: int = parameter(
        7, title="hold", title_zh="观察期", unit="days",
        meaning="days a referred member must be a member, and come back once, to count; 0: none",
        low=0, high=365, search=Range(0, 30, 1),
        source="M46: fake accounts raise sign-ups and lower D7", evidence="C",
    )  # fmt: skip
    setup_cost: float = parameter(
        0.0, title="set-up cost", title_zh="启动成本", unit="currency",
        meaning="paid once, on the first day", low=0.0, high=1e9,
        source="user's own", evidence="D",
    )  # fmt: skip

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Write both rewards and the rules of the programme."""
        if not self._launched(brief):
            return
        running = self.window(brief.calendar.days)
        for lever, reward in self._rewards.items():
            offers.pull(lever, reward, days=running)
        offers.rules.unlock_after = self.unlock_after
        offers.rules.hold_days = self.hold_days
        if brief.envelope_cents is not None:
            offers.rules.unlocks_purse_cents = brief.envelope_cents - cents(self.setup_cost)

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Weekly when there is a purse to watch."""
        return None if envelope_cents is None or self._idle else PURSE_CHECK_DAYS

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Offer from today on only the rewards that the purse still holds."""
        spent = seen.total("rewards_issued_cents") - seen.total("rewards_clawed_back_cents")
        left = offers.rules.unlocks_purse_cents - spent
        end = self.window(brief.calendar.days).stop
        for lever, reward in self._rewards.items():
            offered = reward if cents(reward) <= left else 0.0
            offers.table[today:end, ..., LEVER_INDEX[lever]] = offered

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the set-up as a grant and the rewards paid as redemptions."""
        if not self._launched(brief):
            return
        setup = np.zeros(brief.calendar.days, np.int64)
        setup[self.from_day] = cents(self.setup_cost)
        ledger.post(self.kind, "grant", CASH, setup)
        ledger.post(self.kind, "redemption", CASH, trajectory.daily("rewards_paid_cents"))

    def _launched(self, brief: Brief) -> bool:
        running = self.window(brief.calendar.days)
        if self._idle or running.start == running.stop:
            return False
        return brief.envelope_cents is None or cents(self.setup_cost) <= brief.envelope_cents

    @property
    def _rewards(self) -> dict[str, float]:
        return {"inviter_reward": self.inviter_reward, "invited_reward": self.invited_reward}

    @property
    def _idle(self) -> bool:
        return not any(self._rewards.values())
