"""Stepped commission: V48 to the cent, whose orders count, what is paid, owed and refused."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.brought import BROUGHT, FRIEND, JOINED, MILLIONTHS, SELLER
from sim.calendar import Calendar
from sim.checkpoint import load, save
from sim.compiled.deeds import SPENT
from sim.ledger import Ledger
from sim.run import Rehearsal, Run
from sim.trajectory import Trajectory
from strategies import Brief, StrategyPlan
from strategies.commission import Commission, payout
from tests.free_lunch.ground import Ground, Size
from tests.metrics.recorded import trajectory

RATES: Final = (0.01, 0.045, 0.08, 0.115, 0.15)
CALENDAR: Final = Calendar(date(2024, 1, 1), 60)
SIZE: Final = Size(members=600, past=120, days=91, arrivals=6.0)
FREE: Final[dict[str, Any]] = {"setup_cost": 0.0}
FLAT: Final[dict[str, Any]] = {"lowest": 0.1, "rise": 0.0, **FREE}


@cache
def ground(**values: float) -> Ground:
    """Return a shop whose members bring friends and buy."""
    here = Ground("shop", SIZE, range(4), ("accepted", "gain"))
    usual = {"visit_base": -2.6, "buy_rate": 0.1, "invite_rate": 0.05, "accept_rate": 0.4}
    behaviour = here.scenario.behaviour.updated({**usual, **values}, "assumed", "made up")
    here.spec = here.scenario.with_behaviour(behaviour).spec()
    return here


def lived(here: Ground, own: Commission, budget: float | None = None) -> list[Run]:
    return [here.run(StrategyPlan((own,), budget), seed) for seed in here.seeds]


def total(runs: list[Run], count: str) -> int:
    return sum(one.trajectory.total(count) for one in runs)


def cost(runs: list[Run]) -> int:
    return sum(one.ledger.cost() for one in runs)


def seen(*rows: tuple[int, int, int, int, int, float], **fields: Any) -> Trajectory:
    """Return a record of what friends spent, in currency; accepted are as many as joined."""
    brought = np.array([(*row[:5], round(row[5] * 1e6)) for row in rows], np.int64)
    accepted = np.zeros(60, np.int64)
    for joined, _ in {(row[1], row[2]) for row in rows}:
        accepted[joined - 1] += 1
    brought = brought.reshape(-1, len(BROUGHT))
    return trajectory(CALENDAR.start, 60, brought=brought, accepted=accepted, **fields)


def paid(own: Commission, record: Trajectory, cents: int | None = None) -> NDArray[np.int64]:
    ledger = Ledger(60)
    own.settle(Brief(CALENDAR, ("general",), cents), record, ledger)
    return ledger.daily("redemption")


@pytest.mark.parametrize(
    ("sales", "marginal", "whole"),
    [
        (0.0, 0.0, 0.0),
        (99.99, 0.9999, 0.9999),
        (100.0, 1.0, 4.5),
        (100.01, 1.00045, 4.50045),
        (200.0, 5.5, 16.0),
        (399.99, 24.99885, 45.99885),
        (400.0, 25.0, 60.0),
        (1000.0, 115.0, 150.0),
    ],
)
def test_each_scheme_pays_what_its_table_says(sales: float, marginal: float, whole: float) -> None:
    """V48: below a threshold, at it and above it; the two schemes part at the first threshold."""
    sold = np.array([sales])
    assert payout(sold, RATES, 100.0, "marginal")[0] == pytest.approx(marginal, abs=1e-12)
    assert payout(sold, RATES, 100.0, "whole")[0] == pytest.approx(whole, abs=1e-12)


def test_the_table_rises_from_1_to_15_per_cent_and_no_further() -> None:
    assert Commission().rates == RATES
    assert Commission(steps=7).rates == (*RATES, 0.15, 0.15)
    assert Commission(lowest=0.3).rates == (0.15,) * 5


def test_marginal_never_falls_with_one_cent_more_and_whole_leaps() -> None:
    sold = np.arange(0, 60_001) / 100
    for scheme in ("marginal", "whole"):
        assert (np.diff(payout(sold, RATES, 100.0, scheme)) > 0).all()
    leaps = np.diff(payout(sold, RATES, 100.0, "whole"))
    assert np.flatnonzero(leaps > 1).tolist() == [9_999, 19_999, 29_999, 39_999]


def test_it_is_paid_on_the_day_of_the_order_by_what_the_seller_has_sold_in_the_period() -> None:
    record = seen(
        (3, 2, 50, 7, 0, 90.0),  # 0.90
        (5, 4, 51, 7, 0, 20.0),  # 10 at 1 %, 10 at 4.5 %: 0.55
        (5, 4, 52, 8, 0, 20.0),  # another seller: 0.20
        (40, 4, 51, 7, 0, 20.0),  # a new period: 0.20
    )
    marginal = paid(Commission(**FREE), record)
    assert {day: int(marginal[day]) for day in np.flatnonzero(marginal)} == {3: 90, 5: 75, 40: 20}
    whole = paid(Commission(scheme="whole", **FREE), record)
    # At 110.00 all of it is at 4.5 %: 4.95, of which 0.90 was paid.
    assert {day: int(whole[day]) for day in np.flatnonzero(whole)} == {3: 90, 5: 405 + 20, 40: 20}
    for_good = paid(Commission(period_days=0, **FREE), record)
    assert for_good[40] == 90


def test_only_friends_of_its_days_count_and_only_for_theirs() -> None:
    record = seen(
        (3, 0, 49, 7, 0, 50.0),  # accepted before the plan
        (12, 9, 50, 7, 0, 50.0),  # before its first day
        (15, 12, 51, 7, 0, 50.0),
        (25, 12, 51, 7, 0, 50.0),  # beyond the friend's days
        (24, 21, 52, 7, 0, 50.0),  # after its last
    )
    own = Commission(from_day=10, to_day=20, for_days=10, **FLAT)
    assert np.flatnonzero(paid(own, record)).tolist() == [15]


def test_no_more_is_paid_than_the_purse_holds() -> None:
    """Friends bring more than anybody could tell when they were promised for."""
    accepted = [0] * 60
    accepted[8] = 1
    record = seen((12, 9, 50, 7, 0, 10.0), (13, 9, 50, 7, 0, 5000.0))
    assert paid(Commission(**FLAT), record).sum() == 50_100
    assert paid(Commission(**FLAT), record, 2_000).sum() == 2_000
    assert paid(Commission(**FLAT), record, 0).sum() == 0


def test_what_is_recorded_is_what_friends_spent() -> None:
    here = ground()
    rehearsal = Rehearsal(here.spec, StrategyPlan((Commission(**FLAT),)), 0)
    rehearsal.live(here.spec.horizon_days)
    record, community = rehearsal.trajectory().brought, rehearsal.community
    friends = np.unique(record[:, FRIEND])
    assert len(friends) > 20
    assert (community.columns.inviter[record[:, FRIEND]] == record[:, SELLER]).all()
    assert (record[:, JOINED] >= 0).all()
    assert (record[:, MILLIONTHS] > 0).all()
    spent = np.zeros(community.size, np.int64)
    np.add.at(spent, record[:, FRIEND], record[:, MILLIONTHS])
    assert (spent[friends] == community.columns.deeds[friends, SPENT]).all()


def test_a_saved_run_pays_the_same(tmp_path: Path) -> None:
    here, plan = ground(), StrategyPlan((Commission(**FLAT),))
    rehearsal = Rehearsal(here.spec, plan, 1)
    rehearsal.live(50)
    save(rehearsal, tmp_path / "run.npz")
    again = load(tmp_path / "run.npz", here.spec, plan)
    for one in (rehearsal, again):
        one.live(here.spec.horizon_days)
    assert (rehearsal.trajectory().brought == again.trajectory().brought).all()
    assert rehearsal.result().ledger.cost() == again.result().ledger.cost() > 0


def test_a_higher_share_brings_ever_fewer_further_friends_and_costs_ever_more() -> None:
    here = ground()
    none, some, much = (
        lived(here, Commission(**{**FLAT, "lowest": share, "most": 0.9}))
        for share in (0.001, 0.1, 0.6)
    )
    friends = [total(runs, "accepted") for runs in (none, some, much)]
    assert friends[0] < friends[1] < friends[2]
    assert cost(some) / (friends[1] - friends[0]) < cost(much) / (friends[2] - friends[0])


def test_its_limit_a_higher_top_pays_the_few_and_brings_hardly_anybody() -> None:
    """The step ahead pulls nobody; what is paid on average does, and most are on the lowest."""
    here = ground()
    flat, stepped = (
        lived(here, Commission(lowest=0.02, rise=rise, step_sales=150, **FREE))
        for rise in (0.0, 0.03)
    )
    more = total(stepped, "accepted") / total(flat, "accepted") - 1
    assert 0 <= more < 0.08
    assert cost(stepped) > 1.1 * cost(flat)


def test_whole_amount_is_the_dearer_of_the_two() -> None:
    here = ground()
    record = [one.trajectory for one in lived(here, Commission(**FREE))]
    marginal, whole = (
        sum(int(paid_of(here, Commission(scheme=scheme, **FREE), one)) for one in record)
        for scheme in ("marginal", "whole")
    )
    assert marginal < whole


def paid_of(here: Ground, own: Commission, record: Trajectory) -> int:
    ledger = Ledger(here.spec.horizon_days)
    own.settle(Brief(here.spec.calendar, here.spec.segments), record, ledger)
    return ledger.cash()


def test_where_nobody_buys_nobody_is_drawn() -> None:
    here = ground(buy_rate=0.0)
    own = Commission(lowest=0.9, most=0.9, rise=0, for_days=3650)
    run = lived(here, own)[0]
    assert run.ledger.cost() == 0
    assert run.deliveries[0].as_dict()["stop"]["reason"] == "uncounted"


@pytest.mark.parametrize("budget", [1.0, 300.0, 3000.0])
def test_a_purse_that_cannot_keep_the_promise_makes_none(budget: float) -> None:
    """Nothing is drawn for a commission that would be refused."""
    here = ground()
    own = Commission(lowest=0.5, most=0.9, rise=0, **FREE)
    runs, without = lived(here, own, budget), lived(here, Commission(for_days=0))
    for run, other in zip(runs, without, strict=True):
        assert run.ledger.cost() <= round(100 * budget)
        if not run.deliveries[0].as_dict()["days"]:
            assert run.trajectory.total("accepted") == other.trajectory.total("accepted")
    if budget == 1.0:
        assert not any(run.deliveries[0].as_dict()["days"] for run in runs)
