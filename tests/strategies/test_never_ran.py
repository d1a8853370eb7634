"""A strategy whose money does not cover its first day: it says that it never ran."""

from __future__ import annotations

from pathlib import Path

from scenarios import load
from sim.run import run
from strategies import Delivery, Stop

CASE = Path(__file__).parent / "cases" / "winner_dead_lever.yaml"


def test_a_dead_lever_says_so() -> None:
    """Content at 11.5 items a day costs more on its first day than its 1,044 USD."""
    scenario = load(CASE)
    plan = scenario.plan("found")
    (warning,) = plan.foreseen(scenario.calendar, scenario.segments)
    assert (warning.strategy, warning.stop) == ("content", Stop("set-up"))

    result = run(scenario.spec(), plan, 0)
    points, content = result.deliveries
    assert isinstance(points, Delivery)
    assert isinstance(content, Delivery)
    assert points.ran
    assert not content.ran
    assert (content.days, content.spent_cents, content.stop) == (0, 0, Stop("set-up"))
    alone = run(scenario.spec(), scenario.plan("points-only"), 0)
    assert alone.ledger.cost() == result.ledger.cost()
