"""Units are told in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from forerun.report.deeds import did_table, funnels, setting
from forerun.report.labels import Labels
from forerun.report.units import UNITS, unit_in
from sim.behaviour.register import PARAMETERS
from sim.facts import CATALOGUE
from sim.metrics import MEASURES
from strategies import STRATEGIES
from strategies.metered import Metered


def declared(model: type[BaseModel]) -> Iterator[str]:
    for field in model.model_fields.values():
        if isinstance(field.json_schema_extra, dict):
            yield str(field.json_schema_extra.get("unit", ""))
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from declared(inner)


EVERY = sorted(
    (
        {unit for kind in STRATEGIES.values() for unit in declared(kind)}
        | {kind.deed for kind in STRATEGIES.values() if issubclass(kind, Metered)}
        | {one.unit for table in (MEASURES, CATALOGUE) for one in table.values()}
        | {one.unit for one in PARAMETERS}
    )
    - {""}
)


@pytest.mark.parametrize("unit", EVERY)
def test_every_unit_is_told_in_chinese(unit: str) -> None:
    assert unit in UNITS or set(unit.split("/")) <= set(UNITS)


@pytest.mark.parametrize(("unit", "zh", "en"), [
    ("points/visit", "积分/次访问", "points/visit"),
    ("currency/member", "CNY/人", "CNY/member"),
    ("my own/visit", "my own/次访问", "my own/visit"),
])  # fmt: skip
def test_parts_are_told_one_by_one(unit: str, zh: str, en: str) -> None:
    assert (unit_in("zh", unit, "CNY"), unit_in("en", unit, "CNY")) == (zh, en)


def test_a_setting_has_it() -> None:
    assert setting("points.per_visit", 2, Labels("zh", "CNY")) == "2 积分/次访问"
    assert setting("invite.inviter_reward", 2, Labels("zh", "CNY")) == "2 CNY/次解锁"


@pytest.mark.parametrize(("lang", "told"), [("en", "120 messages"), ("zh", "120 条消息")])
def test_whom_a_strategy_left_out_is_told_with_its_unit(lang: str, told: str) -> None:
    deed = {
        "strategy": "messages", "budget": None, "spent": 10.0, "beyond": 0.0, "owed": 0.0,
        "refused": 0.0, "left_out": 119.6, "unit": "messages", "stop": None,
    }  # fmt: skip
    assert f">{told}<" in did_table([deed], Labels(lang, "USD"))
    assert told not in did_table([{**deed, "left_out": 0}], Labels(lang, "USD"))


def test_no_word_is_there_that_nothing_is_measured_in() -> None:
    parts = {part for unit in EVERY for part in unit.split("/")}
    assert {one for one in UNITS if one not in EVERY and one not in parts} <= {"comments"}


def test_a_funnel_is_told_stage_by_stage_in_both_languages() -> None:
    from strategies.event_funnel import STAGES

    deed = {"strategy": "event", "stages": dict.fromkeys(STAGES, 1200.4)}
    english, chinese = (funnels([deed], Labels(lang, "USD")) for lang in ("en", "zh"))
    assert english.startswith("<p>Funnel of Event: invited 1,200 → saw it 1,200 → signed up")
    assert chinese.startswith("<p>活动的漏斗：受邀 1,200 → 看到 1,200 → 报名")
    assert english.count("1,200") == chinese.count("1,200") == len(STAGES)
    assert funnels([{"strategy": "event", "stages": {}}, {"strategy": "ads"}], Labels("en")) == ""
