"""What a search is to achieve, as strings a person can read: ``"retention_w4, -cost"``.

The grammar is small and fixed, and is parsed, never evaluated::

    objective  = term {"," term}            term = ["+" | "-"] (metric | risk "(" metric ")")
    risk       = "mean" | "q01" ... "q99" | "cvar"
    constraint = metric ("<=" | ">=") bound
    bound      = number | "baseline" | number "*" "baseline" | "baseline" "*" number
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from sim.errors import InputError

Direction = Literal["maximize", "minimize"]
Operator = Literal["<=", ">="]

_TERM: Final = re.compile(
    r"(?P<sign>[+-]?)\s*(?:(?P<risk>mean|cvar|q(?!00)\d\d)\s*\(\s*(?P<of>[a-z][a-z0-9_]*)\s*\)"
    r"|(?P<metric>[a-z][a-z0-9_]*))"
)
_NUMBER: Final = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_CONSTRAINT: Final = re.compile(
    rf"(?P<metric>[a-z][a-z0-9_]*)\s*(?P<op><=|>=)\s*(?:"
    rf"(?P<before>{_NUMBER})\s*\*\s*baseline|baseline\s*\*\s*(?P<after>{_NUMBER})"
    rf"|(?P<baseline>baseline)|(?P<number>{_NUMBER}))"
)


@dataclass(frozen=True, slots=True)
class Objective:
    """One measure to push.

    Attributes
    ----------
    metric
        Name of a measure.
    direction
        ``maximize`` as written plainly, ``minimize`` after a minus sign.
    risk
        What of it over worlds: ``mean``, a quantile such as ``q10``, or ``cvar``, the mean of the
        worst tenth of the worlds.
    """

    metric: str
    direction: Direction
    risk: str = "mean"

    @property
    def column(self) -> str:
        """The measure, or the risk of it, as it is written without its sign."""
        return self.metric if self.risk == "mean" else f"{self.risk}({self.metric})"

    @property
    def sign(self) -> float:
        """What makes more of it better: 1, or -1 where it is to be small."""
        return 1.0 if self.direction == "maximize" else -1.0

    def __str__(self) -> str:
        return self.column if self.direction == "maximize" else f"-{self.column}"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One bound that a plan must keep.

    Attributes
    ----------
    metric
        Name of a measure.
    op
        ``<=`` or ``>=``.
    value
        The bound in the measure's unit, or, where `of_baseline`, a multiple of the measure's
        value under the baseline plan.
    of_baseline
        Whether `value` multiplies the baseline.
    """

    metric: str
    op: Operator
    value: float
    of_baseline: bool

    def bound(self, baseline: float) -> float:
        """Return the bound in the measure's unit, given the measure under the baseline."""
        return self.value * baseline if self.of_baseline else self.value

    def violation(self, value: float, baseline: float) -> float:
        """Return by how much a value breaks the bound: positive where it does, else <= 0."""
        excess = value - self.bound(baseline)
        return excess if self.op == "<=" else -excess

    def __str__(self) -> str:
        if not self.of_baseline:
            return f"{self.metric} {self.op} {self.value:g}"
        factor = "" if self.value == 1.0 else f"{self.value:g} * "
        return f"{self.metric} {self.op} {factor}baseline"


def parse_objective(text: str) -> tuple[Objective, ...]:
    """Read an objective such as ``"retention_w4, -cost"``.

    Parameters
    ----------
    text
        Measures with commas between them; a minus sign before one to make it small, or
        ``q10(...)`` and ``cvar(...)`` around one to push its risk over worlds.

    Returns
    -------
    tuple of Objective
        In the order written, at least one.

    Raises
    ------
    InputError
        If it does not parse or names a measure twice.
    """
    objectives: list[Objective] = []
    for term in text.split(","):
        match = _TERM.fullmatch(term.strip())
        if match is None:
            raise InputError(
                f"cannot read {term.strip()!r} in objective {text!r}; write measures with commas "
                "between them, with a minus sign before one to make small, "
                "such as 'retention_w4, -cost'; a risk goes by its name: q01 to q99 or cvar, "
                "such as 'q10(profit)'"
            )
        one = Objective(
            match["metric"] or match["of"],
            "minimize" if match["sign"] == "-" else "maximize",
            match["risk"] or "mean",
        )
        if one.column in (other.column for other in objectives):
            raise InputError(
                f"objective {text!r} names {one.column!r} twice; name each measure once"
            )
        objectives.append(one)
    return tuple(objectives)


def parse_constraint(text: str) -> Constraint:
    """Read a constraint such as ``"cost <= 40000"`` or ``"nps >= 0.95 * baseline"``.

    Raises
    ------
    InputError
        If it does not parse.
    """
    match = _CONSTRAINT.fullmatch(text.strip())
    if match is None:
        raise InputError(
            f"cannot read constraint {text!r}; write a measure, <= or >=, and a number, 'baseline' "
            "or a multiple of it, such as 'cost <= 40000' or 'nps >= 0.95 * baseline'"
        )
    factor = match["before"] or match["after"]
    of_baseline = factor is not None or match["baseline"] is not None
    op: Operator = "<=" if match["op"] == "<=" else ">="
    return Constraint(match["metric"], op, float(factor or match["number"] or 1.0), of_baseline)
