"""The sections of a scenario file that ask: plans to try, measures to read, a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from typing_extensions import TypedDict

from scenarios.alerts_section import Alerts
from scenarios.objective import Constraint, Objective, parse_constraint, parse_objective
from scenarios.own_code import REFERENCE, code_of
from scenarios.own_measures import own_measure_of
from scenarios.own_strategy import own_reference, own_strategy
from scenarios.setting import Section, setting
from scenarios.template_event import event_of
from scenarios.ties_section import Name
from sim.calendar import Calendar
from sim.errors import InputError
from sim.facts import Fact
from sim.metrics import MEASURES, measure, with_own
from sim.ranges import SCENARIO
from strategies import STRATEGIES, Strategy, StrategyPlan
from strategies.audiences import Definition
from strategies.brief import Span
from strategies.contract import check_contract
from strategies.days import Phase
from strategies.own import is_own, minded, written


def _known_measure(name: str, info: ValidationInfo) -> str:
    known = with_own(code_of(info.context).measures.values())
    try:
        return measure(name, known).name
    except InputError as error:
        raise InputError(error.message) from None


def _known_objective(text: str, info: ValidationInfo) -> str:
    known = with_own(code_of(info.context).measures.values())
    for objective in parse_objective(text):
        name = _known_measure(objective.metric, info)
        wanted = "higher" if objective.direction == "maximize" else "lower"
        if known[name].better not in (wanted, "neutral"):
            turned = f"-{name}" if wanted == "higher" else name
            raise InputError(
                f"objective {text!r} would make {name} worse; write {turned!r} to make it better"
            )
    return text


def _known_constraint(text: str, info: ValidationInfo) -> str:
    _known_measure(parse_constraint(text).metric, info)
    return text


def _measure_or_own(text: str, info: ValidationInfo) -> str:
    if ":" in text:
        return own_measure_of(text, code_of(info.context)).name
    return _known_measure(text, info)


_CATALOGUED: Final[dict[str, Any]] = {"type": "string", "enum": list(MEASURES)}

Measure = Annotated[str, AfterValidator(_known_measure), WithJsonSchema(_CATALOGUED)]
AnyMeasure = Annotated[
    str,
    AfterValidator(_measure_or_own),
    WithJsonSchema({"anyOf": [_CATALOGUED, {"type": "string", "pattern": REFERENCE}]}),
]
"""A measure of the catalogue, or one of the user's own, which goes by its name from then on."""

ObjectiveText = Annotated[str, AfterValidator(_known_objective)]
ConstraintText = Annotated[str, AfterValidator(_known_constraint)]


def _to_entry(value: object) -> object:
    return {value.kind: value} if isinstance(value, Strategy) else value


def _from_entry(entry: Mapping[str, Strategy]) -> Strategy:
    if len(entry) != 1:
        known = ", ".join(STRATEGIES)
        found = ", ".join(entry) or "none"
        raise InputError(f"names {found}; each item names one strategy of {known}")
    return next(iter(entry.values()))


def _own_or_ready(
    value: object, ready: ValidatorFunctionWrapHandler, info: ValidationInfo
) -> object:
    """Return a strategy of the user's own, an event of a template, else one of Forerun's."""
    reference = own_reference(value)
    if (made := event_of(value)) is not None:
        return made
    if reference is None or not isinstance(value, Mapping):
        return ready(value)
    return own_strategy(reference, value[reference], code_of(info.context))


if TYPE_CHECKING:
    Entry = Strategy
else:
    _Entry = TypedDict("StrategyEntry", dict(STRATEGIES), total=False)  # noqa: UP013
    _Entry.__pydantic_config__ = ConfigDict(
        extra="forbid",
        title="Strategy",
        json_schema_extra={
            "minProperties": 1,
            "maxProperties": 1,
            "patternProperties": {REFERENCE: {"type": "object", "title": "Of your own"}},
        },
    )
    Entry = Annotated[
        _Entry,
        BeforeValidator(_to_entry),
        AfterValidator(_from_entry),
        PlainSerializer(lambda strategy: {written(strategy): strategy.model_dump(mode="json")}),
        WrapValidator(_own_or_ready),
    ]


