"""What a search found: its trials, and its winner beside what stands and what is fair."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from planning.compare import Comparison
from planning.final import Last
from planning.first import is_budget, strategy_of
from planning.marginal import Marginal, Response
from planning.panel import violation
from planning.plain import TakenBack, at_edges
from planning.risk import column_of
from planning.variants import Plain, on_the_front, robust
from scenarios import Constraint, Scenario
from sim.errors import InputError
from strategies import StrategyPlan, equal_split, search_space, settings, with_values
from worlds.replicate import SPEND
from worlds.statistics import finite

if TYPE_CHECKING:
    import polars as pl

    from planning.trials import Trial
    from scenarios.questions import SearchSection

BINDING: Final = 0.02
"""A bound is binding when the plan comes this near to it, as a share of the bound."""

EQUAL_SPLIT: Final = "equal-split"
WINNER: Final = "winner"
TODAY: Final = "today"
"""The plan as it stands in the scenario."""


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
        Its plan, without what gains nothing and what never ran; if no trial keeps every
        constraint, doing nothing where that does, else None.
    winner_values
        What it reaches in the panel, one value an objective; none where that is undefined.
    taken_back
        What the trial had set and the winner does without.
    last
        The last round: what is believed of each trial, and who met in worlds of their own.
    marginals
        What a step of each lever of the winner brings, in the first objective.
    responses
        What is believed along each of them.
    plain
        The winner with fewer levers, where there is one that is nearly as good.
    fresh
        The baseline, the equal split, the winner (if there is one) and the plan as it stands in
        worlds that no trial was tried in.
    """

    scenario: Scenario
    trials: tuple[Trial, ...]
    front: tuple[int, ...]
    winner: Trial | None
    winner_plan: StrategyPlan | None
    winner_values: tuple[float, ...]
    taken_back: tuple[TakenBack, ...]
    fresh: Comparison
    last: Last
    marginals: tuple[Marginal, ...] = ()
    responses: tuple[Response, ...] = ()
    plain: Plain | None = None

    @property
    def parameters(self) -> dict[str, float]:
        """What the winner sets, as it runs: budgets are those that the plan's own allows."""
        if self.winner_plan is None:
            return {}
        return settings(self.winner_plan)

    def as_json(self) -> dict[str, Any]:
        """Return what was found as JSON values.

        ``status_quo``, ``equal_split`` and ``today`` hold ``{measure: {mean, low, high}}`` in the
        fresh worlds; ``winner``, null when not even doing nothing keeps every constraint, has
        ``parameters``, ``measures`` (the same with the paired difference from the status quo, its
        interval and ``p_better``), ``against`` (by comparator the paired difference of each
        measure), what its ``strategies`` did and which ``not_run`` and are no part of it, what was
        ``taken_back`` because it gained nothing, values at ``edges`` of their range, what it
        spends, how near it comes to each constraint, what those ``bounds_cost``; what a step of
        each lever brings (``marginal``, for each unit of the lever), each strategy's money
        (``split``) of the budget, in each span of it (``split_of``), ``variants``
        (`planning.variants`), ``finalists``, and ``risks`` in the fresh worlds. ``worlds`` counts
        those of all trials, ``stopped`` the trials that did not see all.
        """
        search = section_of(self.scenario)
        return {
            "plan": search.plan,
            "objective": search.objective,
            "subject_to": list(search.subject_to),
            "trials": len(self.trials),
            "failed": sum(trial.error is not None for trial in self.trials),
            "feasible": sum(trial.number in self.last.kept for trial in self.trials),
            "stopped": sum(trial.stopped for trial in self.trials),
            "worlds": sum(trial.worlds for trial in self.trials),
            "seeds": len(self.fresh.seeds),
            **{name: doubt for name, doubt in self.fresh.doubts().items() if name != "failed"},
            "status_quo": self._measures(0),
            "equal_split": self._measures(1),
            "today": self._measures(self.fresh.plans.index(TODAY)),
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

        names = [objective.column for objective in section_of(self.scenario).objectives]
        rows = [
            {
                "number": trial.number,
                **{f"param {path}": value for path, value in self._ran(trial).items()},
                **{f"value {name}": self._objectives(trial).get(name) for name in names},
                **{
                    f"believed {name}": own
                    for name, own in zip_longest(names, self.last.believed.get(trial.number, ()))
                },
                "worlds": trial.worlds,
                "stopped": trial.stopped,
                "feasible": trial.number in self.last.kept,
                "pareto": trial.number in self.front,
                "winner": self.winner is not None and trial.number == self.winner.number,
                "error": trial.error,
            }
            for trial in self.trials
        ]
        responses = {} if not self.responses else {"responses": self._responses()}
        told = {f"believed {name}": pl.Float64 for name in names}
        return {
            "trials": pl.DataFrame(rows, schema_overrides={"error": pl.String, **told}),
            **responses,
            **self.fresh.tables,
        }

    def _responses(self) -> pl.DataFrame:
        """Return the response curves; ``mark`` says where today's plan and the winner stand."""
        import polars as pl

        plan = self.scenario.plan(section_of(self.scenario).plan)
        today = settings(plan)
        won = {one.path: one.value for one in self.marginals}
        ends = (("winner", won), ("today", today))
        rows = [
            {
                **asdict(one),
                "mark": next((name for name, at in ends if at.get(one.path) == one.value), None),
            }
            for one in self.responses
        ]
        return pl.DataFrame(rows, schema_overrides={"mark": pl.String})

    def _measures(self, place: int) -> dict[str, dict[str, float | None]]:
        return {name: self.fresh.level(name, place) for name in self.fresh.measured}

    def _winner(self) -> dict[str, Any] | None:
        if self.winner_plan is None:
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
                "worlds_paired": pair["worlds"],
            }
        spend = self.fresh.values[SPEND][2]
        budget = self.winner_plan.total_budget(self.scenario.calendar)
        ran = [one for one in self.fresh.did[WINNER] if one.ran]
        asked = section_of(self.scenario).objectives
        return {
            "trial": None if self.winner is None else self.winner.number,
            "parameters": self.parameters,
            "measures": measures,
            "against": {
                "status_quo": self._against(0),
                "today": self._against(self.fresh.plans.index(TODAY)),
                "equal_split": self._against(1),
            },
            "strategies": [one.as_json() for one in ran],
            "not_run": [one.as_json() for one in self.fresh.did[WINNER] if not one.ran],
            "taken_back": [
                {"path": one.path, "found": one.found, "to": one.to} for one in self.taken_back
            ],
            "edges": self._edges(),
            "budget": budget,
            "spend": finite(float(spend.mean())),
            "unspent": None if budget is None else budget - float(spend.mean()),
            "within_budget": budget is None or bool((spend <= budget).all()),
            "constraints": self._constraints(budget),
            "bounds_cost": self._bounds_cost(),
            "risks": self._risks(),
            "split": self._split(),
            "split_of": self.winner_plan.budget,
            "variants": {
                **robust(self.last, asked[0]),
                "plain": None if self.plain is None else self.plain.as_json(),
                **on_the_front(self.last, asked),
            },
            "marginal": [one.as_json() for one in self.marginals],
            "finalists": [
                {"trial": number, "worlds": columns.shape[1]}
                for number, columns in self.last.finalists.items()
            ],
        }

    def _split(self) -> dict[str, dict[str, float]]:
        """Return each strategy's money: today, shared equally, and as the winner has it."""
        plan = self.scenario.plan(section_of(self.scenario).plan)
        splits = {
            "today": settings(plan),
            "equal_split": settings(equal_split(plan)),
            "winner": self.parameters,
        }
        return {
            strategy_of(path): {who: own.get(path, 0.0) for who, own in splits.items()}
            for path in splits["today"]
            if is_budget(path)
        }

    def _risks(self) -> dict[str, dict[str, float | None]]:
        """Return in the fresh worlds what objectives ask of a measure that is not its mean."""
        places = {"status_quo": 0, "equal_split": 1, "winner": 2}
        places["today"] = self.fresh.plans.index(TODAY)
        return {
            one.column: {
                who: finite(float(column_of(one, self.fresh.values[one.metric][place]).mean()))
                for who, place in places.items()
            }
            for one in section_of(self.scenario).objectives
            if one.risk != "mean" and one.metric in self.fresh.values
        }

    def _against(self, place: int) -> dict[str, dict[str, float | None]]:
        """Return the paired difference of each measure from a comparator's."""
        found = {}
        for name in self.fresh.measured:
            pair = self.fresh.paired(name, 2, place).as_json()
            keys = ("difference", "low", "high", "p_better", "worlds")
            found[name] = {key: pair[key] for key in keys}
        return found

    def _edges(self) -> list[dict[str, Any]]:
        """Return the values that lie at an end of their range."""
        space = search_space(self.scenario.plan(section_of(self.scenario).plan))
        return [
            {"path": one.path, "value": one.value, "end": "high" if one.high else "low"}
            for one in at_edges(self.parameters, space)
        ]

    def _bounds_cost(self) -> dict[str, Any] | None:
        """Return what the bounds cost: the best trial in the first objective that broke one."""
        first = section_of(self.scenario).objectives[0]
        sign = first.sign
        # One that was stopped has no figure for all worlds.
        kept = self.last.kept
        broke = [
            t for t in self.trials if t.error is None and not t.stopped and t.number not in kept
        ]
        if not broke:
            return None
        best = max(broke, key=lambda trial: sign * trial.values[0])
        own = self.winner_values[0] if self.winner_values else None
        if own is not None and sign * (best.values[0] - own) <= 0:
            return None
        return {
            "trial": best.number,
            "objective": first.column,
            "value": best.values[0],
            "winner": own,
            "constraints": [name for name, by in best.violations.items() if by > 0],
        }

    def _constraints(self, budget: float | None) -> list[dict[str, Any]]:
        """Return how near the winner comes to each bound in the fresh worlds."""
        bounds = list(section_of(self.scenario).constraints)
        own = None if budget is None else Constraint(SPEND, "<=", budget, of_baseline=False)
        if own is not None and own not in bounds:
            bounds.append(own)
        found = []
        for constraint in bounds:
            values = self.fresh.values.get(constraint.metric)
            value, base = (
                (float("nan"),) * 2
                if values is None
                else (float(values[2].mean()), float(values[0].mean()))
            )
            bound = constraint.bound(base)
            # An undefined one is not kept: no comparison with it holds.
            kept = values is not None and violation(constraint, values[2], values[0]) <= 0
            missed = constraint.violation(value, base)
            near = abs(missed) <= BINDING * abs(bound)
            found.append(
                {
                    "constraint": str(constraint),
                    "value": finite(value),
                    "bound": finite(bound),
                    "side": "at most" if constraint.op == "<=" else "at least",
                    "kept": kept,
                    # A bound that is broken does not bind.
                    "binding": near and kept,
                    # Not better than the baseline, and not clearly worse.
                    "within_noise": kept and missed > 0,
                }
            )
        return found

    def _ran(self, trial: Trial) -> dict[str, float]:
        """Return what a trial set, as it ran; of one that no plan can be, as it was proposed."""
        plan = self.scenario.plan(section_of(self.scenario).plan)
        try:
            ran = settings(with_values(plan, trial.parameters))
        except InputError:
            return dict(trial.parameters)
        return {path: ran.get(path, value) for path, value in trial.parameters.items()}

    def _objectives(self, trial: Trial) -> dict[str, float]:
        names = [objective.column for objective in section_of(self.scenario).objectives]
        return dict(zip(names, trial.values, strict=False))


def section_of(scenario: Scenario) -> SearchSection:
    """Return what is searched, or refuse a scenario that says nothing of it."""
    if scenario.search is None:
        raise InputError(
            "the scenario has no search section; it names a plan and an objective, such as "
            "search: {plan: mine, objective: retention_w4}",
            file=None if scenario.source_path is None else str(scenario.source_path),
            field="search",
        )
    return scenario.search
