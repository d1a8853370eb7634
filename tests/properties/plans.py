"""Random plans: over the levers themselves, and over the strategies that pull them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from sim.levers import LEVERS
from sim.rules import FORMATS, MAX_TIERS, SOURCES, Rules
from strategies import STRATEGIES, StrategyPlan, search_space, with_values
from strategies.days import Phase
from tests.properties.dials import Dials
from tests.properties.one_world import AnyPlan, Change, Items, Pull

STRONGEST = {
    "points_per_visit": 20.0, "points_per_post": 30.0, "point_value": 1.0, "privilege": 2.0,
    "access": 0.5, "service": 1.0, "visibility": 2.0,
    "push": 10.0, "inviter_reward": 100.0, "invited_reward": 50.0, "discount": 0.95,
    "ad_load": 1.0, "placement": 1.0, "welcome": 1.0, "award": 1.0, "moderation": 1.0, "game": 1.0,
    "badge": 1.0, "challenge": 1.0,
    "team_discount": 0.9, "symbol": 1.0, "exchange": 1.0, "exchange_worth": 1.0,
    "token": 500.0, "level_spend": 1.0, "fee": 5.0, "perks": 2.0, "perk_privilege": 2.0,
    "perk_access": 0.5, "perk_service": 1.0, "perk_visibility": 10.0,
    "shorter_path": 3.0, "trust": 1.0, "event": 1.0, "onsite": 1.0,
    "card": 1.0, "pay": 5.0, "commission": 90.0, "sample": 1.0,
    "training": 1.0, "stock": 500.0, "pay_by_reach": 5.0,
    "board_first": 1.0, "board_near": 1.0, "board_far": 1.0,
    "quiet": 1.0, "gate": 0.9, "rooms": 5.0,
}  # fmt: skip
"""The hardest that each lever is pulled, in its unit."""

assert set(STRONGEST) == {lever.name for lever in LEVERS}


def _pull(dials: Dials, lever: str, days: int, segments: int) -> Pull:
    return Pull(
        lever,
        dials.number(0, STRONGEST[lever], power=2),
        dials.whole(0, days - 1) if dials.seldom() else 0,
        dials.whole(1, days) if dials.seldom() else days,
        dials.whole(0, MAX_TIERS - 1) if dials.seldom() else 0,
        dials.whole(0, segments - 1) if dials.seldom() else 0,
    )


def _pulls(dials: Dials, days: int, segments: int) -> tuple[Pull, ...]:
    levers = [lever for lever in STRONGEST if dials.flag()]
    return tuple(_pull(dials, lever, days, segments) for lever in levers)


def _rules(dials: Dials) -> Rules:
    return Rules(
        level_thresholds=tuple(sorted({dials.whole(1, 60) for _ in range(dials.whole(0, 7))})),
        reward_points=dials.whole(0, 40),
        points_expiry_days=dials.whole(0, 12),
        points_purse=dials.whole(0, 200) * dials.whole(1, 10) if dials.flag() else -1,
        unlock_after=dials.whole(0, 3),
        hold_days=dials.whole(0, 5) if dials.flag() else 0,
        unlocks_purse_cents=dials.whole(0, 200) * 150 if dials.flag() else -1,
        reward_rise=dials.whole(0, 200) * 10_000 if dials.flag() else 0,
        reward_rises=dials.whole(0, 5),
        most_unlocks=dials.whole(0, 4) if dials.flag() else 0,
        one_in=dials.whole(1, 4) if dials.flag() else 1,
        check_cents=dials.whole(0, 200) if dials.flag() else 0,
        badge_posts=dials.whole(0, 20) if dials.flag() else 0,
        endowed_points=dials.whole(0, 30) if dials.flag() else 0,
        team_size=dials.whole(2, 5),
        team_days=dials.whole(1, 4) if dials.seldom() else 1,
        team_recruits=dials.whole(0, 1),
        level_days=dials.whole(1, 9) if dials.seldom() else 0,
        counts_from=dials.whole(0, 6) if dials.seldom() else 0,
        challenge_days=dials.whole(0, 8) if dials.flag() else 0,
        exchange_points=dials.whole(0, 20) if dials.flag() else 0,
        spend_alone=dials.whole(0, 1),
    )


def _change(dials: Dials, day: int, days: int, segments: int) -> Change:
    return Change(
        day,
        stops=tuple(lever for lever in STRONGEST if dials.seldom()),
        pulls=_pulls(dials, days, segments),
        supply_factor=dials.one_of(1.0, 0.0, 2.0),
    )


def any_plan(dials: Dials, days: int, segments: int) -> AnyPlan:
    """Return a plan that pulls any lever on any day, reacts or not, under any rules."""
    items = [
        Items(
            dials.number(0, 20, power=2),
            dials.one_of(*SOURCES),
            dials.one_of(*FORMATS),
            dials.whole(0, days - 1),
            dials.whole(0, segments - 1),
            dials.number(0, 1) if dials.flag() else 0.0,
        )
        for _ in range(dials.whole(0, 3))
    ]
    changing = sorted({dials.whole(0, days - 1) for _ in range(2)} - {0})
    return AnyPlan(
        pulls=_pulls(dials, days, segments),
        items=tuple(items),
        paid_a_day=tuple(dials.number(0, 4) for _ in range(dials.whole(0, 10))),
        rules=_rules(dials),
        changes=tuple(_change(dials, day, days, segments) for day in changing),
    )


def _facts(dials: Dials, kind: str) -> dict[str, float]:
    """Return what a search does not turn: days, and money in proportion to a small community."""
    first = dials.whole(0, 20) if dials.seldom() else 0
    days: dict[str, float] = {"from_day": first}
    if dials.seldom():
        days["to_day"] = first + dials.whole(1, 20)
    money: dict[str, dict[str, float]] = {
        "points": {
            "point_cost": round(dials.number(0.01, 2, power=2), 6),
            "reward_points": dials.whole(1, 30),
            "setup_cost": dials.number(0, 10),
            "privilege_cost": dials.number(0, 10),
        },
        "invite": {"setup_cost": dials.number(0, 10)},
        "mix": {"reward_points": dials.whole(1, 300)},
        "exchange": {"lot": dials.whole(1, 30), "monthly_fee": dials.number(0, 10)},
        "token": {"setup_cost": dials.number(0, 10), "monthly_fee": dials.number(0, 10)},
        "placement": {"monthly_fee": dials.number(0, 10)},
        "event": {"day_cost": dials.number(0, 10)},
    }
    if kind == "checkout":
        costs = ("step_cost", "seal_cost", "order_fee")
        money[kind] = {name: dials.number(0, 10, power=2) for name in costs}
    if kind == "training":
        # At its usual prices hardly any of the budgets covers a term.
        costs = ("setup_cost", "seat_cost")
        money[kind] = {name: dials.number(0, 10, power=2) for name in costs}
    return {f"{kind}.{name}": value for name, value in {**days, **money.get(kind, {})}.items()}


def _strategy_plan(dials: Dials, always_a_budget: bool, only: str | None) -> StrategyPlan:
    strategies = tuple(
        one() for kind, one in STRATEGIES.items() if not dials.seldom() and only in (None, kind)
    )
    if any(one.kind == "points" for one in strategies):
        # A plan holds one giver of points.
        strategies = tuple(one for one in strategies if one.kind != "mix")
    if any(one.kind == "staircase" for one in strategies):
        # Together they would make more audiences than a plan may be for.
        strategies = tuple(one for one in strategies if one.kind != "leaderboard")
    # As much for each as four would share.
    much = dials.whole(1, 255) ** 2 * max(len(strategies), 4) // 4
    budget = much / 100 if dials.flag() or always_a_budget else None
    plan = StrategyPlan(strategies, budget)
    if dials.seldom() and all(one.by_span for one in strategies) and budget is not None:
        plan = replace(plan, budget_per="month")
    values: dict[str, float] = {}
    for dimension in search_space(plan):
        value = dials.number(dimension.low, dimension.high, power=2)
        if dimension.step is not None:
            value = dimension.low + (value - dimension.low) // dimension.step * dimension.step
        values[dimension.path] = value
    if "token.treasury" in values:
        # At its usual size hardly any of the budgets covers it.
        values["token.treasury"] /= 20
    for strategy in strategies:
        values.update(_facts(dials, strategy.kind))
    return _on_some_days(dials, with_values(plan, values))


def _on_some_days(dials: Dials, plan: StrategyPlan) -> StrategyPlan:
    """Return a plan some of whose strategies run in phases or on weekdays alone."""
    phases = {
        "first": Phase(to_day=dials.whole(5, 15)),
        "later": Phase(from_day=dials.whole(10, 20)),
    }
    strategies = []
    for one in plan.strategies:
        changed: dict[str, object] = {}
        if one.by_day and dials.seldom():
            changed["on_weekdays"] = (dials.one_of("mon", "thu"), dials.one_of("sat", "sun"))
        if one.by_day and one.to_day is None and dials.seldom():
            changed["phase"] = dials.one_of("later", ("first", "later"))
        strategies.append(one.model_copy(update=changed))
    return replace(plan, strategies=tuple(strategies), phases=phases)


def random_strategy_plans(
    *, always_a_budget: bool = False, only: str | None = None
) -> st.SearchStrategy[StrategyPlan]:
    """Return plans of any of `STRATEGIES` over their search ranges, budgets often too small.

    Of one kind alone, if one is named.
    """
    return st.binary(min_size=900, max_size=900).map(
        lambda dials: _strategy_plan(Dials(dials), always_a_budget, only)
    )
