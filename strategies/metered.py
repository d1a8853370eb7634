"""Offers that are paid by the deed: a lever over days, for an audience, at a price for each deed.

A deed is what the record counts (messages sent, first posts answered, awards, posts checked). Its
price is paid when it is done, whatever comes of it; a fixed cost on each day that it runs, and what
it takes to set up on the first of them.

Envelope. Nobody knows beforehand how many deeds a day will bring. So with limited money it looks
into its purse once a week, reckons what the days to the next look may bring at most by what the
record shows, and runs on as many days as the purse covers; when that is less than one, for a share
of the day: for those of the highest keyed priority, as the lever's own draw has it. Under a budget
it therefore begins when it has seen a day of the plan. An audience is chosen anew once a week and
may then hold anybody, so on that day it reckons with everybody's deeds. A rush beyond that has
happened when it is seen, and nobody can take it back: what it costs is paid all the same, booked
apart as done beyond its money (`sim.ledger.BEYOND`), and a search keeps no plan that goes beyond
its budget by it. Where the money holds by month or quarter, it is reckoned in each apart, and a
look that reaches into the next knows that there is money anew.

Capacity. Where no more than so many can be done on a day, it looks each morning at how many there
were to do on the day before, and does that share: the others are left out, and told. Who has joined
since is beyond it by as many; what is done is paid.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.ledger import BEYOND, CASH, Ledger
from sim.levers import LEVER_INDEX
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.audiences.audiences import EVERY_DAYS
from strategies.base import Brief, Strategy, money_gone, parameter
from strategies.course import Course, run_on
from strategies.delivery import Stop

HEADROOM: Final = 1.25
"""Times as many deeds as in the last week that days may bring; and two standard deviations, and
one."""


class Metered(Strategy):
    """A strategy that pays by the deed; a subclass says what is pulled and what is counted."""

    aimable = True
    by_span = True

    lever: ClassVar[str]
    """What it pulls."""
    deed: ClassVar[str]
    """What a deed is called, in the plural."""
    priced_by: ClassVar[str]
    """Its parameter that says what a deed costs."""
    whole: ClassVar[bool] = False
    """Whether it is done at full strength or not at all, on fewer days if need be."""
    booked_as: ClassVar[str] = "redemption"
    """Account of what deeds cost; the fixed cost is a grant."""

    day_cost: float = parameter(
        0.0, title="cost a day", title_zh="每日固定成本", unit="currency/day",
        meaning="paid for each day that it runs, whatever is done", low=0.0, high=1e6,
        source="user's own", evidence="D",
    )  # fmt: skip

    @property
    @abstractmethod
    def depth(self) -> float:
        """What is pulled at full strength, in the lever's unit."""

    def depth_under(self, brief: Brief) -> float:
        """Return the same where it hangs on what it was told."""
        return self.depth

    def pulls(self, brief: Brief) -> Mapping[str, float]:
        """Return what is pulled at full strength, by lever; by default its one lever."""
        return {self.lever: self.depth_under(brief)}

    @property
    def launch_cents(self) -> float:
        """What it takes to set up, in cents, paid on the first day that it runs."""
        return 0.0

    def profile(self, days: int) -> NDArray[np.float64]:
        """Return by what share of its strength it is meant to pull on each day, ``(days,)``."""
        return np.ones(days)

    @property
    def chosen_weekly(self) -> bool:
        """Whether whom it is for is chosen anew once a week."""
        return self.audience is not None

    @property
    def most_a_day(self) -> float | None:
        """Deeds that can be done on a day; None: no limit."""
        return None

    @property
    def rush(self) -> float:
        """Times as many deeds as before it began that a day may bring."""
        return 1.0

    @abstractmethod
    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the deeds of each day at full strength, shape ``(days,)``."""

    def foretold(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return what the record tells of them on days on which it did not run, likewise."""
        return self.counted(seen)

    def _counted(self, brief: Brief, seen: Trajectory) -> NDArray[np.float64]:
        """Return the same where it hangs on what it was told, too."""
        return self.counted(seen)

    def _foretold(self, brief: Brief, seen: Trajectory) -> NDArray[np.float64]:
        return self.foretold(seen)

    def price_cents(self, brief: Brief, basket: float) -> float:
        """Return what a deed costs, in cents.

        Parameters
        ----------
        brief
            What it was told.
        basket
            List price of an order, less what is paid back of orders, in currency.
        """
        return float(100 * getattr(self, self.priced_by))

    @property
    def free(self) -> bool:
        """Whether neither its days nor its deeds cost anything."""
        fixed = self.launch_cents + self._day_cents
        return fixed == 0 and getattr(self, self.priced_by) == 0

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Pull the lever on the days that it runs; what has a limit waits for the first look."""
        if not (self._short(brief.envelope_cents) or self.most_a_day):
            running = self.funded(brief) * self.profile(brief.calendar.days)
            for lever, depth in self.pulls(brief).items():
                pulled = running.astype(np.float32) * np.float32(depth)
                offers.pull(lever, pulled[:, None, None])

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Weekly when there is a purse to watch, daily where there is room for so many a day."""
        if self.idle:
            return None
        if self.most_a_day is not None:
            return 1
        return EVERY_DAYS if self._short(envelope_cents) else None

    def looks(self, since: int, envelope_cents: int | None) -> bool:
        """On its first day, and on each day after audiences were chosen anew."""
        cadence = self.cadence_days(envelope_cents)
        if cadence is None or since < 0:
            return False
        return cadence == 1 or since == 0 or (self.from_day + since) % EVERY_DAYS == 1

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Do until the next look what the purse covers."""
        counts, price = self._priced(brief, seen)
        running = self._shares(brief, seen, counts, price, today + 1)
        shares = running * self.profile(brief.calendar.days)
        pulls = self._pulls_now(brief, seen, running, today)
        ends = [until for first, until in self._stretches(brief) if first == today]
        if self.most_a_day is not None:
            ends = [today + 1]
        for until in ends:
            for lever, depth in pulls.items():
                pulled = (shares[today:until] * depth).astype(np.float32)
                offers.table[today:until, ..., LEVER_INDEX[lever]] = pulled[:, None, None]

    def _pulls_now(
        self, brief: Brief, seen: Trajectory, running: NDArray[np.float64], today: int
    ) -> Mapping[str, float]:
        """Return what is pulled at full strength until the next look; by default as ever."""
        return self.pulls(brief)

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the days as grants, and the deeds; those beyond its money apart."""
        course = self.course(brief, trajectory)
        if course.beyond_cents.any():
            ledger.post(self.called + BEYOND, self.booked_as, CASH, course.beyond_cents)
        for account, paid in (("grant", course.fixed_cents), (self.booked_as, course.deeds_cents)):
            if paid.any():
                ledger.post(self.called, account, CASH, paid)

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of its window whose fixed cost the money covers."""
        days = super().funded(brief)
        short = self._short(brief.envelope_cents)
        if short or self.most_a_day is not None:
            # Nobody has seen a day of the plan before its first one.
            days[0] = False
        if brief.envelope_cents is None or not short:
            return days
        fixed = self._fixed_cents(days)
        if fixed.max() > brief.envelope_cents:
            # What it takes to set up comes with the first day, and no month has more.
            return np.zeros_like(days)
        return days & brief.covers(fixed) & (brief.envelope_cents > 0)

    def ran(self, brief: Brief, trajectory: Trajectory) -> NDArray[np.bool_]:
        """Return the days on which it did anything."""
        return self.course(brief, trajectory).shares > 0

    def ran_dry(self, brief: Brief, trajectory: Trajectory) -> Stop | None:
        """Return the day from which the purse covered no more deeds, to the end."""
        ran = self.ran(brief, trajectory)
        return money_gone(ran, self.scheduled(brief), brief.budget_per)

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the deeds, to the nearest."""
        return round(float(self.course(brief, trajectory).deeds.sum())), self.deed

    def course(self, brief: Brief, seen: Trajectory) -> Course:
        """Return what it did on the days seen, and does until the next look."""
        counts, price = self._priced(brief, seen)
        shares = self._shares(brief, seen, counts, price)
        deeds = shares * counts
        running = np.cumsum(shares > 0)
        fixed = running * self._day_cents + (running > 0) * self.launch_cents
        paid, beyond = np.zeros(len(shares), np.int64), np.zeros(len(shares), np.int64)
        for spell in brief.spells:
            cost = within = np.floor(np.cumsum(deeds[spell]) * price)
            if brief.envelope_cents is not None:
                before = np.floor(fixed[spell.start - 1]) if spell.start else 0.0
                regardless = np.ceil(fixed[spell.stop - 1]) - before
                within = np.minimum(cost, brief.envelope_cents - regardless)
            paid[spell], beyond[spell] = daily_cents(within), daily_cents(cost - within)
        return Course(shares, deeds, daily_cents(fixed), paid, beyond)

    def left_for(self, brief: Brief, course: Course, cents: float) -> float:
        """Return an amount as far as the purse holds it at the end, in cents."""
        if brief.envelope_cents is None:
            return cents
        last = brief.spells[-1]
        spent = int(course.fixed_cents[last].sum() + course.deeds_cents[last].sum())
        return min(cents, brief.envelope_cents - spent)

    def _priced(self, brief: Brief, seen: Trajectory) -> tuple[NDArray[np.float64], float]:
        return self._counted(brief, seen), self.price_cents(brief, seen.basket_kept)

    def _shares(
        self,
        brief: Brief,
        seen: Trajectory,
        counts: NDArray[np.float64],
        price: float,
        end: int | None = None,
    ) -> NDArray[np.float64]:
        """Return which share of its full strength it is at on each day, 0 to 1.

        With an `end`, those of the looks before it alone: what they do hangs on nothing later.
        """
        funded, room = self.funded(brief), self._room(seen)
        if not self._short(brief.envelope_cents):
            return funded * room
        assert brief.envelope_cents is not None
        records = (seen, seen.of_everybody)
        own, everybody = ((self._counted(brief, of), self._foretold(brief, of)) for of in records)
        shares, spells = np.zeros(len(counts)), brief.spells
        launch, left, spell = self.launch_cents, 0.0, -1
        for look, first, until in self._parts(brief):
            if end is not None and look >= end:
                break
            while spell < 0 or first >= spells[spell].stop:
                spell, left = spell + 1, brief.envelope_cents - launch
            days = np.flatnonzero(funded[first:until]) + first
            if not days.size or left < 0:
                continue
            if self._day_cents > 0:
                days = days[: int(left // self._day_cents)]
            money = left - len(days) * self._day_cents
            anew = days % EVERY_DAYS == 0 if self.chosen_weekly else days < 0
            for some, of in ((days[~anew], own), (days[anew], everybody)):
                most = self._most(*of, shares, look, len(some))
                cost = price * np.minimum(most, self.most_a_day or np.inf)
                run, part = run_on(some, cost, money)
                if self.whole and part < 1:
                    continue
                shares[run] = part * room[run]
                money -= part * float(cost[: len(run)].sum())
            if not shares[days].any():
                left = -1.0
                continue
            launch = 0.0
            spent = (shares[days] > 0).sum() * self._day_cents
            left = max(left - spent - price * float(shares[days] @ counts[days]), 0.0)
        return shares

    def _most(
        self,
        counts: NDArray[np.float64],
        before: NDArray[np.float64],
        shares: NDArray[np.float64],
        first: int,
        days: int,
    ) -> NDArray[np.float64]:
        """Return how many more deeds each of some days from `first` on may bring, at most.

        Shape ``(days,)``: the mean of the days of the last week on which it ran, if it did, with
        some headroom.
        """
        week = slice(max(first - EVERY_DAYS, 0), first)
        ran = shares[week] > 0
        usual = float(counts[week][ran].mean()) if ran.any() else float(before[week].mean())
        if self.chosen_weekly:
            # Of this week's audience one day is known.
            usual = max(usual, float(counts[first - 1]))
        if not ran.any():
            usual *= self.rush
        each = usual * np.arange(days + 1)
        most = HEADROOM * each + 2.0 * np.sqrt(each) + 1.0
        most[0] = 0.0
        return np.asarray(np.diff(most), np.float64)

    def left_out(self, brief: Brief, trajectory: Trajectory) -> int:
        """Return the deeds for which there was no room on the days on which it ran."""
        if self.most_a_day is None:
            return 0
        deeds = self.course(brief, trajectory).deeds
        # Where it was reckoned with everybody there may have been room for more than were sent.
        beyond = deeds / self._room(trajectory) - np.maximum(deeds, self.most_a_day)
        return round(float(np.maximum(beyond, 0.0).sum()))

    def _room(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return for which share of the deeds there is room on each day, above 0 to 1."""
        counts = self.counted(seen)
        if self.most_a_day is None:
            return np.ones(len(counts))
        if self.chosen_weekly:
            # On the days on which it is chosen anew it may hold anybody.
            anew = np.arange(len(counts)) % EVERY_DAYS == 0
            counts[:-1][anew[1:]] = self.counted(seen.of_everybody)[:-1][anew[1:]]
        before = np.maximum(np.concatenate([[0.0], counts[:-1]]), self.most_a_day)
        return np.asarray(self.most_a_day / before, np.float64)

    def _short(self, envelope_cents: int | None) -> bool:
        """Whether money may run short."""
        return envelope_cents is not None and not self.free

    def _stretches(self, brief: Brief) -> Iterator[tuple[int, int]]:
        """Walk the days from each look to the next, last one not included."""
        window = self.window(brief.calendar.days)
        first = max(window.start, 1)
        if brief.acting is not None:
            # No morning knows on which further days alerts let it run.
            days = np.flatnonzero(brief.woken[: window.stop])
            yield from ((int(day), int(day) + 1) for day in days if day >= first)
            return
        while first < window.stop:
            until = min(first + EVERY_DAYS - (first - 1) % EVERY_DAYS, window.stop)
            yield first, until
            first = until

    def _parts(self, brief: Brief) -> Iterator[tuple[int, int, int]]:
        """Walk those days by the spans of the budget: the day of the look, first and end."""
        ends = [spell.stop for spell in brief.spells]
        for look, until in self._stretches(brief):
            cuts = [look, *(end for end in ends if look < end < until), until]
            for first, end in pairwise(cuts):
                yield look, first, end

    def _fixed_cents(self, days: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return what it pays regardless on each day when it runs on some, shape ``(days,)``."""
        fixed = days * self._day_cents
        fixed[np.flatnonzero(days)[:1]] += self.launch_cents
        return np.asarray(fixed, np.float64)

    @property
    def _day_cents(self) -> float:
        return 100 * self.day_cost
