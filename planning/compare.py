"""Plans side by side in the same worlds: what each moves, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

import numpy as np

from planning.executors import Failure, Progress, Workers
from planning.replicate import Floats, Replication, replicate
from planning.statistics import Interval, Paired, interval, paired
from planning.tables import Gathered, monday
from sim.calendar import Calendar
from sim.errors import InputError
from sim.metrics import MEASURES
from sim.plan import Plan
from sim.spec import CommunitySpec

if TYPE_CHECKING:
    import polars as pl

    from scenarios import Scenario

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
    values
        Measures by name, each of shape ``(plans, seeds)``, NaN where undefined. A measure that
        is undefined for every plan in every world is not there: see `undefined`.
    undefined
        Names of those.
    failed
        Worlds that are missing: seed and what went wrong.
    tables
        Daily series, cohort triangle, funnels, segments and ledger by name.
    """

    plans: tuple[str, ...]
    seeds: tuple[int, ...]
    values: dict[str, Floats]
    undefined: tuple[str, ...]
    failed: tuple[tuple[int, str], ...]
    tables: dict[str, pl.DataFrame]

    def paired(self, measure: str, plan: int = 1) -> Paired:
        """Return one measure of a plan, by its place, against the first plan."""
        values = self.values[measure]
        return paired(values[0], values[plan], SIGN[MEASURES[measure].better])

    def interval(self, measure: str, plan: int) -> Interval:
        """Return the mean of a measure under one plan, by its place, with its interval."""
        return interval(self.values[measure][plan])

    def as_json(self) -> dict[str, Any]:
        """Return what was found as JSON values.

        Two plans give ``{"plans", "seeds", "measures": {NAME: {"a", "b", "difference", "low",
        "high", "p_better", "seed_saving"}}}``; with more, ``comparisons`` holds one such pair of
        ``plans`` and ``measures`` for each plan after the first. What is not defined is null.
        ``undefined`` and ``failed`` are there when there is something to say.
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
        if self.undefined:
            found["undefined"] = list(self.undefined)
        if self.failed:
            found["failed"] = [{"seed": seed, "error": text} for seed, text in self.failed]
        return found

    def _measures(self, place: int) -> dict[str, dict[str, float | None]]:
        return {name: self.paired(name, place).as_json() for name in self.values}


def compare(
    scenario: Scenario,
    plans: Sequence[str],
    seeds: int = 20,
    workers: int = 1,
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
        Processes; the result does not depend on it.
    progress
        Told after each world.

    Raises
    ------
    InputError
        If there are too few plans or seeds, or no such plan.
    """
    if len(plans) < 2:
        raise InputError(f"{len(plans)} plan to compare: name at least two", field="plans")
    named = [(name, scenario.plan(name)) for name in plans]
    spec = scenario.spec()
    with Workers(worth_starting(workers, spec, len(plans), seeds)) as pool:
        return compare_plans(
            spec,
            scenario.plan(scenario.baseline),
            named,
            range(seeds),
            pool,
            progress,
        )


LIGHT: Final = 60_000_000
"""Member-days that one process lives in about the time that it takes to start a second one."""


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
    tasks = [Replication(spec, baseline, tuple(plan for _, plan in plans), s) for s in seeds]
    gathered = Gathered(
        names,
        Calendar(spec.start, spec.horizon_days),
        spec.segments,
        monday(spec.launch),
    )
    failed: list[Failure[Replication]] = []
    worlds: list[list[dict[str, float]]] = []
    for outcome in workers.map(replicate, tasks, progress, label):
        if isinstance(outcome, Failure):
            failed.append(outcome)
        else:
            gathered.add(outcome)
            worlds.append([lived.measures for lived in outcome.lived])
    if not worlds:
        raise_failure(failed[0])
    values = {
        name: np.array([[world[place][name] for world in worlds] for place in range(len(plans))])
        for name in MEASURES
    }
    undefined = tuple(name for name, found in values.items() if np.isnan(found).all())
    return Comparison(
        plans=names,
        seeds=tuple(gathered.seeds),
        values={name: found for name, found in values.items() if name not in undefined},
        undefined=undefined,
        failed=tuple((failure.task.seed, str(failure)) for failure in failed),
        tables=gathered.tables(),
    )


def raise_failure(failure: Failure[Any]) -> NoReturn:
    """Raise what stopped all the work: bad input as it is, anything else as a fault of ours."""
    if isinstance(failure.error, InputError):
        raise failure.error
    raise RuntimeError(f"nothing could be run: {failure}") from failure.error
