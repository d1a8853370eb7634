"""What a community is before anybody acts on it: the input of a run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.preset import Behaviour
from sim.calendar import Calendar
from sim.errors import InputError
from sim.hours import check_hours
from sim.profiles import Column, Profiles
from sim.ranges import PYTHON
from sim.shock import Shock as Shock

if TYPE_CHECKING:
    from sim.graph import StartGraph
    from sim.metrics import Comparison, Metric

_SLACK: Final = 1e-6
"""By which shares may miss 1, for the sake of rounding."""

Activity = Literal["visit", "contribution", "purchase"]


@dataclass(frozen=True, slots=True)
class GivenTies:
    """The founders' ties as they are known, an edge list.

    Parameters
    ----------
    edges
        Pairs of founders, 0 to ``founders - 1``, each pair once, shape ``(ties, 2)``.
    segments
        Segment of each founder, shape ``(founders,)``; drawn by the shares if absent.
    """

    edges: NDArray[np.int32]
    segments: NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True)
class GraphSpec:
    """How members tie.

    Parameters
    ----------
    mean_ties
        Ties that a member ends up with, mean, 0 to 200.
    closure
        Probability that a new tie closes a triangle, 0 to 1.
    homophily
        Probability that a candidate of another segment is refused, 0 to 1.
    group_cap
        Most members that a group holds, 2 to 10,000 (chat groups: 200 or 500); 0: no groups.
    group_ties
        Probability that a newcomer's tie is sought in its group, 0 to 1.
    start
        How the founders are tied: generated to measure, or given; grown like everybody's ties if
        absent.
    """

    mean_ties: float = 8.0
    closure: float = 0.4
    homophily: float = 0.3
    group_cap: int = 0
    group_ties: float = 0.6
    start: StartGraph | GivenTies | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that members differ in and that ties go by, beside their segment.

    Parameters
    ----------
    name
        Its name, such as region.
    values
        Names of its values, 1 to 16.
    shares
        Their shares of joiners, which add up to 1.
    homophily
        Probability that a candidate with another value is refused, 0 to 1.
    leaning
        Mean leaning of each value's members, -1 (to standing) to 1 (to money), for the mechanism
        `leaning`; counted from the mean of all. Empty: it tells nothing of that.
    """

    name: str
    values: tuple[str, ...]
    shares: tuple[float, ...]
    homophily: float = 0.3
    leaning: tuple[float, ...] = ()

    @property
    def centred_leaning(self) -> tuple[float, ...]:
        """Each value's leaning less the mean of all joiners; zeros where it tells nothing."""
        given = self.leaning or (0.0,) * len(self.values)
        mean = math.fsum(share * one for share, one in zip(self.shares, given, strict=True))
        return tuple(one - mean for one in given)


@dataclass(frozen=True, slots=True)
class SegmentLevel:
    """How a segment's members differ from others; what is None is drawn (`kinds`).

    Parameters
    ----------
    visit
        What it adds to their logit of a visit, -5 to 5.
    leave
        What it adds to the logarithm of their hazard of leaving, -5 to 5.
    """

    visit: float | None = None
    leave: float | None = None


@dataclass(frozen=True, slots=True)
class DeskSpec:
    """The service desk: one pool of staff with shifts.

    Parameters
    ----------
    staff
        People on shift.
    shift_start, shift_end
        Hours of the day, 0 to 24, ``shift_start < shift_end``.
    days_open
        Weekdays on which they work, Monday 0.
    handling_minutes
        Mean time a ticket takes one person, minutes.
    wage_per_hour
        Currency an hour and person; 20 is meant in US dollars.
    cohort_hours
        Width of a ticket cohort, hours, a divisor of 24.
    single_limit
        Tickets of one class in a cohort's hours, on the mean of a day, up to which they travel one
        by one.
    """

    staff: int = 1
    shift_start: float = 9.0
    shift_end: float = 17.0
    days_open: tuple[int, ...] = (0, 1, 2, 3, 4)
    handling_minutes: float = 10.0
    wage_per_hour: float = 20.0
    cohort_hours: int = 3
    single_limit: int = 8


