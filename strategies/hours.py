"""Staff hours shared over audiences: one-to-one contacts, some of them by a machine if wanted.

So many hours a day make so many contacts (`minutes` each), which `split` shares over audiences by
weights: ``{core: 7, rest: 3}`` gives seven tenths of the hours to the core, however few they are.
Within an audience everybody who may be written to gets as many, up to `most` a member and day.
`automation` of the contacts are a machine's: they take no hours, and pull, reach and tire as a push
does, where a person's do as a one-to-one message (`messages`).

It acts through messages, fatigue and opting out. Returns diminish twice: the second contact of a
day adds less than the first (`push`), and tires as much. Known limit: hours that are given to a few
beyond `most` stand idle and are paid, and a machine's contacts are cheap because they move as
little as a push; none reaches who has not consented or has opted out.

Money: known beforehand, whatever members do, so all of it is a grant. Each day costs the wages of
the hours that people work, and where there is a machine its fixed cost and its contacts; the first
day costs to set it up. It stops on the first day that its money does not cover.

Nobody has seen an audience before the plan's first day, so it begins on the second. Each morning it
shares the day's contacts over as many as there were the evening before; who joined since is
contacted beyond that. On the days on which audiences are chosen anew an audience may hold anybody,
and it reckons with everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator
from pydantic.fields import FieldInfo

from sim.ledger import CASH, Ledger
from sim.levers import LEVER_INDEX
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.audiences.audiences import EVERY_DAYS, MOST
from strategies.base import Brief, Range, Strategy, parameter
from strategies.messages import CHANNELS, Messages
from strategies.published import Published

_LEVER: Final = LEVER_INDEX["push"]

_MACHINE: Final = "none published; user's own"

Weight = Annotated[float, Field(ge=0, le=1000)]


_WEIGHT: Final = FieldInfo.from_annotated_attribute(
    float,
    parameter(
        1.0, title="weight of hours", title_zh="工时权重", unit="weight",
        meaning="weight of an audience in the split of hours", low=0.0, high=1000.0,
        search=Range(0.01, 1.0), source="practitioners: 70 % to the top fifth", evidence="D",
    ),
)  # fmt: skip


class Hours(Strategy):
    """Hours of staff a day for one-to-one contacts, shared over audiences."""

    kind: ClassVar[str] = "hours"
    title: ClassVar[str] = "Staff hours"
    title_zh: ClassVar[str] = "运营工时"
    lever_family: ClassVar[str] = "outreach"
    by_day = True
    by_span = True
    mechanism = Messages.mechanism
    published: ClassVar[tuple[Published, ...]] = Messages.published
    weights: ClassVar[Mapping[str, FieldInfo]] = {"split": _WEIGHT}

    per_day: float = parameter(
        2.0, title="hours a day", title_zh="每日工时", unit="hours/day",
        meaning="hours that the contacts of a day take, were all of them made by people",
        low=0.0, high=100_000.0, search=Range(0, 16), source=_MACHINE, evidence="D",
    )  # fmt: skip
    split: dict[str, Weight] = parameter(
        {}, title="split", title_zh="工时配比", unit="weights",
        meaning="weights of audiences, of which only the proportions matter; none: everybody",
        source="practitioners: 70 % of hours to the top fifth; no figure for what it brings",
        evidence="D",
    )  # fmt: skip
    minutes: float = parameter(
        10.0, title="minutes a contact", title_zh="单次触达分钟数", unit="minutes/contact",
        meaning="what a contact takes one person", low=1.0, high=480.0, source=_MACHINE,
        evidence="D",
    )  # fmt: skip
    most: float = parameter(
        0.5, title="most contacts", title_zh="人均触达上限", unit="contacts/member/day",
        meaning="contacts of a member a day, at most; hours beyond stand idle",
        low=0.01, high=10.0, source="M21, M101: a few bring most of it", evidence="C",
    )  # fmt: skip
    wage: float = parameter(
        20.0, title="wage", title_zh="时薪", unit="currency/hour",
        meaning="what an hour of staff costs", low=0.0, high=10_000.0, source=_MACHINE,
        evidence="D",
    )  # fmt: skip
    automation: float = parameter(
        0.0, title="automation", title_zh="自动化比例", unit="share of contacts", low=0.0, high=1.0,
        meaning="contacts that a machine makes instead of people", search=Range(0, 1),
        source="M76: person before call before mail; M81: a machine's welcome moves nobody",
        evidence="A",
    )  # fmt: skip
    machine_setup: float = parameter(
        500.0, title="setting up a machine", title_zh="自动化搭建成本", unit="currency",
        meaning="paid on the first day, where anything is automated", low=0.0, high=1e9,
        source=_MACHINE, evidence="D",
    )  # fmt: skip
    machine_day: float = parameter(
        2.0, title="a machine's day", title_zh="自动化每日成本", unit="currency/day",
        meaning="paid each day, where anything is automated", low=0.0, high=1e6,
        source=_MACHINE, evidence="D",
    )  # fmt: skip
    machine_contact: float = parameter(
        0.01, title="a machine's contact", title_zh="自动触达单价", unit="currency/contact",
        meaning="paid for each contact that the machine is there for", low=0.0, high=1000.0,
        source=_MACHINE, evidence="D",
    )  # fmt: skip

    @field_validator("split")
    @classmethod
    def _shares_out_something(cls, split: dict[str, float]) -> dict[str, float]:
        if len(split) > MOST:
            raise ValueError(f"{len(split)} audiences; at most {MOST} are allowed")
        if split and not sum(split.values()) > 0:
            raise ValueError("needs at least one weight above 0")
        return split

    @property
    def idle(self) -> bool:
        """Whether there are no hours."""
        return self.per_day == 0

    @property
    def serves(self) -> Mapping[str, float]:
        """The audiences of the split, and the share of hours, and so of the cost, of each."""
        whole = sum(self.split.values())
        return {name: weight / whole for name, weight in self.split.items()}

    @property
    def contacts(self) -> float:
        """Contacts a day that the hours make."""
        return self.per_day * 60.0 / self.minutes

    @property
    def strength(self) -> float:
        """Notifications that a contact pulls, and tires, as much as; a mean over who makes it."""
        staff, machine = CHANNELS["one-to-one"], CHANNELS["push"]
        own = (1.0 - self.automation) * staff.reach * staff.pull
        return own + self.automation * machine.reach * machine.pull

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Make room for what is shared out once it is seen how many there are to contact."""
        if not self.idle:
            for audience, _ in self._parts():
                self._apart(offers, audience)

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Daily: the hours are shared over those who are there."""
        return None if self.idle else 1

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Share today's contacts over those who were there yesterday."""
        runs = self.funded(brief)[today]
        for audience, share in self._parts():
            own = self._apart(offers, audience)
            rate = self._rates(seen, audience, share)[today] if runs else 0.0
            own.table[today, ..., _LEVER] = np.float32(rate * self.strength)

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what its days cost."""
        cost = daily_cents(np.cumsum(self._cost_cents(self.funded(brief))))
        if cost.any():
            ledger.post(self.called, "grant", CASH, cost)

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days that the money covers, from the second on."""
        days = super().funded(brief)
        days[0] = False
        cost = self._cost_cents(days)
        if brief.envelope_cents is not None and cost.max() > brief.envelope_cents:
            # What it takes to set up comes with the first day, and no month has more.
            return np.zeros_like(days)
        return days & brief.covers(np.ceil(cost))

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the contacts, to the nearest."""
        contacts = 0.0
        for audience, share in self._parts():
            rates = self._rates(trajectory, audience, share)
            there = trajectory.among(audience).daily("reachable")
            contacts += float((rates * there)[ran].sum())
        return round(contacts), "contacts"

    def _apart(self, offers: Offers, audience: str | None) -> Offers:
        # No strategy and no audience of a scenario has a name with a blank in it.
        return offers.apart(f"{self.called} {audience or 'all'}", audience)

    def _parts(self) -> list[tuple[str | None, float]]:
        """Return each audience with its share of the hours; everybody if there is no split."""
        return list(self.serves.items()) or [(None, 1.0)]

    def _rates(self, seen: Trajectory, audience: str | None, share: float) -> NDArray[np.float64]:
        """Return the contacts of each member of an audience on each day, shape ``(days,)``."""
        there = seen.among(audience).daily("reachable").astype(np.float64)
        anew = np.arange(len(there)) % EVERY_DAYS == 0
        if audience is not None:
            there[:-1][anew[1:]] = seen.daily("reachable")[:-1][anew[1:]]
        before = np.concatenate([[0.0], there[:-1]])
        contacts = share * self.contacts
        rates = contacts / np.maximum(before, contacts / self.most) if contacts > 0 else 0 * before
        return np.asarray(rates, np.float64)

    def _cost_cents(self, days: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return what each of some days costs, in cents, shape ``(days,)``."""
        each = self.per_day * (1.0 - self.automation) * self.wage
        first = 0.0
        if self.automation > 0:
            each += self.machine_day + self.automation * self.contacts * self.machine_contact
            first = self.machine_setup
        cost = np.where(days, 100.0 * each, 0.0)
        cost[np.flatnonzero(days)[:1]] += 100.0 * first
        return cost
