"""Every cent has a place: the ledger of any plan of strategies in any world."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.ledger import ACCOUNTS, CASH, CASH_ACCOUNTS, OPERATION, Ledger
from sim.metrics import METRICS
from sim.run import run
from strategies import STRATEGIES, Delivery, Invite, StrategyPlan
from strategies.brief import cents, spells
from strategies.points import Points
from tests.properties.depths import at_two_depths, look_for
from tests.properties.one_world import World
from tests.properties.plans import random_strategy_plans
from tests.properties.worlds import random_worlds


def net(frame: pl.DataFrame, days: int) -> NDArray[np.int64]:
    """Return debits less credits a day, from rows of the ledger's table."""
    total = np.zeros(days, np.int64)
    change = frame["debit_cents"].to_numpy() - frame["credit_cents"].to_numpy()
    np.add.at(total, frame["day"].to_numpy(), change)
    return total


@at_two_depths(25, 300, world=random_worlds(), plan=random_strategy_plans())
def test_ledger(world: World, plan: StrategyPlan) -> None:
    """Debits are credits on every day, and what was counted is what was paid, to the cent."""
    spec = world.spec
    result = run(spec, plan, world.seed)
    seen, ledger = result.trajectory, result.ledger
    table = ledger.frame()
    assert not net(table, spec.horizon_days).any()
    for account in ACCOUNTS:
        rows = table.filter(pl.col("account") == account)
        assert np.array_equal(net(rows, spec.horizon_days), ledger.daily(account)), account

    economy, visits, posts = spec.economy, seen.daily("visits"), seen.daily("posts")
    traffic = 100 * (visits * economy.revenue_per_visit + posts * economy.revenue_per_post)
    sales, kept = seen.daily("net_sales_cents"), 1 - seen.refund_share
    earned = -ledger.daily("revenue", OPERATION) - sales
    # What lies below a cent is carried: no sum over days is more than half a cent off.
    assert np.abs(np.cumsum(earned - traffic)).max() <= 0.5 + 1e-6
    orders = seen.daily("buyers") + seen.daily("team_orders")
    assert np.array_equal(orders, seen.daily("orders"))
    goods = 100 * seen.basket * (1 - economy.margin) * orders * kept
    assert np.abs(np.cumsum(ledger.daily("goods") - goods)).max() <= 0.5 + 1e-6
    sold = np.cumsum(seen.daily("sold_millionths")) * seen.basket / 10_000
    assert np.abs(np.cumsum(sales) - sold * kept).max() <= 0.5 + 1e-6
    assert np.abs(np.cumsum(seen.daily("gmv_cents")) - sold).max() <= 0.5 + 1e-6
    assert np.array_equal(ledger.daily("wages"), seen.wages_cents)
    assert spec.desk is not None or not seen.wages_cents.any()
    own = earned + sales - ledger.daily("goods") - seen.wages_cents
    assert np.array_equal(ledger.daily(CASH, OPERATION), own)

    if "invite" in ledger.strategies:
        paid = ledger.daily("redemption", "invite") - seen.daily("rewards_paid_cents")
        (invite,) = (one for one in plan.strategies if isinstance(one, Invite))
        assert np.array_equal(paid, seen.daily("checks") * cents(invite.check_effort))


GONE = ("redeemed", "exchanged", "expired", "clawed_back")
"""What becomes of points."""


@at_two_depths(20, 250, world=random_worlds(), plan=random_strategy_plans())
def test_what_points_owe(world: World, plan: StrategyPlan) -> None:
    """What is owed for points is what those in members' hands would cost, to the cent."""
    result = run(world.spec, plan, world.seed)
    seen, ledger = result.trajectory, result.ledger
    points = next((s for s in plan.strategies if isinstance(s, Points)), None)
    if points is None or "points" not in ledger.strategies:
        return
    if points.reward_points == 0:
        assert ledger.owed_in_full("points") == ledger.owed("points") == 0
        return
    used = sum(seen.daily(f"points_{what}") for what in GONE)
    held = np.cumsum(seen.daily("points_issued") - used)
    owed = -np.cumsum(ledger.daily("points_liability"))
    assert held[-1] == seen.outstanding_points
    assert np.abs(owed - held * points.point_cost * 100).max() <= 1 + 1e-6
    assert np.array_equal(owed, np.cumsum(ledger.daily("points_provision")))


