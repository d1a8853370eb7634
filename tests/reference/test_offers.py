"""The page on offers: a row, figures and a picture of every strategy, of the inputs there are."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from forerun.reference.offer_rows import OFFERS, Offer
from forerun.reference.offers import (
    COMMAND,
    PICTURES,
    Response,
    break_even,
    depths_of,
    kept,
    mark,
    measured,
    pays,
    picture,
    picture_path,
    section,
)
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import MECHANISMS
from strategies import STRATEGIES, Strategy, StrategyPlan, search_space
from worlds.statistics import Interval

OLD = f"is old: run {COMMAND}"
MOST_BYTES = 40_000
EACH = pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.kind)


def test_every_strategy_has_a_row_and_a_picture_and_no_other() -> None:
    assert [one.kind for one in OFFERS] == sorted(STRATEGIES)
    assert {one.stem for one in PICTURES.iterdir()} == set(STRATEGIES)


@EACH
def test_its_figures_are_of_the_inputs_that_there_are(offer: Offer) -> None:
    assert mark(offer) in kept(offer.kind), f"{offer.kind} {OLD} {offer.kind}"


@EACH
def test_it_is_tried_over_its_search_range_where_it_acts(offer: Offer) -> None:
    depths = depths_of(offer)
    (own,) = [
        d
        for d in search_space(StrategyPlan((STRATEGIES[offer.kind](),)))
        if d.path == f"{offer.kind}.{offer.field}"
    ]
    assert all(low < high for low, high in pairwise(depths))
    assert own.low < depths[0]
    assert depths[-1] == own.high
    assert set(offer.through) <= {one.name for one in MECHANISMS}
    given = Behaviour.preset(offer.preset).updated(dict(offer.overrides), "assumed", "invented")
    absent = given.absent
    assert STRATEGIES[offer.kind].mechanism not in absent
    assert any(name not in absent for name in offer.through)


@EACH
def test_the_page_says_what_makes_it_backfire_and_what_it_costs(offer: Offer) -> None:
    said = kept(offer.kind)
    assert isinstance(STRATEGIES[offer.kind](), Strategy)
    for part in (offer.limit, offer.limit_zh, "of grants and", "of redemptions, and owes"):
        assert part in said
    assert any("\u4e00" <= letter <= "\u9fff" for letter in offer.limit_zh)
    assert f"offers/{offer.kind}.svg" in said


@EACH
def test_a_picture_is_small_and_stands_alone(offer: Offer) -> None:
    text = picture_path(offer.kind).read_text("utf-8")
    assert len(text.encode()) <= MOST_BYTES
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg")
    assert 'href="http' not in text
    assert "<script" not in text


def response(*gains: float, spread: float = 1.0) -> Response:
    found = tuple(Interval(gain, gain - spread, gain + spread) for gain in gains)
    depths = tuple(float(place) for place in range(1, len(gains) + 1))
    return Response(depths, {"weekly_active": found, "gain": found}, 10.0, 20.0, 5.0)


@pytest.mark.parametrize(
    ("gains", "even", "told", "told_zh"),
    [
        ((10, 5, -5, -20), 2.5, "up to about 2.5", "约 2.5 以下能回本"),
        ((-10, -5, 15, 20), 2.25, "from about 2.2 on", "以上能回本"),
        ((4, 5, 6), None, "at every depth", "每个力度上都能回本"),
        ((-4, -5, -6), None, "at no depth", "均不能回本"),
        ((0, 0, 0), None, "at no depth", "均不能回本"),
        ((3, -3, 3), 1.5, "up to about 1.5", "以下能回本"),
    ],
)
def test_break_even(gains: tuple[float, ...], even: float | None, told: str, told_zh: str) -> None:
    found = response(*gains)
    assert break_even(found) == even
    english, chinese = pays(found)
    assert told in english
    assert told_zh in chinese


def test_that_worlds_disagree_is_said() -> None:
    assert "Beyond noise at 0 of 2 depths" in pays(response(4, 5, spread=50))[0]
    assert "2 个力度中 0 个超出噪声" in pays(response(4, 5, spread=50))[1]
    assert "Beyond noise at 1 of 2 depths" in pays(response(4, 60, spread=50))[0]
    assert "noise" not in pays(response(60, 70, spread=50))[0]


def test_the_same_figures_draw_the_same_picture() -> None:
    (offer,) = [one for one in OFFERS if one.kind == "messages"]
    found = response(10, 5, -5)
    assert picture(offer, found) == picture(offer, found) != picture(offer, response(10, 5, 4))
    assert "break-even 2.5" in picture(offer, found)
    assert "break-even" not in picture(offer, response(10, 5, 4))
    assert "10 USD of grants and 20 USD of redemptions, and owes 5 USD" in section(offer, found)


@pytest.mark.slow
@EACH
def test_what_comes_out_is_what_the_page_shows(offer: Offer) -> None:
    """Some seconds each."""
    assert section(offer, measured(offer)) == kept(offer.kind), f"{offer.kind} {OLD} {offer.kind}"
