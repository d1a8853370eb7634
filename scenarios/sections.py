"""The sections of a scenario file that describe: community, economy, desk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    PrivateAttr,
    WithJsonSchema,
    create_model,
    field_validator,
    model_validator,
)

from scenarios.community_types import TYPES, Type
from scenarios.given_section import Given
from scenarios.mechanisms_section import Mechanisms, ShockSection, check_overrides
from scenarios.member_table import MemberTable
from scenarios.platforms import PLATFORMS, PlatformName
from scenarios.reading_section import ReadingSection
from scenarios.setting import Day, Section, setting
from scenarios.ties_section import (
    AttributeSection,
    Graph,
    Groups,
    Name,
    Share,
    check_count,
    check_shares,
)
from sim.behaviour.preset import PRESETS
from sim.behaviour.register import PARAMETERS
from sim.calendar import WEEKDAYS, Weekday
from sim.errors import InputError
from sim.hours import check_hours
from sim.identity import digest
from sim.profiles import Profiles
from sim.ranges import SCENARIO, Bounds
from sim.spec import Activity, DeskSpec, EconomySpec, SegmentLevel

CURRENCY_PATTERN: Final = r"^[A-Z]{3}$"


def _known_preset(name: str) -> str:
    if name not in PRESETS:
        raise InputError(f"no preset {name!r}; there are {', '.join(PRESETS)}")
    return name


Preset = Annotated[
    str,
    AfterValidator(_known_preset),
    WithJsonSchema({"type": "string", "enum": list(PRESETS)}),
]

_ECONOMY: Final = EconomySpec()
_DESK: Final = DeskSpec()


class ArrivalsSection(Section):
    """Who joins of themselves."""

    organic_per_day: float | None = setting(
        None, "Organic joiners", "自然新增", "members/day",
        "mean of a Poisson count on days without history; none: the forecast of the history, "
        "or no one", within=SCENARIO["organic"],
    )  # fmt: skip
    expected: str | None = setting(
        None, "Expected joiners", "预期新增", "",
        "CSV with date,new_members, a row a day or a week, beside the scenario file: means that "
        "hold on its dates before any forecast; 0 is nobody",
    )  # fmt: skip
    history: str | None = setting(
        None, "History", "历史数据", "",
        "CSV with date,new_members, a row a day, beside the scenario file: exact counts before "
        "`start`",
    )  # fmt: skip


if TYPE_CHECKING:
    Overrides = Given
else:
    Overrides = create_model(
        "Overrides",
        __base__=Given,
        __doc__="Behaviour parameters given by hand: assumed, whatever they replace.",
        **{
            p.name: (
                float | None,
                setting(
                    None,
                    p.meaning,
                    p.meaning_zh,
                    p.unit,
                    p.source,
                    within=Bounds(p.low, p.high),
                ),
            )
            for p in PARAMETERS
        },
    )


class SegmentLevelSection(Section):
    """How a segment's members differ from others."""

    visit: float | None = setting(
        None, "Visits", "访问水平", "logit",
        "what it adds to their logit of a visit; 0.7 doubles the visits of those who come seldom",
        within=SCENARIO["segment_levels.visit"],
    )  # fmt: skip
    leave: float | None = setting(
        None, "Leaving", "流失水平", "ln",
        "what it adds to the logarithm of their hazard of leaving; 0.7 doubles it",
        within=SCENARIO["segment_levels.leave"],
    )  # fmt: skip

    def level(self) -> SegmentLevel:
        """Return it as a run takes it."""
        return SegmentLevel(self.visit, self.leave)


