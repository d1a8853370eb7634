"""What each strategy of a plan is worth: the plan without it, in the same worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from planning.compare import Comparison, compare_plans, hands, if_room
from sim.errors import InputError
from strategies import StrategyPlan
from strategies.alerts.acting import of_those
from worlds.executors import Progress, Workers
from worlds.replicate import Floats
from worlds.statistics import Interval, interval

if TYPE_CHECKING:
    from scenarios import Scenario


@dataclass(frozen=True)
class Worth:
    """One measure of a plan, taken apart.

    Attributes
    ----------
    whole
        The plan against the baseline.
    strategies
        By name the plan against itself without that strategy.
    gap
        What the whole is worth beyond the sum of its strategies: above 0 they help each other,
        below 0 they take from each other.
    """

    whole: Interval
    strategies: dict[str, Interval]
    gap: Interval

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "whole": self.whole.as_json(),
            "strategies": {name: own.as_json() for name, own in self.strategies.items()},
            "gap": self.gap.as_json(),
        }


@dataclass(frozen=True)
class Ablation:
    """A plan without each of its strategies in turn.

    Attributes
    ----------
    plan, baseline
        Names of the plan and of what it is compared with.
    seeds
        The worlds in which all ran to their end.
    measures
        By name what each strategy is worth; of a measure that is undefined for one of the plans,
        nothing is told.
    """

    plan: str
    baseline: str
    seeds: tuple[int, ...]
    measures: dict[str, Worth]

    def as_json(self) -> dict[str, Any]:
        """Return ``{"plan", "baseline", "seeds", "measures": {NAME: {"whole", ...}}}``.

        Each of ``whole``, the entries of ``strategies``, and ``gap`` is ``{"mean", "low",
        "high"}``.
        """
        return {
            "plan": self.plan,
            "baseline": self.baseline,
            "seeds": len(self.seeds),
            "measures": {name: own.as_json() for name, own in self.measures.items()},
        }


def without(plan: StrategyPlan, place: int) -> StrategyPlan:
    """Return a plan without one strategy; the others keep the money that they had with it."""
    kept = [
        one
        if own is None
        else one.model_copy(
            update={"budget": own / 100, "budget_per": one.budget_per or plan.budget_per}
        )
        for one, own in zip(plan.strategies, plan.envelopes, strict=True)
    ]
    del kept[place]
    alerts = of_those(plan.alerts, kept)
    return replace(plan, strategies=tuple(kept), budget=None, budget_per="plan", alerts=alerts)


def has_parts(scenario: Scenario, name: str) -> StrategyPlan:
    """Return a plan that can be taken apart.

    Raises
    ------
    InputError
        If there is no such plan, or it has fewer than two strategies.
    """
    plan = scenario.plan(name)
    if len(plan.strategies) < 2:
        raise InputError(
            f"{name!r} has {len(plan.strategies) or 'no'} strategy; a plan that is taken apart "
            "needs at least 2",
            field="ablate",
        )
    return plan


def ablate(
    scenario: Scenario,
    name: str,
    seeds: int = 20,
    workers: int | Workers = 1,
    progress: Progress | None = None,
    first: tuple[str, ...] = (),
) -> Ablation:
    """Take a plan apart in the worlds ``0 .. seeds - 1``.

    Parameters
    ----------
    scenario
        The scenario.
    name
        The plan, of at least two strategies.
    seeds
        Number of worlds, at least 2.
    workers
        Processes, or who is at work already; the result does not depend on it.
    progress
        Told after each world.
    first
        Audiences that are kept as first seen, as in a comparison whose runs a store may hold.

    Raises
    ------
    InputError
        If there is no such plan, it has fewer than two strategies, or there are too few seeds.
    """
    plan, baseline = has_parts(scenario, name), scenario.plan(scenario.baseline)
    names = [one.called for one in plan.strategies]
    # No part may have the name of a plan: equal names count once.
    plans = [("baseline", baseline), ("whole", plan)]
    plans += [(f"without {part}", without(plan, place)) for place, part in enumerate(names)]
    spec = scenario.spec()
    with hands(workers, spec, len(plans), seeds) as pool:

        def lived(first: tuple[str, ...]) -> Comparison:
            kept = [(name, replace(one, first=first)) for name, one in plans]
            return compare_plans(
                spec, kept[0][1], kept, range(seeds), pool, progress, f"taking {name} apart"
            )

        found = if_room(first, lived)
    return Ablation(name, scenario.baseline, found.seeds, _worths(found, names))


def _worths(found: Comparison, names: Sequence[str]) -> dict[str, Worth]:
    worths = {}
    for measure, own in found.measured.items():
        nothing, whole, *less = own.values
        there, told, *others = own.counted
        each = [whole - rest for rest in less]
        gap: Floats = (whole - nothing) - sum(each)
        worth = Worth(
            interval(whole - nothing, counted=there & told),
            {
                name: interval(value, counted=told & rest)
                for name, value, rest in zip(names, each, others, strict=True)
            },
            interval(gap, counted=np.logical_and.reduce(own.counted, axis=0)),
        )
        if worth.gap.mean == worth.gap.mean:
            worths[measure] = worth
    return worths
