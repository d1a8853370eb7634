"""A stepped commission: who brings a friend is paid a share of what the friend buys.

The share rises by steps with what a seller's friends have bought in a period: of each step its own
part (marginal), or all of it at the highest step reached (whole). A friend counts who accepts an
invitation while it runs, for `for_days` from joining; for an audience, if the inviter is in it
then. It acts on inviting (M95), by what sellers were in truth paid so far, a share of what a
typical member buys; before anything was sold, by the lowest step.

Known limit: most sellers stay on the lowest step, and a higher top pays the few who would have
brought as many; nobody brings more because a step is near, and money that comes late moves little.
Those moved by standing are taken to count it as anybody does.

Money: a commission is a redemption on the day of the order, net of refunds, carried by seller and
period to the last cent; the set-up is a grant. What friends whose days go on beyond the end are
expected to buy is owed. Envelope: the grants come first; what is left is a purse, beyond which
nothing is paid, and from which nothing is promised to new friends once those there may take it all.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.brought import DAY, JOINED, MILLIONTHS, PLACE, SELLER
from sim.ledger import CASH, Ledger
from sim.levers import LEVER_INDEX
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import NET_SALES, Trajectory
from strategies.base import PURSE_CHECK_DAYS, Brief, Range, parameter
from strategies.programme import Programme, Terms
from strategies.published import Published

Scheme = Literal["marginal", "whole"]


def payout(
    sales: NDArray[np.float64], rates: tuple[float, ...], step_sales: float, scheme: Scheme
) -> NDArray[np.float64]:
    """Return the commission on what sellers have sold in a period (V48), in the unit of `sales`.

    Parameters
    ----------
    sales
        What each has sold, 0 or more.
    rates
        Share paid on each step, the lowest first; a step begins at its very threshold.
    step_sales
        What a step spans, above 0; the last has no end.
    scheme
        ``marginal``: each step's share of what was sold on it; ``whole``: the share of the highest
        step reached of all that was sold.
    """
    starts = step_sales * np.arange(len(rates))
    if scheme == "whole":
        step = np.searchsorted(starts, sales, side="right") - 1
        return np.asarray(np.asarray(rates)[step] * sales, np.float64)
    rises = np.diff(rates, prepend=0.0)
    above = np.maximum(sales[..., None] - starts, 0.0)
    return np.asarray((above * rises).sum(axis=-1), np.float64)


class Commission(Programme):
    """A share of friends' orders for who brought them, stepped by what was sold."""

    kind: ClassVar[str] = "commission"
    title: ClassVar[str] = "Stepped commission"
    title_zh: ClassVar[str] = "阶梯式佣金"
    lever_family: ClassVar[str] = "referral"
    aimable = True
    mechanism = "buy"
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "accepted", 0.0, 0.05,
            "M95: referrals rise with the reward, by a power below 1; M39: 0.5 to 5 % of active "
            "members a month",
            per="monthly_active",
        ),
    )  # fmt: skip

    lowest: float = parameter(
        0.01, title="lowest share", title_zh="最低佣金比例", unit="share of sales",
        meaning="share of what friends buy that is paid on the first step", low=0.001, high=0.9,
        search=Range(0.005, 0.1), source="practitioners: 1 to 15 % by steps", evidence="D",
    )  # fmt: skip
    rise: float = parameter(
        0.035, title="rise of a step", title_zh="每阶提升", unit="share of sales",
        meaning="by how much more each further step pays", low=0.0, high=0.9,
        search=Range(0, 0.05), source="practitioners: 1 to 15 % by steps", evidence="D",
    )  # fmt: skip
    most: float = parameter(
        0.15, title="highest share", title_zh="最高佣金比例", unit="share of sales",
        meaning="what no step goes beyond, the first included", low=0.001, high=0.9,
        search=Range(0.005, 0.3), source="practitioners: 1 to 15 % by steps", evidence="D",
    )  # fmt: skip
    steps: int = parameter(
        5, title="steps", title_zh="阶数", unit="steps", meaning="steps of the table", low=1,
        high=50, source="practitioners' tables; none published", evidence="D",
    )  # fmt: skip
    step_sales: float = parameter(
        100.0, title="sales of a step", title_zh="每阶销售额", unit="currency",
        meaning="what a seller's friends must have bought in a period for each further step",
        low=0.01, high=1e6, source="practitioners' tables; none published", evidence="D",
    )  # fmt: skip
    scheme: Scheme = parameter(
        "marginal", title="steps are", title_zh="计提方式", unit="way",
        meaning="marginal: each step's share of what was sold on it; whole: the highest step's "
        "share of all that was sold in the period", source="V48: the two must be told apart",
        evidence="C",
    )  # fmt: skip
    period_days: int = parameter(
        30, title="period", title_zh="结算周期", unit="days",
        meaning="days after which a seller begins on the lowest step again; 0: never", low=0,
        high=3650, source="practitioners: a month", evidence="D",
    )  # fmt: skip
    for_days: int = parameter(
        90, title="days of a friend", title_zh="好友有效期", unit="days",
        meaning="days from joining for which a friend's orders count; 0: no commission", low=0,
        high=3650, search=Range(0, 180, 1), source="practitioners' tables; none published",
        evidence="D",
    )  # fmt: skip
    setup_cost: float = parameter(
        100.0, title="set-up cost", title_zh="启动成本", unit="currency",
        meaning="paid once, on the first day: tracking of orders and of payments", low=0.0,
        high=1e9, source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def rates(self) -> tuple[float, ...]:
        """The share of each step, from the lowest on."""
        shares = (min(self.lowest + k * self.rise, self.most) for k in range(self.steps))
        # To six figures: in any number of steps the very same.
        return tuple(float(f"{share:.6g}") for share in shares)

    @property
    def promises(self) -> dict[str, float]:
        """The lowest step, for a friend's days."""
        return {"commission": self.rates[0] * self.for_days}

    def purse(self, terms: Terms) -> int | None:
        """Return the cents that may be paid: what the grants leave."""
        return terms.purse_cents

    def taken(self, seen: Trajectory) -> NDArray[np.int64]:
        """Return the cents of commission earned on each day, if it ran on all of its days."""
        return self._cents(seen, self._window(seen))

    def affordable(self, left: int) -> dict[str, float]:
        """Return the promise while there is money."""
        return self.promises if left > 0 else {}

    def set_rules(self, terms: Terms, offers: Offers) -> None:
        """Have what friends buy recorded."""
        offers.rules.brought = 1

    def terms(self, brief: Brief) -> Terms | None:
        """Return the terms; none where nobody buys."""
        return None if self.unfelt(brief) else super().terms(brief)

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Promise the lowest step; with limited money, nothing before its first look."""
        super().offers(brief, offers)
        if brief.envelope_cents is not None:
            offers.table[..., LEVER_INDEX["commission"]] = 0.0

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Weekly: what it promises is what it was seen to pay."""
        return None if self.idle else PURSE_CHECK_DAYS

    def looks(self, since: int, envelope_cents: int | None) -> bool:
        """On its first day or the plan's second, and then once a week."""
        first = envelope_cents is not None and since == 1
        return not self.idle and (first or (since >= 0 and since % PURSE_CHECK_DAYS == 0))

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Promise what was paid on average, while the purse holds what that may come to."""
        terms = self.terms(brief)
        if terms is None:
            return
        runs = self._runs(terms, seen, today + 1)
        share = self._share_paid(seen, runs, today) if runs[today] else 0.0
        end = self.window(brief.calendar.days).stop
        offers.table[today:end, ..., LEVER_INDEX["commission"]] = np.float32(share * self.for_days)

    def settle_promises(self, terms: Terms, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what was earned, as far as the purse holds it, and what friends may still bring."""
        days = trajectory.calendar.days
        runs = self._runs(terms, trajectory, days)
        paid = self._cents(trajectory, runs)
        due = self._due(trajectory, runs, days)
        if terms.purse_cents is not None:
            total = np.minimum(np.cumsum(paid), terms.purse_cents)
            paid = np.diff(total, prepend=0)
            due = min(due, terms.purse_cents - int(total[-1]))
        ledger.post(self.called, "redemption", CASH, paid)
        ledger.post_at_end(self.called, "rewards_provision", "rewards_liability", due)
        ledger.owe(self.called, due)

    def ran(self, brief: Brief, trajectory: Trajectory) -> NDArray[np.bool_]:
        """Return the days on which it promised anything to who brings a friend."""
        terms = self.terms(brief)
        if terms is None:
            return np.zeros(brief.calendar.days, np.bool_)
        return self._runs(terms, trajectory, brief.calendar.days)

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the members whose friends bought something."""
        return len(np.unique(self._counted(trajectory, ran)[:, SELLER])), "members"

    def _window(self, seen: Trajectory) -> NDArray[np.bool_]:
        days = np.zeros(seen.calendar.days, np.bool_)
        days[self.window(len(days))] = True
        return days

    def _runs(self, terms: Terms, seen: Trajectory, until: int) -> NDArray[np.bool_]:
        """Return the days before `until` on which it promised anything, shape ``(days,)``.

        With limited money it promises until its next look when the purse holds what is earned, what
        friends there may still bring, and what twice as many friends as lately would.
        """
        days, purse = self._window(seen), terms.purse_cents
        days[until:] = False
        if purse is None:
            return days
        start, end = terms.running.start, min(terms.running.stop, until)
        days[:] = False
        looks = [day for day in range(max(start, 1), end) if self.looks(day - start, purse)]
        accepted = seen.daily("accepted").astype(np.float64)
        for look, following in pairwise([*looks, terms.running.stop]):
            due = int(self._cents(seen, days)[:look].sum()) + self._due(seen, days, look)
            friends = 1 + 2 * accepted[max(look - 7, 0) : look].mean() * (following - look)
            each = self._sold_a_day(seen, days, look) * self._share_paid(seen, days, look)
            days[look : min(following, end)] = purse >= due + 100 * friends * each * self.for_days
        return days

    def _counted(
        self, seen: Trajectory, runs: NDArray[np.bool_], until: int | None = None
    ) -> NDArray[np.int64]:
        """Return the rows of the record that count."""
        rows = seen.brought if until is None else seen.brought[seen.brought[:, DAY] < until]
        accepted = rows[:, JOINED] - 1
        counts = (accepted >= 0) & runs[accepted]
        counts &= rows[:, DAY] - rows[:, JOINED] < self.for_days
        if self.audience is not None and seen.by_audience is not None:
            counts &= np.isin(rows[:, PLACE], seen.by_audience.places(self.audience))
        return rows[counts]

    def _sales(
        self, seen: Trajectory, runs: NDArray[np.bool_], until: int | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return day of each row that counts, and what it sold and earned, in currency."""
        rows = self._counted(seen, runs, until)
        period = rows[:, DAY] - self.window(seen.calendar.days).start
        period = period // self.period_days if self.period_days else np.zeros_like(period)
        order = np.lexsort((rows[:, DAY], period, rows[:, SELLER]))
        period, rows = period[order], rows[order]
        begins = np.ones(len(rows), np.bool_)
        begins[1:] = (np.diff(period) != 0) | (np.diff(rows[:, SELLER]) != 0)
        after, first = np.cumsum(rows[:, MILLIONTHS]), np.flatnonzero(begins)
        before = after[first] - rows[first, MILLIONTHS]
        after = after - np.repeat(before, np.diff(np.append(first, len(rows))))
        each = seen.basket_kept / 1e6
        totals = np.stack([after - rows[:, MILLIONTHS], after]) * each
        earned = np.diff(payout(totals, self.rates, self.step_sales, self.scheme), axis=0)[0]
        return rows[:, DAY], np.stack([rows[:, MILLIONTHS] * each, earned])

    def _cents(self, seen: Trajectory, runs: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the cents of commission earned on each day, shape ``(days,)``."""
        days, (_, earned) = self._sales(seen, runs)
        # A trace above, as sums of shares lie a trace below whole cents.
        total = np.cumsum(np.bincount(days, earned, minlength=seen.calendar.days))
        return daily_cents(np.floor(100.0 * total + 1e-6))

    def _share_paid(self, seen: Trajectory, runs: NDArray[np.bool_], today: int) -> float:
        """Return which share of what was sold was earned so far; before, the lowest step's."""
        _, (sold, earned) = self._sales(seen, runs, today)
        return float(earned.sum() / sold.sum()) if sold.any() else self.rates[0]

    def _friends(
        self, seen: Trajectory, runs: NDArray[np.bool_], today: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return friends by the day on which they accepted, and the days each has been one."""
        accepted = np.flatnonzero(runs[:today])
        lived = np.clip(today - 1.0 - accepted, 0, self.for_days)
        return seen.daily("accepted")[accepted].astype(np.float64), lived

    def _sold_a_day(self, seen: Trajectory, runs: NDArray[np.bool_], today: int) -> float:
        """Return what a friend buys a day, in currency; before any did, what a member does."""
        friends, lived = self._friends(seen, runs, today)
        _, (sold, _) = self._sales(seen, runs, today)
        if sold.any():
            return float(sold.sum() / max(float(friends @ lived), 1.0))
        everybody = seen.of_everybody
        cents = everybody.daily(NET_SALES)[:today].sum()
        return float(cents / 100 / max(int(everybody.members[:today].sum()), 1))

    def _due(self, seen: Trajectory, runs: NDArray[np.bool_], today: int) -> int:
        """Return what friends may still bring their inviters in the days left to them, in cents."""
        friends, lived = self._friends(seen, runs, today)
        left = float(friends @ (self.for_days - lived))
        if left == 0:
            return 0
        a_day = self._sold_a_day(seen, runs, today) * self._share_paid(seen, runs, today)
        return math.ceil(100 * left * a_day)
