"""The content calendar: what is written, what is booked, when the money ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import Ledger
from sim.levers import LEVER_INDEX
from sim.offers import Offers
from sim.rules import FORMATS, SOURCES
from strategies import Brief, Content
from tests.metrics.recorded import trajectory

MONDAY = date(2024, 1, 1)
DAYS = 28
SEGMENTS = ("flights", "trains")


def brief(envelope_cents: int | None = None) -> Brief:
    return Brief(Calendar(MONDAY, DAYS), SEGMENTS, envelope_cents)


def offered(content: Content, envelope_cents: int | None = None) -> Offers:
    offers = Offers(Calendar(MONDAY, DAYS), len(SEGMENTS))
    content.offers(brief(envelope_cents), offers)
    return offers


def settled(content: Content, envelope_cents: int | None = None) -> Ledger:
    ledger = Ledger(DAYS)
    content.settle(brief(envelope_cents), trajectory(MONDAY, DAYS), ledger)
    return ledger


def content(**values: Any) -> Content:
    return Content.model_validate(values)


def test_supply_follows_the_mix() -> None:
    offers = offered(
        content(
            items_per_day=10,
            sources={"professional": 1, "kol": 1, "member": 2},
            formats={"text": 3, "video": 1},
            topics={"trains": 4, "flights": 1},
        )
    )
    day = offers.supply[0].astype(float)
    assert day.sum() == pytest.approx(10)
    assert (offers.supply == offers.supply[0]).all()
    assert day.sum(axis=(1, 2)) == pytest.approx([2, 8])
    by_source = dict(zip(SOURCES, day.sum(axis=(0, 2)), strict=True))
    none = {"derivative": 0, "ai": 0}
    assert by_source == pytest.approx({"professional": 2.5, "kol": 2.5, "member": 5, **none})
    by_format = dict(zip(FORMATS, day.sum(axis=(0, 1)), strict=True))
    assert by_format == pytest.approx({"text": 7.5, "video": 2.5, "live": 0})


def test_topics_are_alike_by_default() -> None:
    assert offered(content(items_per_day=4)).supply[0].sum(axis=(1, 2)) == pytest.approx([2, 2])


def test_weekdays_move_items_within_the_week() -> None:
    offers = offered(content(items_per_day=2, weekdays=[1, 1, 1, 1, 1, 4, 5]))
    week = offers.supply[:7].sum(axis=(1, 2, 3))
    assert week == pytest.approx([1, 1, 1, 1, 1, 4, 5])


def test_notifications_go_with_the_items() -> None:
    offers = offered(content(items_per_day=4, push_per_item=0.25, from_day=3))
    push = offers.table[:, 0, 0, LEVER_INDEX["push"]]
    assert push[:3].tolist() == [0, 0, 0]
    assert push[3:] == pytest.approx(1.0)


def test_books_each_item_by_source_and_format() -> None:
    ledger = settled(
        content(
            items_per_day=10,
            sources={"professional": 1, "member": 4},
            formats={"text": 1, "live": 1},
            source_cost={"professional": 100, "member": 5},
            format_cost={"text": 1, "live": 3},
        )
    )
    # 2 by staff at 100, 8 by members at 5, half of each live at three times the cost.
    assert ledger.daily("grant").tolist() == [48_000] * DAYS
    assert ledger.cost() == 48_000 * DAYS
    assert ledger.balance("cash") == -ledger.cost()


def test_a_hook_goes_with_the_items_and_costs() -> None:
    hooked = content(
        items_per_day=2, sources={"ai": 1}, formats={"text": 1}, hook=0.5,
        source_cost={"ai": 5}, hook_cost=8,
    )  # fmt: skip
    assert offered(hooked).hooks.sum(axis=1) == pytest.approx(np.full(DAYS, 1.0))
    # 5 for the item and half of 8 for its hook.
    assert settled(hooked).daily("grant").tolist() == [2 * 900] * DAYS


def test_items_for_some_are_written_apart_and_cost_the_same() -> None:
    mine = {"items_per_day": 2, "sources": {"professional": 1}, "topics": {"trains": 1}}
    offers = Offers(Calendar(MONDAY, DAYS), len(SEGMENTS))
    aimed = content(**mine, **{"for": "new"})
    own = offers.apart("content", "new")
    aimed.offers(brief(), own)
    assert not offers.supply.any()
    assert own.pinned.sum(axis=(2, 3))[0].tolist() == [0, 2]
    assert offers.published.sum() == pytest.approx(2 * DAYS)
    assert settled(aimed).cost() == settled(content(**mine)).cost()


def test_stops_on_the_day_the_money_would_not_cover() -> None:
    plain = content(
        items_per_day=2, sources={"member": 1}, formats={"text": 1}, source_cost={"member": 5}
    )
    for envelope, days in ((10_000, 10), (9_999, 9), (999, 0), (10**9, DAYS)):
        offers = offered(plain, envelope)
        assert np.flatnonzero(offers.supply.any(axis=(1, 2, 3))).tolist() == list(range(days))
        assert settled(plain, envelope).cost() == days * 1_000


def test_does_not_start_again_after_it_stopped() -> None:
    weekly = content(
        items_per_day=1, weekdays=[1, 6, 0, 0, 0, 0, 0],
        sources={"member": 1}, formats={"text": 1}, source_cost={"member": 10},
    )  # fmt: skip
    # Monday costs 10, Tuesday 60: with 45 it stops on the first Tuesday for good.
    assert np.flatnonzero(offered(weekly, 4_500).supply.any(axis=(1, 2, 3))).tolist() == [0]


@given(
    envelope=st.integers(0, 10**7),
    items=st.floats(0, 500),
    cost=st.floats(0, 1e4),
    weekdays=st.lists(st.floats(0.01, 10), min_size=7, max_size=7),
)
def test_never_spends_more_than_the_envelope_and_books_what_it_supplies(
    envelope: int, items: float, cost: float, weekdays: list[float]
) -> None:
    calendar = content(
        items_per_day=items, sources={"member": 1}, source_cost={"member": cost},
        weekdays=weekdays,
    )  # fmt: skip
    ledger = settled(calendar, envelope)
    assert ledger.cost() <= envelope
    supplied = offered(calendar, envelope).supply.any(axis=(1, 2, 3))
    assert (ledger.daily("grant")[~supplied] == 0).all()


def test_an_unknown_topic_is_told_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"no segment 'boats'; there are flights, trains"):
        offered(content(topics={"boats": 1}))


@pytest.mark.parametrize(
    "bad",
    [
        {"items_per_day": -1},
        {"sources": {}},
        {"sources": {"staff": 1}},
        {"sources": {"member": -1, "kol": 2}},
        {"formats": {"text": 0}},
        {"topics": {}},
        {"topics": {"flights": 0}},
        {"topics": {"flights": -1, "trains": 2}},
        {"weekdays": [1, 1]},
        {"weekdays": [0] * 7},
        {"source_cost": {"member": -1}},
        {"hook": 1.5},
        {"hook": 0.2, "for": "new"},
    ],
)
def test_bad_values(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        content(**bad)