def committed(ledger: Ledger, kind: str) -> int:
    """Return what a strategy spent and all that it owes, in cents."""
    return ledger.cash(kind) + ledger.owed_in_full(kind)


@at_two_depths(25, 300, world=random_worlds(), plan=random_strategy_plans(always_a_budget=True))
def test_budgets(world: World, plan: StrategyPlan) -> None:
    """No strategy spends or owes more than its envelope, nor spends a plan more than its budget."""
    ledger = run(world.spec, plan, world.seed).ledger
    for strategy, envelope in zip(plan.strategies, plan.envelopes, strict=True):
        kind = strategy.kind
        assert 0 <= ledger.cash(kind) <= ledger.cost(kind) <= committed(ledger, kind)
        if envelope is None:
            continue
        days = Calendar(world.spec.start, world.spec.horizon_days)
        for part, spell in enumerate(each := spells(days, plan.budget_per)):
            owed = ledger.owed_in_full(kind) if part == len(each) - 1 else 0
            paid = sum(int(ledger.daily(one, kind)[spell].sum()) for one in CASH_ACCOUNTS)
            assert paid + owed <= envelope, kind
    left = plan.unspent(ledger)
    assert left is None or left >= 0


@at_two_depths(25, 300, world=random_worlds(), plan=random_strategy_plans())
def test_what_strategies_tell(world: World, plan: StrategyPlan) -> None:
    """Each tells what the books say of it, ran inside its window, and what did not run is free."""
    result = run(world.spec, plan, world.seed)
    assert len(result.deliveries) == len(plan.strategies)
    for strategy, told in zip(plan.strategies, result.deliveries, strict=True):
        assert isinstance(told, Delivery)
        window = strategy.window(world.spec.horizon_days)
        assert told.strategy == strategy.kind
        assert told.spent_cents == result.ledger.cash(strategy.kind)
        assert told.owed_cents == result.ledger.owed(strategy.kind)
        if not told.ran:
            # Its money may cover the set-up and nothing that it promises.
            assert told.stop is not None
            assert told.spent_cents == 0 or told.dry_day == window.start
            assert told.owed_in_full_cents == 0
            continue
        assert told.first_day is not None
        assert told.last_day is not None
        assert window.start <= told.first_day <= told.last_day < window.stop
        assert told.days <= told.last_day - told.first_day + 1
        if told.dry_day is not None:
            assert told.budget_cents is not None
            assert told.last_day < told.dry_day < window.stop


@at_two_depths(20, 250, world=random_worlds(), plan=random_strategy_plans())
def test_shares_are_shares(world: World, plan: StrategyPlan) -> None:
    """A measure that is a share lies between 0 and 1, or is undefined: one population."""
    result = run(world.spec, plan, world.seed)
    assert (result.trajectory.daily("active") <= result.trajectory.members_of_day).all()
    for metric in METRICS.values():
        if metric.unit == "share":
            value = metric.compute(result)
            assert np.isnan(value) or 0 <= value <= 1, metric.name


NEARLY = {"staircase": 0.5}
"""Share of its money that is nearly all; steps share theirs, and hardly ever all use it up."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", STRATEGIES)
def test_some_budget_binds(kind: str) -> None:
    """In some world a strategy takes nearly all it may, or `test_budgets` would say nothing."""

    def binds(case: tuple[World, StrategyPlan]) -> bool:
        world, plan = case
        for strategy, envelope in zip(plan.strategies, plan.envelopes, strict=True):
            if strategy.kind == kind and envelope:
                taken = committed(run(world.spec, plan, world.seed).ledger, kind)
                return taken > NEARLY.get(kind, 0.9) * envelope
        return False

    plans = random_strategy_plans(always_a_budget=True, only=kind)
    look_for(st.tuples(random_worlds(), plans), binds)
