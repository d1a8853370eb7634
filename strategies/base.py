"""The contract of a strategy: parameters with units and search ranges, offers, a settlement."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import Ledger
from sim.offers import Offers
from sim.scale import is_money
from sim.trajectory import Trajectory
from strategies.delivery import Delivery, Stop
from strategies.money import MOST
from strategies.published import Published

FEE_DAYS: Final = 30
"""Days that one monthly fee pays for."""

PURSE_CHECK_DAYS: Final = 7
"""Days between two looks into a purse: a programme whose money is spent stops promising."""

NAME_PATTERN: Final = r"^\w[\w-]*$"
"""Names of strategies: no dot, which parts the steps of a path."""

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
    money_unit
        What a unit of money is worth in the plan's currency (`sim.scale`).
    absent
        Mechanisms that the community lacks, as far as that is known.
    """

    calendar: Calendar
    segments: tuple[str, ...]
    envelope_cents: int | None = None
    money_unit: float = 1.0
    absent: frozenset[str] = frozenset()


class Strategy(BaseModel, ABC):
    """Something an operator can do: its parameters, what it offers, what it costs.

    A strategy writes levers and books costs; it never touches a member's state. Three rules bind
    every one: with zero strength it writes nothing and books nothing, it makes it impossible to
    spend and owe more than its envelope, and it tells what it did.

    Raises
    ------
    InputError
        If a parameter is unknown or outside its range.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True
    )

    kind: ClassVar[str]
    """Name in scenario files, paths and the ledger."""
    title: ClassVar[str]
    title_zh: ClassVar[str]
    lever_family: ClassVar[str]
    keeps: ClassVar[bool] = False
    """Whether it keeps something in the member, so that a plan holds one of its kind."""
    aimable: ClassVar[bool] = False
    """Whether it can be for one audience alone."""
    published: ClassVar[tuple[Published, ...]] = ()
    """What was published on its effects; a result beyond it says so."""

    name: Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=64)] | None = parameter(
        None, title="name", title_zh="名称", unit="text",
        meaning="what paths and the ledger call it; none: its kind",
        source="user's own", evidence="D",
    )  # fmt: skip
    audience: str | None = parameter(
        None, title="audience", title_zh="受众", unit="audience", alias="for",
        meaning="the audience that it is for; none: everybody",
        source="user's own", evidence="D",
    )  # fmt: skip
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

    def __init__(self, **parameters: Any) -> None:
        try:
            super().__init__(**parameters)
        except ValidationError as error:
            raise first_wrong(error, self.kind) from error

    # Only for whoever writes one in Python: a scenario file tells all its faults with their lines.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @property
    def fixes(self) -> frozenset[str]:
        """Return the rules of a plan (`sim.rules`) that it fixes, which but one strategy may do."""
        return frozenset()

    @property
    def feed_share(self) -> float:
        """Return which share of the feed it sells, 0 to 1: there is but one to be sold."""
        return 0.0

    @property
    def called(self) -> str:
        """What paths and the ledger call it."""
        return self.name or self.kind

    @model_validator(mode="after")
    def _can_be_aimed(self) -> Self:
        if self.audience is not None and not self.aimable:
            raise ValueError(f"{self.kind} reaches everybody; it cannot be for {self.audience!r}")
        return self

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

    @property
    def idle(self) -> bool:
        """Whether it has zero strength, so that it offers nothing."""
        return False

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of its window that the money covers, as far as that is known beforehand.

        Shape ``(days,)``; none when it has zero strength. By default its window.
        """
        days = np.zeros(brief.calendar.days, np.bool_)
        days[self.window(brief.calendar.days)] = not self.idle
        return days

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return whom or what it reached on the days on which it ran, and what that counts.

        By default the visits on them.
        """
        return int(trajectory.daily("visits")[ran].sum()), "visits"

    def ran(self, brief: Brief, trajectory: Trajectory) -> NDArray[np.bool_]:
        """Return the days on which it ran, from the record, shape ``(days,)``."""
        return self.funded(brief)

    def ran_dry(self, brief: Brief, trajectory: Trajectory) -> Stop | None:
        """Return the day from which members had used up its money, if they did."""
        return None

    def refused_cents(self, trajectory: Trajectory) -> int:
        """Return what members earned when its money was gone, and were not given, in cents."""
        return 0

    def foreseen(self, brief: Brief) -> Stop | None:
        """Return what will stop it, or keep it from running, as far as that is known beforehand."""
        window = self.window(brief.calendar.days)
        if window.start == window.stop:
            return Stop("calendar")
        if self.idle:
            return Stop("strength")
        funded = self.funded(brief)
        if not funded.any():
            return Stop.too_little(brief.envelope_cents)
        return money_gone(funded, window)

    def account(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> Delivery:
        """Return what it did: days run, reached, spent, owed, and what stopped it.

        Parameters
        ----------
        brief
            What it was told.
        trajectory
            The record of the plan's days.
        ledger
            The books, settled.
        """
        days = self.ran(brief, trajectory)
        found = np.flatnonzero(days)
        reached, unit = self.reached(brief, trajectory, days)
        spent, stop = ledger.cash(self.called), self._stop(brief, trajectory, reached)
        if stop is not None and stop.reason == "money" and not len(found) and spent == 0:
            # Money that was never touched is not gone.
            stop = Stop.too_little(brief.envelope_cents)
        return Delivery(
            strategy=self.called,
            days=len(found),
            first_day=int(found[0]) if len(found) else None,
            last_day=int(found[-1]) if len(found) else None,
            reached=reached,
            unit=unit,
            spent_cents=spent,
            owed_cents=ledger.owed(self.called),
            owed_in_full_cents=ledger.owed_in_full(self.called),
            budget_cents=brief.envelope_cents,
            refused_cents=self.refused_cents(trajectory),
            stop=stop,
            beyond_cents=ledger.beyond(self.called),
        )

    def _stop(self, brief: Brief, trajectory: Trajectory, reached: int) -> Stop | None:
        window = self.window(brief.calendar.days)
        stop = self.foreseen(brief)
        if stop is not None and stop.day is None:
            return stop
        dry = self.ran_dry(brief, trajectory)
        if dry is not None and (stop is None or (dry.day or 0) < (stop.day or 0)):
            stop = dry
        if stop is None and reached == 0:
            return Stop("nobody")
        ended = Stop("calendar", window.stop) if window.stop < brief.calendar.days else None
        return stop or ended

    @abstractmethod
    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what it cost, as `called`, from the recorded counts."""

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Return the days between two decisions, counted from `from_day`; None: it never reacts.

        Each decision costs a run a few milliseconds.
        """
        return None

    def looks(self, since: int, envelope_cents: int | None) -> bool:
        """Return whether it decides so many days after `from_day`: by its cadence."""
        cadence = self.cadence_days(envelope_cents)
        return cadence is not None and since >= 0 and since % cadence == 0

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Change what is offered from `today` on, given what was seen until yesterday."""

    def window(self, days: int) -> slice:
        """Return the days of a plan of so many days on which it runs; may be empty."""
        end = days if self.to_day is None else min(self.to_day, days)
        return slice(min(self.from_day, end), end)


def money_gone(days: NDArray[np.bool_], window: slice) -> Stop | None:
    """Return the stop of a strategy whose money covered some days, not the last of its window."""
    end = int(np.flatnonzero(days)[-1]) + 1 if days.any() else window.start
    return Stop("money", end) if end < window.stop else None


def first_wrong(error: ValidationError, kind: str) -> InputError:
    """Return the first thing that is wrong with a strategy's parameters, in one line."""
    first = error.errors()[0]
    place = ".".join(str(step) for step in (kind, *first["loc"]))
    return InputError(f"{first['msg']}, not {first['input']!r}", field=place)


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
