"""A better plan within the budget: proposed, tried in a panel of worlds, tested in fresh ones."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from planning.compare import compare_plans
from planning.deepening import MOST
from planning.final import FINAL, hold_last_round
from planning.first import Values, first_trials, nothing
from planning.found import EQUAL_SPLIT, TODAY, WINNER, SearchResult, section_of
from planning.marginal import Marginal, Response, marginals, responses
from planning.plain import TakenBack, plainest
from planning.trials import Question, Trial, Verdict
from planning.variants import Plain, plain
from scenarios import Scenario
from sim.errors import InputError
from sim.metrics import Ratio, horizon_needed, measure, with_own
from sim.metrics.catalogue import ask_for_deeds
from sim.plan import Plan
from strategies import (
    SearchDimension,
    StrategyPlan,
    equal_split,
    search_space,
    settings,
    with_values,
)
from strategies.alerts.acting import of_those
from worlds.address import Place
from worlds.executors import Progress, Workers, at_work
from worlds.replicate import WORLDS_KEPT

if TYPE_CHECKING:
    from planning.panel import Panel

PANEL: Final = WORLDS_KEPT
"""Worlds in which every trial is tried: the same ones, so that trials differ by their plans."""

RISK_PANEL: Final = 16
"""Worlds of a panel that is to tell a quantile or the worst tenth."""

APART: Final = 1_000_000
"""First of the worlds of the last round: whatever else is asked, they are the same."""

DEEPER: Final = 2_000_000
"""First of the worlds that only those meet who are asked again."""

VERSION: Final = 6
"""Of the way in which trials follow from a question; a journal of another one is refused."""


def search(
    scenario: Scenario,
    trials: int = 100,
    workers: int | Workers = 1,
    journal: Place | None = None,
    seeds: int = 20,
    progress: Progress | None = None,
    *,
    panel: int | None = None,
    seed: int = 0,
) -> SearchResult:
    """Search the parameters of the plan that the scenario's ``search`` section names.

    Every trial is run in the worlds ``0 .. panel - 1``, or in the first of them if it cannot win;
    those that lead are asked again in more (`planning.deepening`).
    Those believed best run again in worlds of their own, which decide among them. The winner, the
    baseline and the equal split are then run in the ``seeds`` worlds that follow the panel's, which
    nothing was chosen by.

    Parameters
    ----------
    scenario
        A scenario with a ``search`` section.
    trials
        Trials in all, at least 1; the first is the plan as it stands.
    workers
        Processes, or who is at work already; the result does not depend on it.
    journal
        File or database that keeps the study, so that an interrupted search goes on where it
        stopped.
    seeds
        Fresh worlds, at least 2.
    progress
        Told after each trial, and after each fresh world.
    panel
        Worlds of the panel, at least 2; `PANEL` if absent, `RISK_PANEL` where an objective is a
        risk. Up to `PANEL` of them live their past once in a process; a larger panel lives it anew
        for each trial.
    seed
        Seed of the proposals.

    Raises
    ------
    InputError
        If there is nothing to search, a number is too small, or the journal is of another search.
    """
    from planning.panel import Panel, deepens
    from planning.study import run_study

    section = section_of(scenario)
    plan = scenario.plan(section.plan)
    dimensions = tuple(d for d in search_space(plan) if d.low < d.high)
    if not dimensions:
        raise InputError(f"plan {section.plan!r} has nothing to turn", field="search.plan")
    objectives = section.objectives
    if panel is None:
        panel = PANEL if all(one.risk == "mean" for one in objectives) else RISK_PANEL
    for name, number, least in (("trials", trials, 1), ("panel", panel, 2), ("seeds", seeds, 2)):
        if number < least:
            raise InputError(f"{number} {name}: at least {least} needed", field=name)
    refuse_unreadable(scenario)
    key = hashlib.sha256(f"{VERSION} {scenario.digest} {panel} {seed}".encode()).hexdigest()
    question = Question(
        key,
        dimensions,
        tuple(o.direction for o in objectives),
        seed,
        first_trials(dimensions, plan.budget, section.constraints),
        tuple(one.column for one in objectives),
        scenario.name,
        panel if deepens(objectives) else 0,
    )
    told = progress or (lambda _done, _total, _label: None)
    with at_work(workers) as pool:
        worlds = Panel(scenario, plan, objectives, section.constraints, range(panel), pool, DEEPER)
        ended = run_study(
            question,
            trials,
            worlds.raced,
            journal,
            lambda done: told(done, trials, "searching"),
            worlds.meet,
        )
        apart = range(APART, APART + max(panel, min(2 * panel, FINAL)))
        final = Panel(scenario, plan, objectives, section.constraints, apart, pool)
        # A winner is held to its bounds in as many worlds as those that are told of it.
        least = min(seeds, MOST) if deepens(objectives) and section.constraints else 0
        ended, last = hold_last_round(question, ended, objectives, final, worlds.again, least, told)
        worlds.meet(ended)
        winner, front = last.winner, last.front
        named = _carried_out(plan, winner, dimensions, worlds)
        baseline = scenario.plan(scenario.baseline)
        plans: list[tuple[str, Plan]] = [
            (scenario.baseline, baseline),
            (EQUAL_SPLIT, equal_split(plan)),
        ]
        if named is not None:
            plans.append((WINNER, named[0]))
        plans.append((TODAY, plan))
        fresh = compare_plans(
            scenario.spec(),
            baseline,
            plans,
            range(panel, panel + seeds),
            pool,
            told,
            "testing the winner in fresh worlds",
        )
        steps: tuple[Marginal, ...] = ()
        curves: tuple[Response, ...] = ()
        plainer: Plain | None = None
        if named is not None and winner is not None:
            own = values_of(named[0], dimensions)
            # Nothing was chosen by these worlds.
            after = range(panel, 2 * panel)
            near = Panel(scenario, plan, objectives, section.constraints, after, pool)
            steps = marginals(own, dimensions, objectives[0], near)
            ran_so_far = [trial for trial in ended if trial.error is None]
            reached = named[1].values[0]
            plainer = plain(own, reached, ended, dimensions, steps, worlds)
            curves = responses(question, [*ran_so_far, as_trial(trials, own, named[1])], own)
    if named is None:
        return SearchResult(scenario, tuple(ended), front, None, None, (), (), fresh, last)
    winner_plan, verdict, taken_back = named
    ran = {one.strategy for one in fresh.did[WINNER] if one.ran}
    kept = tuple(one for one in winner_plan.strategies if one.called in ran)
    winner_plan = replace(winner_plan, strategies=kept, alerts=of_those(winner_plan.alerts, kept))
    return SearchResult(
        scenario, tuple(ended), front, winner, winner_plan, verdict.values, taken_back, fresh,
        last, steps, curves, plainer,
    )  # fmt: skip


def values_of(plan: StrategyPlan, dimensions: Sequence[SearchDimension]) -> Values:
    """Return what a plan sets in each dimension, as it runs."""
    tried = settings(plan)
    return {d.path: tried[d.path] for d in dimensions}


def _carried_out(
    plan: StrategyPlan,
    winner: Trial | None,
    dimensions: Sequence[SearchDimension],
    panel: Panel,
) -> tuple[StrategyPlan, Verdict, tuple[TakenBack, ...]] | None:
    """Return the plan to name, what the panel says of it, and what was taken back of the trial.

    Without a feasible trial it is doing nothing, if that keeps every bound: an objective may be
    undefined for it, as return on nothing is.
    """
    if winner is None:
        off = nothing(dimensions)
        return (with_values(plan, off), Verdict(), ()) if panel.keeps(off) else None
    # Budgets that add up to more than the plan's are scaled: those that ran are what was found.
    values = values_of(with_values(plan, winner.parameters), dimensions)
    values, verdict, taken_back = plainest(values, dimensions, panel)
    return with_values(plan, values), verdict, taken_back


def as_trial(number: int, values: Values, verdict: Verdict) -> Trial:
    """Return a plan that was tried outside of the study as a trial of it."""
    return Trial(
        number, values, verdict.values, verdict.violations or {}, verdict.notes or {},
        verdict.error,
    )  # fmt: skip


def refuse_unreadable(scenario: Scenario) -> None:
    """Refuse a search whose objective or bound can never be read.

    Raises
    ------
    InputError
        If the horizon does not hold the window of a measure, or a bound is a multiple of what the
        baseline returns on its own cost over itself, which is nothing divided by nothing.
    """
    section = section_of(scenario)
    file = None if scenario.source_path is None else str(scenario.source_path)
    calendar, measures = scenario.calendar, with_own(scenario.own.measures)
    asked = [(one.metric, "search.objective") for one in section.objectives]
    asked += [(one.metric, "search.subject_to") for one in section.constraints]
    for name, field in asked:
        needed = horizon_needed(name, calendar, measures)
        if needed is not None:
            raise InputError(
                f"{name} needs a horizon of {needed} days, and this one has {calendar.days}; "
                f"set horizon_days to {needed} or more, or name another measure",
                file=file,
                field=field,
            )
    for name, field in asked:
        if ask_for_deeds([name]) and name not in scenario.measures:
            raise InputError(
                f"{name} is read off orders that are kept by member; name it under measures too",
                file=file,
                field=field,
            )
    for bound in section.constraints:
        compute = measure(bound.metric, measures).compute
        if bound.of_baseline and isinstance(compute, Ratio) and compute.positive:
            raise InputError(
                f"{bound}: the baseline spends nothing beyond itself, so it has no {bound.metric}; "
                "write a number",
                file=file,
                field="search.subject_to",
            )
