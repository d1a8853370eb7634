"""A budget by month or quarter: it holds in each, nothing is left over, and it says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.ablate import without
from scenarios import load
from sim.behaviour.preset import Behaviour
from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import CASH_ACCOUNTS, Ledger
from sim.run import run
from strategies import (
    STRATEGIES,
    Content,
    Invite,
    Points,
    Stop,
    Strategy,
    StrategyPlan,
    equal_split,
    search_space,
    with_values,
)
from strategies.brief import Brief, Span, spells
from strategies.coupon import Coupon
from strategies.game import Game
from strategies.messages import Messages
from strategies.welcome import Welcome
from tests.communities import community
from tests.strategies.test_metered import DAYS, METERED, START, lived, seen_of, told

CALENDAR = Calendar(START, DAYS)
"""January, and February of a leap year: 31 and 29 days."""
MONTHS = slice(0, 31), slice(31, 60)
BY_SPAN = sorted(kind for kind, one in STRATEGIES.items() if one.by_span)


def paid(strategy: Strategy, budget: float, **record: Any) -> list[int]:
    """Return what is paid in each month, and owed at the end of the last."""
    ledger, seen = Ledger(DAYS), seen_of(**record)
    StrategyPlan((strategy,), budget, budget_per="month").settle(seen, ledger)
    daily = sum(ledger.daily(account, strategy.kind) for account in CASH_ACCOUNTS)
    found = [int(daily[month].sum()) for month in MONTHS]
    return [*found[:-1], found[-1] + ledger.owed_in_full()]


@pytest.mark.parametrize(
    ("start", "days", "per", "ends"),
    [
        (date(2024, 1, 1), 60, "plan", [60]),
        (date(2024, 1, 1), 60, "month", [31, 60]),
        (date(2024, 1, 1), 60, "quarter", [60]),
        (date(2023, 12, 31), 93, "month", [1, 32, 61, 92, 93]),
        (date(2023, 12, 31), 93, "quarter", [1, 92, 93]),
        (date(2024, 2, 29), 1, "month", [1]),
    ],
)
def test_months_and_quarters_are_those_of_the_calendar(
    start: date, days: int, per: Span, ends: list[int]
) -> None:
    found = spells(Calendar(start, days), per)
    assert [one.stop for one in found] == ends
    assert [one.start for one in found] == [0, *ends[:-1]]


def test_content_begins_anew_with_each_month() -> None:
    """Twenty items at a dollar each cover twenty days of January and twenty of February."""
    content = Content(items_per_day=1 / 12.81)  # its mix costs 12.81 an item
    assert content.item_cost == pytest.approx(12.81)
    plan = StrategyPlan((content,), 20.5, budget_per="month")
    ran = np.flatnonzero(plan.offers(CALENDAR, ("general",)).supply.any(axis=(1, 2, 3)))
    assert ran.tolist() == [*range(20), *range(31, 51)]
    (warning,) = plan.foreseen(CALENDAR, ("general",))
    assert warning.stop == Stop("span", 20)
    assert "of a month or quarter gone, first on day 20" in warning.told()
    assert "当期" in warning.told("zh")
    ledger = Ledger(DAYS)
    plan.settle(seen_of(), ledger)
    (found,) = plan.account(seen_of(), ledger)
    assert (found.budget_cents, found.spent_cents, found.stop) == (4100, 4000, Stop("span", 20))
    assert found.dry_day is None, "it comes anew"


@pytest.mark.parametrize("kind", METERED)
def test_what_is_decided_on_the_way_is_what_is_booked(kind: str) -> None:
    """As by one budget for all: no look knows more of the days ahead than that money comes anew."""
    busy = np.random.default_rng(5).poisson(8, DAYS)
    names = ("reachable", "first_posts", "writers", "posts", "visits", "badges", "challenges")
    seen = seen_of(**{name: busy for name in (*names, "buyers")}, basket=1.0)
    strategy = STRATEGIES[kind](day_cost=0.01)  # type: ignore[call-arg]
    whole = told(strategy, seen).spent_cents
    for part in (0.05, 0.25, 1.0):
        own = strategy.model_copy(update={"budget": part * whole / 100, "budget_per": "month"})
        brief = Brief(CALENDAR, ("general",), round(part * whole), budget_per="month")
        decided = own.course(brief, seen).shares * own.profile(DAYS) * own.depth
        assert np.allclose(lived(own, seen, None), decided, atol=1e-6)


@given(
    counts=st.lists(st.integers(0, 50), min_size=DAYS, max_size=DAYS),
    budget=st.floats(0.01, 500.0),
    fixed=st.sampled_from([0.0, 0.013, 2.0]),
    first=st.integers(0, 40),
    kind=st.sampled_from(METERED),
)
def test_no_month_costs_more_than_its_money(
    counts: list[int], budget: float, fixed: float, first: int, kind: str
) -> None:
    strategy = STRATEGIES[kind].model_validate({"day_cost": fixed, "from_day": first})
    names = ("reachable", "first_posts", "writers", "posts", "visits", "badges", "challenges")
    record = {name: counts for name in (*names, "buyers")}
    for month in paid(strategy, budget, **record, basket=10.0, members=np.full(DAYS, 100)):
        assert month <= round(100 * budget)


def test_what_a_quiet_month_leaves_is_not_there_in_the_next() -> None:
    """Nothing to answer in January, ten a day at 1 in February: 100 of 290 are paid."""
    posts = [0] * 31 + [10] * 29
    welcome = Welcome(share=1, answer_cost=1)
    january, february = paid(welcome, 100, first_posts=posts)
    assert january == 0
    assert 9000 < february <= 10_000
    assert told(welcome, seen_of(first_posts=posts), 200).spent_cents > 15_000, "over the plan"


def test_more_money_comes_on_the_first_of_the_month_not_a_week_later() -> None:
    """January's is all but gone by its end; on 1 February, between two looks, it goes on."""
    seen = seen_of(first_posts=[10] * DAYS)
    welcome = Welcome(share=1, answer_cost=1, budget=100, budget_per="month")
    pulled = lived(welcome, seen, None)
    assert pulled[21:31].max() < 0.6
    assert CALENDAR.dates[31] == date(2024, 2, 1)
    assert pulled[31] == 1
    assert told(welcome, seen).stop is not None
    assert told(welcome, seen).stop.reason == "span"  # type: ignore[union-attr]


