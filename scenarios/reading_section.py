"""The section of a scenario file that says how its history is read."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, WithJsonSchema

from scenarios.setting import Section, setting
from sim.errors import InputError
from sim.visible import excerpt


def _known_zone(name: str) -> str:
    if name != "UTC" and name not in available_timezones():
        raise InputError(
            f"{excerpt(name)} is no time zone; write one like Asia/Shanghai, Europe/Berlin or UTC"
        )
    return name


Zone = Annotated[str, AfterValidator(_known_zone), WithJsonSchema({"type": "string"})]
"""Name of a zone of the IANA, such as ``Asia/Shanghai``."""


class ReadingSection(Section):
    """How the history that the behaviour is fitted to is read."""

    timezone: Zone = setting(
        "UTC", "Time zone", "时区", "",
        "zone whose days count; timestamps without a zone are UTC, dates without a time local days",
    )  # fmt: skip
    columns: dict[str, str] = setting(
        {}, "Columns", "列", "",
        "heading by role (member, timestamp, event, value, date, active_members or weekly_active, "
        "new_members, posts, purchases, revenue, total_members, ...); "
        "what is not named is guessed, an empty heading leaves the role out",
    )  # fmt: skip
    day_first: bool | None = setting(
        None, "Day first", "日在前", "",
        "whether 3/4/2024 is the third of April; none: told by days above 12, else yes",
    )  # fmt: skip
    stray: Literal["refuse", "drop", "keep"] = setting(
        "refuse", "Stray dates", "离群日期", "",
        "what becomes of a handful of events that a year or more without any parts from the rest",
    )  # fmt: skip
    repeats: Literal["keep", "drop"] = setting(
        "keep", "Repeated rows", "重复行", "", "what becomes of rows that repeat another"
    )
    last_day: Literal["told", "keep"] = setting(
        "told", "Last day", "最后一天", "",
        "told: it counts only if the log seems to reach its end; keep: it counts",
    )  # fmt: skip
    begins: Literal["told", "launch"] = setting(
        "told", "Begins", "起点", "",
        "told: in the middle of the community's life if it looks so; launch: nobody had joined "
        "before",
    )  # fmt: skip
