"""Purchases of a history: what is read, by which clock, and what of it is told."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from calibration import purchases, read
from calibration.history import History
from calibration.purchases import Purchases
from sim.behaviour.preset import Behaviour
from tests.calibration.logs import real_data, written
from tests.calibration.shops import START, log, mixed

SHOP, BRAND = Behaviour.preset("shop"), Behaviour.preset("brand")

TOY = """member,timestamp,event,value
ann,2024-01-01,purchase,10
ann,2024-01-01,purchase,20
bob,2024-01-02,visit,
ann,2024-01-08,visit,
bob,2024-01-09,purchase,30
ann,2024-01-10,refund,-20
ann,2024-01-12,post,
cat,2024-01-13,visit,
"""


def found(history: History, behaviour: Behaviour = BRAND, activity: str = "visit") -> Purchases:
    read_off = purchases.read_off(history, behaviour, activity)
    assert read_off is not None
    return read_off


def test_what_is_kept_of_each_day(tmp_path: Path) -> None:
    table = read(written(tmp_path / "toy.csv", TOY), "visit").purchases
    assert table is not None
    rows = table.drop("member").rows()
    ann, bob, cat = rows[:4], rows[4:6], rows[6:]
    day = {k: date(2024, 1, k) for k in range(1, 14)}
    assert ann == [
        (day[1], True, 2, 30.0, 0.0), (day[8], True, 0, 0.0, 0.0),
        (day[10], True, 0, 0.0, 20.0), (day[12], True, 0, 0.0, 0.0),
    ]  # fmt: skip
    assert bob == [(day[2], True, 0, 0.0, 0.0), (day[9], True, 1, 30.0, 0.0)]
    assert cat == [(day[13], True, 0, 0.0, 0.0)]


def test_purchases_are_neither_posts_nor_visits(tmp_path: Path) -> None:
    path = written(tmp_path / "toy.csv", TOY)
    assert read(path, "visit").counts("contributions").sum() == 1
    bought = read(path, "purchase")
    assert bought.counts("active_members").sum() == 2
    assert bought.counts("new_members").sum() == 2
    assert bought.buyers() == 2
    assert bought.buyers(3) == 0


def test_the_future_is_not_known(tmp_path: Path) -> None:
    past = read(written(tmp_path / "toy.csv", TOY), "visit").until(date(2024, 1, 9))
    assert past.buyers() == 1
    assert past.purchases is not None
    assert past.purchases["day"].max() == date(2024, 1, 8)


def test_the_clock_of_a_shop_starts_with_the_first_purchase(tmp_path: Path) -> None:
    rows = [(0, 0, "purchase", 5.0), (0, 0, "purchase", 5.0), (0, 4, "purchase", 5.0),
            (0, 10, "purchase", 5.0), (1, 3, "purchase", 5.0)]  # fmt: skip
    history = read(written(tmp_path / "shop.csv", log([*rows, (2, 13, "purchase", 5.0)])))
    assert history.purchases is not None
    each = purchases.by_day(history.purchases, history)
    told = [each.frequency, each.recency, each.age, each.size]
    assert list(zip(*(one.tolist() for one in told), strict=True)) == [
        (0, 0.0, 0.0, 1.0), (0, 0.0, 10.0, 1.0), (2, 10.0, 13.0, 1.0),
    ]  # fmt: skip


def test_the_clock_of_a_community_is_the_members_own_visits(tmp_path: Path) -> None:
    history = read(written(tmp_path / "toy.csv", TOY), "visit")
    assert history.purchases is not None
    each = purchases.by_visit(history.purchases)
    told = [each.frequency, each.recency, each.age, each.size]
    # Cat never bought on one visit; Ann on the first of four, Bob on the second of two.
    assert list(zip(*(one.tolist() for one in told), strict=True)) == [
        (0, 0.0, 1.0, 1.0), (1, 1.0, 4.0, 1.0), (1, 2.0, 2.0, 1.0),
    ]  # fmt: skip


def test_rate_value_refunds_and_dropout_of_a_community(tmp_path: Path) -> None:
    """Of a made log, whose truth is known; by the members' visits, not by days."""
    history = read(written(tmp_path / "mixed.csv", mixed(1)), "visit")
    seen = found(history)
    assert seen.clock == "visit"
    assert set(seen.told) == {"buy_rate", "buy_shape", "buy_quit_a", "buy_quit_b"}
    first = seen.first
    assert first["buy_rate"] == pytest.approx(0.06, rel=0.15)
    assert first["buy_shape"] == pytest.approx(0.5, rel=0.25)
    mean = first["buy_quit_a"] / (first["buy_quit_a"] + first["buy_quit_b"])
    assert mean == pytest.approx(0.2, abs=0.07)
    assert first["basket"] == pytest.approx(40.0)
    assert first["order_again"] == pytest.approx(0.2, abs=0.02)  # 1.25 orders a purchase
    assert first["refund_share"] == pytest.approx(0.1, abs=0.02)


