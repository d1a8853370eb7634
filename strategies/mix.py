"""Material rewards and honours out of one pot: a dial from all of the one to all of the other.

What is stated for a post is split: ``1 - status_share`` of it in points that can be redeemed, the
rest in awards to a share of a day's writers. The material part acts through pay for posts, which
brings posts of those with few ties and takes some of those with many (M33 to M35, crowding-out);
the honours through a writer's own rate (M13), as long as few get one. Known limit: neither end is
the best for all: money turns the well tied away, and honours for everybody are worth nothing.

Money: points cost when they are redeemed, and what is outstanding is owed; each award is paid when
it is given. A budget is split in the same way, and each part holds to its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.ledger import Ledger
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.award import Award
from strategies.base import Brief, Range, Strategy, money_gone, parameter
from strategies.brief import cents
from strategies.delivery import Stop
from strategies.points import Points
from strategies.published import Published


class Mix(Strategy):
    """Points and awards for posts, by one dial."""

    kind: ClassVar[str] = "mix"
    title: ClassVar[str] = "Material and status mix"
    title_zh: ClassVar[str] = "物质与精神激励配比"
    lever_family: ClassVar[str] = "incentive"
    keeps = True
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "posts", -0.9, 0.6,
            "M13: +60 % over 90 days for the top 1 % of editors; M34: paid reviews -90 % among "
            "the well connected",
        ),
    )  # fmt: skip

    status_share: float = parameter(
        0.5, title="share for status", title_zh="精神激励占比", unit="share of money",
        meaning="of what is stated for a post, the part that goes into awards; the rest is paid in "
        "points", low=0.0, high=1.0, search=Range(0, 1),
        source="M33, M34, M35: which of them moves more hangs on ties; no best share published",
        evidence="D",
    )  # fmt: skip
    per_post: float = parameter(
        0.1, title="money per post", title_zh="每帖激励金额", unit="currency/post",
        meaning="what points and awards together cost a post, were all points redeemed", low=0.0,
        high=1000.0, search=Range(0, 0.5), source="M13, M35; user's own", evidence="D",
    )  # fmt: skip
    point_cost: float = parameter(
        0.001, title="cost of a point", title_zh="每积分成本", unit="currency/point",
        meaning="what the operator pays for a point redeemed; the finer, the finer the dial",
        low=1e-6, high=1000.0, source="user's own", evidence="D",
    )  # fmt: skip
    reward_points: int = parameter(
        1000, title="points per reward", title_zh="兑换所需积分", unit="points/reward",
        meaning="points that one reward costs", low=1, high=1_000_000,
        source="M25, M32: half of all points are redeemed", evidence="C",
    )  # fmt: skip
    expiry_days: int = parameter(
        365, title="expiry", title_zh="积分有效期", unit="days without a visit",
        meaning="points lapse after so many days without a visit; 0: never", low=0, high=3650,
        source="M32, V31: a year", evidence="C",
    )  # fmt: skip
    award_cost: float = parameter(
        1.0, title="cost of an award", title_zh="单个奖励成本", unit="currency/award",
        meaning="what an award costs: the thing, and who chooses and writes", low=0.0,
        high=10_000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether neither part offers anything."""
        return all(part.idle for part in self._parts)

    @property
    def fixes(self) -> frozenset[str]:
        """Return the points of a reward, as the strategy `points` has its own."""
        return frozenset({"reward_points"})

    @property
    def _parts(self) -> tuple[Strategy, Strategy]:
        """The material part and the honours."""
        days: dict[str, Any] = {
            "name": self.called, "from_day": self.from_day, "to_day": self.to_day,
            "phase": self.phase,
        }  # fmt: skip
        material = Points(
            per_visit=0,
            per_post=min(round((1 - self.status_share) * self.per_post / self.point_cost), 10_000),
            point_cost=self.point_cost,
            reward_points=self.reward_points,
            expiry_days=self.expiry_days,
            levels=(),
            privilege=0.0,
            **days,
        )
        honours = self.status_share * self.per_post
        share = min(honours / self.award_cost, 1.0) if self.award_cost > 0 else float(honours > 0)
        return material, Award(share=share, award_cost=self.award_cost, **days)

    def _shared(self, envelope_cents: int | None) -> tuple[int | None, int | None]:
        """Return the money of both parts."""
        if envelope_cents is None:
            return None, None
        honours = cents(self.status_share * envelope_cents / 100)
        return envelope_cents - honours, honours

    def _told(self, brief: Brief) -> tuple[tuple[Strategy, Brief], ...]:
        """Return both parts, each with what it is told."""
        money = self._shared(brief.envelope_cents)
        return tuple(
            (part, replace(brief, envelope_cents=own))
            for part, own in zip(self._parts, money, strict=True)
        )

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Let both parts offer what they do."""
        for part, own in self._told(brief):
            part.offers(own, offers)

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Return the shorter cadence of the two."""
        money = self._shared(envelope_cents)
        each = (p.cadence_days(own) for p, own in zip(self._parts, money, strict=True))
        return min((one for one in each if one is not None), default=None)

    def looks(self, since: int, envelope_cents: int | None) -> bool:
        """Return whether either of them does."""
        money = self._shared(envelope_cents)
        return any(p.looks(since, own) for p, own in zip(self._parts, money, strict=True))

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Let whoever looks today change what it offers."""
        for part, own in self._told(brief):
            if part.looks(today - self.from_day, own.envelope_cents):
                part.adapt(own, seen, today, offers)

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what both parts cost."""
        for part, own in self._told(brief):
            part.settle(own, trajectory, ledger)

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days on which the money covers either."""
        found = [part.funded(own) & ~np.bool_(part.idle) for part, own in self._told(brief)]
        return np.asarray(found[0] | found[1], np.bool_)

    def ran(self, brief: Brief, trajectory: Trajectory) -> NDArray[np.bool_]:
        """Return the days on which either ran."""
        found = [part.ran(own, trajectory) for part, own in self._told(brief)]
        return np.asarray(found[0] | found[1], np.bool_)

    def ran_dry(self, brief: Brief, trajectory: Trajectory) -> Stop | None:
        """Return the day from which the money of both was gone, to the end."""
        return money_gone(self.ran(brief, trajectory), self.scheduled(brief))

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the posts on the days on which it ran."""
        return int(trajectory.daily("posts")[ran].sum()), "posts"

    def refused_cents(self, trajectory: Trajectory) -> int:
        """Return what the points would cost that the purse no longer held."""
        return self._parts[0].refused_cents(trajectory)
