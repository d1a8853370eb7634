"""Invite-k-to-unlock with a reward on both sides: a referral programme.

A member who brings `unlock_after` friends who stay earns one inviter reward; each friend who stays
earns the invited reward. Rewards draw bounty hunters, who take the invited reward and never come
back: with ``hold_days = 0`` they are paid, with a hold the reward depends on coming back.

The schedule of an inviter's rewards is linear by default. Each unlock may pay more than the one
before (`rise`): a staircase, which pulls by the step that promises most for the next friend, so
that one which can hardly be reached pulls for hardly anything. Or one unlock in so many wins
(`one_in`): a lottery, which pulls more than its mean (M41). `most_unlocks` is how many rewards one
member may get. `check_effort` is spent on finding out whether a friend is a bounty hunter: it saves
what hunters are paid where there is no hold; where there is one of two days or more, none of them
comes back to be paid, and a check finds nobody who would have cost anything.

Only invitations accepted while it runs count, also towards an unlock. For an audience it is offered
to those in it: whoever is in it when the friend accepts is promised both rewards, and they are paid
to inviter and friend though neither may be in it later. Friends whom a member brought while in no
such audience count as progress, too.

Money. Rewards are redemptions, paid on the day the hold ends well; a promise clawed back costs
nothing and returns to the purse. What is held at the end stands in ``rewards_liability`` against
``rewards_provision``, and what of it is expected to be paid (`strategies.owed`) is booked as
``owed``. Progress towards an unlock is no promise yet: the unlock comes out of the purse when it is
earned, or is refused. The prize of a lottery is put aside when the first ticket for it is out, and
is owed whole until it is won: luck saves nothing. Each check is paid at once, whatever it finds.
The set-up is a grant. Envelope: the purse holds what is left after the set-up, and what is paid or
promised comes out of it; a staircase is offered only while the purse holds its top step.
"""

from __future__ import annotations

import math
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from sim.ledger import CASH, Ledger
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, cents, parameter
from strategies.owed import REWARDS_PRIOR, claimed_share
from strategies.programme import Programme, Terms
from strategies.published import Published


