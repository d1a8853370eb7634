"""What every strategy must be: the same checks over `STRATEGIES`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import CASH_ACCOUNTS, COST_ACCOUNTS, Ledger
from sim.offers import Offers
from sim.plan import NoPlan
from strategies import STRATEGIES, Brief, Strategy, StrategyPlan, search_space
from strategies.base import Evidence
from strategies.money import MOST
from tests.metrics.recorded import trajectory

CALENDAR = Calendar(date(2024, 1, 1), 60)
SEGMENTS = ("flights", "trains", "visas")
KINDS = sorted(STRATEGIES)

ZERO_STRENGTH: dict[str, dict[str, Any]] = {
    "points": {"per_visit": 0, "per_post": 0, "setup_cost": 500, "privilege_cost": 100},
    "acquisition": {"spend_per_day": 0},
    "ads": {"share": 0, "monthly_fee": 100},
    "placement": {"share": 0, "monthly_fee": 100},
    "award": {"share": 0, "day_cost": 10},
    "badge": {"posts": 0, "setup_cost": 500, "day_cost": 10},
    "game": {"effort": 0, "setup_cost": 500, "day_cost": 10},
    "checkin": {"reward": 0, "setup_cost": 500, "day_cost": 10},
    "card": {"effort": 0, "setup_cost": 500, "day_cost": 10},
    "coupon": {"discount": 0, "day_cost": 10},
    "checkout": {"steps_saved": 0, "seals": 0, "day_cost": 10},
    "rules": {"posts_a_day": 0, "turned_away": 0, "more_rooms": 0, "day_cost": 10},
    "groupbuy": {"discount": 0, "day_cost": 10},
    "content": {"items_per_day": 0, "push_per_item": 1},
    "hours": {"per_day": 0, "automation": 0.5},
    "event": {"days": 0, "seats": 40, "discount": 0.2, "assets": 5},
    "invite": {"inviter_reward": 0, "invited_reward": 0, "setup_cost": 500},
    "membership": {"perks": 0, "rise": 0.1, "setup_cost": 500, "day_cost": 10},
    "messages": {"per_day": 0, "day_cost": 10},
    "moderation": {"strength": 0, "day_cost": 10},
    "staircase": {"discount": 0, "rise": 0},
    "welcome": {"share": 0, "day_cost": 10},
    "symbol": {"effort": 0, "setup_cost": 500, "day_cost": 10},
    "exchange": {"partners": 0, "monthly_fee": 10},
    "mix": {"per_post": 0},
    "commission": {"for_days": 0, "setup_cost": 500},
    "training": {"seats": 0, "setup_cost": 500},
    "stock": {"orders": 0, "bring_cost": 10},
    "leaderboard": {"places": 0, "setup_cost": 500, "day_cost": 10},
    "pay": {"per_post": 0, "day_cost": 10},
    "boost": {"readers": 0, "day_cost": 10},
    "seeding": {"tried": 0, "setup_cost": 500, "day_cost": 10},
    "token": {"treasury": 0, "setup_cost": 500, "monthly_fee": 10},
}


def leaves(model: type[BaseModel]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the fields of a model and of its parts, as their JSON schema shows them."""
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from leaves(info.annotation)
        extra = info.json_schema_extra
        assert isinstance(extra, dict), f"{model.__name__}.{name} is not made by `parameter`"
        bounds = {"low": None, "high": extra.get(MOST)}
        for limit in info.metadata:
            bounds["low"] = getattr(limit, "ge", bounds["low"])
            bounds["high"] = getattr(limit, "le", bounds["high"])
        yield name, {**extra, **bounds, "title": info.title, "meaning": info.description}


def _table(offers: Offers) -> NDArray[np.float32]:
    """Return what is offered to those in all audiences there are."""
    names = offers.audiences.names if offers.audiences else ()
    return offers.composed(((1 << len(names)) - 1,))


def same(one: Offers, other: Offers) -> bool:
    """Return whether two tables hold the same bits and the same rules."""
    return (
        _table(one).tobytes() == _table(other).tobytes()
        and one.supply.tobytes() == other.supply.tobytes()
        and one.paid_arrivals.tobytes() == other.paid_arrivals.tobytes()
        and one.rules == other.rules
    )


@pytest.fixture(params=KINDS)
def strategy(request: pytest.FixtureRequest) -> Strategy:
    return STRATEGIES[request.param]()


def test_every_kind_has_a_zero_strength_case() -> None:
    assert sorted(ZERO_STRENGTH) == KINDS


def test_names(strategy: Strategy) -> None:
    assert STRATEGIES[strategy.kind] is type(strategy)
    assert strategy.title
    assert any("\u4e00" <= letter <= "\u9fff" for letter in strategy.title_zh)
    assert strategy.lever_family
    assert type(strategy).__doc__


def test_every_field_tells_what_it_is(strategy: Strategy) -> None:
    for name, field in leaves(type(strategy)):
        for key in ("title", "title_zh", "unit", "meaning", "source"):
            assert field[key], f"{name} has no {key}"
        assert field["evidence"] in Evidence.__args__, name


