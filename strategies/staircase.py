"""A staircase of coupons: the longer a member has stayed away, the deeper its coupon.

Whoever has not come for `after_days` holds a coupon of `discount`; with each further `step_days`
unanswered it is `rise` deeper, to `most` at the deepest. Whoever comes has answered: by the next
refresh of audiences, once a week, it is off the stairs, and begins at the lowest step when it stays
away again. It acts as coupons do (`coupon`): through the price, `pull-forward` and `deal`.

Known limits: a coupon brings nobody back, as only who comes sees it; a message must go with it. The
deepest step goes to those least likely to come. Nobody in the model counts on the next step and
waits for it: that a discount teaches established customers to buy less at the full price is
`deal_old` alone (M71), which a deeper step teaches the more, and is off unless switched on.

Money: a redemption, only when a coupon is redeemed, at the depth of the step that the member is on;
those still valid at the end are owed, as a coupon's are. Envelope: each step has an equal share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from sim.ledger import Ledger
from sim.levers.lever import MOST_CUT
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, Strategy, money_gone, parameter
from strategies.coupon import Coupon
from strategies.delivery import Stop
from strategies.published import Published

MOST_STEPS: Final = 4
"""Steps at most: each is an audience, of which a plan has eight."""


class Staircase(Strategy):
    """Coupons for members who stay away, deeper with each step that they leave unanswered."""

    kind: ClassVar[str] = "staircase"
    title: ClassVar[str] = "Staircase of coupons"
    title_zh: ClassVar[str] = "阶梯式唤醒优惠"
    lever_family: ClassVar[str] = "price"
    mechanism = Coupon.mechanism
    aimable = True
    by_day = True
    by_span = True
    published: ClassVar[tuple[Published, ...]] = Coupon.published

    discount: float = parameter(
        0.1, title="discount of the first step", title_zh="首阶折扣", unit="share of price",
        meaning="what the coupon of the lowest step takes off the list price", low=0.0,
        high=MOST_CUT, search=Range(0, 0.3), source="M36; M71: deep ones hurt old customers",
        evidence="A",
    )  # fmt: skip
    rise: float = parameter(
        0.1, title="rise of a step", title_zh="每阶递增", unit="share of price",
        meaning="by how much more each further step takes off", low=0.0, high=MOST_CUT,
        search=Range(0, 0.2), source="practitioners' staircases; none published", evidence="D",
    )  # fmt: skip
    most: float = parameter(
        0.3, title="deepest discount", title_zh="最高折扣", unit="share of price",
        meaning="what no step goes beyond", low=0.0, high=MOST_CUT, search=Range(0, 0.5),
        source="M71: 30 % taught 22 % more buying on later promotions than 10 %", evidence="A",
    )  # fmt: skip
    steps: int = parameter(
        3, title="steps", title_zh="阶数", unit="steps", meaning="steps of the staircase", low=1,
        high=MOST_STEPS, source="practitioners' staircases; none published", evidence="D",
    )  # fmt: skip
    after_days: int = parameter(
        30, title="away for", title_zh="沉睡天数", unit="days",
        meaning="days without a visit from which a member is on the lowest step", low=1, high=3650,
        search=Range(14, 90, 1), source="practitioners: dormant after a month", evidence="C",
    )  # fmt: skip
    step_days: int = parameter(
        14, title="length of a step", title_zh="每阶天数", unit="days",
        meaning="further days without a visit to the next step; audiences are chosen weekly",
        low=7, high=365, search=Range(7, 60, 1),
        source="M70: used fast, with a second peak before expiry; shorter validity", evidence="C",
    )  # fmt: skip

    @model_validator(mode="after")
    def _of_a_rule_s_name(self) -> Self:
        if self.audience is not None and not self.audience.isidentifier():
            raise ValueError(
                f"it cuts {self.audience!r} into steps by a rule; such an audience has a name of "
                "letters, digits and _"
            )
        return self

    @property
    def refuses_alerts(self) -> str | None:
        """None may: who is on a step is a matter of their own days."""
        return "a staircase goes by each member's own days away; no alert can begin it"

    @property
    def depths(self) -> tuple[float, ...]:
        """What each step takes off, from the lowest on."""
        # To six figures: in any number of steps the very same.
        depths = (min(self.discount + k * self.rise, self.most) for k in range(self.steps))
        return tuple(float(f"{depth:.6g}") for depth in depths)

    @property
    def idle(self) -> bool:
        """Whether no step takes anything off."""
        return not any(self.depths)

    @property
    def own_audiences(self) -> Mapping[str, str]:
        """Those on each step that takes something off."""
        return {} if self.idle else {self._name(k): self._rule(k) for k, _ in self._coupons()}

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Offer each step's coupon to those on it, in a table of its own."""
        for step, own in self._steps(brief):
            step.offers(own, offers.apart(step.audience or "", step.audience))

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Weekly when there is a purse to watch, as a coupon."""
        return None if self.idle else Coupon(from_day=self.from_day).cadence_days(envelope_cents)

    def looks(self, since: int, envelope_cents: int | None) -> bool:
        """When its coupons do."""
        return not self.idle and Coupon(from_day=self.from_day).looks(since, envelope_cents)

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Let each step do what its share of the purse covers."""
        for step, own in self._steps(brief):
            own_offers = offers.apart(step.audience or "", step.audience)
            step.adapt(own, seen.among(step.audience), today, own_offers)

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what each step's coupons cost and owe."""
        for step, own in self._steps(brief):
            step.settle(own, trajectory.among(step.audience), ledger)

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days on which the money covers a step."""
        return _any([step.funded(own) for step, own in self._steps(brief)], brief)

    def ran(self, brief: Brief, trajectory: Trajectory) -> NDArray[np.bool_]:
        """Return the days on which any step's coupons were valid."""
        steps = self._steps(brief)
        return _any([s.ran(own, trajectory.among(s.audience)) for s, own in steps], brief)

    def ran_dry(self, brief: Brief, trajectory: Trajectory) -> Stop | None:
        """Return the day from which the purse covered no step, to the end."""
        ran = self.ran(brief, trajectory)
        return money_gone(ran, self.scheduled(brief), brief.budget_per)

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the orders on which a coupon was redeemed."""
        counts = [
            step.reached(own, trajectory.among(step.audience), ran)[0]
            for step, own in self._steps(brief)
        ]
        return sum(counts), Coupon.deed

    def _coupons(self) -> Iterator[tuple[int, Coupon]]:
        """Yield the place and the coupon of each step that takes something off."""
        for place, depth in enumerate(self.depths):
            if depth > 0:
                yield place, Coupon(
                    name=self.called, audience=self._name(place), discount=depth,
                    valid_days=self.step_days, every_days=self.step_days, from_day=self.from_day,
                    to_day=self.to_day, on_weekdays=self.on_weekdays, phase=self.phase,
                )  # fmt: skip

    def _steps(self, brief: Brief) -> list[tuple[Coupon, Brief]]:
        """Return the coupon of each step, and what it is told: its share of the money."""
        coupons = [coupon for _, coupon in self._coupons()]
        money = brief.envelope_cents
        share = None if money is None or not coupons else money // len(coupons)
        return [(coupon, replace(brief, envelope_cents=share)) for coupon in coupons]

    def _name(self, place: int) -> str:
        # No audience of a scenario has a name with a blank in it.
        return f"{self.called} step {place + 1}"

    def _rule(self, place: int) -> str:
        """Return who is on a step: those who have been away for its days, on the last for more."""
        first = self.after_days + place * self.step_days
        rule = f"days_since_visit >= {first}"
        if place + 1 < self.steps:
            rule += f" and days_since_visit < {first + self.step_days}"
        return rule if self.audience is None else f"{self.audience} and {rule}"


def _any(days: list[NDArray[np.bool_]], brief: Brief) -> NDArray[np.bool_]:
    none = np.zeros(brief.calendar.days, np.bool_)
    return np.asarray(np.logical_or.reduce([none, *days]), np.bool_)
