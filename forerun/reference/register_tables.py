"""The tables of docs/reference/behaviour.md: mechanisms, presets, parameters."""

from __future__ import annotations

import re

from evidence.pages import table
from sim.behaviour.preset import PRESETS, Behaviour
from sim.behaviour.register import (
    BELONGS,
    DECISIONS,
    FURTHER,
    MECHANISMS,
    PARAMETERS,
    Decision,
    Mechanism,
    Parameter,
)


def span(low: float | None, above: float | None, high: float | None, below: float | None) -> str:
    """Return a range in words: its ends, of which `above` and `below` are themselves refused."""
    begin = "" if low is None and above is None else _end(low, above, "above ")
    ends = "" if high is None and below is None else _end(high, below, "below ")
    if begin and ends:
        return f"{begin} to {ends}"
    if begin:
        return begin if low is None else f"{begin} or more"
    return f"up to {ends}" if ends else ""


def _end(held: float | None, refused: float | None, word: str) -> str:
    value = refused if held is None else held
    text = f"{value:,.0f}" if value == int(value or 0) else f"{value:g}"
    return text if held is not None else f"{word}{text}"


def parameters_of(group: str) -> list[Parameter]:
    """Return the parameters of a mechanism or of a decision."""
    return [parameter for parameter in PARAMETERS if BELONGS[parameter.name] == group]


def evidence_of(group: str) -> str:
    """Return the rows of the evidence that a group's parameters rest on, each with its grades."""
    grades: dict[str, set[str]] = {}
    for parameter in parameters_of(group):
        for row in re.findall(r"\b[MV]\d+\b", parameter.source):
            grades.setdefault(row, set()).add(parameter.evidence)
    return ", ".join(f"{row} ({'/'.join(sorted(of))})" for row, of in grades.items())


def mechanism_table() -> str:
    """Return the table of the mechanisms."""
    held = {name: Behaviour.preset(name) for name in PRESETS}
    rows = []
    for each in MECHANISMS:
        switches = [f"`{name}` {value:g}" for name, value in each.neutral.items()]
        typical = [f"{value:g}" for value in each.typical.values()]
        presets = [name for name, behaviour in held.items() if behaviour.has(each.name)]
        every = len(presets) == len(held)
        rows.append([
            f"[`{each.name}`](#{each.name})", f"{each.title} · {each.title_zh}",
            ", ".join(switches), ", ".join(typical), each.needs or "nothing",
            evidence_of(each.name) or "none", "all" if every else ", ".join(presets) or "none",
        ])  # fmt: skip
    head = ("name", "mechanism", "switch and its neutral value", "on", "a plan or the scenario "
            "must give", "evidence", "presets that have it")  # fmt: skip
    return table(head, rows)


def preset_table() -> str:
    """Return the table of the presets: their mechanisms, and what else differs."""
    rows = []
    for name, values in PRESETS.items():
        behaviour = Behaviour.preset(name)
        on = [each.name for each in FURTHER if behaviour.has(each.name)]
        switches = {switch for each in FURTHER for switch in each.switches}
        others = [f"`{key}` {value:g}" for key, value in values.items() if key not in switches]
        rows.append([f"`{name}`", ", ".join(on) or "none", ", ".join(others) or "nothing"])
    head = ("preset", "mechanisms beside the usual", "other values that differ from the register")
    return table(head, rows)


def parameter_tables() -> str:
    """Return a table of parameters for every decision and every mechanism."""
    declared: list[Decision | Mechanism] = [*DECISIONS.values(), *MECHANISMS]
    titles = {each.name: f"{each.title} · {each.title_zh}" for each in declared}
    head = ("parameter", "meaning", "value", "range", "unit", "grade", "evidence", "source")
    parts = []
    for name, title in titles.items():
        rows = [
            [
                f"`{p.name}`", f"{p.meaning} · {p.meaning_zh}", _value(p),
                f"{p.low:g} to {p.high:g}", p.unit, p.grade, p.evidence, p.source,
            ]
            for p in parameters_of(name)
        ]  # fmt: skip
        parts.append(f"### {name}\n\n{title}\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def _value(parameter: Parameter) -> str:
    if parameter.typical is not None:
        return f"{parameter.value:g}; on: {_with_prior(parameter, parameter.typical)}"
    text = _with_prior(parameter, parameter.value)
    return text if parameter.neutral is None else f"{text}; off: {parameter.neutral:g}"


def _with_prior(parameter: Parameter, value: float) -> str:
    spread = parameter.prior_spread(value)
    return f"{value:g} ± {spread:.2g}" if spread else f"{value:g}"
