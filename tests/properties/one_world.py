"""A world: a community, a plan that pulls what it was told to pull, and a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.community import Community
from sim.ledger import Ledger
from sim.levers import LEVER_INDEX
from sim.offers import Offers
from sim.rules import FORMATS, SOURCES, Rules
from sim.run import Run, run
from sim.spec import Activity, CommunitySpec
from sim.trajectory import Trajectory


class Pull(NamedTuple):
    """One lever pulled, from a day of the plan, level and segment on."""

    lever: str
    value: float
    first_day: int = 0
    days: int = 1000
    lowest_tier: int = 0
    first_segment: int = 0

    def into(self, offers: Offers) -> None:
        """Write it into a table."""
        offers.pull(
            self.lever,
            self.value,
            days=slice(self.first_day, self.first_day + self.days),
            tiers=slice(self.lowest_tier, None),
            segments=slice(self.first_segment, None),
        )


class Items(NamedTuple):
    """Content, from a day of the plan on."""

    a_day: float
    source: str
    format: str
    first_day: int = 0
    segment: int = 0
    hook: float = 0.0

    def into(self, offers: Offers) -> None:
        """Write it into a table."""
        segment = self.segment % offers.segments
        place = (segment, SOURCES.index(self.source), FORMATS.index(self.format))
        offers.supply[(slice(self.first_day, None), *place)] += self.a_day
        offers.hooks[self.first_day :, segment] += self.a_day * self.hook


@dataclass(frozen=True)
class Change:
    """What a plan that reacts does on a day: first it stops some levers, then it pulls others."""

    day: int
    stops: tuple[str, ...] = ()
    pulls: tuple[Pull, ...] = ()
    supply_factor: float = 1.0

    def into(self, offers: Offers) -> None:
        """Change a table from the day on."""
        for lever in self.stops:
            offers.table[self.day :, ..., LEVER_INDEX[lever]] = 0
        for pull in self.pulls:
            pull._replace(first_day=max(pull.first_day, self.day)).into(offers)
        offers.supply[self.day :] *= np.float32(self.supply_factor)
        offers.hooks[self.day :] *= np.float32(self.supply_factor)


@dataclass(frozen=True)
class AnyPlan:
    """A plan that pulls what it was told to pull, changes its mind when told, and books nothing."""

    pulls: tuple[Pull, ...] = ()
    items: tuple[Items, ...] = ()
    paid_a_day: tuple[float, ...] = ()
    rules: Rules = field(default_factory=Rules)
    changes: tuple[Change, ...] = ()

    def offers(self, calendar: Calendar, segments: tuple[str, ...]) -> Offers:
        """Return what is offered before anything is seen."""
        offers = Offers(calendar, len(segments), rules=replace(self.rules))
        for pull in self.pulls:
            pull.into(offers)
        for items in self.items:
            items.into(offers)
        paid = self.paid_a_day[: calendar.days]
        offers.paid_arrivals[: len(paid)] = paid
        return offers

    @property
    def all_pulls(self) -> tuple[Pull, ...]:
        """Every pull that the plan ever makes."""
        return (*self.pulls, *(pull for change in self.changes for pull in change.pulls))

    def next_decision(self, today: int) -> int | None:
        """Return the day of the next change."""
        return min((change.day for change in self.changes if change.day > today), default=None)

    def adapt(self, seen: Trajectory, today: int, offers: Offers) -> Offers:
        """Make the change of today."""
        return self.changed(today, offers)

    def changed(self, today: int, offers: Offers) -> Offers:
        """Return the offers with the changes of a day."""
        for change in self.changes:
            if change.day == today:
                change.into(offers)
        return offers

    def settle(self, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book nothing."""


@dataclass(frozen=True)
class World:
    """A community, a plan for it, and a seed."""

    spec: CommunitySpec
    plan: AnyPlan
    seed: int

    @property
    def waits(self) -> NDArray[np.float32]:
        """Hours until the first answer, by day and class, as some desk might need."""
        shape = (self.spec.days, 2)
        return np.random.default_rng(self.seed).gamma(0.5, 20.0, shape).astype(np.float32)

    @property
    def drawn(self) -> CommunitySpec:
        """The community with its priors drawn, as a run draws them."""
        return replace(self.spec, behaviour=self.spec.behaviour.draw(self.seed))

    def offers_on(self, day: int) -> Offers:
        """Return the offers in force on a day, counted from the launch."""
        calendar = Calendar(self.spec.start, self.spec.horizon_days)
        offers = self.plan.offers(calendar, self.spec.segments)
        for change in self.plan.changes:
            if self.spec.past_days + change.day <= day:
                change.into(offers)
        return offers

    def begun(self) -> Community:
        """Return the community before its first day, with given waits for a desk."""
        community = Community(self.drawn, self.seed)
        community.days.waits[:] = self.waits
        return community

    def go_on(
        self,
        community: Community,
        until: int,
        stops: Iterable[int] = (),
        live: Callable[[Community, int], None] = Community.live,
    ) -> Iterator[int]:
        """Live on under the plan as a run does, and halt on some mornings.

        Parameters
        ----------
        community
            As `begun` or an earlier call left it.
        until
            The day not to be lived any more, counted from the launch.
        stops
            Days after today to halt on, with that day's offers in force; `until` is one.
        live
            How days are lived: `Community.live` with any of its options.
        """
        past = self.spec.past_days
        decisions = {past + change.day for change in self.plan.changes}
        first = community.today
        for day in sorted({past, until, *stops, *decisions}):
            if not first <= day <= until or first == day > past:
                continue
            live(community, day)
            if day == past:
                community.offer(self.offers_on(day), past)
                community.members["posts"] = 0
            elif day in decisions and day < self.spec.days:
                community.revise(self.offers_on(day), past)
            if day in stops or day == until:
                yield day

    def lived(
        self,
        until: int | None = None,
        stops: Iterable[int] = (),
        live: Callable[[Community, int], None] = Community.live,
    ) -> Community:
        """Return the community on the morning of a day, by default after the last one."""
        community = self.begun()
        until = self.spec.days if until is None else until
        for _ in self.go_on(community, until, stops, live):
            pass
        return community

    def nights(self) -> list[Community]:
        """Return the community as it was after each of its days."""
        community = self.begun()
        every = range(1, self.spec.days + 1)
        return [community.copy() for _ in self.go_on(community, self.spec.days, every)]

    def run(self) -> Run:
        """Run the plan as a user does."""
        return run(self.spec, self.plan, self.seed)

    def counting(self, activity: Activity) -> World:
        """Return the same world where something else makes a member active."""
        return replace(self, spec=replace(self.spec, activity=activity))

    def valued(self, **values: float) -> World:
        """Return the same world with some behaviour parameters replaced."""
        behaviour = self.spec.behaviour.updated(values, "measured", "test")
        return replace(self, spec=replace(self.spec, behaviour=behaviour))
