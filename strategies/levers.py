"""A plan as numbers: what a search may turn, and the plan that given values make."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from sim.errors import InputError
from sim.facts import CATALOGUE
from sim.scale import in_currency, is_money
from strategies.alerts.dials import dialled, dials
from strategies.audiences import needed_for
from strategies.audiences.thresholds import thresholds, turned
from strategies.base import Range, Strategy, cents, first_wrong
from strategies.money import extra as about
from strategies.plan import StrategyPlan

AUDIENCES: Final = "audiences"
"""What paths of thresholds begin with; no strategy has that name."""

ALERTS: Final = "alerts"
"""What paths of alerts' numbers begin with, likewise."""


@dataclass(frozen=True, slots=True)
class SearchDimension:
    """One number that a search may turn.

    Parameters
    ----------
    path
        Strategy and field, e.g. ``points.per_visit`` or ``content.sources.kol``.
    low, high
        Where to look, both included; wide enough to hold `current`.
    log, step
        Whether evenly on the logarithm; grid from `low` on, None for continuous.
    unit
        Unit of the value.
    current
        Value in the plan now; of a budget, the money that the strategy has now.
    title, title_zh
        What a reader sees.
    """

    path: str
    low: float
    high: float
    log: bool
    step: float | None
    unit: str
    current: float
    title: str
    title_zh: str

    @property
    def neutral(self) -> float:
        """The value at which it does nothing: zero, or today's where zero is not in its range."""
        return 0.0 if self.low <= 0 <= self.high else self.current


def settings(plan: StrategyPlan) -> dict[str, float]:
    """Return by path what a plan sets in all that a search may turn in it (`search_space`)."""
    return {one.path: one.current for one in search_space(plan)}


def search_space(plan: StrategyPlan) -> list[SearchDimension]:
    """Return what a search may turn in a plan, in the order of its strategies and fields.

    Under a plan's budget each strategy's own budget is a dimension from nothing to all of it;
    `with_values` keeps their sum within it. The thresholds of the audiences that its strategies are
    for come last, as ``audiences.NAME.FACT``, and behind them the numbers of the alerts that let
    one run, as ``alerts.NAME.FIELD``.
    """
    dimensions: list[SearchDimension] = []
    for strategy, envelope in zip(plan.strategies, plan.envelopes, strict=True):
        for path, info, value in fields_of(strategy, strategy.called):
            extra = about(info)
            if path == f"{strategy.called}.budget":
                if plan.budget is None or envelope is None:
                    continue
                search = Range(0.0, plan.budget)
                value = envelope / 100
            elif "search" in extra and value is not None:
                search = Range(**extra["search"])
                if is_money(extra["unit"]):
                    search = _in_currency(search, plan.money_unit)
            else:
                continue
            dimensions.append(
                SearchDimension(
                    path=path,
                    low=min(search.low, value),
                    high=max(search.high, value),
                    log=search.log,
                    step=search.step,
                    unit=extra["unit"],
                    current=value,
                    title=info.title or path,
                    title_zh=extra["title_zh"],
                )
            )
    dimensions += [
        SearchDimension(
            path=f"{AUDIENCES}.{name}.{one.key}",
            low=min(one.low, one.value),
            high=max(one.high, one.value),
            log=False,
            step=one.step if one.value.is_integer() else None,
            unit=one.unit,
            current=one.value,
            title=one.title,
            title_zh=one.title_zh,
        )
        for name, definition in needed_for(plan.audiences, plan.aimed).items()
        for one in thresholds(definition, {**CATALOGUE, **plan.facts})
    ]
    return dimensions + [
        SearchDimension(
            path=f"{ALERTS}.{name}.{one.key}",
            low=min(one.search.low, one.value),
            high=max(one.search.high, one.value),
            log=False,
            step=one.search.step,
            unit=one.unit,
            current=one.value,
            title=one.title,
            title_zh=one.title_zh,
        )
        for name, alert in plan.alerts.items()
        for one in dials(alert)
    ]