class Community(Section):
    """What nobody controls: the members, how they behave, who joins."""

    preset: Preset = setting(
        "forum", "Preset", "预设", "", "every behaviour parameter, each with its grade"
    )
    type: Type | None = setting(
        None, "Type", "社群类型", "",
        "a type of community, instead of a preset: its preset and what differs from it; assumed",
    )  # fmt: skip
    platform: PlatformName | None = setting(
        None, "Platform", "平台", "",
        "where it lives, which sets the cap of groups, feed or chat, and how hard it is to join, "
        "to write and to be seen: goes before the preset; assumed; with a behaviour file, which "
        "was fitted there, the cap alone; none: a place of its own",
    )  # fmt: skip
    behaviour: str | None = setting(
        None, "Behaviour file", "行为文件", "",
        "what `forerun calibrate` wrote, beside the scenario file; goes before the preset",
    )  # fmt: skip
    overrides: Overrides = setting(
        Overrides(), "Overrides", "手工参数", "",
        "behaviour parameters given by hand; go before the behaviour file",
    )  # fmt: skip
    mechanisms: Mechanisms = setting(
        {}, "Mechanisms", "机制", "",
        "mechanisms on or off, by name; what is not named is as the preset or the behaviour file "
        "has it",
    )  # fmt: skip
    shocks: tuple[ShockSection, ...] = setting(
        (),
        "Shocks",
        "危机",
        "",
        "crises that take trust, which need the mechanism `trust`; platforms that take reach",
    )
    launch: Day | None = setting(
        None, "Launch", "上线日", "date",
        "first day of the community; none: the first day of the history, or 364 days before "
        "`start`, so that habits and ties have grown when the plan begins",
    )  # fmt: skip
    members: int = setting(
        0, "Founders", "初始成员", "members", "members who join on the launch day",
        within=SCENARIO["founders"],
    )  # fmt: skip
    activity: Activity = setting(
        "visit", "Activity", "活跃口径", "",
        "what makes a member active on a day: a visit, a contribution (a post), or a purchase; "
        "on the first visit whoever joins then writes, or whoever joins unasked buys",
    )  # fmt: skip
    segments: dict[Name, Share] = setting(
        {"general": 1.0}, "Segments", "兴趣群体", "share of joiners",
        "interest groups and their shares of those who join, which add up to 1",
    )  # fmt: skip
    segment_levels: dict[Name, SegmentLevelSection] = setting(
        {}, "Segment levels", "群体水平", "",
        "how a segment's members differ from others, by its name; where it is not said, each world "
        "deals them by chance (mechanism `kinds`)",
    )  # fmt: skip
    attributes: dict[Name, AttributeSection] = setting(
        {}, "Attributes", "属性", "",
        "at most two things beside the segment that ties go by, such as region",
    )  # fmt: skip
    hours: tuple[float, ...] = setting(
        (), "Hours", "时段", "weights",
        "when in the day members come, 24 weights from midnight on; none: low at four, high at "
        "nine in the evening; assumed",
    )  # fmt: skip
    member_table: MemberTable | None = setting(
        None, "Member table", "成员表", "",
        "a table of your own members, from which age, gender, region, job and the like are drawn "
        "together; audiences may name them; none: there is nothing beside the attributes",
    )  # fmt: skip
    graph: Graph = setting(Graph(), "Ties", "关系网络", "", "how members tie")
    arrivals: ArrivalsSection = setting(
        ArrivalsSection(), "Arrivals", "新增", "", "who joins of themselves"
    )
    reading: ReadingSection = setting(
        ReadingSection(),
        "Reading",
        "读取",
        "",
        "how the history is read",
    )

    _profiles: Profiles | None = PrivateAttr(None)

    @field_validator("segments")
    @classmethod
    def _adds_up(cls, segments: dict[str, float]) -> dict[str, float]:
        return check_shares(segments, "segments", SCENARIO["segments"])

    @field_validator("hours")
    @classmethod
    def _is_a_day(cls, hours: tuple[float, ...]) -> tuple[float, ...]:
        check_hours(hours, "")
        return hours

    @field_validator("attributes")
    @classmethod
    def _few(cls, attributes: dict[str, AttributeSection]) -> dict[str, AttributeSection]:
        return check_count(attributes, "attributes", SCENARIO["attributes"])

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        for name in self.segment_levels:
            if name not in self.segments:
                there = ", ".join(self.segments)
                raise InputError(f"segment_levels: no segment {name!r}; there are {there}")
        check_overrides(self.mechanisms, self.overridden)
        self._check_layers()
        return self

    def _check_layers(self) -> None:
        """Raise `InputError` if something is said twice of how members behave."""
        if self.type is not None and "preset" in self.model_fields_set:
            raise InputError("a type has its preset; keep one of the two", field="type")
        if self.behaviour is not None and self.type is not None:
            raise InputError("the behaviour file has its preset; take type out", field="type")

    @property
    def base(self) -> str:
        """Name of the preset behind what was not fitted: the type's where there is one."""
        return self.preset if self.type is None else TYPES[self.type].preset

    @property
    def ties(self) -> Graph:
        """How members tie, in the groups that the platform has where none are given."""
        cap = PLATFORMS[self.platform].cap if self.platform else None
        if cap is None or self.graph.groups is not None:
            return self.graph
        return self.graph.model_copy(update={"groups": Groups(cap=cap)})

    def described(self, folder: Path) -> dict[str, Any]:
        """Return what is said of members and not of how they behave, as a run takes it."""
        return {
            "attributes": tuple(one.attribute(name) for name, one in self.attributes.items()),
            "profiles": self.profiles(folder),
            "hours": self.hours,
        }

    def profiles(self, folder: Path) -> Profiles | None:
        """Return what the member table says, a path from the scenario's folder; None: none.

        Raises
        ------
        InputError
            If it cannot be read.
        """
        if self.member_table is not None and self._profiles is None:
            taken = frozenset(self.attributes)
            self._profiles = self.member_table.read(folder, tuple(self.segments), taken)
        return self._profiles

    def profiles_digest(self, folder: Path) -> str | None:
        """Return the SHA-256 of what the member table says; None: there is none."""
        found = self.profiles(folder)
        return None if found is None else digest(found)

    @property
    def levels(self) -> dict[str, SegmentLevel]:
        """How segments differ, as far as it is said."""
        return {name: section.level() for name, section in self.segment_levels.items()}

    @property
    def overridden(self) -> dict[str, float]:
        """Behaviour parameters given by hand."""
        given: Mapping[str, float] = self.overrides.model_dump(exclude_none=True)
        return dict(given)

    @property
    def deviations(self) -> Mapping[str, float]:
        """One standard deviation of those of them that were given with one."""
        return self.overrides.deviations


