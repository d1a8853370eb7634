"""Assisted and derived items, hooks, and items for some alone: each figure worked out by hand."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.behaviour.preset import Behaviour
from sim.behaviour.read import grading, hook, sources
from sim.calendar import Calendar
from sim.checks import check_offers
from sim.errors import InputError
from sim.offers import Offers
from sim.response import supply_table
from sim.rules import FORMATS, SOURCES

START = date(2024, 1, 1)

VALUES = Behaviour.preset("forum").values
DAYS = 60


def supply(**items: float) -> NDArray[np.float32]:
    """Return so many items a day by source, on one topic, as text."""
    found = np.zeros((DAYS, 1, len(SOURCES), len(FORMATS)), np.float32)
    for source, a_day in items.items():
        found[:, 0, SOURCES.index(source), 0] = a_day
    return found


def of(source: str, table: NDArray[np.float64], day: int = -1) -> float:
    return float(table[day, SOURCES.index(source)])


def test_assisted_items_are_more_alike_and_all_less_trusted() -> None:
    found = sources.factors(VALUES, supply(professional=1, ai=3))
    alike, trust = math.exp(-0.75 * VALUES["ai_sameness"]), math.exp(-0.75 * VALUES["ai_distrust"])
    assert of("ai", found) == pytest.approx(alike * trust)
    assert of("professional", found) == of("member", found) == pytest.approx(trust)


def test_an_original_is_new_but_once() -> None:
    """Of as many derivatives as originals the first from each are new: 1 - 1/e of them."""
    items = supply(professional=1, member=1, derivative=2)
    found = sources.factors(VALUES, items)
    assert of("derivative", found) == pytest.approx(1 - math.exp(-1))
    assert sources.reused(sources.repeats(items))[-1] == pytest.approx(1 - math.exp(-1))
    # All derivatives together are never worth more than their originals in number.
    many = sources.factors(VALUES, supply(professional=1, derivative=50))
    assert 50 * of("derivative", many) <= 1 + 1e-9


def test_from_nothing_nothing_is_made() -> None:
    assert of("derivative", sources.factors(VALUES, supply(derivative=5))) == 0.0
    # Nor are a machine's items originals.
    assert of("derivative", sources.factors(VALUES, supply(derivative=5, ai=5))) == 0.0


def test_four_fifths_are_used_again_at_1_7_derivatives_an_original() -> None:
    """Practitioners' 82 % by the closed form: -ln(1 - 0.82) = 1.715 an original."""
    again = sources.reused(sources.repeats(supply(professional=1, derivative=1.715)))
    assert again[-1] == pytest.approx(0.82, abs=1e-4)


def test_readers_forget_after_four_weeks() -> None:
    items = supply(professional=1)
    items[:10, 0, SOURCES.index("ai"), 0] = 9.0
    share = sources.assisted(items)
    assert share[9] == pytest.approx(0.9)
    assert share[36] == pytest.approx(9 / 37)
    assert share[37] == 0.0


def test_usual_sources_alone_are_worth_what_they_were() -> None:
    found = sources.factors(VALUES, supply(professional=1, kol=2, member=3))
    assert (found == 1.0).all()


def test_a_hook_takes_room_and_promises_too_much() -> None:
    offers = Offers(Calendar(START, DAYS), 1)
    offers.supply[:] = supply(professional=2)
    plain = supply_table(Behaviour.preset("forum"), offers)
    offers.hooks[:] = 2 * 0.5
    hooked = supply_table(Behaviour.preset("forum"), offers)
    opens = 1 + 0.5 * VALUES["hook_opens"]
    keeps = 1 - 0.25 * VALUES["hook_oversell"]
    assert hooked[0, 0] == pytest.approx(plain[0, 0] * [1, opens, opens * keeps])
    assert hook.keeps(VALUES, np.ones(1))[0] == pytest.approx(1 - VALUES["hook_oversell"])


def test_items_for_some_take_the_room_of_what_all_read() -> None:
    """Two items of eight that a visit reads, one on each of two topics, worth 0.5 and 0.7."""
    values = {**VALUES, "attention": 8.0, "off_topic_match": 0.4, "grading_gain": 1.1}
    found = grading.pinned(values, np.array([[1.0, 1.0]]), np.array([[0.5, 0.7]]))
    assert found[0, :, 0] == pytest.approx([0.25, 0.25])
    worth = [(0.5 + 0.4 * 0.7) / 2, (0.4 * 0.5 + 0.7) / 2]
    assert found[0, :, 1] == pytest.approx([0.25 * 1.1 * each for each in worth])
    full = grading.pinned(values, np.array([[90.0]]), np.array([[45.0]]))
    assert full[0, 0] == pytest.approx([1.0, 0.55])
    nothing = grading.pinned(values, np.zeros((1, 2)), np.zeros((1, 2)))
    assert not nothing.any()


def test_a_hook_is_no_stronger_than_1_and_items_for_some_need_an_audience() -> None:
    offers = Offers(Calendar(START, DAYS), 1)
    offers.hooks[3] = 0.5
    with pytest.raises(InputError, match="stronger than 1 an item"):
        check_offers(offers, 1)
    offers = Offers(Calendar(START, DAYS), 1)
    offers.pinned[3] = 0.5
    with pytest.raises(InputError, match="offers apart"):
        check_offers(offers, 1)
