"""Content decides where little is posted, and for those whose topic it is on."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from evidence.patterns.worlds import changed, world
from sim.calendar import Calendar
from sim.community import Community
from sim.offers import Offers
from sim.trajectory import COUNT_INDEX

DAYS: Final = 100
WEST: Final = 3
"""The smallest segment: a tenth of the members."""


@cache
def visits(
    preset: str, founders: int, items: float, topic: int | None = None, **values: float
) -> NDArray[np.int64]:
    """Return the visits of each segment over four worlds, with items on one topic or on all."""
    spec = changed(world(preset, founders, DAYS, founders / 400), **values)
    total = np.zeros(len(spec.segments), np.int64)
    for seed in range(4):
        offers = Offers(Calendar(spec.launch, DAYS), len(spec.segments))
        if topic is None:
            offers.supply[:, :, 0, 0] = items / len(spec.segments)
        else:
            offers.supply[:, topic, 0, 0] = items
        one = Community(spec, seed)
        one.offer(offers, 0)
        one.live(DAYS)
        total += one.tallies.counts[:DAYS, :, COUNT_INDEX["visits"]].sum(axis=0)
    return total


def rise(preset: str, founders: int, items: float) -> float:
    """Return by what share visits are above those without items."""
    without = visits(preset, founders, 0.0).sum()
    return float(visits(preset, founders, items).sum() / without - 1)


@pytest.mark.parametrize("preset", ["forum", "brand"])
def test_it_decides_at_a_cold_start_and_hardly_where_much_is_posted(preset: str) -> None:
    """M23: with 30 members three items a day bring a tenth and more, with 2,000 a twentieth at
    most; M17: and however many, no more than some 29 %, as far as was published."""
    assert rise(preset, 30, 3.0) > 0.10
    assert 0 < rise(preset, 2000, 3.0) < 0.05
    assert rise(preset, 30, 10.0) > rise(preset, 30, 3.0)
    assert rise(preset, 30, 100.0) < 0.40


def test_it_is_for_those_whose_topic_it_is_on() -> None:
    """M15: three items a day on the topic of a tenth of the members."""
    rises = visits("forum", 200, 3.0, WEST) / visits("forum", 200, 0.0) - 1
    assert rises[WEST] > 0.10
    assert np.abs(np.delete(rises, WEST)).max() < 0.05


def test_attention_binds() -> None:
    """M19: who reads three items a visit has less from it than who reads sixteen."""
    few, many = (visits("forum", 2000, 0.0, attention=n).sum() for n in (3.0, 16.0))
    assert many > 1.03 * few