def test_search_ranges_lie_inside_bounds(strategy: Strategy) -> None:
    searched = [(name, field) for name, field in leaves(type(strategy)) if "search" in field]
    assert searched
    for name, field in searched:
        search = field["search"]
        assert field["low"] <= search["low"] < search["high"] <= field["high"], name
        assert not search["log"] or (search["low"] > 0 and search["step"] is None), name


def test_frozen_and_nothing_extra(strategy: Strategy) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        strategy.budget = 1.0  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        type(strategy).model_validate({"unheard_of": 1})
    with pytest.raises(InputError, match="Extra inputs are not permitted"):
        type(strategy)(unheard_of=1)


@pytest.mark.parametrize(
    "bad",
    [
        {"budget": -1},
        {"budget": float("nan")},
        {"from_day": -1},
        {"to_day": 0},
        {"from_day": 7, "to_day": 7},
    ],
)
def test_bad_common_values(strategy: Strategy, bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        type(strategy).model_validate(bad)
    with pytest.raises(InputError) as told:
        type(strategy)(**bad)
    assert (told.value.field or "").startswith(strategy.kind)
    assert "\n" not in str(told.value)


def test_json_round_trip(strategy: Strategy) -> None:
    text = strategy.model_dump_json()
    assert type(strategy).model_validate_json(text) == strategy
    assert type(strategy).model_validate(json.loads(text)) == strategy
    assert json.dumps(type(strategy).model_json_schema())


def _carried_out(plan: StrategyPlan) -> Offers:
    """Return what is offered where a thousand are there each day, by those who wait to see it."""
    offers, today = plan.offers(CALENDAR, SEGMENTS), 0
    seen = trajectory(CALENDAR.start, CALENDAR.days, reachable=[1000] * CALENDAR.days)
    while (today := plan.next_decision(today) or CALENDAR.days) < CALENDAR.days:
        offers = plan.adapt(seen, today, offers)
    return offers


def test_full_strength_writes_something(strategy: Strategy) -> None:
    assert not same(_carried_out(StrategyPlan((strategy,))), Offers(CALENDAR, len(SEGMENTS)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("budget", [None, 1e-2, 1e6])
def test_zero_strength_is_no_plan(kind: str, budget: float | None) -> None:
    plan = StrategyPlan((STRATEGIES[kind](**ZERO_STRENGTH[kind]),), budget)
    empty = NoPlan().offers(CALENDAR, SEGMENTS)
    offers = plan.offers(CALENDAR, SEGMENTS)
    assert same(offers, empty)
    assert plan.next_decision(0) is None
    ledger = Ledger(CALENDAR.days)
    plan.settle(trajectory(CALENDAR.start, CALENDAR.days), ledger)
    assert ledger.cost() == 0
    assert ledger.frame().is_empty()


def test_outside_its_days_it_offers_nothing(strategy: Strategy) -> None:
    some = type(strategy).model_validate({"from_day": 10, "to_day": 20})
    offers = _carried_out(StrategyPlan((some,)))
    pulled = _table(offers).any(axis=(1, 2, 3)) | offers.supply.any(axis=(1, 2, 3))
    pulled |= offers.paid_arrivals > 0
    assert np.flatnonzero(pulled).tolist() == list(range(10, 20))
    late = type(strategy).model_validate({"from_day": CALENDAR.days})
    assert same(_carried_out(StrategyPlan((late,))), Offers(CALENDAR, len(SEGMENTS)))


def test_books_under_its_own_name_on_known_accounts(strategy: Strategy) -> None:
    days = CALENDAR.days
    seen = trajectory(
        CALENDAR.start, days, points_issued=[9] * days, points_redeemed=[5] * days,
        points_expired=[1] * days, rewards_issued_cents=[800] * days,
        rewards_paid_cents=[700] * days, reachable=[50] * days, first_posts=[2] * days,
        writers=[9] * days, posts=[9] * days, buyers=[4] * days, visits=[9] * days,
        badges=[1] * days, invitations=[3] * days,
        challenges=[1] * days, points_exchanged=[2] * days,
        adopted=[1] * days, teams=[4] * days, team_orders=[6] * days, joined_organic=[2] * days,
    )  # fmt: skip
    ledger = Ledger(days)
    strategy.settle(Brief(CALENDAR, SEGMENTS), seen, ledger)
    assert ledger.strategies == [strategy.kind]
    assert sum(ledger.balance(account) for account in COST_ACCOUNTS) == ledger.cost() > 0
    assert sum(ledger.balance(account) for account in CASH_ACCOUNTS) == ledger.cash() > 0
    taken_off = -ledger.balance("coupons")
    assert ledger.balance("cash") == taken_off - ledger.cash()
    assert 0 <= ledger.owed() <= ledger.owed_in_full()


def test_its_levers_are_found_and_hold_the_present(strategy: Strategy) -> None:
    dimensions = search_space(StrategyPlan((strategy,), 1000.0))
    assert [d.path for d in dimensions].count(f"{strategy.kind}.budget") == 1
    for dimension in dimensions:
        assert dimension.path.startswith(f"{strategy.kind}.")
        assert dimension.low <= dimension.current <= dimension.high