def test_money_of_a_month_that_was_never_touched_is_not_told_as_gone() -> None:
    calls = Messages(per_day=1, message_cost=50, budget=0.02, budget_per="month")
    found = told(calls, seen_of(reachable=[10] * DAYS))
    assert (found.days, found.spent_cents) == (0, 0)
    assert found.stop == Stop("set-up")


@pytest.mark.parametrize("of_plan", [True, False])
def test_a_rush_in_one_month_is_not_hidden_by_the_others(of_plan: bool) -> None:
    """January costs 12 times its money of 60, and February nothing: 5 times that of both."""
    own = {} if of_plan else {"budget": 60, "budget_per": "month"}
    welcome = Welcome.model_validate({"share": 1, "answer_cost": 1, **own})
    of_plan_alone: dict[str, Any] = {"budget": 60, "budget_per": "month"} if of_plan else {}
    plan, ledger = StrategyPlan((welcome,), **of_plan_alone), Ledger(DAYS)
    posts = [1] * 9 + [100] * 7 + [0] * 44
    plan.settle(seen_of(first_posts=posts), ledger)
    january = ledger.cost(welcome.kind) + ledger.beyond(welcome.kind)
    assert january > 12_000, "more than two months have"
    assert plan.overspent(CALENDAR, ledger) == pytest.approx(january / 6000 - 1)
    assert StrategyPlan((welcome,)).overspent(CALENDAR, Ledger(DAYS)) == 0


def test_what_is_set_up_is_set_up_once() -> None:
    """With less than the set-up a month it never runs, however many months there are."""
    game = Game(setup_cost=60, quest_cost=0.01)
    seen = {"visits": [50] * DAYS}
    january, february = paid(game, 100, **seen)
    assert january > 6000
    assert 0 < february < january
    assert paid(game, 50, **seen) == [0, 0]
    own = game.model_copy(update={"budget": 50, "budget_per": "month"})
    assert told(own, seen_of(**seen)).stop == Stop("set-up")


