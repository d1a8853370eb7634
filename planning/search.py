"""A better plan within the budget: proposed, tried in a panel of worlds, tested in fresh ones."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planning.choose import choose, pareto
from planning.compare import Comparison, compare_plans
from planning.executors import Progress, Workers
from planning.panel import violation
from planning.replicate import SPEND, WORLDS_KEPT
from planning.statistics import finite
from scenarios import Constraint, Objective, Scenario
from sim.errors import InputError
from sim.plan import Plan
from strategies import StrategyPlan, equal_split, search_space, with_values

if TYPE_CHECKING:
    import polars as pl

    from planning.study import Trial
    from scenarios.questions import SearchSection

PANEL: Final = WORLDS_KEPT
"""Worlds in which every trial is tried: the same ones, so that trials differ by their plans."""

BINDING: Final = 0.02
"""A bound is binding when the plan comes this near to it, as a share of the bound."""

EQUAL_SPLIT: Final = "equal-split"
WINNER: Final = "winner"


@dataclass(frozen=True)
class SearchResult:
    """What a search found.

    Attributes
    ----------
    scenario
        What was searched.
    trials
        Every trial, in order.
    front
        Numbers of the feasible trials that no other feasible one dominates.
    winner
        The trial that is named; None if no trial keeps every constraint.
    winner_plan
        Its plan.
    fresh
        The baseline, the equal split and the winner (if there is one) in worlds that no trial
        was tried in.
    """

    scenario: Scenario
    trials: tuple[Trial, ...]
    front: tuple[int, ...]
    winner: Trial | None
    winner_plan: StrategyPlan | None
    fresh: Comparison

    @property
    def parameters(self) -> dict[str, float]:
        """What the winner sets, as it runs: budgets are those that the plan's own allows."""
        if self.winner_plan is None:
            return {}
        return {d.path: d.current for d in search_space(self.winner_plan)}

    def as_json(self) -> dict[str, Any]:
        """Return what was found as JSON values.

        ``status_quo`` and ``equal_split`` hold ``{measure: {mean, low, high}}`` in the fresh
        worlds; ``winner``, null when no trial kept every constraint, has ``parameters``,
        ``measures`` (the same with the paired difference from the status quo, its interval and
        ``p_better``), what it spends, and how near it comes to each constraint.
        """
        search = _section(self.scenario)
        return {
            "plan": search.plan,
            "objective": search.objective,
            "subject_to": list(search.subject_to),
            "trials": len(self.trials),
            "failed": sum(trial.error is not None for trial in self.trials),
            "feasible": sum(trial.feasible for trial in self.trials),
            "seeds": len(self.fresh.seeds),
            "status_quo": self._measures(0),
            "equal_split": self._measures(1),
            "winner": self._winner(),
            "pareto": [
                {
                    "trial": trial.number,
                    "parameters": self._ran(trial),
                    "objectives": self._objectives(trial),
                }
                for trial in self.trials
                if trial.number in self.front
            ],
        }

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables of a run folder: the trials, and those of the fresh comparison."""
        import polars as pl

        names = [objective.metric for objective in _section(self.scenario).objectives]
        rows = [
            {
                "number": trial.number,
                **{f"param {path}": value for path, value in self._ran(trial).items()},
                **{f"value {name}": self._objectives(trial).get(name) for name in names},
                "feasible": trial.feasible,
                "pareto": trial.number in self.front,
                "winner": self.winner is not None and trial.number == self.winner.number,
                "error": trial.error,
            }
            for trial in self.trials
        ]
        return {
            "trials": pl.DataFrame(rows, schema_overrides={"error": pl.String}),
            **self.fresh.tables,
        }

    def _measures(self, place: int) -> dict[str, dict[str, float | None]]:
        return {name: self.fresh.interval(name, place).as_json() for name in self.fresh.values}

    def _winner(self) -> dict[str, Any] | None:
        if self.winner is None or self.winner_plan is None:
            return None
        measures: dict[str, dict[str, float | None]] = {}
        for name, own in self._measures(2).items():
            pair = self.fresh.paired(name, 2).as_json()
            measures[name] = {
                **own,
                "difference": pair["difference"],
                "difference_low": pair["low"],
                "difference_high": pair["high"],
                "p_better": pair["p_better"],
            }
        spend = self.fresh.values[SPEND][2]
        budget = self.winner_plan.budget
        return {
            "trial": self.winner.number,
            "parameters": self.parameters,
            "measures": measures,
            "budget": budget,
            "spend": finite(float(spend.mean())),
            "unspent": None if budget is None else budget - float(spend.mean()),
            "within_budget": budget is None or bool((spend <= budget).all()),
            "constraints": self._constraints(budget),
        }

    def _constraints(self, budget: float | None) -> list[dict[str, Any]]:
        """Return how near the winner comes to each bound in the fresh worlds."""
        bounds = list(_section(self.scenario).constraints)
        if budget is not None:
            bounds.append(Constraint(SPEND, "<=", budget, of_baseline=False))
        found = []
        for constraint in bounds:
            values = self.fresh.values.get(constraint.metric)
            own, base = (
                (float("nan"),) * 2
                if values is None
                else (float(values[2].mean()), float(values[0].mean()))
            )
            bound = constraint.bound(base)
            broken = values is None or violation(constraint, values[2], values[0]) > 0
            found.append(
                {
                    "constraint": str(constraint),
                    "value": finite(own),
                    "bound": finite(bound),
                    "kept": not broken,
                    "binding": abs(constraint.violation(own, base)) <= BINDING * abs(bound),
                }
            )
        return found

    def _ran(self, trial: Trial) -> dict[str, float]:
        """Return what a trial set, as it ran."""
        plan = self.scenario.plan(_section(self.scenario).plan)
        ran = {d.path: d.current for d in search_space(with_values(plan, trial.parameters))}
        return {path: ran.get(path, value) for path, value in trial.parameters.items()}

    def _objectives(self, trial: Trial) -> dict[str, float]:
        names = [objective.metric for objective in _section(self.scenario).objectives]
        return dict(zip(names, trial.values, strict=False))


def search(
    scenario: Scenario,
    trials: int = 100,
    workers: int = 1,
    journal: Path | None = None,
    seeds: int = 20,
    progress: Progress | None = None,
    *,
    panel: int = PANEL,
    seed: int = 0,
) -> SearchResult:
    """Search the parameters of the plan that the scenario's ``search`` section names.

    Every trial is run in the worlds ``0 .. panel - 1``; the winner, the baseline and the equal
    split are then run in the ``seeds`` worlds that follow, which no trial has seen.

    Parameters
    ----------
    scenario
        A scenario with a ``search`` section.
    trials
        Trials in all, at least 1; the first is the plan as it stands.
    workers
        Processes; the result does not depend on it.
    journal
        File that keeps the study, so that an interrupted search goes on where it stopped.
    seeds
        Fresh worlds, at least 2.
    progress
        Told after each trial, and after each fresh world.
    panel
        Worlds of the panel, at least 2. Up to `PANEL` of them live their past once in a process;
        a larger panel lives it anew for each trial.
    seed
        Seed of the proposals.

    Raises
    ------
    InputError
        If there is nothing to search, a number is too small, or the journal is of another search.
    """
    from planning.panel import Panel
    from planning.study import Question, run_study

    section = _section(scenario)
    plan = scenario.plan(section.plan)
    dimensions = tuple(d for d in search_space(plan) if d.low < d.high)
    if not dimensions:
        raise InputError(f"plan {section.plan!r} has nothing to turn", field="search.plan")
    for name, number, least in (("trials", trials, 1), ("panel", panel, 2), ("seeds", seeds, 2)):
        if number < least:
            raise InputError(f"{number} {name}: at least {least} needed", field=name)
    objectives = section.objectives
    key = hashlib.sha256(f"{scenario.digest} {panel} {seed}".encode()).hexdigest()
    question = Question(key, dimensions, tuple(o.direction for o in objectives), seed)
    told = progress or (lambda _done, _total, _label: None)
    with Workers(workers) as pool:
        worlds = Panel(scenario, plan, objectives, section.constraints, range(panel), pool)
        ended = run_study(
            question,
            trials,
            worlds.verdicts,
            journal,
            lambda done: told(done, trials, "searching"),
        )
        winner, front = _name(ended, objectives)
        baseline = scenario.plan(scenario.baseline)
        plans: list[tuple[str, Plan]] = [
            (scenario.baseline, baseline),
            (EQUAL_SPLIT, equal_split(plan)),
        ]
        winner_plan = None if winner is None else with_values(plan, winner.parameters)
        if winner_plan is not None:
            plans.append((WINNER, winner_plan))
        fresh = compare_plans(
            scenario.spec(),
            baseline,
            plans,
            range(panel, panel + seeds),
            pool,
            told,
            "testing the winner in fresh worlds",
        )
    return SearchResult(scenario, tuple(ended), front, winner, winner_plan, fresh)


def _section(scenario: Scenario) -> SearchSection:
    if scenario.search is None:
        raise InputError(
            "the scenario has no search section; it names a plan and an objective, such as "
            "search: {plan: mine, objective: retention_w4}",
            file=None if scenario.source_path is None else str(scenario.source_path),
            field="search",
        )
    return scenario.search


def _name(
    trials: Sequence[Trial], objectives: Sequence[Objective]
) -> tuple[Trial | None, tuple[int, ...]]:
    """Return the trial to name and the numbers of the front."""
    feasible = [trial for trial in trials if trial.feasible]
    if not feasible:
        return None, ()
    signs = np.array([1.0 if one.direction == "maximize" else -1.0 for one in objectives])
    front = [feasible[i] for i in pareto(signs * np.array([t.values for t in feasible]))]
    gains = [
        signs[:, None] * np.array([trial.notes[one.metric] for one in objectives])
        for trial in front
    ]
    return front[choose(gains)], tuple(trial.number for trial in front)
