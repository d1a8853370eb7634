"""Points with levels and privileges: an incentive for visits and posts.

Money. A point costs nothing when it is issued; the operator pays `point_cost` a point when a
member redeems it. `Ledger.cost` therefore means cash: redemptions, and as grants the set-up and the
monthly fee of the privileges. What is promised and not yet claimed stands in ``points_liability``
against ``points_provision``, at full cost, and leaves it by redemption, expiry or clawback.

Envelope. Grants come first; the purse holds as many points as the rest could redeem in full, so
that neither the spend nor the spend and the liability together can exceed the envelope. Once a week
the programme looks into the purse, and stops promising points when it holds none to give.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from sim.ledger import CASH, Ledger
from sim.offers import LEVER_INDEX, MAX_TIERS, Offers
from sim.trajectory import Trajectory
from strategies.base import (
    PURSE_CHECK_DAYS,
    Brief,
    Range,
    Strategy,
    cents,
    covered,
    parameter,
)

FEE_DAYS: Final = 30
"""Days that one monthly fee pays for."""

MILLIONTHS_PER_CENT: Final = 10_000
"""Points are often worth less than a cent: their cost is counted in millionths of currency."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a launched programme pays regardless, and what it may issue."""

    running: slice
    privileged: NDArray[np.bool_]
    grants_cents: NDArray[np.int64]
    purse: int


class Points(Strategy):
    """Points for visits and posts, levels by lifetime points, privileges by level."""

    kind: ClassVar[str] = "points"
    title: ClassVar[str] = "Points, levels and privileges"
    title_zh: ClassVar[str] = "积分-等级-特权"
    lever_family: ClassVar[str] = "incentive"

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
        meaning="what a point is worth to a member; none: what it costs",
        low=0.0, high=1000.0, source="user's own", evidence="D",
    )  # fmt: skip
    levels: tuple[int, ...] = parameter(
        (50, 200, 1000), title="levels", title_zh="等级门槛", unit="lifetime points",
        meaning=f"points from which each level holds, increasing, at most {MAX_TIERS - 1}",
        source="M25, M30: effort rises to a threshold, demotion hurts, so levels never lapse",
        evidence="A",
    )  # fmt: skip
    privilege: float = parameter(
        0.05, title="privileges", title_zh="等级特权", unit="logit/level",
        meaning="pull of the privileges of one level", low=0.0, high=2.0, search=Range(0, 0.15),
        source="M13, M30, M31: +5-10 % frequency; a search must not promise more", evidence="B",
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
    badge_posts: int = parameter(
        0, title="badge", title_zh="徽章门槛", unit="posts",
        meaning="posts since the plan's beginning that win a badge; 0: no badge",
        low=0, high=1_000_000, source="M27: posting rises up to the threshold, falls after",
        evidence="B",
    )  # fmt: skip
    endowed_points: int = parameter(
        0, title="endowed points", title_zh="预赠进度", unit="points",
        meaning="points by which the way to the first level looks longer and already gone; 0: none",
        low=0, high=1_000_000, source="M26: 34 % against 19 % complete a card that seems begun",
        evidence="A",
    )  # fmt: skip
    setup_cost: float = parameter(
        0.0, title="set-up cost", title_zh="启动成本", unit="currency",
        meaning="paid once, on the first day", low=0.0, high=1e9,
        source="user's own", evidence="D",
    )  # fmt: skip

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
        if self.from_day and (self.badge_posts or self.endowed_points):
            raise ValueError(
                f"from_day {self.from_day}: a badge and endowed points hold from the plan's first "
                "day on; only 0 is allowed with them"
            )
        return self

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Write points, their value, privileges by level, and the rules of the programme."""
        terms = self._terms(brief)
        if terms is None:
            return
        value = self.point_cost if self.point_value is None else self.point_value
        offers.pull("points_per_visit", self.per_visit, days=terms.running)
        offers.pull("points_per_post", self.per_post, days=terms.running)
        offers.pull("point_value", value, days=terms.running)
        privilege = (self.privilege * terms.privileged).astype(np.float32)
        offers.pull("privilege", privilege[:, None, None])
        offers.rules.level_thresholds = self.levels
        offers.rules.reward_points = self.reward_points
        offers.rules.points_expiry_days = self.expiry_days
        offers.rules.points_purse = terms.purse
        offers.rules.badge_posts = self.badge_posts
        offers.rules.endowed_points = self.endowed_points

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Weekly when there is a purse to watch."""
        limited = envelope_cents is not None and self._millionths > 0 and not self._idle
        return PURSE_CHECK_DAYS if limited else None

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Stop promising points when the purse cannot give the next ones."""
        left = offers.rules.points_purse - seen.total("points_issued")
        if left < max(self.per_visit, self.per_post):
            for lever in ("points_per_visit", "points_per_post"):
                offers.table[today:, ..., LEVER_INDEX[lever]] = 0

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book grants, redemptions in cash, and the liability at full cost."""
        terms = self._terms(brief)
        if terms is None:
            return
        redeemed = trajectory.daily("points_redeemed")
        lapsed = trajectory.daily("points_expired") + trajectory.daily("points_clawed_back")
        issued = self._cost(trajectory.daily("points_issued"))
        ledger.post(self.kind, "grant", CASH, terms.grants_cents)
        ledger.post(self.kind, "redemption", CASH, self._cost(redeemed))
        ledger.post(self.kind, "points_provision", "points_liability", issued)
        ledger.post(
            self.kind, "points_liability", "points_provision", self._cost(redeemed + lapsed)
        )

    def _terms(self, brief: Brief) -> _Terms | None:
        """Return the terms, or None when there is nothing to launch or no money to launch it."""
        days = brief.calendar.days
        running = self.window(days)
        if self._idle or running.start == running.stop:
            return None
        grants = np.zeros(days, np.int64)
        if self.privilege > 0 and self.levels:
            grants[running][::FEE_DAYS] = cents(self.privilege_cost)
        grants[running.start] += cents(self.setup_cost)
        paid = covered(grants, brief.envelope_cents)
        if not paid[running.start]:
            return None
        grants[~paid] = 0
        privileged = np.zeros(days, np.bool_)
        privileged[running] = paid[running]
        return _Terms(running, privileged, grants, self._purse(brief, int(grants.sum())))

    def _purse(self, brief: Brief, granted_cents: int) -> int:
        if brief.envelope_cents is None or self._millionths == 0:
            return -1
        left = brief.envelope_cents - granted_cents
        return left * MILLIONTHS_PER_CENT // self._millionths

    def _cost(self, points: NDArray[np.int64]) -> NDArray[np.int64]:
        """Cents a day, rounded down on the running total so that no fraction is lost or added."""
        total = np.cumsum(points) * self._millionths // MILLIONTHS_PER_CENT
        return np.diff(total, prepend=np.int64(0))

    @property
    def _idle(self) -> bool:
        return self.per_visit == 0 and self.per_post == 0

    @property
    def _millionths(self) -> int:
        return round(self.point_cost * 100 * MILLIONTHS_PER_CENT)
