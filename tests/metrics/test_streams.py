"""Revenue by stream, worked out by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from sim.ledger import CASH, OPERATION, Ledger
from sim.metrics import METRICS
from sim.metrics.reading import effective_topics
from sim.metrics.streams import concentration, largest, streams
from tests.metrics.recorded import HandMade, trajectory


def earned(traffic: int, sales: int, **own: int) -> HandMade:
    """Return a run of three days that earned so many cents."""
    ledger = Ledger(3)
    ledger.post(OPERATION, CASH, "revenue", [traffic + sales, 0, 0])
    for name, cents in own.items():
        ledger.post(name, CASH, "revenue", [0, cents, 0])
    return HandMade(trajectory(date(2024, 1, 1), 3, gmv_cents=[sales, 0, 0]), ledger)


def test_four_streams() -> None:
    run = earned(2_000, 4_000, ads=3_000, placement=1_000)
    assert streams(run) == {"sales": 4_000, "traffic": 2_000, "ads": 3_000, "placement": 1_000}
    assert concentration(run) == pytest.approx(0.16 + 0.04 + 0.09 + 0.01)
    assert largest(run) == pytest.approx(0.4)
    assert METRICS["revenue_strategies"].compute(run) == pytest.approx(40.0)
    assert METRICS["revenue_traffic"].compute(run) == pytest.approx(20.0)
    parts = ("revenue_sales", "revenue_traffic", "revenue_strategies")
    assert sum(METRICS[name].compute(run) for name in parts) == pytest.approx(
        METRICS["revenue"].compute(run)
    )


def test_one_stream_is_all_and_none_is_undefined() -> None:
    assert concentration(earned(500, 0)) == largest(earned(500, 0)) == 1.0
    assert math.isnan(concentration(earned(0, 0)))
    assert math.isnan(largest(earned(0, 0)))


def test_topics_of_one_size() -> None:
    run = HandMade(trajectory(date(2024, 1, 1), 3, posts=[5, 5, 5]))
    assert effective_topics(run) == 1.0
    assert math.isnan(effective_topics(HandMade()))
