"""Money for posts, for all or for the creators of an audience, by what is paid for.

Each post has its price (`per_post`), a thousand reads of them have one (`per_thousand_reads`), or
posts share in what the feed earns (`revenue_share` of advertising and brand placements). It acts
through what a post earns (M13, M35), as points do, but is sure: nothing has to be saved up. A price
a post is felt as it stands; of the others, looked at weekly, what posts came to lately: by their
reads those of the last four weeks so far, by revenue those of the last week. So nothing is felt
before it was paid for, and a share of no revenue moves nobody.

Known limit: it is paid for posts that would have been written anyway, most to those who write most;
paid posts crowd out writing for its own sake (M33), so that creators write less when it ends than
before it came, and among the well tied at once (M34); that they leave the likelier, too, is assumed
and off (`crowding_leave`). Paid by the post, posts get worse; paid by readers or revenue they get
better and crowd on the most popular topic, which is soon stale (`craft`, M91; by how much they get
better or worse is assumed). Whose posts were read is not recorded: those of an audience are read as
any others of their age, so that neither a better post nor a boost earns its writer more.

Money: a post is paid when it is written, a read when it happens while this runs, and of each day's
revenue, as booked, its share on that day, equally for the day's posts; nothing is owed. What is
paid by reads or revenue ends with the purse, to the cent; more was not promised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from sim.money import daily_cents
from sim.ranges import PYTHON
from sim.trajectory import Trajectory
from strategies.audiences.audiences import EVERY_DAYS
from strategies.base import Brief, Range, cents, parameter
from strategies.course import Course
from strategies.metered import Metered
from strategies.published import Published

PRICES: Final = ("per_post", "per_thousand_reads", "revenue_share")
"""Fields that say what is paid for; one is given."""

LATELY_DAYS: Final = 28
"""Days whose posts tell by their reads what a post comes to: so long one is read."""


class Pay(Metered):
    """Money for posts, by the post, by their reads or by what the feed earns."""

    kind: ClassVar[str] = "pay"
    title: ClassVar[str] = "Pay for posts"
    title_zh: ClassVar[str] = "创作分成"
    lever_family: ClassVar[str] = "incentive"
    by_day = True
    lever = "pay"
    mechanism = "reward"
    deed = "posts"
    priced_by = "per_post"
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "posts", -0.9, 0.6,
            "M13: +60 % over 90 days for the top 1 % of editors; M34: paid reviews -90 % among the "
            "well connected; M91: of a share of what ads earn no size of volume",
        ),
    )  # fmt: skip

    per_post: float | None = parameter(
        0.1, title="pay per post", title_zh="每帖报酬", unit="currency/post",
        meaning="money for each post, in whole cents; none: paid by what its posts are read or "
        "what the feed earns", low=0.0, high=10_000.0, search=Range(0, 0.5),
        source="M13, M35, M91; user's own", evidence="B",
    )  # fmt: skip
    per_thousand_reads: float | None = parameter(
        None, title="pay for a thousand reads", title_zh="千次阅读报酬",
        unit="currency/1000 reads",
        meaning="money for a thousand reads of posts written since it began; none: it is not paid "
        "by reads", low=0.0, high=100_000.0, search=Range(0, 20),
        source="M91: pay by views raises volume; no price published; user's own", evidence="C",
    )  # fmt: skip
    revenue_share: float | None = parameter(
        None, title="share of revenue", title_zh="广告收入分成比例", unit="share of revenue",
        meaning="share of what advertising and brand placements of the plan earn on a day that is "
        "divided among the day's posts; none: it is not paid by revenue", low=0.0, high=1.0,
        search=Range(0, 1), source="M91: half of what ads earn, 4.4 million posts", evidence="B",
    )  # fmt: skip

    @model_validator(mode="before")
    @classmethod
    def _paid_for_one_thing(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        given = [name for name in PRICES if data.get(name) is not None]
        if len(given) > 1:
            raise ValueError(f"it is paid for one thing; give {given[0]} or {given[1]}")
        if not given and "per_post" in data:
            raise ValueError(f"it is paid for something; give one of {', '.join(PRICES)}")
        # The price of a post by default is none where another is given.
        return {**data, "per_post": None} if given and given != ["per_post"] else data

    @property
    def idle(self) -> bool:
        """Whether nothing is paid."""
        return self._rate == 0

    @property
    def free(self) -> bool:
        """Whether neither its days nor posts cost anything."""
        return self.day_cost == 0 and self.idle

    @property
    def feed_claim(self) -> float:
        """Return which share of what the feed earns it pays out."""
        return self.revenue_share or 0.0

    @property
    def depth(self) -> float:
        """What a post is paid for sure: whole cents; nothing where that is yet to be seen."""
        return cents(self.per_post or 0.0) / 100

    def price_cents(self, brief: Brief, basket: float) -> float:
        """Return what a post, a read or a cent to be shared takes, in cents."""
        if self.revenue_share is not None:
            return 1.0
        return self._rate if self.per_thousand_reads is None else self.per_thousand_reads / 10

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the posts."""
        return seen.daily("posts").astype(np.float64)

    def scheduled(self, brief: Brief) -> NDArray[np.bool_]:
        """Return its days; of those by revenue, where there is any, the days that may bring it."""
        days = super().scheduled(brief)
        selling = days & brief.selling if self.revenue_share is not None else days
        return selling if selling.any() else days

    def unfelt(self, brief: Brief) -> bool:
        """Return whether posts cannot be rewarded, or nobody sells what is to be shared."""
        if super().unfelt(brief):
            return True
        shares = self.revenue_share is not None
        return shares and not (self.scheduled(brief) & brief.selling).any()

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Weekly where what a post comes to must be seen, or there is a purse to watch."""
        if self.idle or self.per_post is not None:
            return super().cadence_days(envelope_cents)
        return EVERY_DAYS

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the posts that it paid for; by reads or revenue none where there were none."""
        if self.per_post is not None:
            return super().reached(brief, trajectory, ran)
        paid = self.course(brief, trajectory).deeds.any()
        return int(trajectory.daily("posts")[ran].sum()) if paid else 0, self.deed

    def course(self, brief: Brief, seen: Trajectory) -> Course:
        """Return what it did; by reads or revenue nothing beyond its money."""
        course = super().course(brief, seen)
        if self.per_post is not None:
            return course
        return replace(course, beyond_cents=np.zeros_like(course.beyond_cents))

    @property
    def _rate(self) -> float:
        """What is paid, in the unit of what it is paid for; of a post in whole cents."""
        if self.per_post is not None:
            return float(cents(self.per_post))
        return self.per_thousand_reads if self.per_thousand_reads is not None else self.feed_claim

    def _counted(self, brief: Brief, seen: Trajectory) -> NDArray[np.float64]:
        """Return what is paid for: posts, reads of them, or cents to be shared, by day."""
        posts = seen.daily("posts")
        if self.per_thousand_reads is not None:
            return _reads(seen, posts, self.window(len(posts)).start)
        if self.revenue_share is not None:
            booked = sum((daily_cents(each) for each in brief.sold_cents(seen)), 0 * posts)
            return np.asarray(self.revenue_share * booked * (posts > 0), np.float64)
        return self.counted(seen)

    def _foretold(self, brief: Brief, seen: Trajectory) -> NDArray[np.float64]:
        return self._counted(brief, seen)

    def _pulls_now(
        self, brief: Brief, seen: Trajectory, running: NDArray[np.float64], today: int
    ) -> Mapping[str, float]:
        """Return what a post came to lately where that is what is felt, in currency."""
        if self.per_post is not None:
            return self.pulls(brief)
        ran = running > 0
        ran[today:] = False
        lately = self._by_reads if self.per_thousand_reads is not None else self._by_revenue
        # Beyond that the lever has no more, and nobody would feel it.
        came_to = min(lately(brief, seen, ran, today), PYTHON["lever"].high)
        return {self.lever: came_to, "pay_by_reach": came_to}

    def _by_reads(
        self, brief: Brief, seen: Trajectory, ran: NDArray[np.bool_], today: int
    ) -> float:
        """Return what the posts of the last weeks were paid so far for their reads, each."""
        posts = seen.daily("posts")
        since = max(self.window(len(posts)).start, today - LATELY_DAYS)
        reads = float(_reads(seen, posts, since)[ran].sum())
        return (
            reads * (self.per_thousand_reads or 0.0) / 1000 / max(int(posts[since:today].sum()), 1)
        )

    def _by_revenue(
        self, brief: Brief, seen: Trajectory, ran: NDArray[np.bool_], today: int
    ) -> float:
        """Return what the posts of the last week shared, each."""
        posts = seen.daily("posts")
        ran[: max(today - EVERY_DAYS, 0)] = False
        # In fractions of cents, so that the same plan in another currency is felt the same.
        sold = np.diff(brief.sold_cents(seen).sum(axis=0), prepend=0.0) * (posts > 0)
        # Of an audience that was chosen anew one day is known: more may share from now on.
        anew = posts[today - 1] * int(ran.sum()) if self.chosen_weekly and today else 0
        shared_by = max(int(posts[ran].sum()), int(anew), 1)
        return float(sold[ran].sum()) * self.feed_claim / 100 / shared_by


def _reads(seen: Trajectory, posts: NDArray[np.int64], since: int) -> NDArray[np.float64]:
    """Return the reads by day of posts written from a day on, shape ``(days,)``."""
    if seen.reading is None:
        return np.zeros(len(posts))
    return seen.reading.readers_of(np.where(np.arange(len(posts)) >= since, posts, 0))
