"""Paid membership: perks for a fee by the month, more of them for those who stay.

Once a week members who came and are willing join, those whose month of 28 days is over go on or
lapse, and the others stay (`sim.behaviour.buy.membership`: M4, M68). Perks have the forms of
privileges (`strategies.privileges`) and act through the same mechanisms, at any level; the first
step gives `perks`, each further one, after `step_months` paid months more, `rise` on top. Paying
raises purchases a little (M80). Prices for members alone are a `coupon` for an audience
``membership == 1``.

What perks are worth to a member is stated, in proportion to what is given, and counts up to three
times what they cost: members judge the fee by what their usual visits would have of them. So those
who come most join and cost most (M80): members against others tells next to nothing of what a
membership does, and at a flat fee heavy users may cost more than they pay. Known limits: nobody
joins at a fee above what perks are worth; perks that cost more than the fee lose money on whoever
joins; who was let down lapses when its month is over and does not join again. For an audience,
only who is in it may join; who has joined keeps perks and fee.

Money. The set-up and the days are grants; each visit of a member costs its perks, a redemption.
Fees are revenue day by day, for the members of each day on which perks are given: what was paid
for other days is paid back. Nothing is owed: a month in advance is no money earned. Envelope:
perks, and with them joining and fees, are on offer while the purse covers the visits until the next
look.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from sim.ledger import CASH, Ledger
from sim.levers import LEVER_INDEX
from sim.money import daily_cents
from sim.offers import Offers
from sim.scale import in_currency
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.play import Play
from strategies.points import BULK, REFERENCE_COST
from strategies.privileges import FORMS, REFERENCE, given
from strategies.published import Published

PerkName = Literal["status", "access", "service", "visibility"]

LEVERS: Final[dict[PerkName, str]] = {
    "status": "perk_privilege",
    "access": "perk_access",
    "service": "perk_service",
    "visibility": "perk_visibility",
}
"""What each form pulls, for members of any level."""

MOST_STEPS: Final = 4
"""Steps at most: each is an audience, of which a plan has eight."""

MONTH_DAYS: Final = 28
"""Days that one fee pays for."""


class Membership(Play):
    """Perks for those who pay a fee by the month."""

    kind: ClassVar[str] = "membership"
    title: ClassVar[str] = "Paid membership"
    title_zh: ClassVar[str] = "付费会员"
    lever_family: ClassVar[str] = "price"
    keeps = True
    lever = "perks"
    mechanism = "membership"
    deed = "visits"
    priced_by = "visit_cost"
    whole = True
    published: ClassVar[tuple[Published, ...]] = (
        Published("purchases", 0.0, 0.4, "M80: members spend .1 to .4 more, observational"),
        Published("visits", 0.0, 0.1, "M31: +5 to +10 % frequency"),
        Published("weekly_active", 0.0, 0.1, "M31: +5 to +10 % frequency"),
    )

    price: float = parameter(
        0.5, title="price", title_zh="会员月费", unit="currency/28 days",
        meaning="fee of a month, of 28 days; 0: none is sold", low=0.0, high=10_000.0,
        search=Range(0, 5), source="user's own", evidence="D",
    )  # fmt: skip
    forms: tuple[PerkName, ...] = parameter(
        ("access",), title="forms of perks", title_zh="权益形式", unit="forms",
        meaning="what members get, each at the strength of their step: standing, access to more "
        "content, faster answers, more readers", source="M13, M31: by form none published",
        evidence="D",
    )  # fmt: skip
    perks: float = parameter(
        0.1, title="perks", title_zh="会员权益", unit="strength",
        meaning="strength of each form on the first step; 0.1 gives 63 % of the most that it can",
        low=0.0, high=2.0, search=Range(0, 0.5), source="M31: +5-10 % frequency at most",
        evidence="B",
    )  # fmt: skip
    rise: float = parameter(
        0.05, title="rise of a step", title_zh="每阶递增", unit="strength",
        meaning="what each further step adds to the strength of each form", low=0.0, high=2.0,
        search=Range(0, 0.2), source="none published", evidence="D",
    )  # fmt: skip
    steps: int = parameter(
        3, title="steps", title_zh="阶数", unit="steps", meaning="steps of the perks", low=1,
        high=MOST_STEPS, source="none published", evidence="D",
    )  # fmt: skip
    step_months: int = parameter(
        2, title="length of a step", title_zh="每阶月数", unit="months of 28 days",
        meaning="paid months to the next step", low=1, high=120, search=Range(1, 12, 1),
        source="none published", evidence="D",
    )  # fmt: skip
    visit_cost: float = parameter(
        REFERENCE_COST, title="cost of perks a visit", title_zh="权益单次成本",
        unit="currency/visit/form",
        meaning="what a visit of a member costs for each form at a strength of 0.1, in proportion "
        "to the strength; who pays less than the default gives less", low=0.0, high=1000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    perk_value: float = parameter(
        0.1, title="value of perks a visit", title_zh="权益单次价值", unit="currency/visit/form",
        meaning="what the perks of a form at a strength of 0.1 are worth to a member on a visit; "
        "counted up to three times what they cost", low=0.0, high=1000.0,
        source="user's own", evidence="D",
    )  # fmt: skip

    @model_validator(mode="after")
    def _names_forms_once(self) -> Self:
        if not self.forms or len(set(self.forms)) < len(self.forms):
            raise ValueError("forms must name at least one form of perks, each once")
        return self

    @property
    def strengths(self) -> tuple[float, ...]:
        """Strength of each step's perks, rising."""
        # To six figures: in any number of steps the very same.
        return tuple(float(f"{self.perks + k * self.rise:.6g}") for k in range(self.steps))

    @property
    def idle(self) -> bool:
        """Whether the first step has no perks, and nobody would join, or none is sold."""
        return self.perks == 0 or self.price == 0

    @property
    def own_audiences(self) -> Mapping[str, str]:
        """Members on each step."""
        return {} if self.idle else {self._name(k): self._rule(k) for k in range(self.steps)}

    @property
    def chosen_weekly(self) -> bool:
        """Members are known anew once a week."""
        return True

    @property
    def depth(self) -> float:
        """What the first step is worth to a member, units of money a visit.

        Where amounts are stated in them; `_write` has it in any currency.
        """
        return self._worth(self.strengths[0], REFERENCE_COST)

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Offer the first step for the fee on the days that it runs, and members their perks."""
        super().offers(brief, offers)
        self._write(brief, offers, slice(None))

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Offer until the next look what the purse covers."""
        super().adapt(brief, seen, today, offers)
        self._write(brief, offers, slice(today, None))

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the visits of members, each as often as it costs a visit on the first step."""
        visits = np.zeros(seen.calendar.days)
        for one, strength in zip(self._members(seen), self.strengths, strict=False):
            visits += one.daily("visits") * (strength / self.strengths[0])
        return visits

    def foretold(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return everybody's visits, of whom any may join on its first day."""
        return seen.of_everybody.daily("visits").astype(np.float64)

    def price_cents(self, brief: Brief, basket: float) -> float:
        """Return what the perks of a visit on the first step cost, in cents."""
        return 100 * self.visit_cost * len(self.forms) * self.strengths[0] / REFERENCE

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the visits of members on the days on which they had their perks."""
        visits = [one.daily("visits")[ran].sum() for one in self._members(trajectory)]
        return int(sum(visits)), self.deed

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what perks cost, and the fees of the days on which they were given."""
        super().settle(brief, trajectory, ledger)
        fees = self.fees(brief, trajectory)
        if fees.any():
            ledger.post(self.called, CASH, "revenue", fees)

    def fees(self, brief: Brief, seen: Trajectory) -> NDArray[np.int64]:
        """Return what members paid for each day, cents, shape ``(days,)``."""
        given_on = self.course(brief, seen).shares > 0
        members = np.zeros(len(given_on))
        for one in self._members(seen):
            members += one.members
        return daily_cents(np.cumsum(members * given_on) * (100 * self.price / MONTH_DAYS))

    def _members(self, seen: Trajectory) -> list[Trajectory]:
        """Return the record of the members on each step; none where there are no audiences."""
        if seen.by_audience is None or self.idle:
            return []
        return [seen.among(name) for name in self.own_audiences]

    def _write(self, brief: Brief, offers: Offers, days: slice) -> None:
        """Write what the lever of the days stands for: the fee, and each step's perks."""
        lever, fee = LEVER_INDEX[self.lever], LEVER_INDEX["fee"]
        on = offers.table[days, ..., lever] > 0
        reference = in_currency(REFERENCE_COST, brief.money_unit)
        tables = [(offers, self.strengths[0], False)]
        for name, strength in zip(self.own_audiences, self.strengths, strict=False):
            tables.append((offers.apart(name, name), strength, True))
        for own, strength, has_joined in tables:
            own.table[days, ..., lever] = on * np.float32(self._worth(strength, reference))
            own.table[days, ..., fee] = on * np.float32(self.price)
            for form in self.forms if has_joined else ():
                gives = given(FORMS[form], strength, self.visit_cost, reference)
                own.table[days, ..., LEVER_INDEX[LEVERS[form]]] = on * np.float32(gives)

    def _worth(self, strength: float, reference: float) -> float:
        """Return what the perks of a strength are worth to a member, currency a visit."""
        form = FORMS[self.forms[0]]
        # Every form that costs by the visit saturates alike.
        part = given(form, strength, self.visit_cost, reference) / form.most
        worth = self.perk_value * part / -math.expm1(-1.0)
        return len(self.forms) * min(worth, BULK * self.visit_cost * strength / REFERENCE)

    def _name(self, place: int) -> str:
        # No audience of a scenario has a name with a blank in it.
        return f"{self.called} step {place + 1}"

    def _rule(self, place: int) -> str:
        """Return who is on a step: by the paid months, the one that runs included."""
        first = 1 + place * self.step_months
        rule = f"paid_months >= {first}"
        return rule if place + 1 == self.steps else f"{rule} and paid_months < {self._end(place)}"

    def _end(self, place: int) -> int:
        return 1 + (place + 1) * self.step_months
