"""The panel of a search: the worlds in which every trial is tried, and the verdict on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import islice

import numpy as np

from planning.deepening import Depths, Key, in_turn, key_of
from planning.failures import raise_failure
from planning.proposals.sampler import MOST_OBJECTIVES
from planning.racing import Field, raced
from planning.risk import column_of
from planning.trials import BREAKS, Asked, Trial, Verdict
from scenarios import Constraint, Objective, Scenario
from sim.metrics import Parts, with_own
from strategies import StrategyPlan
from worlds.executors import Failure, Workers
from worlds.measured import Measured as OverWorlds
from worlds.replicate import OVERSPENT, SPEND, WORLDS_KEPT, Floats, Trying, measure
from worlds.statistics import mean_interval

Measured = dict[str, Floats]
World = dict[str, Parts] | Failure[Trying]
"""What one world adds to each measure."""


class Panel:
    """Tries plans in the same few worlds.

    Parameters
    ----------
    scenario
        The scenario, with the objectives and constraints of its search.
    plan
        The plan whose parameters are tried.
    objectives, constraints
        What is asked of it.
    seeds
        The worlds.
    workers
        Who does it.
    deeper
        Seed of the first world that follows where a plan is asked again.
    """

    def __init__(
        self,
        scenario: Scenario,
        plan: StrategyPlan,
        objectives: Sequence[Objective],
        constraints: Sequence[Constraint],
        seeds: Sequence[int],
        workers: Workers,
        deeper: int | None = None,
    ) -> None:
        self.plan = plan
        self.objectives = objectives
        self.constraints = constraints
        self.seeds = seeds
        self._workers = workers
        self._spec = scenario.spec()
        self._baseline = scenario.plan(scenario.baseline)
        self._key = scenario.digest
        self._budget = plan.total_budget(scenario.calendar)
        names = [*(one.metric for one in objectives), *(one.metric for one in constraints)]
        # The plan's whole budget bounds its whole cost; others are looked at one by one.
        own = plan.budget is None and any(one.budget is not None for one in plan.strategies)
        parted = own or plan.budget_per != "plan"
        self._measures = tuple(dict.fromkeys([*names, SPEND, *([OVERSPENT] if parted else [])]))
        self._base: list[World] = []
        self._field: Field | None = None
        self._deeper = deeper
        self._depths = Depths.of(())
        self._known: dict[Key, list[World]] = {}
        self._told: dict[Key, Verdict] = {}

    def of(self, plan: StrategyPlan) -> Panel:
        """Return the same worlds for another plan."""
        other = copy(self)
        other.plan = plan
        other._known, other._told = {}, {}
        return other

    def meet(self, before: Sequence[Trial]) -> None:
        """Take notice of the trials that ended: those that follow race with them.

        A risk is not raced: the first few worlds say nothing of a quantile of all.
        """
        if all(one.risk == "mean" for one in self.objectives):
            self._field = Field.of(before, self.objectives, len(self.seeds))
        if deepens(self.objectives):
            self._depths = Depths.of(before)

    def raced(self, asked: Sequence[Asked]) -> Iterator[Verdict]:
        """Return a verdict for each trial, in order; what cannot win does not see all worlds.

        A plan that is asked again is tried in more worlds than it was.
        """
        # What the baseline cannot be measured in no trial can.
        self._baseline_measured(len(self.seeds))
        return in_turn(asked, self._depths, self._fresh, self.again)

    def _fresh(self, asked: Sequence[Asked]) -> Iterator[Verdict]:
        if self._field is not None:
            yield from raced(asked, self._field, self._remembered, self._judged)
            return
        panel = len(self.seeds)
        lived = self._remembered(asked, range(panel))
        for _ in asked:
            yield self._judged(list(islice(lived, panel)))

    def _remembered(self, some: Sequence[Asked], worlds: range) -> Iterator[World]:
        """Yield what trials leave in some worlds of the panel, and remember it."""
        values = [one.parameters for one in some]
        lived = self._lived(self.plan, values, self._seeds(worlds))
        for own in values:
            known = self._known.setdefault(key_of(own), [])
            for place in worlds:
                world = next(lived)
                if place == len(known):
                    known.append(world)
                yield world

    def again(self, asked: Asked, worlds: int) -> Verdict:
        """Return the verdict on a plan in more worlds than it was tried in."""
        known = self._known.setdefault(key_of(asked.parameters), [])
        more = self._seeds(range(len(known), worlds))
        known += self._lived(self.plan, [asked.parameters], more)
        # A world beyond the panel that fails is this trial's fault, not the whole search's.
        if (failed := self._fails_deeper(len(known))) is not None:
            return Verdict(error=f"seed {failed.task.seed}: {failed}")
        # Figures of all trials are of the same worlds; the rest is in its notes.
        first = self._judged(known[: len(self.seeds)])
        return replace(self._judged(known), values=first.values)

    def _seeds(self, worlds: range) -> list[int]:
        """Return the seeds of some worlds, those of the panel first."""
        panel = len(self.seeds)
        first = 0 if self._deeper is None else self._deeper - panel
        return [self.seeds[i] if i < panel else first + i for i in worlds]

    def _judged(self, lived: Sequence[World]) -> Verdict:
        return self._judge(self._columns(lived), self._baseline_measured(len(lived)))

    def verdicts(self, asked: Sequence[Asked]) -> Iterator[Verdict]:
        """Yield a verdict for each trial, in order, over the whole panel."""
        base = self._baseline_measured(len(self.seeds))
        fresh = {key_of(one.parameters): one.parameters for one in asked}
        fresh = {key: own for key, own in fresh.items() if key not in self._told}
        for key, found in zip(fresh, self._measured(self.plan, [*fresh.values()]), strict=True):
            self._told[key] = self._judge(found, base)
        yield from (self._told[key_of(one.parameters)] for one in asked)

    def keeps(self, values: dict[str, float]) -> bool:
        """Whether a plan keeps every bound, whatever becomes of the objectives."""
        base = self._baseline_measured(len(self.seeds))
        found = next(self._measured(self.plan, [values]))
        if isinstance(found, Failure):
            return False
        return self.kept(self._violations(found, base))

    def kept(self, violations: Mapping[str, float]) -> bool:
        """Whether bounds are kept, but for the luck of the panel that front runners have shown."""
        lucky = {} if self._field is None else self._field.lucky
        return all(by + lucky.get(f"{BREAKS}{name}", 0.0) <= 0 for name, by in violations.items())

    def _baseline_measured(self, worlds: int) -> Measured:
        """Return the baseline's measures in the first worlds, of which the panel's come first."""
        more = range(len(self._base), max(worlds, len(self.seeds)))
        self._base += self._lived(self._baseline, [{}], self._seeds(more))
        base = self._columns(self._base[: max(worlds, len(self.seeds))])
        if isinstance(base, Failure):
            raise_failure(base)
        return base

    def _fails_deeper(self, worlds: int) -> Failure[Trying] | None:
        """Return why the baseline has no figures in worlds beyond the panel; None where it has."""
        more = range(len(self._base), worlds)
        self._base += self._lived(self._baseline, [{}], self._seeds(more))
        return _failed(self._base[len(self.seeds) : worlds])

    def _measured(
        self, plan: StrategyPlan, values: Sequence[dict[str, float]]
    ) -> Iterator[Measured | Failure[Trying]]:
        """Yield the measures over the panel for each set of values, or its first failure."""
        outcomes = self._lived(plan, values, self.seeds)
        for _ in values:
            yield self._columns(list(islice(outcomes, len(self.seeds))))

    def _lived(
        self, plan: StrategyPlan, values: Sequence[dict[str, float]], seeds: Sequence[int]
    ) -> Iterator[World]:
        """Yield what each world adds to the measures for each set of values in turn."""
        tasks = [
            Trying(self._spec, self._baseline, seed, self._key, plan, own, self._measures)
            for own in values
            for seed in seeds
        ]
        if len(self.seeds) <= WORLDS_KEPT:
            yield from self._workers.map(measure, tasks)
            return
        # World by world, so that a past is lived once though not all are kept.
        each = len(seeds)
        by_world = [task for place in range(each) for task in tasks[place::each]]
        lived = list(self._workers.map(measure, by_world))
        for place in range(len(values)):
            yield from lived[place :: len(values)]

    def _columns(self, lived: Sequence[World]) -> Measured | Failure[Trying]:
        """Return the measures over some worlds, or the first that failed."""
        if (failed := _failed(lived)) is not None:
            return failed
        known = with_own(self._spec.measures)
        worlds = [world for world in lived if not isinstance(world, Failure)]
        return {
            name: np.array([world[name].value for world in worlds])
            if name == OVERSPENT
            else OverWorlds.of(name, [[world[name] for world in worlds]], known).values[0]
            for name in self._measures
        }

    def _judge(self, found: Measured | Failure[Trying], base: Measured) -> Verdict:
        """Return what some measures say of a trial, over the first worlds of those known."""
        if isinstance(found, Failure):
            return Verdict(error=f"seed {found.task.seed}: {found}")
        seen = len(next(iter(found.values())))
        base = {name: column[:seen] for name, column in base.items()}
        risks = {one.column: column_of(one, found[one.metric]) for one in self.objectives}
        values = tuple(float(column.mean()) for column in risks.values())
        lacking = [name for name, column in found.items() if np.isnan(column).any()]
        lacking += [
            f"{one.metric} of the baseline"
            for one in self.constraints
            if one.of_baseline and np.isnan(base[one.metric]).any()
        ]
        if lacking:
            return Verdict(error=f"not defined in every world: {', '.join(lacking)}")
        notes = {name: [float(value) for value in column] for name, column in found.items()}
        notes |= {name: [float(value) for value in column] for name, column in risks.items()}
        violations = self._violations(found, base)
        for one in self.constraints:
            # Whether a bound against the baseline is clearly broken a few worlds do not tell.
            if not one.of_baseline or seen >= len(self.seeds):
                each = _by_world(one, found[one.metric], base[one.metric])
                each /= _scale(one, base[one.metric])
                # All are moved by what their mean is in doubt.
                each += violations[str(one)] - each.mean()
                notes[f"{BREAKS}{one}"] = each.tolist()
        return Verdict(values, violations, notes)

    def _violations(self, found: Measured, base: Measured) -> dict[str, float]:
        violations = {
            str(one): _relative(one, found[one.metric], base[one.metric])
            for one in self.constraints
        }
        if OVERSPENT in found:
            violations["budget"] = float(found[OVERSPENT].max())
        elif self._budget is not None:
            # Rushes are paid beyond the money that stops a strategy.
            within = Constraint(SPEND, "<=", self._budget, of_baseline=False)
            violations["budget"] = _relative(within, found[SPEND].max(keepdims=True), base[SPEND])
        return violations


def deepens(objectives: Sequence[Objective]) -> bool:
    """Whether plans that are asked again meet more worlds.

    A risk is told by a fixed number of them, and who proposes a population may repeat a plan.
    """
    mean = all(one.risk == "mean" for one in objectives)
    return mean and len(objectives) <= MOST_OBJECTIVES


def _failed(lived: Sequence[World]) -> Failure[Trying] | None:
    return next((world for world in lived if isinstance(world, Failure)), None)


def violation(constraint: Constraint, own: Floats, baseline: Floats) -> float:
    """Return by how much a constraint is broken over worlds; 0 or less when it is kept.

    A bound in figures is held by the mean. A bound relative to the baseline means "not worse than
    the baseline", and is broken only when that is clear: when the mean interval of the paired
    violations lies above 0. Otherwise luck would break it half of the time for a plan that
    changes nothing.

    Parameters
    ----------
    own, baseline
        The measure under the plan and under the baseline, one value a world, same order.
    """
    if not constraint.of_baseline:
        return constraint.violation(float(own.mean()), 0.0)
    sure = mean_interval(_by_world(constraint, own, baseline))
    return sure.mean if np.isnan(sure.low) else sure.low


def _by_world(constraint: Constraint, own: Floats, baseline: Floats) -> Floats:
    """Return by how much a constraint is broken in each world, the pair of it compared."""
    pairs = zip(own, baseline, strict=True)
    return np.array([constraint.violation(float(a), float(b)) for a, b in pairs])


def _scale(constraint: Constraint, baseline: Floats) -> float:
    """Return the bound that violations are shares of, so that several can be weighed together."""
    return abs(constraint.bound(float(baseline.mean()))) or 1.0


def _relative(constraint: Constraint, own: Floats, baseline: Floats) -> float:
    """Return a violation as a share of its bound."""
    return violation(constraint, own, baseline) / _scale(constraint, baseline)
