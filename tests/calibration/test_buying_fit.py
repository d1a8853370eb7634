"""A history with purchases among other events, fitted: it begins at its orders and sales."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

import forerun as fr
import scenarios
from calibration import calibrate, read
from calibration.world import World
from forerun.starting import Started, new, open_history
from sim.plan import NoPlan
from sim.run import run
from tests.calibration.logs import written
from tests.calibration.shops import days, log, mixed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Started:
    folder = tmp_path_factory.mktemp("mixed")
    path = written(folder / "mixed.csv", mixed(2, members=1_200, days=182))
    return new(open_history(path), folder / "made", trials=6, seed=1)


def test_it_begins_at_its_orders_and_net_sales(started: Started) -> None:
    level = started.level
    assert level["history"].keys() == {"active", "joiners", "purchases", "revenue"}
    for part, came in level["history"].items():
        assert level["same_weeks"][part] == pytest.approx(came, rel=0.1), part


def test_rate_dropout_value_and_refunds_are_in_the_behaviour_file(started: Started) -> None:
    """The truth of `mixed`."""
    behaviour = fr.load(started.folder / "scenario.yaml").behaviour
    names = ("buy_rate", "buy_shape", "buy_quit_a", "buy_quit_b", "basket", "order_again",
             "refund_share")  # fmt: skip
    assert {behaviour.grade(name) for name in names} == {"measured"}
    assert all(set(names) <= world.keys() for world in behaviour.posterior)
    values = behaviour.values
    assert values["basket"] == pytest.approx(40.0)
    assert values["order_again"] == pytest.approx(0.2, abs=0.03)
    assert values["refund_share"] == pytest.approx(0.1, abs=0.03)
    assert values["buy_shape"] == pytest.approx(0.5, rel=0.4)
    assert values["buy_quit_a"] / (values["buy_quit_a"] + values["buy_quit_b"]) == pytest.approx(
        0.2, abs=0.1
    )


def test_a_fit_that_finds_the_visits_finds_the_rate(tmp_path: Path) -> None:
    """0.06 of visits, of which ties, that raise purchases by 0.3 in this preset, take theirs."""
    path = written(tmp_path / "mixed.csv", mixed(2, members=2_500, days=250))
    made = new(open_history(path), tmp_path / "made", trials=60, seed=1)
    assert made.fit["errors"]["buying"] < 0.05
    rate = fr.load(made.folder / "scenario.yaml").behaviour.values["buy_rate"]
    assert rate == pytest.approx(0.06 / 1.3, rel=0.35)


def test_what_a_run_keeps_of_its_sales_is_less_the_refunds(started: Started) -> None:
    spec = fr.load(started.folder / "scenario.yaml").spec(horizon_days=28)
    lived = run(spec, NoPlan(), 3)
    seen = lived.trajectory
    gross, net = seen.total("gmv_cents"), seen.total("net_sales_cents")
    assert net == pytest.approx((1 - seen.refund_share) * gross, abs=1)
    assert 0.85 < net / gross < 0.95
    assert seen.total("orders") > seen.total("team_orders")


def test_of_fewer_than_five_buyers_nothing_is_told(tmp_path: Path) -> None:
    """Four buyers at a price that nobody else has, among fifty who only come."""
    rows = [(member, day, "visit", 0.0) for member in range(50) for day in range(member, 120, 3)]
    rows += [(member, 60 + 9 * k, "purchase", 777.0) for member in range(4) for k in range(5)]
    path = written(tmp_path / "few.csv", log(rows))
    few = new(open_history(path), tmp_path / "made", trials=2)
    assert few.fit["purchases"] is None
    assert not {"purchases", "revenue"} & few.level["history"].keys()
    told = json.dumps(few.as_json()) + "".join(p.read_text() for p in few.folder.iterdir())
    assert not re.search(r"(?<![\d.])777(?!\d)", told)
    assert "20 purchases" not in told


def test_a_shop_with_refunds_is_a_shop(tmp_path: Path) -> None:
    """Amounts below 0 on days of their own make nobody active, and come off the revenue."""
    rows = [f"c{k % 40},{day},10" for day in days(120) for k in range(day.day % 3, 40, 9)]
    rows += [f"c{k % 40},{day},-10" for k, day in enumerate(days(120))]
    path = written(tmp_path / "shop.csv", "customer,date,amount\n" + "\n".join(rows) + "\n")
    made = new(open_history(path), tmp_path / "made", trials=2)
    assert (made.found.activity, made.found.shop) == ("purchase", True)
    assert "没有发帖和访问" in made.found.why_zh
    level = made.level
    assert level["history"]["active"] == pytest.approx(level["history"]["purchases"])
    price = {when: level[when]["revenue"] / level[when]["purchases"] for when in level}
    assert price["history"] == pytest.approx(7.8, abs=0.3)
    assert price["same_weeks"] == pytest.approx(price["history"], rel=0.03)


def test_a_shop_that_is_read_as_a_community_buys_on_its_visits(tmp_path: Path) -> None:
    """A scenario of one's own where a visit counts, and purchases alone: 475 came of 6,581."""
    rows = [(member, day, "purchase", 9.0) for member in range(60) for day in range(member, 120, 3)]
    path = written(tmp_path / "shop.csv", log(rows))
    text = (
        "name: Mine\nstart: 2024-04-30\ncommunity:\n  preset: shop\n  launch: 2024-01-01\n"
        "  arrivals: {organic_per_day: 1}\n"
    )
    mine = scenarios.parse(text)
    fitted = calibrate(mine, read(path, "visit"), holdout_days=0, trials=8)
    assert fitted.behaviour.values["buy_rate"] > 0.9
    seen = World(mine, read(path, "visit")).observe(fitted.behaviour, 1)
    assert seen.orders is not None
    assert seen.orders.sum() == pytest.approx(0.95 * seen.active.sum(), rel=0.06)


