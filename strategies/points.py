"""Points with levels and privileges: an incentive for visits and posts.

Levels are earned by activity (the points ever earned), by spending (one point towards a level for
every `spend_point` of what orders cost, carried to the next where it is less), or by both together;
points towards a level that spending brings can buy nothing. What pulls towards the next level acts
on visits; nobody buys more on a visit to reach one.

For an audience alone, points are promised to whoever is in it, and its levels give it privileges.
Who leaves it keeps points and level, redeems as before, and earns no more; so the purse and the
liability are everybody's.

Money. A point costs nothing when it is issued; the operator pays `point_cost` a point when a
member redeems it. Cash is what is paid: redemptions, and as grants the set-up and the monthly fee
of the privileges. What is promised and not yet claimed stands in ``points_liability`` against
``points_provision``, at full cost, and leaves it by redemption, expiry or clawback; what of it is
expected to be redeemed after the end (`strategies.owed`) is a cost of the plan, booked as ``owed``.
Points that cannot be redeemed cost nothing and owe nothing.

Envelope. Grants come first; the purse holds as many points as the rest could redeem in full, so
that neither the spend nor the spend and the liability together can exceed the envelope. Privileges
are paid from what the points leave, and end when a look finds that they have used it up.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, ClassVar, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from sim.ledger import CASH, Ledger
from sim.levers import LEVER_INDEX
from sim.money import daily_cents
from sim.offers import Offers
from sim.rules import MAX_TIERS
from sim.scale import in_currency
from sim.trajectory import Trajectory
from strategies.base import FEE_DAYS, PURSE_CHECK_DAYS, Brief, Range, parameter
from strategies.owed import POINTS_PRIOR, claimed_share
from strategies.privileges import FORMS, REFERENCE, FormName, given
from strategies.programme import Programme, Terms
from strategies.published import Published, of_use

BULK: Final = 3.0
"""The most that a point is worth to a member, in what it costs."""

REFERENCE_COST: Final = 0.05
"""Units of money a visit and level that privileges of a strength of 0.1 take; assumed."""

MILLIONTHS_PER_CENT: Final = 10_000
"""Points are often worth less than a cent: their cost is counted in millionths of currency."""


class Points(Programme):
    """Points for visits and posts, levels by lifetime points, privileges by level."""

    kind: ClassVar[str] = "points"
    title: ClassVar[str] = "Points, levels and privileges"
    title_zh: ClassVar[str] = "积分-等级-特权"
    lever_family: ClassVar[str] = "incentive"
    keeps = True
    aimable = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        0.05, 0.32,
        "M31: loyalty programmes +5 to +10 % visits; M28: badges +21.5 %, coupons +31.7 % "
        "while they run",
    )  # fmt: skip

    per_visit: int = parameter(
        1, title="points per visit", title_zh="每次访问积分", unit="points/visit",
        meaning="points for a day's first visit", low=0, high=1000, search=Range(0, 10, 1),
        source="M28, M31: coupons +31.7 % in campaign, loyalty 5-10 % visits", evidence="A",
    )  # fmt: skip
    per_post: int = parameter(
        5, title="points per post", title_zh="每次发帖积分", unit="points/post",
        meaning="points for each post", low=0, high=10_000, search=Range(0, 50, 1),
        source="M13, M35; paid contribution may crowd out: M33, M34", evidence="A",
    )  # fmt: skip
    point_cost: float = parameter(
        0.01, title="cost of a point", title_zh="每积分成本", unit="currency/point",
        meaning="what the operator pays for a point redeemed", low=0.0, high=1000.0,
        source="user's own", evidence="D",
    )  # fmt: skip
    point_value: float | None = parameter(
        None, title="value of a point", title_zh="每积分价值", unit="currency/point",
        meaning="what a point is worth to a member; none: what it costs; counted up to three times "
        "that, as goods bought in bulk may be worth",
        low=0.0, high=1000.0, source="user's own", evidence="D",
    )  # fmt: skip
    levels: tuple[int, ...] = parameter(
        (50, 200, 1000), title="levels", title_zh="等级门槛", unit="points towards a level",
        meaning=f"points from which each level holds, increasing, at most {MAX_TIERS - 1}",
        source="M25: effort rises to a threshold",
        evidence="A",
    )  # fmt: skip
    levels_by: Literal["activity", "spend", "both"] = parameter(
        "activity", title="levels earned by", title_zh="升级依据", unit="way",
        meaning="what brings a level: points for activity, what orders cost, or both together",
        source="M31: points for both; none published by way", evidence="C",
    )  # fmt: skip
    spend_point: float = parameter(
        1.0, title="spending for a point", title_zh="每成长值消费额", unit="currency/point",
        meaning="what orders must cost for one point towards a level, where levels are earned by "
        "spending", low=1e-6, high=1e6, source="user's own", evidence="D",
    )  # fmt: skip
    level_days: int = parameter(
        0, title="levels lapse", title_zh="等级有效期", unit="days without a visit",
        meaning="days without a visit after each of which a level is lost; 0: levels are kept",
        low=0, high=3650, source="M30: the demoted come less than those who never rose",
        evidence="B",
    )  # fmt: skip
    privilege: float = parameter(
        0.05, title="privileges", title_zh="等级特权", unit="strength/level",
        meaning="strength of the privileges of one level; 0.1 gives 63 % of the most that the form "
        "can", low=0.0, high=2.0, search=Range(0, 0.15),
        source="M13, M30, M31: +5-10 % frequency a level at most", evidence="B",
    )  # fmt: skip
    privilege_form: FormName = parameter(
        "status", title="form of privileges", title_zh="特权形式", unit="form",
        meaning="what a level gives: standing, access to more content, faster answers, more "
        "readers, or a lower price", source="M13, M31: by form none published", evidence="D",
    )  # fmt: skip
    privilege_visit_cost: float = parameter(
        REFERENCE_COST, title="cost of privileges a visit", title_zh="特权单次成本",
        unit="currency/visit/level",
        meaning="what a visit of a member costs for each of its levels at a strength of 0.1, in "
        "proportion to the strength; who pays less than the default gives less; a discount costs "
        "the margin instead", low=0.0, high=1000.0, source="none published; user's own",
        evidence="D",
    )  # fmt: skip
    privilege_cost: float = parameter(
        0.0, title="cost of privileges", title_zh="特权月费", unit="currency/30 days",
        meaning="fee of running the privileges, paid for every 30 days begun while there are any",
        low=0.0, high=1e9, source="user's own", evidence="D",
    )  # fmt: skip
    reward_points: int = parameter(
        100, title="points per reward", title_zh="兑换所需积分", unit="points/reward",
        meaning="points that one reward costs; 0: points cannot be redeemed",
        low=0, high=1_000_000, search=Range(20, 1000, 1),
        source="M25, M32: half of all points are redeemed", evidence="C",
    )  # fmt: skip
    expiry_days: int = parameter(
        365, title="expiry", title_zh="积分有效期", unit="days without a visit",
        meaning="points lapse after so many days without a visit; 0: never",
        low=0, high=3650, source="M32, V31: a year", evidence="C",
    )  # fmt: skip
    endowed_points: int = parameter(
        0, title="endowed points", title_zh="预赠进度", unit="points",
        meaning="points by which the way to the first level looks longer and already gone; 0: none",
        low=0, high=1_000_000, source="M26: 34 % against 19 % complete a card that seems begun",
        evidence="A",
    )  # fmt: skip

    @model_validator(mode="before")
    @classmethod
    def _has_no_badge(cls, given: Any) -> Any:
        """Refuse a badge, which it once gave away: that of strategy `badge` has a price."""
        if not isinstance(given, dict) or "badge_posts" not in given:
            return given
        if posts := given["badge_posts"]:
            raise ValueError(
                f"badge_posts {posts}: points give no badge; add the strategy badge, such as "
                f"badge: {{posts: {posts}}}, which says what badges cost"
            )
        return {name: value for name, value in given.items() if name != "badge_posts"}

    @field_validator("levels")
    @classmethod
    def _increasing(cls, levels: tuple[int, ...]) -> tuple[int, ...]:
        if len(levels) >= MAX_TIERS:
            raise ValueError(f"{len(levels)} levels; at most {MAX_TIERS - 1} are allowed")
        if any(level < 1 for level in levels) or any(a >= b for a, b in pairwise(levels)):
            raise ValueError(
                f"levels {list(levels)} must be positive and each above the one before it"
            )
        return levels

    @model_validator(mode="after")
    def _begins_with_the_plan(self) -> Self:
        if self.from_day and self.endowed_points:
            raise ValueError(
                f"from_day {self.from_day}: endowed points hold from the plan's first day on; only "
                "0 is allowed with them"
            )
        return self

    @property
    def fixes(self) -> frozenset[str]:
        """Return the points of a reward: what else gives points has its own."""
        return frozenset({"reward_points"})

    @property
    def promises(self) -> dict[str, float]:
        """Points for a visit and for a post, and towards levels for what is spent."""
        points = {"points_per_visit": self.per_visit, "points_per_post": self.per_post}
        gives = self.privilege > 0 or any(points.values())
        if self.levels_by == "activity" or not (self.levels and gives):
            return {**points}
        return {**points, "level_spend": 1.0 / self.spend_point}

    @property
    def free(self) -> bool:
        """Whether a point costs nothing, or cannot be redeemed."""
        return self._millionths == 0 or self.reward_points == 0

    def purse(self, terms: Terms) -> int | None:
        """Return the points that may be issued: those that the money could redeem in full."""
        if terms.purse_cents is None or self.free:
            return None
        return terms.purse_cents * MILLIONTHS_PER_CENT // self._millionths

    def taken(self, seen: Trajectory) -> NDArray[np.int64]:
        """Return the points issued."""
        return seen.of_everybody.daily("points_issued")

    def affordable(self, left: int) -> dict[str, float]:
        """Return both promises, or neither when the purse cannot give the larger one."""
        return {} if left < max(self.per_visit, self.per_post) else self.promises

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Weekly when there is a purse to watch, of points or of privileges."""
        if envelope_cents and not self.idle and self._privilege_cents > 0:
            return PURSE_CHECK_DAYS
        return super().cadence_days(envelope_cents)

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Promise from today on only what the purse still holds, and privileges likewise."""
        super().adapt(brief, seen, today, offers)
        terms = self.terms(brief)
        if terms is not None and not self._privileged(terms, seen)[today]:
            lever = LEVER_INDEX[FORMS[self.privilege_form].lever]
            offers.table[today : terms.running.stop, ..., lever] = 0.0

    def set_rules(self, terms: Terms, offers: Offers) -> None:
        """Write the points' value, privileges by level, and the rules of the programme."""
        value = self.point_cost if self.point_value is None else self.point_value
        # Goods bought in bulk are worth more than they cost, but worth needs a source.
        value = min(value, BULK * self.point_cost)
        offers.pull("point_value", value, days=terms.running)
        form = FORMS[self.privilege_form]
        a_level = given(
            form,
            self.privilege,
            self.privilege_visit_cost,
            in_currency(REFERENCE_COST, terms.money_unit),
        )
        if self._privilege_cents > 0 and terms.purse_cents == 0:
            a_level = 0.0
        privilege = (a_level * terms.granted).astype(np.float32)[:, None, None]
        if form.lever == "discount":
            privilege = privilege * np.arange(MAX_TIERS, dtype=np.float32)[:, None]
        offers.pull(form.lever, privilege)
        offers.rules.level_thresholds = self.levels
        offers.rules.level_days = self.level_days
        offers.rules.spend_alone = int(self.levels_by == "spend")
        offers.rules.reward_points = self.reward_points
        offers.rules.points_expiry_days = self.expiry_days
        purse = self.purse(terms)
        if purse is not None:
            offers.rules.points_purse = purse
        offers.rules.endowed_points = self.endowed_points

    def settle_promises(self, terms: Terms, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book redemptions in cash, the liability at full cost, and what is expected to be owed."""
        ledger.post(self.called, "redemption", CASH, self._privileges(terms, trajectory))
        if self.reward_points == 0:
            return
        # Who has left the audience still redeems what it has earned there.
        trajectory = trajectory.of_everybody
        redeemed = trajectory.daily("points_redeemed")
        lapsed = trajectory.daily("points_expired") + trajectory.daily("points_clawed_back")
        # What went to a partner is paid by the strategy `exchange`.
        lapsed = lapsed + trajectory.daily("points_exchanged")
        issued = self._cost(trajectory.daily("points_issued"))
        ledger.post(self.called, "redemption", CASH, self._cost(redeemed))
        ledger.post(self.called, "points_provision", "points_liability", issued)
        ledger.post(
            self.called, "points_liability", "points_provision", self._cost(redeemed + lapsed)
        )
        ledger.owe(self.called, self._owed(trajectory))

    def _privileges(self, terms: Terms, seen: Trajectory) -> NDArray[np.int64]:
        """Return what privileges cost, cents a day; no more than the points leave of the money."""
        days = self._privileged(terms, seen)
        total = np.cumsum(seen.daily("level_visits") * days) * self._privilege_cents
        if terms.purse_cents is not None:
            total = np.minimum(total, self._left_by_points(terms, seen)[-1])
        return daily_cents(np.floor(total))

    def _privileged(self, terms: Terms, seen: Trajectory) -> NDArray[np.bool_]:
        """Return the days with privileges: to the look that finds their money used up."""
        days = terms.granted.copy()
        if terms.purse_cents is None or self._privilege_cents == 0:
            return days
        total = np.cumsum(seen.daily("level_visits") * days) * self._privilege_cents
        gone = total >= self._left_by_points(terms, seen)
        for day in range(terms.running.start + 1, terms.running.stop):
            if gone[day - 1] and self.looks(day - terms.running.start, terms.purse_cents):
                days[day:] = False
                break
        return days

    def _left_by_points(self, terms: Terms, seen: Trajectory) -> NDArray[np.int64]:
        """Return what the points issued up to each day leave in the purse, cents."""
        assert terms.purse_cents is not None
        if self.free:
            return np.full(len(terms.granted), terms.purse_cents)
        issued = np.cumsum(self._cost(self.taken(seen)))
        return np.maximum(terms.purse_cents - issued, 0)

    @property
    def _privilege_cents(self) -> float:
        """What a visit costs for each level of its member, in cents; 0: privileges cost nothing."""
        if not FORMS[self.privilege_form].paid or not self.levels:
            return 0.0
        return 100 * self.privilege_visit_cost * self.privilege / REFERENCE

    def _owed(self, seen: Trajectory) -> int:
        """Return what the plan's own outstanding points are expected to cost, in cents."""
        redeemed = seen.total("points_redeemed")
        lapsed = seen.total("points_expired") + seen.total("points_clawed_back")
        gone = redeemed + lapsed + seen.total("points_exchanged")
        outstanding = max(seen.total("points_issued") - gone, 0)
        share = claimed_share(redeemed, lapsed, outstanding, POINTS_PRIOR)
        # Rounded down, as the purse is: never more than the whole liability.
        return math.floor(outstanding * share * self._millionths / MILLIONTHS_PER_CENT)

    def refused_cents(self, trajectory: Trajectory) -> int:
        """Return what the points would cost that the purse no longer held."""
        return int(self._cost(trajectory.of_everybody.daily("points_refused")).sum())

    def fees(self, days: int) -> NDArray[np.float64]:
        """Return the fee of the privileges on the first of every 30 days, if there are any."""
        fees = super().fees(days)
        if self.privilege > 0 and self.levels:
            fees[::FEE_DAYS] = 100 * self.privilege_cost
        return fees

    def _cost(self, points: NDArray[np.int64]) -> NDArray[np.int64]:
        """Cents a day, rounded down on the running total so that no fraction is lost or added."""
        return daily_cents(np.cumsum(points) * self._millionths // MILLIONTHS_PER_CENT)

    @property
    def _millionths(self) -> int:
        return round(self.point_cost * 100 * MILLIONTHS_PER_CENT)
