"""Plans side by side in the same worlds: what each moves, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from planning.failures import finished
from planning.plausible import Doubt, implausible
from sim.errors import CrowdedError, InputError
from sim.metrics import Parts, with_own
from sim.plan import Plan
from sim.spec import CommunitySpec
from strategies import Delivery, StrategyPlan
from strategies.audiences import Definition
from worlds.did import Did, accounts, dry_days
from worlds.executors import Failure, Progress, Workers, at_work
from worlds.measured import Measured, Undefined
from worlds.replicate import Floats, Replication, replicate
from worlds.statistics import Interval, Paired, paired
from worlds.tables import Gathered, monday

if TYPE_CHECKING:
    import polars as pl

    from scenarios import Scenario

Result = TypeVar("Result")

SIGN = {"higher": 1, "lower": -1, "neutral": 0}


@dataclass(frozen=True)
class Comparison:
    """Plans that met the same worlds; the first is what the others are compared with.

    Attributes
    ----------
    plans
        Names of the plans, at least two.
    seeds
        The worlds in which all plans ran to their end.
    measured
        Measures by name. A measure that is undefined for every plan is not there: see `undefined`.
    undefined
        Names of those.
    why
        By name why a measure is undefined, for all plans or for some.
    failed
        Worlds that are missing: seed and what went wrong.
    tables
        Daily series, cohort triangle, funnels, segments, audiences and ledger by name.
    ran_dry
        By plan and strategy the day, counted from 0, from which its money was gone, as a mean
        over the worlds in which it was, and their number; strategies that went on to the end are
        not there.
    did
        By plan what each of its strategies did, in its order.
    implausible
        Effects beyond what was published on a plan's strategies.
    untold
        Audiences that a plan is for and that effects are not told by: there was no room.
    """

    plans: tuple[str, ...]
    seeds: tuple[int, ...]
    measured: dict[str, Measured]
    undefined: tuple[str, ...]
    why: dict[str, Undefined]
    failed: tuple[tuple[int, str], ...]
    tables: dict[str, pl.DataFrame]
    ran_dry: Mapping[str, Mapping[str, tuple[float, int]]] = field(default_factory=dict)
    did: Mapping[str, tuple[Did, ...]] = field(default_factory=dict)
    implausible: tuple[Doubt, ...] = ()
    untold: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Floats]:
        """Measures by name, one value a plan and world: see `Measured.values`."""
        return {name: found.values for name, found in self.measured.items()}

    def paired(self, measure: str, plan: int = 1, against: int = 0) -> Paired:
        """Return one measure of a plan against another, the first if none is named, by place."""
        own = self.measured[measure]
        a, b = own.values[against], own.values[plan]
        defined = [place for place in (against, plan) if not np.isnan(own.values[place]).all()]
        counted = np.logical_and.reduce(own.counted[defined], axis=0)
        found = paired(a, b, SIGN[own.better], counted, own.alike(against, plan))
        # Each alone may stand on more worlds than both together.
        return replace(found, own_a=own.interval(against), own_b=own.interval(plan))

    def interval(self, measure: str, plan: int) -> Interval:
        """Return the mean of a measure under one plan, by its place, with its interval."""
        return self.measured[measure].interval(plan)

    def level(self, measure: str, plan: int) -> dict[str, float | None]:
        """Return ``{"mean", "low", "high", "worlds"}`` of a measure under one plan."""
        worlds = int(self.measured[measure].counted[plan].sum())
        return {**self.interval(measure, plan).as_json(), "worlds": worlds}

    def as_json(self) -> dict[str, Any]:
        """Return what was found as JSON values.

        Two plans give ``{"plans", "seeds", "measures": {NAME: {"a", "b", "difference", "low",
        "high", "p_better", "seed_saving"}}}``; with more, ``comparisons`` holds one such pair of
        ``plans`` and ``measures`` for each plan after the first. What is not defined is null.
        ``audiences`` holds by plan and audience, of those who were in it when first looked at, the
        mean and the difference from the first plan of each of `SEGMENT_MEASURES`.
        ``a_low, a_high, b_low, b_high`` are the intervals of the two on their own, ``worlds``
        counts the worlds behind the figures. ``strategies`` holds by plan what each of its
        strategies did: see `worlds.did.Did`. `doubts` are there when there is something to say.
        """
        found: dict[str, Any] = {"plans": list(self.plans), "seeds": len(self.seeds)}
        if len(self.plans) == 2:
            found["measures"] = self._measures(1)
        else:
            found["comparisons"] = [
                {"plans": [self.plans[0], name], "measures": self._measures(place)}
                for place, name in enumerate(self.plans)
                if place > 0
            ]
        return {**found, "strategies": self.deeds(), **self._audiences(), **self.doubts()}

    def _audiences(self) -> dict[str, Any]:
        """Return ``{"audiences": {PLAN: {AUDIENCE: {MEASURE: {"mean", "difference", ...}}}}}``."""
        found: dict[str, Any] = {}
        if "audiences" not in self.tables:
            return {}
        for plan, audience, measure, *figures in self.tables["audiences"].iter_rows():
            names = ("mean", "difference", "low", "high", "share", "share_low", "share_high")
            own = found.setdefault(plan, {}).setdefault(audience, {})
            own[measure] = dict(zip(names, figures, strict=True))
        return {"audiences": found}

    def deeds(self) -> dict[str, list[dict[str, Any]]]:
        """Return by plan what each of its strategies did, as JSON values."""
        return {plan: [one.as_json() for one in own] for plan, own in self.did.items()}

    def doubts(self) -> dict[str, Any]:
        """Return what a reader must know besides, as JSON values; what there is nothing of, not.

        ``undefined`` names measures that are undefined for every plan, ``undefined_why`` has
        ``{NAME: {"plans", "reason", "text"}}`` for those that are for some, ``ran_dry`` by plan
        and strategy the day from which its money was gone, ``ran_dry_in`` in how many worlds it
        was, ``failed`` the missing worlds; ``doubts`` are effects beyond the published
        (`Implausible`); ``untold`` audiences by which effects are not told.
        """
        found: dict[str, Any] = {
            "undefined": list(self.undefined),
            "undefined_why": {name: why.as_json() for name, why in self.why.items()},
            "ran_dry": self._ran_dry(0),
            "ran_dry_in": self._ran_dry(1),
            "failed": [{"seed": seed, "error": text} for seed, text in self.failed],
            "doubts": [one.as_json() for one in self.implausible],
            "untold": list(self.untold),
        }
        return {name: doubt for name, doubt in found.items() if doubt}

    def _ran_dry(self, part: int) -> dict[str, dict[str, float]]:
        return {
            plan: {strategy: found[part] for strategy, found in own.items()}
            for plan, own in self.ran_dry.items()
        }

    def _measures(self, place: int) -> dict[str, dict[str, float | None]]:
        return {name: self.paired(name, place).as_json() for name in self.measured}


def compare(
    scenario: Scenario,
    plans: Sequence[str],
    seeds: int = 20,
    workers: int | Workers = 1,
    progress: Progress | None = None,
) -> Comparison:
    """Compare plans of a scenario in the worlds ``0 .. seeds - 1``.

    Parameters
    ----------
    scenario
        The scenario.
    plans
        Names of its plans, at least two; the others are compared with the first.
    seeds
        Number of worlds, at least 2.
    workers
        Processes, or who is at work already; the result does not depend on it.
    progress
        Told after each world.

    Raises
    ------
    InputError
        If there are too few plans or seeds, or no such plan.
    """
    if len(plans) < 2:
        raise InputError(f"{len(plans)} plan to compare: name at least two", field="plans")
    named = told_apart([(name, scenario.plan(name)) for name in plans], scenario.who)
    spec, baseline = scenario.spec(), scenario.plan(scenario.baseline)
    aimed = dict.fromkeys(name for _, plan in named for name in plan.aimed)
    with hands(workers, spec, len(plans), seeds) as pool:

        def lived(first: tuple[str, ...]) -> Comparison:
            kept = [(name, replace(plan, first=first)) for name, plan in named]
            against = replace(baseline, first=first)
            found = compare_plans(spec, against, kept, range(seeds), pool, progress)
            return replace(found, untold=tuple(name for name in aimed if name not in first))

        return if_room(named[0][1].first, lived)


MOST_BITS: Final = 6
"""Audiences, those that plans are for and those that effects are told by, that there is room for
however they overlap: in 64 ways at most."""


def told_apart(
    plans: Sequence[tuple[str, StrategyPlan]], audiences: Mapping[str, Definition]
) -> list[tuple[str, StrategyPlan]]:
    """Return plans that keep who was first in which audience; see `first_seen`."""
    first = first_seen([plan for _, plan in plans], audiences)
    return [(name, replace(plan, first=first)) for name, plan in plans]


def if_room(first: tuple[str, ...], lived: Callable[[tuple[str, ...]], Result]) -> Result:
    """Return what is lived with audiences kept as first seen; without, if they overlap too much."""
    try:
        return lived(first)
    except CrowdedError:
        if not first:
            raise
        return lived(())


def first_seen(
    plans: Sequence[StrategyPlan], audiences: Mapping[str, Definition]
) -> tuple[str, ...]:
    """Return the audiences that effects are told by, as many as there is sure to be room for.

    Where plans are for so many that there is sure to be none, as many as could be told if they
    exclude each other, as bands do: see `if_room`.

    Parameters
    ----------
    plans
        The plans.
    audiences
        The scenario's. Those that a plan is for come first, then the others in their order.
    """
    aimed = [dict.fromkeys(plan.aimed) for plan in plans]
    room = MOST_BITS - max(len(set(plan.served)) for plan in plans)
    order = dict.fromkeys([*(name for own in aimed for name in own), *audiences])
    return tuple(order)[: room if room > 0 else MOST_BITS]


LIGHT: Final = 60_000_000
"""Member-days that one process lives in about the time that it takes to start a second one."""


def hands(
    workers: int | Workers, spec: CommunitySpec, plans: int, seeds: int
) -> AbstractContextManager[Workers]:
    """Return who does some runs: as many processes as are worth starting, or who is at work."""
    if isinstance(workers, int):
        workers = worth_starting(workers, spec, plans, seeds)
    return at_work(workers)


def worth_starting(workers: int, spec: CommunitySpec, plans: int, seeds: int) -> int:
    """Return the processes that are worth starting for some runs: one for light work.

    Parameters
    ----------
    workers
        Processes that may be started.
    spec, plans, seeds
        What is run, how many plans and worlds of it. A desk is never light.
    """
    members = spec.founders + float(spec.organic.sum())
    lived = members * (spec.past_days + plans * spec.horizon_days) * seeds
    return 1 if spec.desk is None and lived < LIGHT else workers


def compare_plans(
    spec: CommunitySpec,
    baseline: Plan,
    plans: Sequence[tuple[str, Plan]],
    seeds: Sequence[int],
    workers: Workers,
    progress: Progress | None = None,
    label: str = "comparing plans",
) -> Comparison:
    """Compare plans that need not be in a scenario file, in given worlds.

    Parameters
    ----------
    spec
        The community.
    baseline
        What return on investment is measured against.
    plans
        Names and plans, the first the one to compare with.
    seeds
        The worlds, at least 2.
    workers, progress, label
        Who does it, who is told, and what they are told is done.

    Raises
    ------
    InputError
        If there are fewer than 2 seeds, or bad input stopped every world.
    RuntimeError
        If something else stopped every world.
    """
    if len(seeds) < 2:
        raise InputError(f"{len(seeds)} seeds: an interval needs at least 2", field="seeds")
    names = tuple(name for name, _ in plans)
    lived = tuple(plan for _, plan in plans)
    tasks = [Replication(spec, baseline, lived, s, names) for s in seeds]
    calendar = spec.calendar
    gathered = Gathered(
        names,
        calendar,
        spec.segments,
        monday(spec.launch),
        getattr(plans[0][1], "first", ()),
    )
    failed: list[Failure[Replication]] = []
    worlds: list[list[dict[str, Parts]]] = []
    acted: list[tuple[tuple[Delivery, ...], ...]] = []
    for outcome in finished(workers.map(replicate, tasks, progress, label), failed):
        gathered.add(outcome)
        worlds.append([lived.parts for lived in outcome.lived])
        acted.append(tuple(lived.deliveries for lived in outcome.lived))
    measures = with_own(spec.measures)
    parts = [[world[place] for world in worlds] for place in range(len(plans))]
    measured = {
        name: Measured.of(name, [[world[name] for world in own] for own in parts], measures)
        for name in measures
    }
    lacking = {
        name: [plan for plan, own in zip(names, found.values, strict=True) if np.isnan(own).all()]
        for name, found in measured.items()
    }
    undefined = tuple(name for name in measured if len(lacking[name]) == len(names))
    by_plan = dict(zip(names, zip(*acted, strict=True), strict=True))
    dry = {name: dry_days(own) for name, own in by_plan.items()}
    known = {name: found for name, found in measured.items() if name not in undefined}
    return Comparison(
        plans=names,
        seeds=tuple(gathered.seeds),
        measured=known,
        undefined=undefined,
        why={
            name: Undefined.of(name, calendar, own, measures)
            for name, own in lacking.items()
            if own
        },
        failed=tuple((failure.task.seed, str(failure)) for failure in failed),
        tables=gathered.tables(),
        ran_dry={name: days for name, days in dry.items() if days},
        did={name: accounts(plan, by_plan[name]) for name, plan in plans},
        implausible=implausible(known, plans, by_plan, calendar.days),
    )