def with_values(plan: StrategyPlan, values: Mapping[str, float]) -> StrategyPlan:
    """Return the plan with some parameters replaced.

    Strategies' own budgets that add up to more than the plan's are scaled down in proportion until
    they fit; read the result's `search_space` for what each has got.

    Parameters
    ----------
    plan
        The plan to start from; it is not changed.
    values
        Value by path; any field of a strategy of the plan, searched by default or not.

    Raises
    ------
    InputError
        If a path is unknown or a value is not allowed.
    """
    known = [path for s in plan.strategies for path, _, _ in fields_of(s, s.called)]
    bounds = {
        f"{AUDIENCES}.{name}.{one.key}": (name, one.key)
        for name, definition in plan.audiences.items()
        for one in thresholds(definition, {**CATALOGUE, **plan.facts})
    }
    turns = {
        f"{ALERTS}.{name}.{one.key}": (name, one.key)
        for name, alert in plan.alerts.items()
        for one in dials(alert)
    }
    known += [*bounds, *turns]
    for path in values:
        if path not in known:
            near = difflib.get_close_matches(path, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise InputError(f"the plan has no parameter {path!r}{hint}", field=path)
    strategies = tuple(_replaced(strategy, values) for strategy in plan.strategies)
    if plan.budget is not None:
        # By months and quarters those of a plan may add up to more: they run in different ones.
        before = sum(cents(s.budget) for s in plan.strategies if s.budget is not None)
        strategies = _within(strategies, max(cents(plan.budget), before))
    audiences = dict(plan.audiences)
    for path in bounds.keys() & values.keys():
        name, key = bounds[path]
        try:
            audiences[name] = turned(audiences[name], key, values[path])
        except InputError as error:
            raise InputError(error.message, field=path) from None
    alerts = dict(plan.alerts)
    for path in turns.keys() & values.keys():
        name, key = turns[path]
        alerts[name] = dialled(alerts[name], name, {key: values[path]})
    return replace(plan, strategies=strategies, audiences=audiences, alerts=alerts)


def fields_of(model: BaseModel, prefix: str) -> Iterator[tuple[str, FieldInfo, Any]]:
    """Walk the fields of a model, those of its parts in their place: path, field, value.

    The weights of a mapping (`strategies.base.Strategy.weights`) follow it, one by one.
    """
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from fields_of(value, f"{prefix}.{name}")
            continue
        yield f"{prefix}.{name}", info, value
        each = getattr(type(model), "weights", {}).get(name)
        if each is not None:
            for key, weight in value.items():
                yield f"{prefix}.{name}.{key}", each, weight


def _in_currency(search: Range, money_unit: float) -> Range:
    """Return a range that is stated in units of money as amounts of currency."""
    low, high = (in_currency(end, money_unit) for end in (search.low, search.high))
    step = None if search.step is None else in_currency(search.step, money_unit)
    return replace(search, low=low, high=high, step=step)


def _replaced(strategy: Strategy, values: Mapping[str, float]) -> Strategy:
    data = strategy.model_dump()
    for path, value in values.items():
        name, *branches, leaf = path.split(".")
        if name != strategy.called:
            continue
        part = data
        for branch in branches:
            part = part[branch]
        part[leaf] = value
    try:
        return type(strategy).model_validate(data)
    except ValidationError as error:
        raise first_wrong(error, strategy.called) from error


def _within(strategies: tuple[Strategy, ...], budget_cents: int) -> tuple[Strategy, ...]:
    own = sum(cents(s.budget) for s in strategies if s.budget is not None)
    if own <= budget_cents:
        return strategies
    return tuple(
        strategy
        if strategy.budget is None
        else strategy.model_copy(
            update={"budget": cents(strategy.budget) * budget_cents // own / 100}
        )
        for strategy in strategies
    )
