"""Where the scale of money comes from, and what follows it."""

from __future__ import annotations

import pytest

import forerun as fr
from scenarios import json_schema, parse
from scenarios.money import UNITS
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import PARAMETER
from strategies import Content, Invite, Points, StrategyPlan, search_space, with_values

HEAD = "name: a\ncommunity: {members: 10}\n"
PLAN = "plans:\n  mine:\n    strategies:\n      - "


@pytest.mark.parametrize(
    ("text", "unit", "origin"),
    [
        ("", 1.0, "table"),
        ("currency: EUR\n", 0.9, "table"),
        ("currency: CNY\n", 7.0, "table"),
        ("currency: JPY\n", 150.0, "table"),
        ("currency: KWD\n", 0.3, "table"),
        ("currency: IDR\n", 16000.0, "table"),
        ("currency: JPY\nmoney_unit: 110\n", 110.0, "given"),
        ("currency: XTS\n", 1.0, "unknown"),
        ("currency: XTS\nmoney_unit: 2.5\n", 2.5, "given"),
    ],
)
def test_where_a_unit_comes_from(text: str, unit: float, origin: str) -> None:
    scenario = parse(HEAD + text)
    assert (scenario.money.unit, scenario.money.origin) == (unit, origin)
    assert scenario.spec().money_unit == unit
    assert scenario.behaviour.values["basket"] == 30 * unit


def test_the_table_holds_round_numbers() -> None:
    assert len(UNITS) >= 40
    assert all(len(code) == 3 and float(f"{worth:.3g}") == worth for code, worth in UNITS.items())


def test_what_is_not_given_follows_the_currency() -> None:
    text = HEAD + "currency: JPY\ndesk: {}\n" + PLAN + "content: {source_cost: {kol: 9000}}\n"
    scenario = parse(text + "      - invite: {invited_reward: 10}\n      - points: {}\n")
    content, invite, points = scenario.plan("mine").strategies
    assert isinstance(content, Content)
    assert isinstance(invite, Invite)
    assert isinstance(points, Points)
    assert content.source_cost.model_dump() == {
        "professional": 4500, "kol": 9000, "member": 450, "derivative": 1200, "ai": 750,
    }  # fmt: skip
    assert content.format_cost.video == 2.5
    assert (invite.inviter_reward, invite.invited_reward) == (2250, 10)
    assert (points.point_cost, points.point_value, points.setup_cost) == (1.5, None, 0)
    desk = scenario.spec().desk
    assert desk is not None
    assert desk.wage_per_hour == 3000


def test_a_plan_keeps_its_scale_when_it_is_turned() -> None:
    plan = StrategyPlan((Invite(),), 1000, 150)
    ranges = {d.path: (d.low, d.high, d.current) for d in search_space(plan)}
    assert ranges["invite.inviter_reward"] == (0, 7500, 2250)
    assert ranges["invite.hold_days"] == (0, 30, 7)
    turned = with_values(plan, {"invite.invited_reward": 3000})
    assert turned.money_unit == 150
    assert turned.strategies[0].model_dump()["inviter_reward"] == 2250
    with pytest.raises(fr.InputError, match=r"invite.invited_reward: 15,000,001 is not allowed"):
        with_values(plan, {"invite.invited_reward": 15_000_001})


@pytest.mark.parametrize(
    ("text", "line", "field", "allowed"),
    [
        ("currency: IDR\n" + PLAN + "invite: {inviter_reward: 1600000001}", 7,
         "plans.mine.strategies[0].invite.inviter_reward", "at most 1,600,000,000 IDR"),
        ("currency: KWD\n" + PLAN + "content: {source_cost: {kol: 300001}}", 7,
         "plans.mine.strategies[0].content.source_cost.kol", "at most 300,000 KWD"),
        ("money_unit: 2\n" + PLAN + "points: {point_cost: 2001}", 7,
         "plans.mine.strategies[0].points.point_cost", "at most 2,000 USD"),
        ("currency: EUR\neconomy: {revenue_per_visit: 900001}", 4,
         "economy.revenue_per_visit", "at most 900,000 EUR"),
        ("currency: JPY\ndesk:\n  wage_per_hour: 2e8", 5,
         "desk.wage_per_hour", "at most 150,000,000 JPY"),
        ("plans:\n  mine: {budget: 1000000000001, strategies: [{points: {}}]}", 4,
         "plans.mine.budget", "at most 1,000,000,000,000 USD"),
        ("money_unit: 0", 3, "money_unit", "at least 0.0001"),
        (PLAN + "invite: {inviter_reward: -1}", 6,
         "plans.mine.strategies[0].invite.inviter_reward", "at least 0"),
        (PLAN + "invite: {inviter_reward: .inf}", 6,
         "plans.mine.strategies[0].invite.inviter_reward", "finite"),
    ],
)  # fmt: skip
def test_bounds_follow_the_currency(text: str, line: int, field: str, allowed: str) -> None:
    with pytest.raises(fr.InputError, match=allowed) as raised:
        parse(HEAD + text + "\n")
    assert (raised.value.line, raised.value.field) == (line, field)


def test_what_would_be_too_much_in_dollars_is_not_in_rupiah() -> None:
    scenario = parse(HEAD + "currency: IDR\n" + PLAN + "invite: {inviter_reward: 1600000000}\n")
    plan = scenario.plan("mine")
    assert plan.offers(scenario.calendar, scenario.segments) is not None
    assert scenario.spec().behaviour.updated({"basket": 1.6e9}, "measured", "test")
    with pytest.raises(fr.InputError, match="basket"):
        Behaviour.preset("forum").updated({"basket": 1.6e9}, "measured", "test")


def test_a_behaviour_is_put_in_the_currency_of_its_scenario() -> None:
    yen = parse(HEAD + "currency: JPY\n")
    assert yen.with_behaviour(Behaviour.preset("shop")).behaviour.values["basket"] == 4500
    given = Behaviour.preset("shop").updated({"basket": 99.0}, "measured", "test")
    assert yen.with_behaviour(given).behaviour.values["basket"] == 99
    assert given.in_money(150.0).in_money(1.0) == given
    parameter = yen.behaviour.parameter("basket")
    assert (parameter.value, parameter.high) == (4500, PARAMETER["basket"].high * 150)


def test_the_schema_promises_no_bound_that_hangs_on_the_currency() -> None:
    reward = json_schema()["$defs"]["Invite"]["properties"]["inviter_reward"]
    assert reward["minimum"] == 0
    assert "maximum" not in reward
    assert reward["most_units_of_money"] == 100_000
    assert "money_unit" in json_schema()["properties"]
