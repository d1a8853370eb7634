"""An event: told of, held, gone back over; for an audience, online or in a room.

Three phases, each of some days: in the warm-up members are written to, on its own days it is held,
in the days after they are thanked and what was made at it is read on. Without seats it is open to
all whom it is for, and `interest` of them mean to come; with seats those come who heard of it,
signed up and have one (`strategies.audiences.guests`). Whoever means to come does so the likelier
(mechanism `event`), buys more where something is sold at it, and is tired by it for weeks. The rest
it does as others do: messages, a coupon, awards, quests, a check-in challenge and items in the feed
act through their own mechanisms and are booked as theirs.

Funnel: invited, saw, signed up, came, took part (wrote), bought; each day of coming counts once. Of
those who signed up a third to two thirds come (M97). What seats kept out is told.

Known limits. What it sells is partly sold sooner only (`pull-forward`, V32), and at a discount to
those who would have bought anyway. One event after the other tires, and what one leaves is a habit
of coming that fades. Sessions and what is made at it stand in everybody's feed. Ties made at a
meeting (M98) are not in it.

Money. The lines of `costs`, seats, sessions and what stays are grants, paid on the day on which it
is first told of; what a guest costs is a redemption on the day of coming. All this is set aside
beforehand, for all seats taken, or it is not announced at all; what that leaves is shared evenly by
the messages, coupons and other parts of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.ledger import CASH, Ledger
from sim.money import daily_cents
from sim.offers import Offers
from sim.rules import FORMATS, SOURCES
from sim.trajectory import Trajectory
from strategies.audiences.audiences import EVERY_DAYS
from strategies.base import Brief
from strategies.delivery import Stop
from strategies.event_days import Held, days_of
from strategies.event_funnel import stages_of
from strategies.event_money import afforded
from strategies.event_parts import Part, drafted, parts_of
from strategies.event_terms import EventTerms
from strategies.published import Published

READ_POWER: Final = 0.4
"""Power by which attention falls: exp(-ln 2 a^0.4) is left a days on (M16, `novelty`)."""


class Event(EventTerms):
    """Something that is held on some days, told of before and gone back over after."""

    kind: ClassVar[str] = "event"
    title: ClassVar[str] = "Event"
    title_zh: ClassVar[str] = "活动"
    lever_family: ClassVar[str] = "event"
    aimable = True
    by_span = True
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "purchases", -0.2, 1.07,
            "M96: live selling +21.8 % to +107 % of revenue; M99: a festival's burst with no "
            "significant net gain or loss; M36, M37 of its coupon",
        ),
    )  # fmt: skip

    def held(self, brief: Brief) -> list[Held]:
        """Return those times that the money covers, for all seats taken."""
        return self._afforded(brief)[0]

    def parts(self, brief: Brief) -> list[Part]:
        """Return what else it does, each with what it is told: its days, its share of the money."""
        held, money = self._afforded(brief)
        return parts_of(self, brief, held, money)

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Hold it: write what draws those who mean to come, what is in the feed, and its parts."""
        held = self.held(brief)
        on = days_of([(one.first, one.ends) for one in held], brief.calendar.days)
        own, share = offers, self.interest
        if self.guests is not None:
            own, share = offers.apart(self.guests, self.guests), 1.0
        pulled = (on * share).astype(np.float32)[:, None, None]
        own.pull("event", pulled)
        if self.sells:
            own.pull("onsite", pulled)
        self._publish(held, on, offers)
        for part in self.parts(brief):
            part.strategy.offers(part.brief, part.table(offers))

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Weekly when one of its parts has a purse to watch."""
        if self.idle or not any(p.cadence_days(envelope_cents) for p in drafted(self)):
            return None
        return EVERY_DAYS

    def looks(self, since: int, envelope_cents: int | None) -> bool:
        """On its first day, weekly as its parts do, and on the first day of each of them."""
        if self.cadence_days(envelope_cents) is None or since < 0:
            return False
        day = self.from_day + since
        return since == 0 or day % EVERY_DAYS == 1 or day in {p.from_day for p in drafted(self)}

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Let each part do what its share of the purse covers."""
        for part in self.parts(brief):
            one = part.strategy
            if not part.soon(today, EVERY_DAYS):
                continue
            if one.looks(today - one.from_day, part.brief.envelope_cents):
                one.adapt(part.brief, seen.among(one.audience), today, part.table(offers))

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what it costs whatever comes of it, its guests, and its parts."""
        fixed = np.zeros(brief.calendar.days)
        for one in self.held(brief):
            fixed[one.begins] += self.fixed_cents
        costs: dict[str, NDArray[np.float64]] = {"grant": fixed}
        if self.guests is not None:
            came = self._came(brief, trajectory).astype(np.float64)
            costs["redemption"] = came * (100 * self.guest_cost)
        for account, daily in costs.items():
            if (paid := daily_cents(np.cumsum(daily))).any():
                ledger.post(self.called, account, CASH, paid)
        for part in self.parts(brief):
            part.strategy.settle(part.brief, trajectory.among(part.strategy.audience), ledger)

    def scheduled(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days from the first on which it is told of to the last after it."""
        return self._days(brief, self.times(brief.calendar.days))

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of those times that the money covers."""
        return self._days(brief, self.held(brief))

    def unfelt(self, brief: Brief) -> bool:
        """Return whether events and all else that it does are absent."""
        if self.sessions or self.assets or self.kind not in brief.absent:
            return False
        return all(part.mechanism in brief.absent for part in drafted(self))

    def ran_dry(self, brief: Brief, trajectory: Trajectory) -> Stop | None:
        """Return the day from which the first of its parts had no money; it is held anyway."""
        found = [
            part.strategy.ran_dry(part.brief, trajectory.among(part.strategy.audience))
            for part in self.parts(brief)
            if part.strategy.funded(part.brief).any()
        ]
        days = [stop.day or 0 for stop in found if stop is not None]
        return Stop("parts", min(days)) if days else None

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return who came on its days, each once a day."""
        return int(self._came(brief, trajectory).sum()), "visits"

    def left_out(self, brief: Brief, trajectory: Trajectory) -> int:
        """Return who signed up beyond the seats."""
        return dict(self.stages(brief, trajectory)).get("left_out", 0)

    def stages(self, brief: Brief, trajectory: Trajectory) -> tuple[tuple[str, int], ...]:
        """Return its funnel, all times together: stage and how many."""
        return stages_of(self, self.held(brief), trajectory)

    def _came(self, brief: Brief, seen: Trajectory) -> NDArray[np.int64]:
        on = days_of([(one.first, one.ends) for one in self.held(brief)], brief.calendar.days)
        return np.asarray(seen.among(self.guests or self.audience).daily("visits") * on, np.int64)

    def _afforded(self, brief: Brief) -> tuple[list[Held], int | None]:
        costs = self.fixed_cents, self.guest_cents
        return afforded(brief, self.times(brief.calendar.days), *costs)

    def _days(self, brief: Brief, held: Sequence[Held]) -> NDArray[np.bool_]:
        return days_of([(one.begins, one.over) for one in held], brief.calendar.days)

    def _publish(self, held: Sequence[Held], on: NDArray[np.bool_], offers: Offers) -> None:
        """Put its sessions and what was made of it into the feed."""
        alike = 1.0 / offers.segments
        staff, member = SOURCES.index("professional"), SOURCES.index("member")
        text, live = FORMATS.index("text"), FORMATS.index("live")
        offers.supply[:, :, staff, live] += (on * self.sessions * alike)[:, None]
        read = reading(self.lengths[2])
        for one in held if self.assets else ():
            left = offers.supply[one.ends : one.over, :, member, text]
            left += (self.assets * alike * read[: len(left)])[:, None]


def reading(days: int) -> NDArray[np.float64]:
    """Return the share of its readers that an item has on each of so many days: in all 1 (M16)."""
    left = np.exp(-math.log(2.0) * np.arange(days, dtype=np.float64) ** READ_POWER)
    return np.asarray(left / max(float(left.sum()), 1.0), np.float64)
