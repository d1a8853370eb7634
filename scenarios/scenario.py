"""A scenario: what is tested, as a frozen model that hands out what a run takes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import PrivateAttr, StringConstraints, field_validator, model_validator

from scenarios import arrivals, behaviour_file, outlook
from scenarios.arrivals import Arrivals
from scenarios.behaviour import behaviour_of
from scenarios.digest import digest
from scenarios.explain import named_by
from scenarios.fitted_on import check_joiners
from scenarios.mechanisms_section import check_felt, check_shocks
from scenarios.money import Money, check_amounts, money
from scenarios.outlook import Outlook
from scenarios.own_facts import FactCode, FactName, Own, check_facts
from scenarios.own_measures import check_measures
from scenarios.questions import AnyMeasure, PlanSection, SearchSection, check_plans, try_plans
from scenarios.sections import CURRENCY_PATTERN, Community, Desk, Economy
from scenarios.setting import Day, Section, setting
from scenarios.ties_file import read_ties
from scenarios.ties_section import Name
from sim.behaviour.preset import Behaviour
from sim.calendar import Calendar
from sim.errors import InputError
from sim.ranges import SCENARIO
from sim.scale import MONEY_UNIT
from sim.spec import CommunitySpec, GivenTies
from strategies import StrategyPlan
from strategies.audiences import READY, Definition, ask_for_deeds, check_audiences, with_ready
from strategies.money import in_money

if TYPE_CHECKING:
    from sim.graph import Reading

STATUS_QUO: Final = "status-quo"
"""Name of the plan without strategies that every scenario has."""

PAST_DAYS: Final = 364
"""Days that a community without a launch date lives before its plan: 52 weeks."""


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
        within=SCENARIO["horizon_days"],
    )  # fmt: skip
    currency: Annotated[str, StringConstraints(pattern=CURRENCY_PATTERN)] = setting(
        "USD", "Currency", "货币", "ISO 4217", "what all money is in; nothing is converted"
    )
    money_unit: float | None = setting(
        None, "Unit of money", "货币单位", "of the currency/unit of money",
        "what one unit of the priors, about one US dollar's worth of reward, is in the currency; "
        "defaults, bounds and search ranges follow it; none: by a table of currencies, else 1",
        within=MONEY_UNIT,
    )  # fmt: skip
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
    audiences: dict[Name, Definition] = setting(
        {}, "Audiences", "受众", "",
        "whom strategies are for, by name: a rule over facts, a quota or an arm",
    )  # fmt: skip
    facts: dict[FactName, FactCode] = setting(
        {}, "Own facts", "自定义事实", "",
        "facts of your own that audiences may name: module:function, found with --allow-code",
    )  # fmt: skip
    ready_audiences: tuple[str, ...] = setting(
        (), "Ready audiences", "现成受众", "", f"ready sets beside them: {', '.join(READY)}"
    )
    measures: tuple[AnyMeasure, ...] = setting(
        ("weekly_active", "retention_w4", "cost", "roi", "nps"), "Measures", "指标", "",
        "what is read off: names, or module:measure for one of your own, found with --allow-code",
    )  # fmt: skip
    search: SearchSection | None = setting(
        None, "Search", "寻优", "", "what a better plan is; none: there is nothing to search"
    )

    _text: str = PrivateAttr("")
    _source_path: Path | None = PrivateAttr(None)
    _own: Own = PrivateAttr(default_factory=Own)
    _behaviour: Behaviour | None = PrivateAttr(None)
    _history: Arrivals | None = PrivateAttr(None)
    _outlook: Outlook | None = PrivateAttr(None)
    _given_ties: GivenTies | None = PrivateAttr(None)
    _ties_reading: Reading | None = PrivateAttr(None)

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
        check_plans(self.plans, self.horizon_days, self.search)
        described = {"economy": self.economy, "desk": self.desk, "community": self.community}
        check_amounts(self.money, described, self.plans)
        return self

    @property
    def text(self) -> str:
        """The text that it was read from; empty if it was not."""
        return self._text

    @property
    def source_path(self) -> Path | None:
        """The file that it was read from."""
        return self._source_path

    @property
    def own(self) -> Own:
        """The user's own code that it names, as it was imported."""
        return self._own

    @property
    def plan_names(self) -> tuple[str, ...]:
        """Names of the plans, in the order of the file."""
        return tuple(self.plans)

    @property
    def baseline(self) -> str:
        """Name of the first plan without strategies."""
        return next(name for name, section in self.plans.items() if not section.strategies)

    @property
    def money(self) -> Money:
        """The scale of its money."""
        return money(self.currency, self.money_unit)

    @property
    def segments(self) -> tuple[str, ...]:
        """Names of the segments, in the order of the file."""
        return tuple(self.community.segments)

    @property
    def calendar(self) -> Calendar:
        """The days of the plans."""
        return Calendar(self.start, self.horizon_days, (self.start - self.launch).days)

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
            self._history = arrivals.read(self._folder / name)
        return self._history

    @property
    def outlook(self) -> Outlook | None:
        """Joiners to come from the file that ``community.arrivals.expected`` names."""
        name = self.community.arrivals.expected
        if name is not None and self._outlook is None:
            self._outlook = outlook.read(self._folder / name)
        return self._outlook

    @property
    def given_ties(self) -> GivenTies | None:
        """The founders' ties from the file that ``community.graph.start.file`` names."""
        start = self.community.graph.start
        if start is not None and start.file is not None and self._given_ties is None:
            found = read_ties(self._folder, start.file, self.community.members)
            self._given_ties, self._ties_reading = found
        return self._given_ties

    @property
    def ties_reading(self) -> Reading | None:
        """How the file that ``community.graph.start.file`` names was read."""
        return self._ties_reading if self.given_ties is not None else None

    @property
    def behaviour(self) -> Behaviour:
        """How members behave: preset or behaviour file, then mechanisms, then overrides."""
        if self._behaviour is None:
            self._behaviour = behaviour_of(self.community, self._folder, self.money.unit)
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
            If the file is not a behaviour file, was fitted to other joiners, an amount of money is
            outside its range in the scenario's currency, or nobody who behaves so would feel the
            scenario's crises.
        """
        unit = self.money.unit
        if not isinstance(behaviour, Behaviour):
            path = Path(behaviour)
            behaviour = behaviour_file.read(path, unit)
            self._check_joiners(path)
        copy = self.model_copy()
        copy._behaviour = behaviour.in_money(unit)
        check_shocks(
            self.community.shocks, self.launch, self.start, self.horizon_days, copy._behaviour
        )
        return copy

    @property
    def who(self) -> dict[str, Definition]:
        """What is said of each audience, those of ready sets first."""
        return with_ready(self.audiences, self.ready_audiences)

    def plan(self, name: str) -> StrategyPlan:
        """Return a plan by name.

        Raises
        ------
        InputError
            If there is no such plan.
        """
        if name not in self.plans:
            raise InputError(f"no plan {name!r}; there are {', '.join(self.plans)}", field="plans")
        return self.plans[name].plan(self.money.unit, self.who, self.own.facts, self.own.code)

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
        launch, unit = self.launch, self.money.unit
        past = (start - launch).days
        if not (allowed := SCENARIO["past_days"]).hold(past):
            raise InputError(
                f"the plan starts on {start}, {past} days after the launch on {launch}; "
                f"{allowed.low:,} to {allowed.high:,} days are allowed",
                field="start",
            )
        if horizon < 1:
            raise InputError(f"{horizon} days; at least 1 is needed", field="horizon_days")
        organic, known, error = outlook.arriving(
            launch,
            past + horizon,
            history=self.history,
            known_until=known_until or start,
            organic_per_day=self.community.arrivals.organic_per_day,
            outlook=self.outlook,
        )
        return CommunitySpec(
            behaviour=(behaviour or self.behaviour).in_money(unit),
            launch=launch,
            start=start,
            horizon_days=horizon,
            organic=organic,
            organic_known=known,
            organic_error=error,
            founders=self.community.members,
            segments=self.segments,
            segment_shares=tuple(self.community.segments.values()),
            segment_levels=self.community.levels,
            graph=self.community.ties.spec(self.community.attributes, self.given_ties),
            **self.community.described(self._folder),
            economy=in_money(self.economy, unit, "economy").spec(),
            desk=in_money(self.desk, unit, "desk").spec() if self.desk else None,
            activity=self.community.activity,
            shocks=tuple(shock.shock(launch, self.start) for shock in self.community.shocks),
            deeds=ask_for_deeds(self.who, self.own.facts, self.measures, self.plans.values()),
            measures=self.own.measures,
        )

    @property
    def digest(self) -> str:
        """SHA-256 of all that a run depends on: the values, the behaviour, the joiners."""
        written = {
            "scenario": self.model_dump(mode="json"),
            "money_unit": self.money.unit,
            "plans": self.plan_names,
            "segments": self.segments,
            "code": self.own.code,
            "profiles": self.community.profiles_digest(self._folder),
        }
        return digest(written, self.behaviour, self.history, self.outlook, self.given_ties)

    def check(self) -> None:
        """Read the tables that it names and try every plan on its calendar.

        Raises
        ------
        InputError
            For the first that does not fit, with its field.
        """
        with named_by("community.behaviour"):
            _ = self.behaviour
        with named_by("community.arrivals.history"):
            history = self.history
        with named_by("community.arrivals.expected"):
            _ = self.outlook
        if history is not None:
            arrivals.check_begins(history, self.launch, self.start)
        check_shocks(
            self.community.shocks, self.launch, self.start, self.horizon_days, self.behaviour
        )
        check_felt(self.community.activity, self.community.attributes, self.behaviour)
        spec = self.spec()
        if not (spec.founders or spec.organic.any()):
            raise InputError(
                "nobody ever joins; give members, or arrivals: organic_per_day, history, expected",
                field="community",
            )
        if self.community.behaviour is not None:
            with named_by("community.behaviour"):
                self._check_joiners(self._folder / self.community.behaviour)
        check_facts(self.own.facts, spec.described)
        check_measures(self.own.measures, self.calendar, self.segments)
        check_audiences(self.who, spec.described, self.own.facts)
        try_plans(
            self.plans, self.calendar, self.segments, self.money.unit, self.who, self.own.facts
        )

    def _check_joiners(self, path: Path) -> None:
        spec = self.spec()
        past = spec.organic[: (self.start - self.launch).days]
        check_joiners(path, founders=spec.founders, past=past, history=self.history)

    @property
    def _folder(self) -> Path:
        return self._source_path.parent if self._source_path else Path()
