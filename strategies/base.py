"""The contract of a strategy: parameters with units and search ranges, offers, a settlement."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo

from sim.calendar import Weekday
from sim.errors import InputError
from sim.ledger import Ledger
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.brief import Brief, Span, cents, covered
from strategies.days import allowed, check_span
from strategies.delivery import Delivery, Stop
from strategies.parameter import Evidence, Range, parameter
from strategies.published import Published

__all__ = [
    "Brief", "Evidence", "Range", "Strategy", "cents", "covered", "first_wrong", "money_gone",
    "parameter",
]  # fmt: skip

FEE_DAYS: Final = 30
"""Days that one monthly fee pays for."""

PURSE_CHECK_DAYS: Final = 7
"""Days between two looks into a purse: a programme whose money is spent stops promising."""

NAME_PATTERN: Final = r"^\w[\w-]*$"
"""Names of strategies: no dot, which parts the steps of a path."""


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
    mechanism: ClassVar[str] = ""
    """What it acts through: where a community lacks that, nobody feels it and it never runs. Empty:
    nothing that could be lacking."""
    keeps: ClassVar[bool] = False
    """Whether it keeps something in the member, so that a plan holds one of its kind."""
    aimable: ClassVar[bool] = False
    """Whether it can be for one audience alone."""
    by_day: ClassVar[bool] = False
    """Whether any day may be left out: what it offers on a day hangs on that day alone."""
    by_span: ClassVar[bool] = False
    """Whether its money may hold by month or quarter: what it owes is paid on the day."""
    of_deeds: ClassVar[bool] = False
    """Whether it asks for what members have done (`sim.spec.CommunitySpec.deeds`)."""
    speculative: ClassVar[bool] = False
    """Whether nothing at all is known of what it does; every result with it says so."""
    weights: ClassVar[Mapping[str, FieldInfo]] = {}
    """By name of a mapping among its fields, what each of its weights is to a search."""
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
    budget_per: Span | None = parameter(
        None, title="span of the budget", title_zh="预算周期", unit="span",
        meaning="by what its own budget holds: plan, month or quarter of the calendar, each with "
        "the whole amount and nothing left over from the one before; none: the plan's span",
        source="user's own", evidence="D",
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
    on_weekdays: tuple[Weekday, ...] | None = parameter(
        None, title="weekdays", title_zh="限定星期", unit="weekdays",
        meaning="weekdays on which alone it runs; none: all", source="user's own", evidence="D",
    )  # fmt: skip
    phase: str | tuple[str, ...] | None = parameter(
        None, title="phase", title_zh="阶段", unit="phase",
        meaning="phase of the plan, or list of phases, in which alone it runs; none: all days",
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
    def refuses_alerts(self) -> str | None:
        """Return why no alert may begin it; None: one may."""
        if self.by_day:
            return None
        return f"{self.kind} runs day after day; no alert can begin it"

    @property
    def own_audiences(self) -> Mapping[str, Any]:
        """Audiences that it makes for itself, by name, as a plan defines them; none by default."""
        return {}

    @property
    def serves(self) -> Mapping[str, float]:
        """Audiences of the scenario that it is for, with the share of its cost that each takes."""
        return {} if self.audience is None else {self.audience: 1.0}

    @property
    def feed_share(self) -> float:
        """Return which share of the feed it sells, 0 to 1: there is but one to be sold."""
        return 0.0

    @property
    def feed_claim(self) -> float:
        """Return which share of what the feed's sellers earn it pays out, 0 to 1."""
        return 0.0

    def sold_cents(self, brief: Brief, seen: Trajectory) -> NDArray[np.float64]:
        """Return what selling the feed has earned until each day, in cents, shape ``(days,)``."""
        return np.zeros(brief.calendar.days)

    @property
    def called(self) -> str:
        """What paths and the ledger call it."""
        return self.name or self.kind

    @property
    def phases(self) -> tuple[str, ...]:
        """Names of the phases in which alone it runs; none of them: on all days."""
        if self.phase is None:
            return ()
        return (self.phase,) if isinstance(self.phase, str) else self.phase

    @model_validator(mode="after")
    def _can_be_bounded_so(self) -> Self:
        if self.audience is not None and not self.aimable:
            raise ValueError(f"{self.kind} reaches everybody; it cannot be for {self.audience!r}")
        check_span(self.from_day, self.to_day)
        if self.on_weekdays is not None:
            if not self.by_day:
                raise ValueError(f"{self.kind} runs day after day; on_weekdays is not for it")
            if not self.on_weekdays or len(set(self.on_weekdays)) < len(self.on_weekdays):
                raise ValueError("on_weekdays must name at least one weekday, each once")
        if self.phase is not None and not self.phases:
            raise ValueError("phase must name at least one phase")
        if self.budget_per is not None and self.budget is None:
            raise ValueError(f"budget_per {self.budget_per} says by what a budget holds; give it")
        if self.budget_per not in (None, "plan") and not self.by_span:
            raise ValueError(
                f"{self.kind} may owe what it promises beyond a {self.budget_per}; its budget "
                "holds for the whole plan"
            )
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

    def scheduled(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days on which it is meant to run, shape ``(days,)``; none if it is idle."""
        days = np.zeros(brief.calendar.days, np.bool_)
        days[self.window(brief.calendar.days)] = not self.idle
        phases = tuple(brief.phases[name] for name in self.phases)
        return days & allowed(brief.calendar, self.on_weekdays, phases) & brief.woken

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days on which it is meant to run and that the money covers.

        As far as that is known beforehand, shape ``(days,)``. By default all of them; none where
        nobody would feel it.
        """
        return self.scheduled(brief) & np.bool_(not self.unfelt(brief))

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

    def left_out(self, brief: Brief, trajectory: Trajectory) -> int:
        """Return what it had no room for on the days on which it ran, in what it reaches."""
        return 0

    def stages(self, brief: Brief, trajectory: Trajectory) -> tuple[tuple[str, int], ...]:
        """Return its funnel, stage by stage, where it has one: what a stage is and how many."""
        return ()

    def foreseen(self, brief: Brief) -> Stop | None:
        """Return what will stop it, or keep it from running, as far as that is known beforehand."""
        window = self.window(brief.calendar.days)
        if window.start == window.stop:
            return Stop("calendar")
        if self.idle:
            return Stop("strength")
        if brief.acting is not None and not brief.woken.any():
            return Stop("alert")
        scheduled = self.scheduled(brief)
        if not scheduled.any():
            return Stop("calendar")
        if self.unfelt(brief):
            return Stop("uncounted")
        funded = self.funded(brief)
        if not funded.any():
            return Stop.too_little(brief.envelope_cents)
        return money_gone(funded, scheduled, brief.budget_per)

    def may_run(self, brief: Brief) -> bool:
        """Return whether it has strength and days, whatever else must come together."""
        window = self.window(brief.calendar.days)
        return not self.idle and window.start < window.stop

    def unfelt(self, brief: Brief) -> bool:
        """Return whether a community lacks what it acts through, so that nobody would feel it."""
        return self.mechanism in brief.absent

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
        gone = stop is not None and stop.reason in ("money", "span")
        if gone and not len(found) and spent == 0:
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
            budget_cents=brief.planned_cents(self.scheduled(brief)),
            refused_cents=self.refused_cents(trajectory),
            stop=stop,
            left_out=self.left_out(brief, trajectory),
            beyond_cents=ledger.beyond(self.called),
            stages=self.stages(brief, trajectory),
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


def money_gone(
    days: NDArray[np.bool_], meant: NDArray[np.bool_], per: Span = "plan"
) -> Stop | None:
    """Return the stop of a strategy whose money covered some of the days on which it was to run.

    Parameters
    ----------
    days, meant
        Days that it covered, and on which it was to run; shape ``(days,)``.
    per
        By what it holds. Where it comes anew, the stop is the first day that it did not cover
        after one that it did; else it is gone for good, on the first of those at the end.
    """
    missed = np.flatnonzero(meant & ~days)
    ran = np.flatnonzero(days)
    if ran.size:
        missed = missed[missed > (ran[-1] if per == "plan" else ran[0])]
    if not missed.size:
        return None
    return Stop("money" if per == "plan" else "span", int(missed[0]))


def first_wrong(error: ValidationError, kind: str) -> InputError:
    """Return the first thing that is wrong with a strategy's parameters, in one line."""
    first = error.errors()[0]
    place = ".".join(str(step) for step in (kind, *first["loc"]))
    return InputError(f"{first['msg']}, not {first['input']!r}", field=place)