@dataclass(frozen=True, slots=True)
class EconomySpec:
    """What activity is worth to the operator.

    Parameters
    ----------
    revenue_per_visit
        Currency earned from a member's visit of a day (advertising, traffic).
    revenue_per_post
        Currency earned from a post over its life (the search traffic that it draws).
    margin
        Share of the list price that is not cost of goods, 0 to 1; a discount comes out of it.
    """

    revenue_per_visit: float = 0.0
    revenue_per_post: float = 0.0
    margin: float = 0.4


@dataclass(frozen=True, slots=True)
class CommunitySpec:
    """One community and its outside world.

    A community that exists at `start` is lived from its launch on, without any plan, so that
    habits, ties and cohorts at the start are those that its own history makes.

    Parameters
    ----------
    behaviour
        How members behave, and what a unit of money is worth in the currency.
    launch, start
        First day of the community; first day of the plan, not before the launch.
    horizon_days
        Days simulated from `start`, at least 1.
    founders
        Members who join on the launch day.
    organic
        Organic joiners a day from the launch on, shape ``(days since launch + horizon,)``: exact
        where `organic_known`, elsewhere the mean of a Poisson count.
    organic_known
        True where the count is history, same shape.
    organic_error
        How far the mean of each day may be off: standard deviation of its logarithm, same shape.
        A world draws one error for all its days, so that over worlds the mean is `organic`'s; None
        where the means are as they are given.
    segments, segment_shares
        Names of the interest groups and their shares of joiners, which add up to 1.
    segment_levels
        How their members differ, by name; drawn where it is not said.
    attributes
        At most two further attributes that ties go by.
    hours
        When in the day members come, 24 weights from midnight on; empty: as it is assumed. A desk
        is asked by it, and messages that are sent at an hour answered.
    profiles
        What members are beside, drawn from a table of a user's own; None: nothing.
    shocks
        Crises, which take effect where the mechanism `trust` is on.
    graph, economy, desk
        See there; ``desk=None`` means that nobody answers tickets, and nobody asks.
    activity
        What makes a member active on a day: a visit, a contribution (a post), or a purchase. With
        ``contribution``, whoever joins writes on the first visit, and with ``purchase`` whoever
        joins unasked buys: such a history knows members only from their first act on.
    deeds
        Whether each member's visits, posts, orders and spend are kept, for audiences that ask for
        them (`sim.facts`). Costs 192 bytes a member; what members do is the same to the bit.
    measures
        A user's own measures (`sim.metrics.own`), which are read off beside the catalogue's.

    Raises
    ------
    InputError
        If a field is outside of what is said here, or arrays are not as long as the days.
    """

    behaviour: Behaviour
    launch: date
    start: date
    horizon_days: int
    organic: NDArray[np.float64]
    organic_known: NDArray[np.bool_]
    founders: int = 0
    segments: tuple[str, ...] = ("general",)
    segment_shares: tuple[float, ...] = (1.0,)
    segment_levels: Mapping[str, SegmentLevel] = field(default_factory=dict)
    graph: GraphSpec = field(default_factory=GraphSpec)
    attributes: tuple[Attribute, ...] = ()
    hours: tuple[float, ...] = ()
    profiles: Profiles | None = None
    economy: EconomySpec = field(default_factory=EconomySpec)
    desk: DeskSpec | None = None
    activity: Activity = "visit"
    shocks: tuple[Shock, ...] = ()
    deeds: bool = False
    measures: tuple[Metric | Comparison, ...] = ()
    organic_error: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        PYTHON["horizon_days"].check("horizon_days", self.horizon_days)
        if self.past_days < 0:
            raise InputError(f"{self.start} is before the launch, {self.launch}", field="start")
        PYTHON["past_days"].check("past_days", self.past_days)
        PYTHON["founders"].check("founders", self.founders)
        for name in ("organic", "organic_known", "organic_error"):
            given = getattr(self, name)
            if given is not None and len(given) != self.days:
                raise InputError(
                    f"{len(given)} days; from launch to horizon there are {self.days}",
                    field=name,
                )
        PYTHON["organic"].check_all("organic", self.organic)
        if self.organic_error is not None:
            PYTHON["organic_error"].check_all("organic_error", self.organic_error)
        PYTHON["segments"].check("segments", len(self.segments))
        _check_shares("segment_shares", self.segment_shares, self.segments)
        _check_levels(self.segment_levels, self.segments)
        _check_graph(self.graph)
        _check_attributes(self.attributes)
        check_hours(self.hours, "hours")
        if self.profiles is not None:
            self.profiles.check(len(self.segments))
        for shock in self.shocks:
            PYTHON["shocks.day"].check("shocks.day", shock.day)
            PYTHON["shocks.severity"].check("shocks.severity", shock.severity)
            PYTHON["shocks.days"].check("shocks.days", 1 if shock.days is None else shock.days)

    @property
    def described(self) -> tuple[Attribute | Column, ...]:
        """What an operator knows of members since they joined: attributes, then profiles."""
        return (*self.attributes, *(self.profiles.columns if self.profiles else ()))

    @property
    def past_days(self) -> int:
        """Days lived before the plan."""
        return (self.start - self.launch).days

    @property
    def money_unit(self) -> float:
        """What a unit of money of the priors is worth in the currency; see `sim.scale`."""
        return self.behaviour.money_unit

    @property
    def calendar(self) -> Calendar:
        """The days of the plan."""
        return Calendar(self.start, self.horizon_days, self.past_days, self.hours)

    @property
    def days(self) -> int:
        """Days simulated in all."""
        return self.past_days + self.horizon_days