def test_coupons_that_are_out_are_the_last_month_s() -> None:
    coupon = Coupon(discount=0.2, valid_days=40, from_day=40)
    record = {"basket": 10.0, "buyers": [2] * DAYS, "members": np.full(DAYS, 100)}
    for budget in (60, 90, 120, 500):
        assert paid(coupon, budget, **record)[-1] <= 100 * budget


@pytest.mark.parametrize("kind", BY_SPAN)
def test_one_span_for_all_is_the_budget_that_it_was(kind: str) -> None:
    """A quarter that holds the whole plan is the plan, to the bit."""
    shop = community(200, behaviour=Behaviour.preset("shop"), deeds=True)
    one, other = (
        run(shop, StrategyPlan((STRATEGIES[kind](),), 200, budget_per=per), 3)
        for per in ("plan", "quarter")
    )
    assert np.array_equal(one.trajectory.counts, other.trajectory.counts)
    assert one.ledger.frame().equals(other.ledger.frame())


def test_in_a_world_each_month_keeps_to_its_money() -> None:
    shop = community(800, days=90, behaviour=Behaviour.preset("shop"))
    plan = StrategyPlan(
        (Content(), Coupon(every_days=20), Messages(per_day=1)), 120, budget_per="month"
    )
    result = run(shop, plan, 4)
    for strategy, did in zip(plan.strategies, result.deliveries, strict=True):
        daily = sum(result.ledger.daily(one, strategy.kind) for one in CASH_ACCOUNTS)
        months = [int(daily[one].sum()) for one in spells(Calendar(shop.start, 90), "month")]
        assert all(month <= 4000 for month in months)
        assert min(months[1:]) > 0, strategy.kind
        assert did.budget_cents == 12_000  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: Points(budget=5, budget_per="month"), "may owe what it promises beyond a month"),
        (lambda: Coupon(budget_per="month"), "says by what a budget holds; give it"),
        (lambda: Coupon(budget=5, budget_per="week"), "Input should be 'plan', 'month'"),
        (
            lambda: StrategyPlan((Content(), Invite()), 50, budget_per="month"),
            "invite may owe what it promises beyond a month",
        ),
        (lambda: StrategyPlan((Content(),), budget_per="month"), "give the plan's budget"),
        (
            lambda: StrategyPlan((Content(budget=5, budget_per="month"),), 50),
            "month is not the span of the plan's budget, plan",
        ),
    ],
)
def test_what_is_refused(made: Any, message: str) -> None:
    with pytest.raises(InputError, match=message) as told_so:
        made()
    assert "\n" not in str(told_so.value)


def test_a_search_turns_the_money_of_a_month() -> None:
    plan = StrategyPlan((Content(), Messages()), 90, budget_per="month")
    money = {d.path: (d.low, d.high, d.current) for d in search_space(plan) if "budget" in d.path}
    assert money["content.budget"] == money["messages.budget"] == (0, 90, 45)
    turned = with_values(plan, {"content.budget": 180, "messages.budget": 90})
    assert turned.envelopes == (6000, 3000)
    assert turned.total_budget(CALENDAR) == 180
    assert equal_split(turned).envelopes == (4500, 4500)
    (left,) = without(turned, 0).strategies
    assert (left.budget, left.budget_per) == (30, "month")


def test_a_scenario_s_plan_holds_by_month(tmp_path: Any) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "name: a\ncommunity: {members: 50}\nplans:\n  a:\n    budget: 30\n    budget_per: month\n"
        "    phases: {burst: {from_day: 7, to_day: 9}}\n"
        "    strategies:\n      - content: {phase: burst}\n",
        "utf-8",
    )
    plan = load(path).plan("a")
    assert plan.budget_per == "month"
    assert plan.total_budget(load(path).calendar) == 30 * 7
    assert (plan.strategies[0].from_day, plan.strategies[0].to_day) == (7, 9)
    assert load(path).digest != load(_turned(path)).digest


def _turned(path: Any) -> Any:
    other = path.with_name("b.yaml")
    other.write_text(path.read_text("utf-8").replace("per: month", "per: quarter"), "utf-8")
    return other
