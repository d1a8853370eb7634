"""What a run leaves behind: daily counts by segment, rolling actives, the cohort triangle."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.brought import no_sales
from sim.calendar import Calendar
from sim.money import daily_cents

if TYPE_CHECKING:
    import polars as pl

    from sim.reading import Reading

COUNTS: Final = (
    "visits",  # members who visited
    "active",  # members who were active: visited, or wrote or bought where activity means that
    "exposures",  # items read
    "level_visits",  # visits, each as often as its member has levels
    "supplied",  # items there were to read, members' own posts included
    "posts",
    "writers",  # members who wrote at least once
    "buyers",  # orders of members on their own, one a visit or more (`order_again`)
    "sold_millionths",  # what was sold, in millionths of the list price of an order
    "points_issued",
    "points_redeemed",
    "points_expired",
    "points_clawed_back",  # of members who left
    "invitations",
    "accepted",  # invitations that brought a member (bounty hunters among them)
    "hunters",  # of those, bounty hunters
    "qualified",  # referred members who stayed through the hold
    "unlocks",  # inviter rewards earned
    "rewards_issued_cents",  # invitation rewards promised
    "rewards_paid_cents",
    "rewards_clawed_back_cents",
    "joined_organic",
    "joined_paid",
    "joined_referred",
    "left",
    "returned",
    "questions",
    "complaints",
    "pushes",  # notifications sent, at the rate of members without a level
    "answered",  # newcomers whose first post was
    "awarded",
    "hurt",  # writers met with a toxic comment
    "muted",  # members who turned notifications off
    "adopted",  # members who took up the practice
    "minority_posts",  # posts by the smaller camp
    "teams",  # opened
    "team_orders",  # bought in teams that were filled
    "points_refused",  # earned when the purse held no more
    "rewards_refused_cents",  # invitation rewards earned when the purse held no more
    "back_after_1",  # members who were active, and for the first time so many days before
    "back_after_7",
    "back_after_30",
    "reachable",  # members at the end of the day who have messages on
    "first_posts",  # of newcomers, where answers to them matter
    "challenges",  # won: days in a row, as many as the challenge on offer takes
    "badges",  # won, by reaching their posts while the badge was on offer
    "points_exchanged",  # for what partners have
    "subscribed",  # members who joined the paid membership
    "renewed",  # paid memberships that went on for a further month
    "lapsed",  # that ended, those of members who left included
    "reorders",  # members who ordered, not for the first day; where deeds are kept
    "checks",  # of accepted friends: do they come for the reward alone?
    "caught",  # bounty hunters whom a check found
    "lost_orders",  # wanted when the stock held no more
    "stock_brought",  # orders brought in beyond the usual supply
    "stock_left",  # of those, at the end of the day
    "stock_cleared",  # of those, cleared out when their days were over
    "stock_held",  # orders in stock at the end of the day, the usual ones included
    "craft_thousandths",  # of posts, by which pay made them better or worse
    "drawn_thousandths",  # of posts, that pay drew to the topic of most posts
)
"""Names of the integer counts kept for every day and segment."""

COUNT_INDEX: Final = {name: index for index, name in enumerate(COUNTS)}

GMV: Final = "gmv_cents"
"""Gross merchandise value: list price less discount, in cents. Read like a count, by this name."""

NET_SALES: Final = "net_sales_cents"
"""GMV less what is paid back (`refund_share`), in cents. Read like a count, by this name."""

ORDERS: Final = "orders"
"""Orders of members on their own and in teams that were filled. Read like a count."""

_MILLIONTHS_PER_CENT: Final = 10_000


@dataclass(frozen=True, slots=True)
class ByAudience:
    """Counts and members by the combination of audiences that members were in on the day.

    Attributes
    ----------
    names
        The audiences that were kept up to date.
    first
        Those of which it was kept who was in them when first looked at.
    combinations
        Those that occurred; bit 0 is the first name's, and `first` follow `names`.
    counts
        int64, shape ``(days, combinations, segments, len(COUNTS))``.
    members
        Members who had not left at the end of each day, shape ``(days, combinations, segments)``.
    moves
        Members there by combination before and after each refresh, shape ``(refreshes,
        combinations, combinations)``; before the first everybody is in nobody's.
    """

    names: tuple[str, ...]
    first: tuple[str, ...]
    combinations: tuple[int, ...]
    counts: NDArray[np.int64]
    members: NDArray[np.int64]
    moves: NDArray[np.int64]

    def places(self, name: str, *, first: bool = False) -> list[int]:
        """Return the places of the combinations that hold an audience, as now or as first seen."""
        bit = len(self.names) + self.first.index(name) if first else self.names.index(name)
        return [k for k, bits in enumerate(self.combinations) if bits >> bit & 1]


@dataclass(slots=True)
class Trajectory:
    """The record of a run over the days of a plan (what came before `calendar.start` is cut off).

    Attributes
    ----------
    calendar
        The days recorded.
    segments
        Names of the segments.
    counts
        int64, shape ``(days, segments, len(COUNTS))``.
    weekly_active
        Distinct members active in the 7 days that end with each day, int64, shape ``(days,)``.
    monthly_active
        The same over 30 days.
    newly_active, resurrected, churned
        Growth accounting with a window of 28 days, int64, shape ``(days,)``:
        ``A(t) = A(t-1) + newly_active(t) + resurrected(t) - churned(t)`` holds exactly for the
        28-day actives.
    active28
        Distinct members active in the 28 days that end with each day, int64, shape ``(days,)``.
    triangle
        Members active, by week of first activity (row) and calendar week (column), int64, shape
        ``(weeks, weeks)``; weeks begin on Monday, row and column 0 are `triangle_start`. It covers
        the whole life of the community; cells before the diagonal, and weeks that the run did not
        finish, mean not observed.
    triangle_start
        The Monday of week 0 (on or before the launch).
    weeks_observed
        Number of calendar weeks that the run finished.
    members
        Members at the end of each day who have not left, int64, shape ``(days,)``.
    waits
        Mean wait of tickets for their first answer by day and class (question, complaint), in
        hours, float64, shape ``(days, 2)``; NaN where there was none.
    wages_cents
        Staff cost a day, int64, shape ``(days,)``.
    survey
        Answers to the recommendation question at the end: counts of 0 to 10, shape ``(11,)``.
    posts_by_member
        Posts over the plan's days by each member who wrote, descending.
    tiers
        Members by level at the end, shape ``(MAX_TIERS,)``.
    outstanding_points
        Points in members' hands at the end.
    opening_points
        Points in members' hands when the plan began.
    outstanding_rewards_cents
        Invitation rewards promised and still held at the end.
    basket
        List price of an order, in currency.
    refund_share
        Part of what is sold that is paid back, 0 to 1.
    by_audience
        Counts by audience; None where the plan has none.
    absent
        Mechanisms that the community lacks, so that what they count stays 0.
    customer_days
        Days of the plan on which members had ordered on an earlier day and had not left, summed
        over members; None where deeds are not kept (`sim.spec.CommunitySpec.deeds`).
    reading
        What was read of the operator's items, by everybody; None where it is not known.
    brought
        What friends whom members brought spent (`sim.brought`), where an offer asked for it.
    """

    calendar: Calendar
    segments: tuple[str, ...]
    counts: NDArray[np.int64]
    weekly_active: NDArray[np.int64]
    monthly_active: NDArray[np.int64]
    newly_active: NDArray[np.int64]
    resurrected: NDArray[np.int64]
    churned: NDArray[np.int64]
    active28: NDArray[np.int64]
    triangle: NDArray[np.int64]
    triangle_start: date
    weeks_observed: int
    members: NDArray[np.int64]
    waits: NDArray[np.float64]
    wages_cents: NDArray[np.int64]
    survey: NDArray[np.int64]
    posts_by_member: NDArray[np.int64]
    tiers: NDArray[np.int64]
    outstanding_points: int
    opening_points: int
    outstanding_rewards_cents: int
    basket: float
    refund_share: float = 0.0
    by_audience: ByAudience | None = None
    absent: frozenset[str] = frozenset()
    customer_days: int | None = None
    reading: Reading | None = None
    brought: NDArray[np.int64] = field(default_factory=no_sales)

    def daily(self, name: str) -> NDArray[np.int64]:
        """One count, `GMV`, `NET_SALES` or `ORDERS`, over segments, shape ``(days,)``."""
        return np.asarray(self.by_segment(name).sum(axis=1), np.int64)

    def by_segment(self, name: str) -> NDArray[np.int64]:
        """One count, `GMV`, `NET_SALES` or `ORDERS`, shape ``(days, segments)``."""
        if name == ORDERS:
            own, team = COUNT_INDEX["buyers"], COUNT_INDEX["team_orders"]
            return np.asarray(self.counts[:, :, own] + self.counts[:, :, team], np.int64)
        if name == NET_SALES:
            return self._sold_cents(1.0 - self.refund_share)
        return self._sold_cents(1.0) if name == GMV else self.counts[:, :, COUNT_INDEX[name]]

    def total(self, name: str) -> int:
        """One count, `GMV`, `NET_SALES` or `ORDERS`, over all days and segments."""
        return int(self.by_segment(name).sum())

    def among(self, audience: str | None, *, first: bool = False) -> Trajectory:
        """Return the record with counts and members of one audience alone; None: of everybody.

        Parameters
        ----------
        audience
            Its name.
        first
            Of those who were in it when first looked at, not of those who are in it on the day.
        """
        if audience is None or self.by_audience is None:
            return self
        own = self.by_audience.places(audience, first=first)
        return replace(
            self,
            counts=self.by_audience.counts[:, own].sum(axis=1),
            members=self.by_audience.members[:, own].sum(axis=(1, 2)),
        )

    @property
    def of_everybody(self) -> Trajectory:
        """The record with everybody's counts, of one that may be of an audience alone."""
        if self.by_audience is None:
            return self
        own = self.by_audience
        return replace(self, counts=own.counts.sum(axis=1), members=own.members.sum(axis=(1, 2)))

    @property
    def basket_kept(self) -> float:
        """List price of an order less what is paid back of it, in currency, a mean over orders."""
        return self.basket * (1.0 - self.refund_share)

    @property
    def members_of_day(self) -> NDArray[np.int64]:
        """Members on each day, those who left on it included, int64, shape ``(days,)``.

        The population of `active` and `visits`: whoever leaves on a day may have come on it.
        """
        return self.members + self.daily("left")

    def _sold_cents(self, share: float) -> NDArray[np.int64]:
        """What was sold, or a share of it, in cents a day and segment."""
        sold = self.counts[:, :, COUNT_INDEX["sold_millionths"]]
        running = np.cumsum(sold) * (self.basket * share / _MILLIONTHS_PER_CENT)
        return daily_cents(running).reshape(sold.shape)

    def frame(self) -> pl.DataFrame:
        """Tidy table: ``date, segment`` and one column a count."""
        import polars as pl

        days, segments, _ = self.counts.shape
        columns: dict[str, object] = {
            "date": np.repeat(np.array(self.calendar.dates, "datetime64[D]"), segments),
            "segment": list(self.segments) * days,
        }
        flat = self.counts.reshape(days * segments, -1)
        columns.update({name: flat[:, index] for name, index in COUNT_INDEX.items()})
        columns[GMV] = self._sold_cents(1.0).ravel()
        return pl.DataFrame(columns)
