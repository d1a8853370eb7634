"""What is told of audiences adds up, whatever they are."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from planning.audience import SHARES, Found, Watching, look, watch
from scenarios import Scenario
from sim.errors import InputError
from sim.metrics import METRICS
from sim.run import run
from tests.worlds.small import small

AUDIENCES = """\
ready_audiences: [lifecycle, layers]
audiences:
  buyers: orders_28d >= 1
measures"""
PLAN = """\
plans:
  banner:
    strategies:
      - ads: {for: dormant, share: 0.4, monthly_fee: 30}
      - content: {items_per_day: 1}
"""
BANDS = ("new_7", "active_7_30", "settled_30")
LAYERS = ("dormant", "warned", "core", "potential")
NAMES = ("buyers", *LAYERS)


def scenario() -> Scenario:
    return small(audiences=f"measures -> {AUDIENCES}", plan=f"plans:\n -> {PLAN}")


@pytest.fixture(scope="module")
def found() -> Found:
    return look(scenario(), "banner", seeds=3)


def places(found: Found, names: tuple[str, ...]) -> list[int]:
    return [found.names.index(name) for name in names]


@pytest.mark.parametrize("names", [BANDS, LAYERS])
def test_bands_that_part_everybody_add_up(found: Found, names: tuple[str, ...]) -> None:
    for world in found.worlds:
        own = places(found, names)
        assert np.all(world.there > 100)
        assert world.sizes[own].sum(axis=0) == pytest.approx(world.there)
        counted = [SHARES.index(what) for what in ("members", "visits", "posts", "revenue")]
        assert world.own[own][:, counted].sum(axis=0) == pytest.approx(world.all[counted])
        assert world.moves[own][:, own].sum(axis=1) == pytest.approx(world.moves[own, -1])


def test_revenue_is_what_the_measure_of_that_name_has() -> None:
    """Less refunds, with what advertisers pay: for all the ads, and for those of an audience."""
    ads = "      - ads: {name: all, share: 0.1, per_thousand: 50}\n"
    here = small(
        audiences=f"measures -> {AUDIENCES}",
        plan=f"plans:\n -> {PLAN}{ads}",
        refunds="buy_rate: 0.05 -> buy_rate: 0.05, refund_share: 0.3",
    )
    world = watch(Watching(here.spec(), replace(here.plan("banner"), watched=NAMES), 3))
    lived = run(here.spec(), here.plan("banner"), 3)
    revenue, dormant = SHARES.index("revenue"), NAMES.index("dormant")
    assert world.all[revenue] == pytest.approx(METRICS["revenue"].compute(lived), abs=0.02)
    assert lived.ledger.balance("revenue", "ads") < 0 > lived.ledger.balance("revenue", "all")
    assert world.own[1:, revenue].sum() == pytest.approx(world.all[revenue])
    without = small(audiences=f"measures -> {AUDIENCES}", plan=f"plans:\n -> {PLAN}")
    alone = watch(Watching(without.spec(), replace(without.plan("banner"), watched=NAMES), 3))
    ads_of_dormant = -run(without.spec(), without.plan("banner"), 3).ledger.balance(
        "revenue", "ads"
    )
    assert alone.own[dormant, revenue] > ads_of_dormant / 100 > 0


def test_bands_exclude_each_other(found: Found) -> None:
    own = places(found, LAYERS)
    empty = [one for one in own if not any(world.sizes[one, 1] for world in found.worlds)]
    assert len(empty) <= 1
    for one in own:
        for other in own:
            share = found.overlap(one, other).mean
            assert math.isnan(share) if one in empty else share == float(one == other)


def test_nobody_grows_younger(found: Found) -> None:
    new, active, settled = places(found, BANDS)
    assert found.transition(settled, settled).mean == 1.0
    assert found.transition(active, new).mean == 0.0
    assert 0 < found.transition(new, active).mean < 1


def test_cost_is_that_of_the_strategies_for_it(found: Found) -> None:
    cost, dormant = SHARES.index("cost"), found.names.index("dormant")
    for world in found.worlds:
        assert 0 < world.own[dormant, cost] < world.all[cost]
        assert world.own[:, cost].sum() == world.own[dormant, cost]


def test_the_shape_is_published(found: Found) -> None:
    told = found.as_json()
    assert (told["plan"], told["seeds"]) == ("banner", 3)
    assert list(told["audiences"]) == [*BANDS, *LAYERS, "buyers"]
    for own in told["audiences"].values():
        assert set(own) == {
            "start", "end", "start_share", "end_share", "shares", "overlaps", "next", "nps", "who",
        }  # fmt: skip
        assert set(own["shares"]) == set(SHARES)


def test_workers_do_not_matter(found: Found) -> None:
    assert look(scenario(), "banner", seeds=3, workers=2).as_json() == found.as_json()


@pytest.mark.parametrize(
    ("plan", "names", "seeds", "told"),
    [
        ("banner", ["nobody"], 3, "there is no audience 'nobody'"),
        ("banner", None, 1, "at least 2"),
        ("none", None, 3, "no plan 'none'"),
    ],
)
def test_what_cannot_be_is_told(plan: str, names: list[str] | None, seeds: int, told: str) -> None:
    with pytest.raises(InputError, match=told):
        look(scenario(), plan, names, seeds)


def test_a_scenario_without_audiences_is_told() -> None:
    with pytest.raises(InputError, match="has no audiences"):
        look(small(), "points")


def test_more_than_eight_are_told() -> None:
    many = "ready_audiences: [lifecycle, layers, rfm_tiers]\nmeasures"
    with pytest.raises(InputError, match="--only"):
        look(small(many=f"measures -> {many}"), "points")


def test_ready_sets_do_not_hide_own_audiences() -> None:
    clash = "ready_audiences: [lifecycle]\naudiences: {new_7: ties > 1}\nmeasures"
    with pytest.raises(InputError, match="new_7"):
        small(clash=f"measures -> {clash}")
    with pytest.raises(InputError, match="there is no ready set"):
        small(none="measures -> ready_audiences: [pyramids]\nmeasures")


def test_shares_lie_within_the_whole(found: Found) -> None:
    for own in found.as_json()["audiences"].values():
        for share in (own["end_share"], *own["shares"].values(), *own["next"].values()):
            if share["mean"] is not None:
                assert 0 <= share["low"] <= share["mean"] <= share["high"] <= 1