def _check_levels(levels: Mapping[str, SegmentLevel], segments: Sequence[str]) -> None:
    for name, level in levels.items():
        if name not in segments:
            raise InputError(
                f"no segment {name!r}; there are {', '.join(segments)}", field="segment_levels"
            )
        for what in ("visit", "leave"):
            value = getattr(level, what)
            if value is not None:
                PYTHON[f"segment_levels.{what}"].check(f"segment_levels.{name}.{what}", value)


def _check_graph(graph: GraphSpec) -> None:
    for name in ("mean_ties", "closure", "homophily", "group_ties", "group_cap"):
        if name != "group_cap" or graph.group_cap != 0:
            PYTHON[f"graph.{name}"].check(f"graph.{name}", getattr(graph, name))


def _check_attributes(attributes: Sequence[Attribute]) -> None:
    PYTHON["attributes"].check("attributes", len(attributes))
    for attribute in attributes:
        where = f"attributes.{attribute.name}"
        PYTHON["attributes.values"].check(f"{where}.values", len(attribute.values))
        _check_shares(f"{where}.shares", attribute.shares, attribute.values)
        PYTHON["attributes.homophily"].check(f"{where}.homophily", attribute.homophily)
        if attribute.leaning and len(attribute.leaning) != len(attribute.values):
            raise InputError(
                f"{len(attribute.leaning)} leanings for {len(attribute.values)} values",
                field=f"{where}.leaning",
            )
        for one in attribute.leaning:
            PYTHON["attributes.leaning"].check(f"{where}.leaning", one)
    farthest = sum(max(map(abs, one.centred_leaning)) for one in attributes)
    if farthest > 1 + _SLACK:
        raise InputError(
            f"less their mean over members, leanings reach {farthest:.3g} from 0; 1 is the most "
            "that is allowed, all attributes together",
            field="attributes.leaning",
        )


def _check_shares(field: str, shares: Sequence[float], names: Sequence[str]) -> None:
    if len(shares) != len(names):
        raise InputError(f"{len(shares)} shares for {len(names)} names", field=field)
    for share in shares:
        PYTHON["shares"].check(field, share)
    if abs(sum(shares) - 1) > _SLACK:
        raise InputError(f"they add up to {sum(shares):g}; they must to 1", field=field)