class Invite(Programme):
    """Rewards for bringing friends, unlocked by every k of them."""

    kind: ClassVar[str] = "invite"
    title: ClassVar[str] = "Invite to unlock"
    title_zh: ClassVar[str] = "邀请解锁"
    lever_family: ClassVar[str] = "referral"
    keeps = True
    aimable = True
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "accepted", 0.005, 0.05,
            "M39: referrals of 0.5 to 5 % of active members a month; M41: rewards add 20.9 %",
            per="monthly_active",
        ),
    )  # fmt: skip

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
        meaning="days a referred member must be a member, and from 2 on come back once, to count",
        low=0, high=365, search=Range(0, 30, 1),
        source="M46: fake accounts raise sign-ups and lower D7", evidence="C",
    )  # fmt: skip

    rise: float = parameter(
        0.0, title="rise of the reward", title_zh="奖励递增", unit="share of first reward",
        meaning="what each further unlock pays an inviter more than the one before; 0: all alike",
        low=0.0, high=10.0, search=Range(0, 1),
        source="M95: linear pay with a threshold bonus is near optimal in theory", evidence="C",
    )  # fmt: skip
    rises: int = parameter(
        4, title="rises", title_zh="递增次数", unit="unlocks",
        meaning="unlocks after the first that pay more than the one before, if there is a rise",
        low=1, high=50, source="none published; user's own", evidence="D",
    )  # fmt: skip
    most_unlocks: int = parameter(
        0, title="most rewards of a member", title_zh="每人奖励上限", unit="unlocks/member",
        meaning="inviter rewards that one member may get; 0: no limit", low=0, high=255,
        source="M46: caps against bounty hunting; user's own", evidence="D",
    )  # fmt: skip
    one_in: int = parameter(
        1, title="one wins of", title_zh="中奖间隔", unit="unlocks/prize",
        meaning="unlocks of which one, by lot, wins the inviter's reward; 1: each is paid", low=1,
        high=10_000, source="M41: an uncertain reward of the sender, +20.9 %", evidence="A",
    )  # fmt: skip
    check_effort: float = parameter(
        0.0, title="effort of a check", title_zh="核验投入", unit="currency/friend",
        meaning="spent on finding out whether an accepted friend hunts bounties; whoever is found "
        "out is paid nothing and counts for nobody", low=0.0, high=1000.0, search=Range(0, 2),
        source="M46: detection is sold; no rate or price published", evidence="D",
    )  # fmt: skip

    @model_validator(mode="after")
    def _pays_in_one_way(self) -> Self:
        if self.rise > 0 and self.one_in > 1:
            raise ValueError("one_in: all tickets are for one prize; it cannot rise")
        return self

    @property
    def promises(self) -> dict[str, float]:
        """Both rewards, in whole cents: what is promised is what is paid."""
        return {
            "inviter_reward": cents(self.inviter_reward) / 100,
            "invited_reward": cents(self.invited_reward) / 100,
        }

    def purse(self, terms: Terms) -> int | None:
        """Return the cents that may be promised: what the grants leave."""
        return terms.purse_cents

    def taken(self, seen: Trajectory) -> NDArray[np.int64]:
        """Return the cents promised, less those clawed back, and those spent on checks."""
        seen = seen.of_everybody
        rewards = seen.daily("rewards_issued_cents") - seen.daily("rewards_clawed_back_cents")
        return np.asarray(rewards + self._checks_cents(seen), np.int64)

    def _checks_cents(self, seen: Trajectory) -> NDArray[np.int64]:
        return np.asarray(seen.daily("checks") * cents(self.check_effort), np.int64)

    def affordable(self, left: int) -> dict[str, float]:
        """Return the rewards that the purse still holds: of a staircase the top step, too."""
        check = cents(self.check_effort)
        most = {"inviter_reward": self._top_cents, "invited_reward": cents(self.invited_reward)}
        return {
            lever: reward for lever, reward in self.promises.items() if most[lever] + check <= left
        }

    @property
    def _steps(self) -> int:
        """Rises that one member may reach."""
        if self.rise == 0:
            return 0
        return self.rises if self.most_unlocks == 0 else min(self.rises, self.most_unlocks - 1)

    @property
    def _top_cents(self) -> int:
        """What the last step of the staircase pays, rounded up."""
        return math.ceil(cents(self.inviter_reward) * (1 + self.rise * self._steps))

    def set_rules(self, terms: Terms, offers: Offers) -> None:
        """Write the rules of the programme."""
        offers.rules.unlock_after = self.unlock_after
        offers.rules.hold_days = self.hold_days
        offers.rules.counts_from = terms.running.start
        if self._steps:
            offers.rules.reward_rise = round(1e6 * self.rise)
            offers.rules.reward_rises = self._steps
        offers.rules.most_unlocks = self.most_unlocks
        offers.rules.one_in = self.one_in
        offers.rules.check_cents = cents(self.check_effort)
        purse = self.purse(terms)
        if purse is not None:
            offers.rules.unlocks_purse_cents = purse

    def settle_promises(self, terms: Terms, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the rewards paid as redemptions, and those that are held."""
        # A plan has but one programme, so that all rewards are its own, whoever gets them.
        everybody = trajectory.of_everybody
        issued, paid, clawed_back = (
            everybody.daily(f"rewards_{what}_cents") for what in ("issued", "paid", "clawed_back")
        )
        ledger.post(self.called, "redemption", CASH, paid + self._checks_cents(everybody))
        ledger.post(self.called, "rewards_provision", "rewards_liability", issued)
        ledger.post(self.called, "rewards_liability", "rewards_provision", paid + clawed_back)
        held = max(int((issued - paid - clawed_back).sum()), 0)
        share = claimed_share(int(paid.sum()), int(clawed_back.sum()), held, REWARDS_PRIOR)
        if self.one_in > 1:
            # Of a prize that is put aside nothing lapses.
            share = 1.0
        unlocks, likely = self._held_unlocks(terms, trajectory, int(self.taken(trajectory).sum()))
        ledger.post_at_end(self.called, "rewards_provision", "rewards_liability", unlocks)
        ledger.owe(self.called, math.floor(held * share) + likely)

    def _held_unlocks(self, terms: Terms, seen: Trajectory, taken: int) -> tuple[int, int]:
        """Return what friends who are still held at the end may bring their inviters, in cents.

        Returns
        -------
        tuple
            Were all of them to count, and were as many to count as did until then; each unlock
            takes `unlock_after` of them, and no more than the purse still holds.
        """
        still_held, _ = self._friends(terms, seen)
        held, decided = self._friends(terms, seen.of_everybody)
        counted = seen.of_everybody.total("qualified")
        share = claimed_share(counted, max(decided - counted, 0), held, REWARDS_PRIOR)
        top = self._top_cents
        # Rounded up: whom the last friends are missing to is not known.
        whole = -(-still_held // (self.unlock_after * self.one_in)) * top
        if terms.purse_cents is not None and top:
            left = max(terms.purse_cents - taken, 0)
            whole = min(whole, left - left % top)
        an_unlock = self._mean_cents(terms, seen) / self.one_in
        return whole, min(math.floor(still_held * share / self.unlock_after * an_unlock), whole)

    def _mean_cents(self, terms: Terms, seen: Trajectory) -> float:
        """Return what an unlock paid on average, as far as that can be known; the first at least.

        What was issued beyond what all friends were promised went to inviters.
        """
        first, unlocks = cents(self.inviter_reward), seen.of_everybody.total("unlocks")
        if self._steps == 0 or unlocks == 0:
            return first
        friends = sum(self._friends(terms, seen))
        issued = seen.of_everybody.total("rewards_issued_cents")
        mean = (issued - friends * cents(self.invited_reward)) / unlocks
        return min(max(mean, first), self._top_cents)

    def _friends(self, terms: Terms, seen: Trajectory) -> tuple[int, int]:
        """Return the friends who accepted while it ran: those still held at the end, and others."""
        accepted = seen.daily("accepted")
        days = len(accepted)
        promised = np.zeros(days, np.bool_)
        promised[terms.running] = True
        # Who accepts on a day joins on the next.
        joined = np.concatenate([[0], (accepted * promised)[:-1]])
        still_held = int(joined[max(days - self.hold_days, 0) :].sum())
        return still_held, int(joined.sum()) - still_held

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the friends who accepted on the days on which it ran."""
        return int(trajectory.daily("accepted")[ran].sum()), "members"

    def refused_cents(self, trajectory: Trajectory) -> int:
        """Return the rewards that the purse no longer held."""
        return trajectory.of_everybody.total("rewards_refused_cents")
