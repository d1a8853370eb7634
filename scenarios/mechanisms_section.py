"""The sections of a scenario file that switch mechanisms on or off and name crises."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema, model_validator

from scenarios.setting import Day, Section, setting
from scenarios.ties_section import AttributeSection
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import MECHANISM, MECHANISMS, Mechanism
from sim.errors import InputError, known_name
from sim.ranges import SCENARIO
from sim.shock import Shock, Takes
from sim.spec import Activity

POSITIONS: Final = {"on": True, "off": False}
"""Words for a switch: in YAML 1.2 they are plain text."""


def _known_mechanism(name: str) -> str:
    return known_name("there is no mechanism", name, MECHANISM)


def _position(value: object) -> object:
    if isinstance(value, str):
        if value not in POSITIONS:
            raise InputError(f"{value!r} is not allowed; it should be on or off")
        return POSITIONS[value]
    return value


Position = Annotated[
    bool,
    BeforeValidator(_position),
    WithJsonSchema({"enum": [*POSITIONS, True, False]}),
]


def _mechanism_schema(mechanism: Mechanism) -> dict[str, Any]:
    typical = ", ".join(f"{name} {value:g}" for name, value in mechanism.typical.items())
    needs = f"; needs {mechanism.needs}" if mechanism.needs else ""
    return {
        "enum": [*POSITIONS, True, False],
        "title": mechanism.title,
        "title_zh": mechanism.title_zh,
        "description": f"on: {typical}{needs}",
        "unit": "",
    }


Mechanisms = Annotated[
    dict[Annotated[str, AfterValidator(_known_mechanism)], Position],
    WithJsonSchema(
        {
            "type": "object",
            "properties": {each.name: _mechanism_schema(each) for each in MECHANISMS},
            "additionalProperties": False,
        }
    ),
]
"""Mechanisms by name, each on or off."""


def check_overrides(mechanisms: Mapping[str, bool], overrides: Mapping[str, float]) -> None:
    """Raise `InputError` if a value given by hand contradicts the switch of its mechanism."""
    for name, on in mechanisms.items():
        switches, neutral = MECHANISM[name].switches, MECHANISM[name].neutral
        given = [key for key in switches if key in overrides]
        turned_on = [key for key in given if overrides[key] != neutral[key]]
        if not on and turned_on:
            raise InputError(
                f"{overrides[turned_on[0]]:g} switches {name} on, and mechanisms.{name} is off; "
                "keep one",
                field=f"overrides.{turned_on[0]}",
            )
        if on and len(given) == len(switches) and not turned_on:
            raise InputError(
                f"{overrides[given[0]]:g} switches {name} off, and mechanisms.{name} is on; "
                "keep one",
                field=f"overrides.{given[0]}",
            )


def check_felt(
    activity: Activity, attributes: Mapping[str, AttributeSection], behaviour: Behaviour
) -> None:
    """Raise `InputError` if nobody does what makes a member active, or leans as a file says."""
    check_activity(activity, behaviour)
    for name, attribute in attributes.items():
        if attribute.leaning and not behaviour.has("leaning"):
            raise InputError(
                "nobody leans without the mechanism leaning; add mechanisms: {leaning: on}, or "
                "take it out",
                field=f"community.attributes.{name}.leaning",
            )


def check_activity(activity: Activity, behaviour: Behaviour) -> None:
    """Raise `InputError` if nobody can do what makes a member active."""
    if activity == "purchase" and not behaviour.values["buy_rate"]:
        raise InputError(
            "purchase makes a member active, and buy_rate is 0, so nobody ever is; take a preset "
            "whose members buy (shop, brand) or give overrides.buy_rate",
            field="community.activity",
        )


class ShockSection(Section):
    """A crisis that takes trust at once, or a platform that shows the community to fewer."""

    name: str = setting("", "Name", "名称", "", "what happened, in a few words")
    date: Day | None = setting(None, "Date", "日期", "date", "when; or `day`")
    day: int | None = setting(
        None, "Day", "天", "days", "day of the plan, its first is 0; or `date`",
        within=SCENARIO["shocks.day"],
    )  # fmt: skip
    severity: float = setting(
        ..., "Severity", "严重程度", "share of trust",
        "share of all trust that is lost on that day, or of the joiners, organic and paid, who "
        "then stay away; user's own",
        within=SCENARIO["shocks.severity"],
    )  # fmt: skip
    takes: Takes = setting(
        "trust", "Takes", "影响对象", "",
        "trust: a crisis, which needs the mechanism `trust`; reach: a platform changes its rules",
    )  # fmt: skip
    days: int | None = setting(
        None, "Days", "持续天数", "days", "for which reach is lost; none: for good",
        within=SCENARIO["shocks.days"],
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        if (self.date is None) == (self.day is None):
            raise InputError("must say when: either date or day of the plan")
        if self.days is not None and self.takes == "trust":
            raise InputError("trust comes back by itself; leave it out", field="days")
        return self

    def happens(self, start: datetime.date) -> datetime.date:
        """Return the date on which it happens, where the plan starts on `start`."""
        if self.date is not None:
            return self.date
        assert self.day is not None
        return start + datetime.timedelta(days=self.day)

    def shock(self, launch: datetime.date, start: datetime.date) -> Shock:
        """Return it as a run takes it; its day counts from the launch."""
        day = (self.happens(start) - launch).days
        return Shock(day, self.severity, self.takes, self.days)


def check_shocks(
    shocks: Iterable[ShockSection],
    launch: datetime.date,
    start: datetime.date,
    horizon_days: int,
    behaviour: Behaviour,
) -> None:
    """Raise `InputError` if a crisis falls outside the simulated days, or nobody would feel it."""
    last = start + datetime.timedelta(days=horizon_days - 1)
    for index, shock in enumerate(shocks):
        if shock.takes == "trust" and not behaviour.has("trust"):
            raise InputError(
                "nobody feels a crisis without the mechanism trust; "
                "add mechanisms: {trust: on}, or take it out",
                field="community.shocks",
            )
        if not launch <= shock.happens(start) <= last:
            raise InputError(
                f"{shock.happens(start)} lies outside the simulated days; "
                f"{launch} to {last} are allowed",
                field=f"community.shocks[{index}].{'date' if shock.day is None else 'day'}",
            )