class PlanSection(Section):
    """What the operator controls: strategies under one budget; empty, it is the status quo."""

    budget: float | None = setting(
        None, "Budget", "预算", "currency",
        "money for all strategies together, at which they stop; what a rush brings beyond it is "
        "told apart; none: no limit",
        within=SCENARIO["plans.budget"],
    )  # fmt: skip
    budget_per: Span = setting(
        "plan", "Span of the budget", "预算周期", "",
        "by what the budget and the strategies' own hold: plan, or month or quarter of the "
        "calendar, each with the whole amount and nothing left over from the one before",
    )  # fmt: skip
    phases: dict[Name, Phase] = setting(
        {}, "Phases", "阶段", "",
        "spans of the plan's days, by names that strategies give in `phase`",
    )  # fmt: skip
    alerts: Alerts = setting(
        {}, "Alerts", "预警", "",
        "names of ready alerts that are watched; or rules by name, each a ready one's name or with "
        "a `metric`, `below` or `above`, and the `action` that it lets run",
    )  # fmt: skip
    strategies: tuple[Entry, ...] = setting(
        (), "Strategies", "策略", "",
        "what runs side by side; of a kind that keeps something in the member at most one",
    )  # fmt: skip

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.model_fields_set and not self.strategies:
            raise InputError(
                f"the plan names no strategy; name at least one of {', '.join(STRATEGIES)}, "
                "or write {} for the status quo",
                field="strategies" if "strategies" in self.model_fields_set else None,
            )
        return self

    def plan(
        self,
        money_unit: float,
        audiences: Mapping[str, Definition] | None = None,
        facts: Mapping[str, Fact] | None = None,
        code: str = "",
    ) -> StrategyPlan:
        """Return it as a run takes it.

        Parameters
        ----------
        money_unit
            What a unit of money is worth in the scenario's currency.
        audiences
            What the scenario says of its audiences.
        facts
            Facts of the user's own.
        code
            Digest of the user's own code that the scenario names.

        Raises
        ------
        InputError
            If a kind comes twice or the strategies' own budgets exceed the plan's.
        """
        return StrategyPlan(
            self.strategies, self.budget, money_unit, audiences or {}, facts=facts or {}, code=code,
            phases=self.phases, budget_per=self.budget_per, alerts=self.alerts,
        )  # fmt: skip

    def place(self, field: str) -> str:
        """Return where in the section a strategy's or the plan's own field stands."""
        for index, strategy in enumerate(self.strategies):
            name, dot, rest = field.partition(".")
            if name == strategy.called:
                return f".strategies[{index}].{written(strategy)}{dot}{rest}"
        return f".{field}" if field else ""


def check_plans(
    plans: Mapping[str, PlanSection], horizon_days: int, search: SearchSection | None
) -> None:
    """Raise `InputError` if a strategy or phase begins too late, or there is nothing to search."""
    for name, section in plans.items():
        first = {f"phases.{phase}": one.from_day for phase, one in section.phases.items()} | {
            f"strategies[{index}].{written(one)}": one.from_day
            for index, one in enumerate(section.strategies)
        }
        for place, day in first.items():
            if day >= horizon_days:
                raise InputError(
                    f"day {day} lies beyond the horizon of {horizon_days} days; "
                    f"0 to {horizon_days - 1} are allowed",
                    field=f"plans.{name}.{place}.from_day",
                )
    able = [name for name, section in plans.items() if section.strategies]
    if search is not None and search.plan not in able:
        allowed = f"plans with strategies: {', '.join(able)}" if able else "there is none yet"
        raise InputError(
            f"no plan {search.plan!r} with strategies to search; {allowed}", field="search.plan"
        )


def try_plans(
    plans: Mapping[str, PlanSection],
    calendar: Calendar,
    segments: tuple[str, ...],
    money_unit: float,
    audiences: Mapping[str, Definition],
    facts: Mapping[str, Fact],
) -> None:
    """Try every plan on a calendar, and raise `InputError` for the first that does not fit."""
    for name, section in plans.items():
        try:
            plan = section.plan(money_unit, audiences, facts)
            plan.offers(calendar, segments)
            for own in filter(is_own, plan.strategies):
                with minded(own, "trial"):
                    check_contract(own, calendar, segments, plan)
        except InputError as error:
            place = section.place(error.field or "")
            raise InputError(error.message, field=f"plans.{name}{place}") from None


class SearchSection(Section):
    """What a better plan is."""

    plan: Name = setting(..., "Plan", "方案", "", "the plan whose parameters are searched")
    objective: ObjectiveText = setting(
        "retention_w4",
        "Objective",
        "目标",
        "",
        "measures to push, with commas between them; a minus sign before one to make it small, "
        "q10(...) or cvar(...) around one for its risk over worlds",
    )
    subject_to: tuple[ConstraintText, ...] = setting(
        (), "Constraints", "约束", "", "bounds to keep, such as 'nps >= 0.95 * baseline'"
    )

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        """Refuse bounds in figures of which no value keeps both."""
        plain = [one for one in self.constraints if not one.of_baseline]
        for low in plain:
            for high in plain:
                same = low.metric == high.metric
                if same and (low.op, high.op) == (">=", "<=") and low.value > high.value:
                    raise InputError(
                        f"no plan keeps both {str(low)!r} and {str(high)!r}; drop one of them",
                        field="subject_to",
                    )
        return self

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """The objective, parsed."""
        return parse_objective(self.objective)

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """The constraints, parsed."""
        return tuple(parse_constraint(text) for text in self.subject_to)
