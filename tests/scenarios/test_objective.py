"""Objectives and constraints: what parses, to what, and what does not."""

from __future__ import annotations

import pytest

from scenarios.objective import Constraint, Objective, parse_constraint, parse_objective
from sim.errors import InputError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("retention_w4", [("retention_w4", "maximize")]),
        ("retention_w4, -cost", [("retention_w4", "maximize"), ("cost", "minimize")]),
        (" +nps ,- cost ", [("nps", "maximize"), ("cost", "minimize")]),
    ],
)
def test_objectives_are_read_in_order(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(o.metric, o.direction) for o in parse_objective(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["", "a,", "a b", "a + b", "2 * a", "--a", "a, a", "a, -a", "__import__('os')", "A", "a;b"],
)
def test_other_objectives_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_objective(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cost <= 40000", Constraint("cost", "<=", 40000.0, False)),
        ("nps >= baseline", Constraint("nps", ">=", 1.0, True)),
        ("weekly_active >= 0.95 * baseline", Constraint("weekly_active", ">=", 0.95, True)),
        ("weekly_active>=baseline*0.95", Constraint("weekly_active", ">=", 0.95, True)),
        ("roi >= -0.5", Constraint("roi", ">=", -0.5, False)),
        ("cost <= 4e4", Constraint("cost", "<=", 40000.0, False)),
        ("cost <= 0", Constraint("cost", "<=", 0.0, False)),
        ("gain >= 0 * baseline", Constraint("gain", ">=", 0.0, True)),
    ],
)
def test_constraints_are_read(text: str, expected: Constraint) -> None:
    assert parse_constraint(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "cost", "cost < 3", "cost == 3", "cost <= ", "cost <= x", "3 >= cost", "cost <= 1 + 1",
     "cost <= baseline / 2", "cost <= nan", "cost <= 3 and nps >= 0", "-cost <= 3"],
)  # fmt: skip
def test_other_constraints_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_constraint(text)


@pytest.mark.parametrize("text", ["cost <= 4", "nps >= baseline", "nps >= 0.95 * baseline"])
def test_constraints_print_as_they_are_written(text: str) -> None:
    assert str(parse_constraint(text)) == text
    assert parse_constraint(str(parse_constraint(text))) == parse_constraint(text)


def test_objectives_print_as_they_are_written() -> None:
    assert [str(objective) for objective in parse_objective("nps, -cost")] == ["nps", "-cost"]
    assert parse_objective("-cost") == (Objective("cost", "minimize"),)


def test_a_violation_is_positive_where_the_bound_is_broken() -> None:
    at_most, at_least = parse_constraint("cost <= 10"), parse_constraint("nps >= 0.5 * baseline")
    assert at_most.violation(12.0, baseline=99.0) == 2.0
    assert at_most.violation(7.0, baseline=99.0) == -3.0
    assert at_least.violation(4.0, baseline=10.0) == 1.0
    assert at_least.violation(6.0, baseline=10.0) == -1.0