def test_value_is_that_of_late(tmp_path: Path) -> None:
    """Prices rise tenfold in the last quarter."""
    rows = [(k % 211, k % 360, "purchase", 100.0 if k % 360 >= 270 else 10.0) for k in range(9_000)]
    seen = found(read(written(tmp_path / "a.csv", log(rows)), "purchase"), SHOP, "purchase")
    assert seen.first["basket"] == pytest.approx(100.0)


def test_fewer_than_five_buyers_are_not_told(tmp_path: Path) -> None:
    rows = [(member, 7 * day + member, "purchase", 9.0) for member in range(5) for day in range(9)]
    five = read(written(tmp_path / "five.csv", log(rows)), "purchase")
    four = read(written(tmp_path / "four.csv", log(rows[:36])), "purchase")
    assert purchases.read_off(five, SHOP, "purchase") is not None
    assert purchases.read_off(four, SHOP, "purchase") is None


def test_where_nobody_came_again_nothing_is_said_of_who_stops(tmp_path: Path) -> None:
    rows = [(member, member, "purchase", 9.0) for member in range(40)]
    seen = found(read(written(tmp_path / "once.csv", log(rows)), "purchase"), SHOP, "purchase")
    assert {"buy_quit_a", "buy_quit_b"} <= set(seen.as_dict()["kept"])
    assert seen.as_dict()["repeat_buyers"] is None
    assert not {"buy_quit_a", "buy_quit_b"} & seen.first.keys()


def test_draws_stay_within_what_may_be(tmp_path: Path) -> None:
    rows = [(member, day, "purchase", 9.0) for member in range(6) for day in range(0, 60, 2)]
    seen = found(read(written(tmp_path / "few.csv", log(rows)), "purchase"), SHOP, "purchase")
    drawn = seen.draws(200, 1, SHOP)
    assert drawn == seen.draws(200, 1, SHOP) != seen.draws(200, 2, SHOP)
    for world in drawn:
        SHOP.updated(world, "measured", "test")


def test_a_shop_read_by_days_of_activity_buys_on_each(tmp_path: Path) -> None:
    """A scenario of one's own where a visit counts, and a log that knows purchases alone."""
    history = read(real_data("cdnow") / "purchases.csv.gz", "visit")
    first = found(history, SHOP).first
    assert first["buy_rate"] == pytest.approx(1.0, abs=0.01)
    assert first["buy_quit_a"] / (first["buy_quit_a"] + first["buy_quit_b"]) < 0.001


def test_the_week_in_which_fewest_buy(tmp_path: Path) -> None:
    rows = [(member, 7 * week, "purchase", 9.0) for week in range(4) for member in range(6 - week)]
    history = read(written(tmp_path / "a.csv", log([*rows, (0, 27, "purchase", 9.0)])), "purchase")
    assert history.days == 28
    assert [history.fewest_buyers(weeks) for weeks in (1, 2, 4)] == [3, 3, 3]
    assert history.until(START + timedelta(days=21)).fewest_buyers(3) == 4
    assert history.until(START + timedelta(days=7)).fewest_buyers(2) == 0


def test_who_buys_often_visits_as_often() -> None:
    """Half of the assumed visits would be purchases: they rise to five a purchase, no further."""
    before = purchases.visits_a_day(SHOP.values)
    often = purchases.with_visits(SHOP, 0.5)
    assert purchases.visits_a_day(often.values) == pytest.approx(2.5 * before, rel=1e-3)
    assert (often.grade("visit_base"), often.is_given("visit_base")) == ("assumed", True)
    assert purchases.with_visits(SHOP, 0.19) is SHOP
    most = purchases.visits_a_day(purchases.with_visits(SHOP, 100.0).values)
    assert most == pytest.approx(purchases.MOST_VISITS, rel=0.1)
