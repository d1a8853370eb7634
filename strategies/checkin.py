"""A check-in challenge: a reward for so many days in a row, again and again.

It acts through the runs of days that members do not want to break (M29): who is on one comes the
more likely tomorrow the farther it has come (M25), and starts anew after the reward. How much of
that there is hangs on what a day of it is worth,

    strength = 1 - exp(-reward / days / usual)

Known limits: at an easy number of days it pays those who come anyway; hardly anybody comes 21 days
in a row (V47), so that a far one moves nobody; and whoever completes it comes far more than others
to begin with, so that completers against others tells next to nothing of what it does (P16). A run
that was under way before the challenge counts. There are no freeze days.

Money: the set-up and the days are grants; each reward is a redemption, paid on the day that it is
won. Who wins in the ``days - 1`` days after the plan was on the way when it ended, so as many
rewards as there were in such a time are owed, unless it ended before.
"""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.ledger import Ledger
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.play import Play
from strategies.published import Published, of_use


class CheckIn(Play):
    """A reward for coming so many days in a row."""

    kind: ClassVar[str] = "checkin"
    title: ClassVar[str] = "Check-in challenge"
    title_zh: ClassVar[str] = "打卡挑战"
    lever_family: ClassVar[str] = "incentive"
    lever = "challenge"
    mechanism = "streak"
    deed = "rewards"
    priced_by = "reward"
    whole = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.02, 0.27,
        "M85: 45 % of 54 four-week programmes +9 to +27 %, most others nothing; M29: the causal "
        "lift is far below what long runs look like",
    )  # fmt: skip

    days: int = parameter(
        21, title="days in a row", title_zh="连续天数", unit="days",
        meaning="days in a row that win the reward", low=1, high=3650, search=Range(3, 30, 1),
        source="V47; M29: each day of the first seven counts", evidence="C",
    )  # fmt: skip
    reward: float = parameter(
        2.0, title="reward", title_zh="奖励", unit="currency/reward",
        meaning="what is paid for it", low=0.0, high=10_000.0, search=Range(0, 20),
        source="M85: micro-rewards of some cents a visit moved visits", evidence="A",
    )  # fmt: skip
    usual: float = parameter(
        0.1, title="usual worth of a day", title_zh="单日奖励参照", unit="currency/day",
        meaning="reward for each of the days at which 63 % of the most is felt", low=0.01,
        high=1000.0, source="assumed; M85: rewards of some cents a visit moved visits",
        evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether there is no reward."""
        return self.reward == 0

    @property
    def depth(self) -> float:
        """How much of a challenge the reward makes of it."""
        # To six figures: in any currency the very same.
        return float(f"{-math.expm1(-self.reward / self.days / self.usual):.6g}")

    @property
    def fixes(self) -> frozenset[str]:
        """Return the days that it takes."""
        return frozenset({"challenge_days"})

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Offer it on the days that it runs."""
        super().offers(brief, offers)
        if self.funded(brief).any():
            offers.rules.challenge_days = self.days

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the challenges that were won."""
        return seen.daily("challenges").astype(np.float64)

    def foretold(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return how many challenges the visits were enough for: as many are won at most."""
        return seen.daily("visits") / float(self.days)

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what was paid, and what is owed to those on their way."""
        super().settle(brief, trajectory, ledger)
        owed = self._on_the_way(brief, trajectory)
        if owed:
            ledger.post_at_end(self.called, "rewards_provision", "rewards_liability", owed)
            ledger.owe(self.called, owed)

    def _on_the_way(self, brief: Brief, seen: Trajectory) -> int:
        """Return what those who are on the way at the end will have won, in cents."""
        course, ahead = self.course(brief, seen), self.days - 1
        if self.to_day is not None:
            # Nobody wins after its last day.
            ahead = min(ahead, self.to_day - brief.calendar.days)
        if ahead <= 0 or course.shares[-1] == 0:
            return 0
        # A run won on the first days was begun before: all that it ran, it had winners. Days on
        # which it did not run yet have none, and tell nothing of those who are on the way.
        lately = slice(-self.days, None)
        last = course.deeds[lately][course.shares[lately] > 0]
        cost = float(last.mean()) * ahead * self.price_cents(brief, seen.basket_kept)
        return math.floor(self.left_for(brief, course, cost))
