"""A scenario: what is tested, as a frozen model that hands out what a run takes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import PrivateAttr, StringConstraints, field_validator, model_validator

from scenarios import arrivals, behaviour_file
from scenarios.arrivals import Arrivals
from scenarios.mechanisms_section import check_shocks, switched
from scenarios.questions import Measure, PlanSection, SearchSection
from scenarios.sections import (
    CURRENCY_PATTERN,
    Community,
    Desk,
    Economy,
)
from scenarios.setting import Day, Section, setting
from scenarios.ties_section import Name
from sim.behaviour.preset import Behaviour
from sim.calendar import Calendar
from sim.errors import InputError
from sim.spec import CommunitySpec, GivenTies
from strategies import StrategyPlan

STATUS_QUO: Final = "status-quo"
"""Name of the plan without strategies that every scenario has."""

PAST_DAYS: Final = 364
"""Days that a community without a launch date lives before its plan: 52 weeks."""

MAX_PAST_DAYS: Final = 20_000
"""Days between launch and start; more is a slip in a year."""


class Scenario(Section):
    """A community, the plans to try on it, and what to read off.

    `load` reads one from a file; `text`, `source_path` and the tables that it names are then part
    of it, so that it can be sent to another process or machine.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=120)] = setting(
        ..., "Name", "名称", "", "what a reader calls it"
    )
    story: str = setting("", "Story", "背景", "", "what is asked, in a sentence or two")
    start: Day = setting(
        date(2025, 1, 6), "Start", "开始日", "date", "first day of the plan; a Monday by default"
    )
    horizon_days: int = setting(
        182, "Horizon", "模拟天数", "days", "days simulated from `start`; half a year by default",
        low=1, high=3660,
    )  # fmt: skip
    currency: Annotated[str, StringConstraints(pattern=CURRENCY_PATTERN)] = setting(
        "USD", "Currency", "货币", "ISO 4217", "what all money is in; nothing is converted"
    )
    community: Community = setting(
        Community(), "Community", "社区", "", "members, behaviour, arrivals: what nobody controls"
    )
    economy: Economy = setting(
        Economy(), "Economy", "收益", "", "what activity is worth to the operator"
    )
    desk: Desk | None = setting(
        None, "Desk", "客服", "", "who answers tickets; none: nobody answers, and nobody asks"
    )
    plans: dict[Name, PlanSection] = setting(
        {STATUS_QUO: PlanSection()}, "Plans", "方案", "",
        "what the operator may do, by name; a status quo is added if there is none",
    )  # fmt: skip
    measures: tuple[Measure, ...] = setting(
        ("weekly_active", "retention_w4", "cost", "roi", "nps"), "Measures", "指标", "",
        "what is read off, by name",
    )  # fmt: skip
    search: SearchSection | None = setting(
        None, "Search", "寻优", "", "what a better plan is; none: there is nothing to search"
    )

    _text: str = PrivateAttr("")
    _source_path: Path | None = PrivateAttr(None)
    _behaviour: Behaviour | None = PrivateAttr(None)
    _history: Arrivals | None = PrivateAttr(None)
    _given_ties: GivenTies | None = PrivateAttr(None)

    @field_validator("plans")
    @classmethod
    def _has_status_quo(cls, plans: dict[str, PlanSection]) -> dict[str, PlanSection]:
        if any(not plan.strategies for plan in plans.values()):
            return plans
        if STATUS_QUO in plans:
            raise InputError(
                f"the name {STATUS_QUO} is kept for the plan without strategies; rename this one",
                field=STATUS_QUO,
            )
        return {STATUS_QUO: PlanSection(), **plans}

    @field_validator("measures")
    @classmethod
    def _names_measures(cls, measures: tuple[str, ...]) -> tuple[str, ...]:
        if not measures or len(set(measures)) < len(measures):
            raise InputError("must name at least one measure, each once")
        return measures

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        launch = self.community.launch
        if launch is not None and launch > self.start:
            raise InputError(
                f"the plan starts on {self.start}, before the launch on {launch}; "
                "start on the launch day or later",
                field="start",
            )
        for name, section in self.plans.items():
            for index, strategy in enumerate(section.strategies):
                if strategy.from_day >= self.horizon_days:
                    raise InputError(
                        f"day {strategy.from_day} lies beyond the horizon of "
                        f"{self.horizon_days} days; 0 to {self.horizon_days - 1} are allowed",
                        field=f"plans.{name}.strategies[{index}].{strategy.kind}.from_day",
                    )
        if self.search is not None:
            self._searchable(self.search.plan)
        return self

    def _searchable(self, name: str) -> None:
        able = [key for key, section in self.plans.items() if section.strategies]
        if name not in able:
            allowed = f"plans with strategies: {', '.join(able)}" if able else "there is none yet"
            raise InputError(
                f"no plan {name!r} with strategies to search; {allowed}", field="search.plan"
            )

    @property
    def text(self) -> str:
        """The text that it was read from; empty if it was not."""
        return self._text

    @property
    def source_path(self) -> Path | None:
        """The file that it was read from."""
        return self._source_path

    @property
    def plan_names(self) -> tuple[str, ...]:
        """Names of the plans, in the order of the file."""
        return tuple(self.plans)

    @property
    def baseline(self) -> str:
        """Name of the first plan without strategies."""
        return next(name for name, section in self.plans.items() if not section.strategies)

    @property
    def segments(self) -> tuple[str, ...]:
        """Names of the segments, in the order of the file."""
        return tuple(self.community.segments)

    @property
    def calendar(self) -> Calendar:
        """The days of the plans."""
        return Calendar(self.start, self.horizon_days)

    @property
    def launch(self) -> date:
        """First day of the community."""
        if self.community.launch is not None:
            return self.community.launch
        history = self.history
        return history.first if history else self.start - timedelta(days=PAST_DAYS)

    @property
    def history(self) -> Arrivals | None:
        """Joiners a day from the file that ``community.arrivals.history`` names."""
        name = self.community.arrivals.history
        if name is not None and self._history is None:
            self._history = arrivals.read(self._beside(name))
        return self._history

    @property
    def given_ties(self) -> GivenTies | None:
        """The founders' ties from the file that ``community.graph.start.file`` names."""
        start = self.community.graph.start
        if start is not None and start.file is not None and self._given_ties is None:
            from sim.graph import read_edges

            known = read_edges(self._beside(start.file))
            if len(known.names) > self.community.members:
                raise InputError(
                    f"names {len(known.names):,} founders; community.members is "
                    f"{self.community.members:,}",
                    file=start.file,
                )
            self._given_ties = GivenTies(known.edges)
        return self._given_ties

    @property
    def behaviour(self) -> Behaviour:
        """How members behave: preset or behaviour file, then mechanisms, then overrides."""
        if self._behaviour is None:
            self._behaviour = self._behave()
        return self._behaviour

    def with_behaviour(self, behaviour: Behaviour | Path | str) -> Scenario:
        """Return a copy whose members behave so; preset, mechanisms and overrides are put aside.

        Parameters
        ----------
        behaviour
            A behaviour, or the path of a behaviour file.

        Raises
        ------
        InputError
            If the file is not a behaviour file, or nobody who behaves so would feel the scenario's
            crises.
        """
        copy = self.model_copy()
        copy._behaviour = (
            behaviour if isinstance(behaviour, Behaviour) else behaviour_file.read(Path(behaviour))
        )
        check_shocks(
            self.community.shocks, self.launch, self.start, self.horizon_days, copy._behaviour
        )
        return copy

    def plan(self, name: str) -> StrategyPlan:
        """Return a plan by name.

        Raises
        ------
        InputError
            If there is no such plan.
        """
        if name not in self.plans:
            raise InputError(f"no plan {name!r}; there are {', '.join(self.plans)}", field="plans")
        return self.plans[name].plan()

    def spec(
        self,
        *,
        start: date | None = None,
        horizon_days: int | None = None,
        known_until: date | None = None,
        behaviour: Behaviour | None = None,
    ) -> CommunitySpec:
        """Return the community as a run takes it.

        Parameters
        ----------
        start, horizon_days
            Other first day and number of days of the plan.
        known_until
            Joiners of the history are exact before this date and not looked at from it on;
            `start` by default, so that nobody knows the future.
        behaviour
            Other behaviour.

        Raises
        ------
        InputError
            If a table that it names cannot be read, or the start lies before the launch.
        """
        start = start or self.start
        horizon = self.horizon_days if horizon_days is None else horizon_days
        launch = self.launch
        past = (start - launch).days
        if not 0 <= past <= MAX_PAST_DAYS:
            raise InputError(
                f"the plan starts on {start}, {past} days after the launch on {launch}; "
                f"0 to {MAX_PAST_DAYS:,} days are allowed",
                field="start",
            )
        if horizon < 1:
            raise InputError(f"{horizon} days; at least 1 is needed", field="horizon_days")
        organic, known = arrivals.expected(
            launch,
            past + horizon,
            history=self.history,
            known_until=known_until or start,
            organic_per_day=self.community.arrivals.organic_per_day,
        )
        return CommunitySpec(
            behaviour=behaviour or self.behaviour,
            launch=launch,
            start=start,
            horizon_days=horizon,
            organic=organic,
            organic_known=known,
            founders=self.community.members,
            segments=self.segments,
            segment_shares=tuple(self.community.segments.values()),
            graph=self.community.graph.spec(self.community.attributes, self.given_ties),
            attributes=tuple(
                section.attribute(name) for name, section in self.community.attributes.items()
            ),
            economy=self.economy.spec(),
            desk=self.desk.spec() if self.desk else None,
            activity=self.community.activity,
            shocks=tuple(shock.shock(launch, self.start) for shock in self.community.shocks),
        )

    @property
    def digest(self) -> str:
        """SHA-256 of all that a run depends on: the values, the behaviour, the joiners."""
        history, behaviour, ties = self.history, self.behaviour, self.given_ties
        content = {
            "scenario": self.model_dump(mode="json"),
            "plans": self.plan_names,
            "segments": self.segments,
            "behaviour": [
                dict(sorted(behaviour.values.items())),
                {name: list(origin) for name, origin in behaviour.origin.items()},
                [dict(draw) for draw in behaviour.posterior],
            ],
            "ties": ties and hashlib.sha256(ties.edges.tobytes()).hexdigest(),
            "history": history and [history.first.isoformat(), history.counts.tolist()],
        }
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def check(self) -> None:
        """Read the tables that it names and try every plan on its calendar.

        Raises
        ------
        InputError
            For the first that does not fit, with its field.
        """
        with _within("community.behaviour"):
            _ = self.behaviour
        with _within("community.arrivals.history"):
            history = self.history
        if history is not None:
            self._joins(history)
        check_shocks(
            self.community.shocks, self.launch, self.start, self.horizon_days, self.behaviour
        )
        spec = self.spec()
        if not (spec.founders or spec.organic.any()):
            raise InputError(
                "nobody ever joins; give members, arrivals.organic_per_day or arrivals.history",
                field="community",
            )
        for name, section in self.plans.items():
            try:
                section.plan().offers(self.calendar, self.segments)
            except InputError as error:
                place = section.place(error.field or "")
                raise InputError(error.message, field=f"plans.{name}{place}") from None

    def _joins(self, history: Arrivals) -> None:
        if self.launch != history.first:
            raise InputError(
                f"{self.launch} is not the first day of the history, {history.first}; "
                "leave it out, or give the history from the launch on",
                field="community.launch",
            )
        if history.first > self.start:
            raise InputError(
                f"the plan starts on {self.start}, before the history begins on {history.first}",
                field="start",
            )

    def _behave(self) -> Behaviour:
        section = self.community
        if section.behaviour is None:
            behaviour = Behaviour.preset(section.preset)
        else:
            behaviour = behaviour_file.read(self._beside(section.behaviour))
        behaviour = switched(behaviour, section.mechanisms)
        given = section.overridden
        if not given:
            return behaviour
        # A value given by hand holds in every world, so no fitted draw may replace it.
        posterior = tuple(
            {name: value for name, value in draw.items() if name not in given}
            for draw in behaviour.posterior
        )
        behaviour = behaviour.updated(given, "assumed", "given by hand in the scenario")
        return replace(behaviour, posterior=posterior)

    def _beside(self, name: str) -> Path:
        return self._source_path.parent / name if self._source_path else Path(name)


@contextmanager
def _within(field: str) -> Iterator[None]:
    """Say which field named the table that is missing; its own faults keep their own place."""
    try:
        yield
    except InputError as error:
        if error.line is not None or error.field is not None:
            raise
        raise InputError(f"{error.file}: {error.message}", field=field) from None
