"""The contract of a strategy: parameters with units and search ranges, offers, a settlement."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.calendar import Calendar
from sim.ledger import Ledger
from sim.offers import Offers
from sim.trajectory import Trajectory

PURSE_CHECK_DAYS: Final = 7
"""Days between two looks into a purse: a programme whose money is spent stops promising."""

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
) -> Any:
    """Return a pydantic field that knows its unit, bounds, source and search range.

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
    """
    extra: dict[str, Any] = {
        "title_zh": title_zh,
        "unit": unit,
        "source": source,
        "evidence": evidence,
    }
    if search is not None:
        extra["search"] = {
            "low": search.low,
            "high": search.high,
            "log": search.log,
            "step": search.step,
        }
    return Field(
        default, ge=low, le=high, title=title, description=meaning, json_schema_extra=extra
    )


@dataclass(frozen=True, slots=True)
class Brief:
    """What a strategy is told before it acts.

    Parameters
    ----------
    calendar
        The days of the plan.
    segments
        Names of the community's segments.
    envelope_cents
        Money it may spend in all, in cents; None: no limit.
    """

    calendar: Calendar
    segments: tuple[str, ...]
    envelope_cents: int | None = None


class Strategy(BaseModel, ABC):
    """Something an operator can do: its parameters, what it offers, what it costs.

    A strategy writes levers and books costs; it never touches a member's state. Two rules bind
    every one: with zero strength it writes nothing and books nothing, and it makes it impossible
    to spend more than its envelope.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    kind: ClassVar[str]
    """Name in scenario files, paths and the ledger."""
    title: ClassVar[str]
    title_zh: ClassVar[str]
    lever_family: ClassVar[str]

    budget: float | None = parameter(
        None, title="budget", title_zh="预算", unit="currency", low=0.0,
        meaning="money it may spend in all; none: an equal share of what the plan has left; "
        "0: switched off unless it is free", source="user's own", evidence="D",
    )  # fmt: skip
    from_day: int = parameter(
        0, title="first day", title_zh="开始日", unit="day of the plan", low=0,
        meaning="day of the plan on which it begins, from 0", source="user's own", evidence="D",
    )  # fmt: skip
    to_day: int | None = parameter(
        None, title="end", title_zh="结束日", unit="day of the plan", low=1,
        meaning="first day on which it no longer runs; none: to the end",
        source="user's own", evidence="D",
    )  # fmt: skip

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.to_day is not None and self.to_day <= self.from_day:
            raise ValueError(f"to_day {self.to_day} must be after from_day {self.from_day}")
        return self

    @abstractmethod
    def offers(self, brief: Brief, offers: Offers) -> None:
        """Write its levers into the table, so that it cannot spend more than its envelope.

        Costs that are paid regardless stop on the day that the money would not cover; for those
        that members cause, the rules carry a purse.

        Raises
        ------
        InputError
            If a parameter names what the community does not have.
        """

    @abstractmethod
    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what it cost, under its `kind`, from the recorded counts."""

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Return the days between two decisions, counted from `from_day`; None: it never reacts.

        Each decision costs a run a few milliseconds.
        """
        return None

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Change what is offered from `today` on, given what was seen until yesterday."""

    def window(self, days: int) -> slice:
        """Return the days of a plan of so many days on which it runs; may be empty."""
        end = days if self.to_day is None else min(self.to_day, days)
        return slice(min(self.from_day, end), end)


def cents(currency: float) -> int:
    """Return an amount of currency in whole cents, to the nearest."""
    return round(currency * 100)


def covered(cost_cents: NDArray[np.int64], envelope_cents: int | None) -> NDArray[np.bool_]:
    """Return the days that the money covers: all up to the first one that it would not.

    Parameters
    ----------
    cost_cents
        Cost of each day, not negative, shape ``(days,)``.
    envelope_cents
        Money there is; None: no limit.
    """
    if envelope_cents is None:
        return np.ones(len(cost_cents), np.bool_)
    return np.cumsum(cost_cents) <= envelope_cents
