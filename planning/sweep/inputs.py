"""What a sweep varies: levers and audiences of a plan, behaviour, the community; by their paths."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from scenarios import Scenario
from scenarios.behaviour import by_hand
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import PARAMETERS
from sim.errors import InputError
from sim.spec import CommunitySpec
from strategies import StrategyPlan, search_space, with_values
from strategies.base import first_wrong
from strategies.levers import ALERTS, AUDIENCES, fields_of
from strategies.money import extra

Kind = Literal["plan", "behaviour", "community"]

SECTIONS: Final = ("community", "economy", "desk")
"""Sections of a scenario file whose numbers may be varied."""

BUDGET: Final = "budget"
"""Path of the money of the whole plan."""

MOST_INPUTS: Final = 200

_VARY: Final = re.compile(
    r"\s*(?P<path>[^=]+?)\s*=\s*(?P<low>[^:]+):(?P<high>[^:]+)(?::(?P<log>log))?"
)


@dataclass(frozen=True, slots=True)
class Input:
    """One number that is varied.

    Attributes
    ----------
    path
        ``points.per_visit`` of a plan, ``audiences.dormant.days_since_visit`` of an audience that
        a strategy of it is for, ``visit_base`` of behaviour, ``community.members``.
    low, high
        Its range, both ends included.
    kind
        Where it belongs.
    log
        Whether it is spread evenly on its logarithm.
    whole
        Whether it is a whole number.
    unit, title, title_zh
        What a reader sees.
    current
        Its value in the scenario; the middle of the range where there is none.
    """

    path: str
    low: float
    high: float
    kind: Kind
    log: bool
    whole: bool
    unit: str
    title: str
    title_zh: str
    current: float

    def value(self, u: float) -> float:
        """Return the value at a place in the range, `u` from 0 to 1; whole ones equally likely."""
        if self.whole and not self.log:
            return min(self.low + math.floor(u * (self.high - self.low + 1)), self.high)
        if self.log:
            value = self.low * (self.high / self.low) ** u
        else:
            value = self.low + u * (self.high - self.low)
        return min(max(float(round(value)) if self.whole else value, self.low), self.high)

    def levels(self, count: int) -> list[float]:
        """Return at least 2 values evenly over the range, both ends among them, each once."""
        places = [k / (count - 1) for k in range(count)]
        if self.log:
            found = [self.low * (self.high / self.low) ** u for u in places]
        else:
            found = [self.low + u * (self.high - self.low) for u in places]
        found = [min(max(one, self.low), self.high) for one in found]
        return list(dict.fromkeys(float(round(one)) if self.whole else one for one in found))

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        names = (
            "path", "low", "high", "kind", "log", "whole", "unit", "current", "title", "title_zh",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class _Known:
    """A number that may be varied: as in `Input`."""

    kind: Kind
    whole: bool
    unit: str
    title: str
    title_zh: str
    current: float | None


def read_inputs(
    scenario: Scenario, plan: str, vary: Mapping[str, tuple[float, ...]]
) -> tuple[Input, ...]:
    """Return what is to be varied, checked at both ends of every range.

    Parameters
    ----------
    scenario, plan
        The scenario, and the name of the plan whose levers may be varied.
    vary
        By path the low and the high end.

    Raises
    ------
    InputError
        If a path is unknown, a range is empty or an end is not allowed.
    """
    return _checked(scenario, plan, {path: (*ends, False) for path, ends in vary.items()})


def parse_inputs(scenario: Scenario, plan: str, texts: tuple[str, ...]) -> tuple[Input, ...]:
    """Return what is to be varied from texts such as ``points.per_visit=0:3`` or ``x=1:100:log``.

    Raises
    ------
    InputError
        As `read_inputs`, or if a text is of another form or a path comes twice.
    """
    found: dict[str, tuple[Any, ...]] = {}
    for text in texts:
        match = _VARY.fullmatch(text)
        try:
            ends = () if match is None else (float(match["low"]), float(match["high"]))
        except ValueError:
            ends = ()
        if match is None or not ends:
            raise InputError(
                f"cannot read {text!r}; write PATH=FROM:TO, such as points.per_visit=0:3, with "
                ":log after it to spread it on the logarithm",
                field="vary",
            )
        if match["path"] in found:
            raise InputError(f"{match['path']} is varied twice; name it once", field="vary")
        found[match["path"]] = (*ends, match["log"] is not None)
    return _checked(scenario, plan, found)


def _checked(
    scenario: Scenario, plan: str, vary: Mapping[str, tuple[Any, ...]]
) -> tuple[Input, ...]:
    if not 1 <= len(vary) <= MOST_INPUTS:
        raise InputError(f"{len(vary)} inputs; vary 1 to {MOST_INPUTS}", field="vary")
    known, found = _known(scenario, plan), []
    for path, (low, high, log) in vary.items():
        name = path.removeprefix("behaviour.").removeprefix("community.overrides.")
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = (
                f"levers of {plan}, behaviour parameters (forerun assumptions), and numbers of "
                f"{', '.join(SECTIONS)} are"
            )
            if near:
                hint = f"did you mean {near[0]!r}?"
            raise InputError(f"{path!r} is nothing to vary; {hint}", field="vary")
        own = known[name]
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise InputError(f"{low:g} to {high:g} is an empty range", field=path)
        if log and low <= 0:
            raise InputError(f"{low:g} has no logarithm; begin above 0", field=path)
        if own.whole and not (low == round(low) and high == round(high)):
            raise InputError(f"{low:g} to {high:g}: it takes whole numbers", field=path)
        current = own.current if own.current is not None else (low + high) / 2
        found.append(
            Input(
                name,
                float(low),
                float(high),
                own.kind,
                bool(log),
                own.whole,
                own.unit,
                own.title,
                own.title_zh,
                float(current),
            )
        )
    inputs = tuple(found)
    for one in inputs:
        for end in (one.low, one.high):
            try:
                Point.of(scenario, plan, {one: end})
            except InputError as error:
                raise InputError(error.message, field=one.path) from None
    return inputs


@dataclass(frozen=True, slots=True)
class Point:
    """A scenario with some inputs at given values.

    Attributes
    ----------
    scenario
        The scenario, its community and behaviour as they then are.
    plan
        The plan as it then is.
    """

    scenario: Scenario
    plan: StrategyPlan

    @classmethod
    def of(cls, scenario: Scenario, plan: str, values: Mapping[Input, float]) -> Point:
        """Return the scenario and the plan with inputs at given values.

        Raises
        ------
        InputError
            If a value, or several together, are not allowed.
        """
        levers = {one.path: value for one, value in values.items() if one.kind == "plan"}
        traits = {one.path: value for one, value in values.items() if one.kind == "behaviour"}
        for one, value in values.items():
            if one.kind == "community":
                root, *steps = one.path.split(".")
                section = _with(getattr(scenario, root), steps, value, root)
                scenario = scenario.model_copy(update={root: section})
        if traits:
            behaviour = by_hand(scenario.behaviour, traits, "varied in a sweep")
            scenario = scenario.with_behaviour(behaviour)
        lived = scenario.plan(plan)
        if BUDGET in levers:
            lived = replace(lived, budget=levers.pop(BUDGET))
        return cls(scenario, with_values(lived, levers) if levers else lived)

    def spec(self, draw: int) -> CommunitySpec:
        """Return the community as a run takes it, its behaviour as a draw makes it for good."""
        spec = self.scenario.spec()
        return replace(spec, behaviour=settled(spec.behaviour, draw))


def settled(behaviour: Behaviour, draw: int) -> Behaviour:
    """Return the behaviour that the world of a seed draws, so that no other world draws it anew.

    A run of it with the same seed has the bits of a run of `behaviour` with that seed.
    """
    drawn = behaviour.draw(draw)
    values = {name: drawn.values[name] for name in uncertain(behaviour)}
    return drawn.updated(values, "assumed", f"draw {draw} of what is not known")


def uncertain(behaviour: Behaviour) -> list[str]:
    """Return the parameters that worlds draw: from their priors or from fitted sets."""
    fitted = {name for draw in behaviour.posterior for name in draw}
    names = (each.name for each in PARAMETERS)
    return [name for name in names if name in fitted or behaviour.spread(name) > 0]


def _known(scenario: Scenario, plan: str) -> dict[str, _Known]:
    """Return everything that may be varied, by path."""
    found: dict[str, _Known] = {}
    for root in SECTIONS:
        section = getattr(scenario, root)
        if section is not None:
            found |= dict(_numbers(section, root))
    behaviour = scenario.behaviour
    for each in PARAMETERS:
        value = behaviour.values[each.name]
        found[each.name] = _Known(
            "behaviour", False, each.unit, each.meaning, each.meaning_zh, value
        )
    lived = scenario.plan(plan)
    for strategy, envelope in zip(lived.strategies, lived.envelopes, strict=True):
        for path, info, value in fields_of(strategy, strategy.called):
            if not _is_number(info):
                continue
            if path == f"{strategy.called}.budget" and envelope is not None:
                value = envelope / 100
            found[path] = _of_field("plan", info, path, value)
    for one in search_space(lived):
        if one.path.startswith((f"{AUDIENCES}.", f"{ALERTS}.")):
            found[one.path] = _Known(
                "plan", one.step is not None, one.unit, one.title, one.title_zh, one.current
            )
    found[BUDGET] = _Known("plan", False, "currency", "budget", "预算", lived.budget)
    return found


def _numbers(section: BaseModel, prefix: str) -> Iterator[tuple[str, _Known]]:
    """Walk the numbers of a section and of those inside it, behaviour by hand left out."""
    for name, info in type(section).model_fields.items():
        value, path = getattr(section, name), f"{prefix}.{name}"
        inside = value if isinstance(value, dict) else {}
        if path == "community.overrides":
            continue
        if isinstance(value, BaseModel):
            yield from _numbers(value, path)
        elif any(isinstance(part, BaseModel) for part in inside.values()):
            for key, part in inside.items():
                yield from _numbers(part, f"{path}.{key}")
        elif _is_number(info):
            yield path, _of_field("community", info, path, value)


def _of_field(kind: Kind, info: FieldInfo, path: str, value: Any) -> _Known:
    own = extra(info)
    whole = float not in _types(info)
    title_zh = str(own.get("title_zh", path))
    return _Known(kind, whole, str(own.get("unit", "1")), info.title or path, title_zh, value)


def _types(info: FieldInfo) -> tuple[Any, ...]:
    return get_args(info.annotation) or (info.annotation,)


def _is_number(info: FieldInfo) -> bool:
    """Return whether a field takes any number, and not one of a list or a switch."""
    types = set(_types(info)) - {type(None)}
    return types in ({int}, {float}, {int, float})


def _with(section: Any, steps: list[str], value: float, place: str) -> Any:
    """Return a section with one number replaced and checked."""
    if section is None:
        raise InputError("the scenario has no such section", field=place)
    name, *rest = steps
    if rest:
        old = section[name] if isinstance(section, dict) else getattr(section, name)
        new = _with(old, rest, value, f"{place}.{name}")
        if isinstance(section, dict):
            return {**section, name: new}
        return section.model_copy(update={name: new})
    given = {key: getattr(section, key) for key in section.model_fields_set}
    try:
        return type(section).model_validate({**given, name: value})
    except ValidationError as error:
        raise first_wrong(error, place) from error
