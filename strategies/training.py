"""Training: so many seats on a course for the members of an audience, by lot, anew each term.

It acts through the posting of those who have a seat (`training`), most at the beginning of a term
and ever less. Speculative: nothing published tells that it makes anybody write more, and the
mechanism is off unless it is asked for. Known limit: seats beyond those who may have one are paid
for in vain, and whoever writes most by nature would have done so without it: that the trained write
more than others is no effect of the training. When the term is over nothing of it is left, unless
the community is said to keep a part for good (`training_kept`).

Money: a seat is paid at the beginning of each term, taken or not, and the set-up with the first
one: grants; nothing is owed. Envelope: it ends with the first term that the money does not cover.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import each
from sim.ledger import CASH, Ledger
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.audiences.audiences import EVERY_DAYS
from strategies.audiences.definition import Definition
from strategies.audiences.seats import Seats
from strategies.base import Brief, Range, Strategy, covered, parameter

FADES_DAYS: Final = 60.0
"""Days in which what was learnt falls to 37 % of what it does at first; assumed, as an award's."""


class Training(Strategy):
    """Seats on a course for some members, term after term."""

    kind: ClassVar[str] = "training"
    title: ClassVar[str] = "Training"
    title_zh: ClassVar[str] = "创作者培训"
    lever_family: ClassVar[str] = "incentive"
    speculative: ClassVar[bool] = True
    aimable = True
    mechanism = "training"

    seats: int = parameter(
        20, title="seats", title_zh="名额", unit="seats",
        meaning="members who have a seat in a term; by lot among those of its audience who came in "
        "the week before", low=0, high=100_000, search=Range(0, 200, 1),
        source="practitioners: 5,000 certified in six months; none published", evidence="D",
    )  # fmt: skip
    weeks: int = parameter(
        4, title="weeks of a term", title_zh="每期周数", unit="weeks",
        meaning="weeks after which seats are given out anew", low=1, high=520,
        source="practitioners: a month; none published", evidence="D",
    )  # fmt: skip
    seat_cost: float = parameter(
        20.0, title="cost of a seat", title_zh="单席位成本", unit="currency/seat",
        meaning="what a seat costs each term, taken or not: teachers, material", low=0.0,
        high=10_000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip
    setup_cost: float = parameter(
        200.0, title="set-up cost", title_zh="启动成本", unit="currency",
        meaning="paid once, on the first day: the course itself", low=0.0, high=1e9,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether there are no seats."""
        return self.seats == 0

    @property
    def seated(self) -> str:
        """Name of the audience of those who have a seat."""
        return f"{self.called} seats"

    @property
    def own_audiences(self) -> Mapping[str, Definition]:
        """Those who have a seat."""
        if self.idle:
            return {}
        return {
            self.seated: Seats(
                share=1.0, of=self.audience, lot=self.called, seats=self.seats,
                first=self.from_day, weeks=self.weeks,
            )
        }  # fmt: skip

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Train those who have a seat, less with each day of the term."""
        running = self.funded(brief)
        if self.idle or not running.any():
            return
        since = np.maximum(np.arange(len(running)) - self.from_day, 0) % self._term_days
        fresh = each(math.exp, -since / FADES_DAYS)
        own = offers.apart(self.seated, self.seated)
        own.pull("training", (running * fresh).astype(np.float32)[:, None, None])

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of its window up to the first term that the money does not cover."""
        return super().funded(brief) & covered(self._paid(brief), brief.envelope_cents)

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the set-up and the seats of the terms that it held."""
        paid = self._paid(brief) * self.funded(brief)
        if paid.any():
            ledger.post(self.called, "grant", CASH, paid)

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return those who had a seat on the first day of a term, over the terms."""
        if trajectory.by_audience is None or self.idle:
            return 0, "members"
        taken = trajectory.among(self.seated).members_of_day
        return int(taken[ran & self._begins(len(ran))].sum()), "members"

    @property
    def _term_days(self) -> int:
        return EVERY_DAYS * self.weeks

    def _begins(self, days: int) -> NDArray[np.bool_]:
        """Return the days of its window on which a term begins, shape ``(days,)``."""
        window, found = self.window(days), np.zeros(days, np.bool_)
        found[window.start : window.stop : self._term_days] = True
        return found

    def _paid(self, brief: Brief) -> NDArray[np.int64]:
        """Return what each day takes when it runs, cents, shape ``(days,)``."""
        begins = self._begins(brief.calendar.days)
        if self.idle:
            return np.zeros(len(begins), np.int64)
        paid = begins * (100.0 * self.seats * self.seat_cost)
        paid[np.flatnonzero(begins)[:1]] += 100 * self.setup_cost
        return daily_cents(np.cumsum(paid))
