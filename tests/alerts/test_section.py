"""Alerts as a scenario file writes them."""

from __future__ import annotations

import jsonschema  # type: ignore[import-untyped]
import pytest

from planning.alarms import guard
from planning.compare import compare
from scenarios import Scenario
from scenarios.schema import json_schema
from sim.errors import InputError
from strategies.alerts import READY_ALERTS
from tests.worlds.small import small

PLAN = "plans:\n -> plans:\n  watch:\n    alerts: {}\n    strategies:\n{}"
CONTENT = "      - content: {name: rescue, items_per_day: 5}\n"


def watching(alerts: str, strategies: str = CONTENT) -> Scenario:
    return small(plan=PLAN.format(alerts, strategies))


def test_names_of_ready_ones_are_watched() -> None:
    found = watching("[silence, churn-risk]").plan("watch").alerts
    assert found == {name: READY_ALERTS[name].alert for name in ("silence", "churn-risk")}
    assert watching("[silence]").plan("watch").next_decision(0) is None


def test_a_ready_one_takes_an_action_and_other_numbers() -> None:
    found = watching("{silence: {action: rescue, delay_hours: 72, below: 0.5}}").plan("watch")
    ready = READY_ALERTS["silence"].alert
    wanted = ready.model_copy(update={"action": "rescue", "delay_hours": 72.0, "below": 0.5})
    assert found.alerts == {"silence": wanted}


def test_a_ready_one_may_be_turned_round_or_held_against_a_number() -> None:
    alerts = (
        watching(
            "{silence: {above: 1.5, action: rescue}, core-active: {past_days: null, below: 20}}"
        )
        .plan("watch")
        .alerts
    )
    assert (alerts["silence"].below, alerts["silence"].above) == (None, 1.5)
    active = alerts["core-active"]
    assert (active.past_days, active.sigmas, active.threshold) == (None, 0.0, 20.0)


def test_it_is_written_and_read_again() -> None:
    here = watching("{mine: {metric: active, below: 30, action: rescue}, silence: {}}")
    text = here.model_dump(mode="json")
    text["plans"]["status-quo"] = {}
    again = Scenario.model_validate(text)
    assert again.plan("watch").alerts == here.plan("watch").alerts


@pytest.mark.parametrize(
    ("alerts", "valid"),
    [
        (["silence"], True), (["silense"], False), ({"silence": None}, True),
        ({"mine": {"metric": "active", "below": 3, "action": "a"}}, True),
        ({"mine": {"metric": "active", "bellow": 3}}, False),
        ({"mine": {"metric": "activ", "below": 3}}, False), ("silence", False),
    ],
)  # fmt: skip
def test_an_editor_knows_the_two_forms(alerts: object, valid: bool) -> None:
    text = {"name": "x", "plans": {"p": {"alerts": alerts, "strategies": [{"content": {}}]}}}
    checker = jsonschema.Draft202012Validator(json_schema())
    assert checker.is_valid(text) == valid


@pytest.mark.parametrize(
    ("alerts", "why"),
    [
        ("[silense]", r"plans\.watch\.alerts.*no ready alert 'silense'"),
        ("[silence, silence]", "each ready alert once"),
        ("{mine: {below: 3}}", r"plans\.watch\.alerts\.mine\.metric"),
        ("{mine: {metric: activ, below: 3}}", "did you mean 'active'"),
        ("{mine: {metric: active, below: 3, delay: 3}}", r"alerts\.mine.*delay"),
        ("{silence: {action: other}}", r"plans\.watch\.alerts\.silence\.action.*no strategy"),
        ("{silence: 3}", r"plans\.watch\.alerts\.silence"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(alerts: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as told:
        watching(alerts)
    assert "\n" not in str(told.value)


def test_worlds_tell_when_alerts_fired() -> None:
    here = watching("{busy: {metric: active, above: 1, action: rescue, rest_days: 10}}")
    (told,) = compare(here, ["status-quo", "watch"], seeds=2).did["watch"]
    fired = told.fired["busy"]
    assert (fired.worlds, fired.fired_in, fired.first_day) == (2, 2, 7.0)
    assert fired.times == 4
    assert told.as_json()["fired"]["busy"]["times"] == 4


def test_false_alarms_are_counted_where_nothing_is_wrong() -> None:
    here = watching(
        "{always: {metric: active, above: 0, rest_days: 5}, never: {metric: active, above: 9000}}"
    )
    found = guard(here, seeds=3).as_json()
    assert found["crisis"] is None
    always, never = (found["alerts"][name] for name in ("always", "never"))
    # In the mornings of days 7, 12 .. 37 and no later one of the 42 days.
    assert always["false_a_month"]["mean"] == pytest.approx(7 * 30 / 42)
    assert (always["false_in"], never["false_in"]) == (3, 0)
    assert "caught_in" not in always


def test_a_crisis_is_caught_and_ready_alerts_hardly_cry_wolf() -> None:
    here = small(
        crisis="  members: 120\n ->   members: 800\n  mechanisms: {trust: true}\n"
        "  shocks: [{day: 25, severity: 0.9}]\n"
    )
    found = guard(here, seeds=4).as_json()
    assert found["crisis"] == 25
    assert list(found["alerts"]) == list(READY_ALERTS)
    past = [
        own["false_in"] for name, own in found["alerts"].items()
        if READY_ALERTS[name].alert.past_days is not None
    ]  # fmt: skip
    # 22 alerts over three weeks in which they can speak, in 4 worlds.
    assert sum(past) <= 8
    drop = found["alerts"]["activity-drop"]
    assert drop["caught_in"] == 4
    assert 1 <= drop["fires_after"] <= 5
    assert drop["acts_after"] == drop["fires_after"]


def test_the_same_for_any_number_of_processes() -> None:
    here = watching("[silence, core-active]")
    assert guard(here, seeds=2).as_json() == guard(here, seeds=2, workers=2).as_json()
