"""A parameter of a strategy: a pydantic field that knows its unit, bounds, source and range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from sim.scale import is_money
from strategies.money import MOST

Evidence = Literal["A", "B", "C", "D"]
"""Grade of a source: A experiment, B observation, C practitioner figure, D heuristic."""


@dataclass(frozen=True, slots=True)
class Range:
    """Where a search may look for a value by default: ``low`` to ``high``, both included.

    Parameters
    ----------
    low, high
        Ends, in the parameter's unit, inside its bounds.
    step
        Grid from `low` on; None is continuous.
    log
        Whether to look evenly on the logarithm; then ``low > 0`` and no step.
    """

    low: float
    high: float
    step: float | None = None
    log: bool = False


def parameter(
    default: Any,
    *,
    title: str,
    title_zh: str,
    unit: str,
    meaning: str,
    source: str,
    evidence: Evidence,
    low: float | None = None,
    high: float | None = None,
    search: Range | None = None,
    alias: str | None = None,
) -> Any:
    """Return a pydantic field that knows its unit, bounds, source and search range.

    Of an amount of money (its unit begins with ``currency``) default, upper bound and search range
    are stated in units of money; `in_money` puts them in the currency, where it is known.

    Parameters
    ----------
    default
        Value when none is given.
    title, title_zh
        What a reader sees.
    unit
        Unit of the value; ``1`` for a pure number.
    meaning
        What it does, in one line.
    source, evidence
        Rows of the evidence table behind the default and the range, and their grade.
    low, high
        Bounds, both allowed; None is unbounded.
    search
        Default search range; None for what is a fact or a rule rather than a lever.
    alias
        Its name in scenario files, where that is another.
    """
    extra: dict[str, Any] = {
        "title_zh": title_zh,
        "unit": unit,
        "source": source,
        "evidence": evidence,
    }
    if is_money(unit) and high is not None:
        extra[MOST], high = high, None
    if search is not None:
        extra["search"] = {
            "low": search.low,
            "high": search.high,
            "log": search.log,
            "step": search.step,
        }
    return Field(
        default, ge=low, le=high, title=title, description=meaning, json_schema_extra=extra,
        alias=alias,
    )  # fmt: skip
