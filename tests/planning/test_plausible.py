"""Effects beyond what was published are told as such, those within it are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planning.compare import compare_plans
from planning.plausible import implausible
from sim.metrics import MEASURES
from strategies import STRATEGIES, Content, Invite, Points, Published, StrategyPlan, together
from tests.worlds.small import small
from worlds.executors import Workers
from worlds.measured import Measured
from worlds.replicate import Replication, replicate

NOTHING = StrategyPlan()
POINTS = StrategyPlan((Points(per_visit=2, reward_points=50),), 300)


@pytest.fixture(scope="module")
def acted() -> dict[str, list[tuple]]:  # type: ignore[type-arg]
    world = replicate(Replication(small().spec(), NOTHING, (NOTHING, POINTS), 0))
    nothing, points = (lived.deliveries for lived in world.lived)
    return {"status-quo": [nothing], "points": [points]}


def _measured(before: float, after: float) -> Measured:
    values = np.array([[before], [after]])
    return Measured(values, np.ones_like(values, dtype=bool))


@pytest.mark.parametrize(
    ("after", "beyond"), [(100.0, False), (131.0, False), (133.0, True), (99.0, True)]
)
def test_an_effect_is_held_to_the_published_range(
    after: float,
    beyond: bool,
    acted: dict[str, list[tuple]],  # type: ignore[type-arg]
) -> None:
    plans = [("status-quo", NOTHING), ("points", POINTS)]
    found = implausible({"weekly_active": _measured(100.0, after)}, plans, acted, 42)
    assert [one.plan for one in found] == (["points"] if beyond else [])
    if beyond:
        told = found[0].as_json()
        assert (told["low"], told["high"], told["strategies"]) == (0.05, 0.32, ["points"])
        assert told["change"] == pytest.approx(after / 100 - 1)
        assert "M28" in told["source"]


def test_what_never_ran_caused_nothing(acted: dict[str, list[tuple]]) -> None:  # type: ignore[type-arg]
    silent = {**acted, "points": [tuple(replace(one, days=0) for one in acted["points"][0])]}
    plans = [("status-quo", NOTHING), ("points", POINTS)]
    assert implausible({"weekly_active": _measured(100.0, 200.0)}, plans, silent, 42) == ()


def test_ranges_of_several_strategies_multiply_and_rates_add_up() -> None:
    two = (Published("visits", 0.05, 0.2, "a"), Published("visits", -0.1, 0.5, "b"))
    whole = together(two)
    assert (whole.low, whole.high) == (pytest.approx(-0.1), pytest.approx(0.8))
    assert whole.source == "a; b"
    rates = tuple(Published("accepted", 0.0, 0.05, "c", per="monthly_active") for _ in range(2))
    assert together(rates).high == 0.1
    assert together(two[:1]) is two[0]


def test_referrals_are_held_to_a_rate_of_the_actives() -> None:
    plan = StrategyPlan((Invite(),))
    world = replicate(Replication(small().spec(), NOTHING, (NOTHING, plan), 0))
    plans = [("status-quo", NOTHING), ("invite", plan)]
    acted = {"status-quo": [()], "invite": [world.lived[1].deliveries]}
    for extra, beyond in ((4.0, False), (6.0, True)):
        measured = {
            "accepted": _measured(0.0, extra), "monthly_active": _measured(100.0, 100.0),
        }  # fmt: skip
        assert bool(implausible(measured, plans, acted, 30)) is beyond


def test_a_comparison_tells_its_wild_plan_from_its_plausible_one() -> None:
    """1,000 currency for a visit more than doubles visits; loyalty never did."""
    scenario = small()
    wild = StrategyPlan((Points(per_visit=1000, reward_points=20, point_cost=1.0),))
    plans = [("status-quo", NOTHING), ("mild", POINTS), ("wild", wild)]
    with Workers(1) as pool:
        found = compare_plans(scenario.spec(), NOTHING, plans, range(2), pool)
    visits = found.values["visits"].sum(axis=1)
    assert 0 <= visits[1] / visits[0] - 1 <= 0.32 < visits[2] / visits[0] - 1
    (told,) = [one for one in found.as_json()["doubts"] if one["measure"] == "visits"]
    assert told["plan"] == "wild"
    assert told["change"] == pytest.approx(visits[2] / visits[0] - 1)


@pytest.mark.parametrize("strategy", STRATEGIES.values())
def test_every_published_range_is_of_a_measure_and_has_a_source(strategy: type[Content]) -> None:
    for one in strategy.published:
        assert one.measure in MEASURES
        assert one.per is None or one.per in MEASURES
        assert one.low <= one.high
        assert "M" in one.source