class Economy(Section):
    """What activity is worth to the operator."""

    revenue_per_visit: float = setting(
        _ECONOMY.revenue_per_visit, "Revenue per visit", "单次访问收入", "currency/visit",
        "earned from a member's visit of a day (advertising, traffic); user's own",
        within=SCENARIO["economy.revenue_per_visit"],
    )  # fmt: skip
    revenue_per_post: float = setting(
        _ECONOMY.revenue_per_post, "Revenue per post", "单帖收入", "currency/post",
        "earned from a post over its life (the search traffic that it draws); user's own",
        within=SCENARIO["economy.revenue_per_post"],
    )  # fmt: skip
    margin: float = setting(
        _ECONOMY.margin, "Margin", "毛利率", "share of price",
        "share of the list price that is not cost of goods; a discount comes out of it; assumed",
        within=SCENARIO["economy.margin"],
    )  # fmt: skip

    def spec(self) -> EconomySpec:
        """Return it as a run takes it."""
        return EconomySpec(self.revenue_per_visit, self.revenue_per_post, self.margin)


class Desk(Section):
    """The service desk: one pool of staff with shifts."""

    staff: int = setting(
        _DESK.staff, "Staff", "客服人数", "people", "people on shift; assumed",
        within=SCENARIO["desk.staff"],
    )  # fmt: skip
    shift_start: float = setting(
        _DESK.shift_start, "Shift begins", "上班时间", "hour", "hour of the day; assumed",
        within=SCENARIO["desk.shift_start"],
    )  # fmt: skip
    shift_end: float = setting(
        _DESK.shift_end, "Shift ends", "下班时间", "hour", "hour of the day; assumed",
        within=SCENARIO["desk.shift_end"],
    )  # fmt: skip
    days_open: tuple[Weekday, ...] = setting(
        tuple(WEEKDAYS[day] for day in _DESK.days_open), "Days open", "营业日", "",
        "weekdays on which they work; assumed",
    )  # fmt: skip
    handling_minutes: float = setting(
        _DESK.handling_minutes, "Handling time", "处理时长", "minutes/ticket",
        "mean time that a ticket takes one person; assumed",
        within=SCENARIO["desk.handling_minutes"],
    )  # fmt: skip
    wage_per_hour: float = setting(
        _DESK.wage_per_hour, "Wage", "时薪", "currency/hour/person", "user's own",
        within=SCENARIO["desk.wage_per_hour"],
    )  # fmt: skip
    cohort_hours: Literal[1, 2, 3, 4, 6, 8, 12, 24] = setting(
        _DESK.cohort_hours, "Cohort", "工单批次", "hours",
        "tickets of so many hours travel together; finer is slower",
    )  # fmt: skip
    single_limit: int = setting(
        _DESK.single_limit, "Single tickets", "逐单上限", "tickets/cohort",
        "tickets of one class in a cohort's hours, on the mean of a day, up to which they travel "
        "one by one; more is exacter and slower",
        within=SCENARIO["desk.single_limit"],
    )  # fmt: skip

    @model_validator(mode="after")
    def _works(self) -> Self:
        if self.shift_end <= self.shift_start:
            raise InputError(
                f"{self.shift_end:g} must be after shift_start {self.shift_start:g}",
                field="shift_end",
            )
        if not self.days_open or len(set(self.days_open)) < len(self.days_open):
            raise InputError("must name at least one weekday, each once", field="days_open")
        return self

    def spec(self) -> DeskSpec:
        """Return it as a run takes it."""
        return DeskSpec(
            staff=self.staff,
            shift_start=self.shift_start,
            shift_end=self.shift_end,
            days_open=tuple(sorted(WEEKDAYS.index(day) for day in self.days_open)),
            handling_minutes=self.handling_minutes,
            wage_per_hour=self.wage_per_hour,
            cohort_hours=self.cohort_hours,
            single_limit=self.single_limit,
        )