def test_the_backtest_tells_orders_and_net_sales_of_the_weeks_held_out(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = [(k, k, "purchase", 20.0) for k in range(60)]
    rows += [(k, day, "purchase", 20.0)
             for k in range(60) for day in range(k + 1, 140) if rng.random() < 0.15]  # fmt: skip
    history = read(written(tmp_path / "shop.csv", log(rows)), "purchase")
    text = (
        "name: Mine\nstart: 2024-05-20\ncommunity:\n  preset: shop\n  launch: 2024-01-01\n"
        "  activity: purchase\n  arrivals: {organic_per_day: 0.1}\n"
    )
    fitted = calibrate(scenarios.parse(text), history, holdout_days=28, trials=12)
    sold = fitted.holdout["sold"]
    assert sold.keys() == {"orders", "net_sales"}
    came = history.counts("event_purchase")[-28:].reshape(4, 7).sum(axis=1)
    assert sold["orders"]["observed"] == pytest.approx(came)
    assert sold["net_sales"]["observed"] == pytest.approx(20.0 * came)
    for part in sold.values():
        off = sum(abs(a - b) for a, b in zip(part["forecast"], part["observed"], strict=True))
        assert part["error"] == pytest.approx(off / sum(part["observed"]))
        assert part["error"] < 0.5
    price = sum(sold["net_sales"]["forecast"]) / sum(sold["orders"]["forecast"])
    assert price == pytest.approx(20.0, rel=0.01)


def test_sales_of_a_week_of_few_buyers_are_not_told(tmp_path: Path) -> None:
    """Thirty buy, and in one week of the four held out two of them."""
    rng = np.random.default_rng(2)
    rows = [(k, k, "purchase", 20.0) for k in range(30)]
    rows += [(k, day, "purchase", 20.0) for k in range(30) for day in range(k + 1, 140)
             if rng.random() < 0.1 and (k < 2 or not 119 <= day < 126)]  # fmt: skip
    rows.append((0, 139, "purchase", 20.0))
    history = read(written(tmp_path / "shop.csv", log(rows)), "purchase")
    text = (
        "name: Mine\nstart: 2024-05-20\ncommunity:\n  preset: shop\n  launch: 2024-01-01\n"
        "  activity: purchase\n  arrivals: {organic_per_day: 0.1}\n"
    )
    sold = calibrate(scenarios.parse(text), history, holdout_days=28, trials=2).holdout["sold"]
    assert [part["observed"] for part in sold.values()] == [None, None]
    assert sold["orders"]["error"] > 0


def test_of_few_buyers_the_backtest_tells_nothing(tmp_path: Path) -> None:
    """Sixty come, and three of them buy."""
    rows = [(member, day, "visit", 0.0) for member in range(60) for day in range(member, 140, 3)]
    rows += [(member, day, "purchase", 777.0) for member in range(3) for day in range(9, 140, 9)]
    history = read(written(tmp_path / "few.csv", log(rows)), "visit")
    text = (
        "name: Mine\nstart: 2024-05-20\ncommunity:\n  preset: brand\n  launch: 2024-01-01\n"
        "  arrivals: {organic_per_day: 0.1}\n"
    )
    fitted = calibrate(scenarios.parse(text), history, holdout_days=28, trials=2)
    assert fitted.holdout["sold"] is None
    assert fitted.behaviour.grade("basket") == "assumed"
