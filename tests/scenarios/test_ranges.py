"""One table of ranges: a file allows nothing that cannot be lived, and both sides read it."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from scenarios import parse
from sim.errors import InputError
from sim.ranges import PYTHON, SCENARIO, Bounds
from sim.spec import GraphSpec
from tests.communities import community

BOTH = sorted(PYTHON.keys() & SCENARIO.keys())
TEXT = """\
name: a test
community:
  members: 10
  graph: {{mean_ties: {}}}
"""


@pytest.mark.parametrize("field", BOTH)
def test_what_a_file_allows_can_be_lived(field: str) -> None:
    narrow, wide = SCENARIO[field], PYTHON[field]
    assert wide.low <= narrow.low < narrow.high <= wide.high
    assert narrow.above or not wide.above or narrow.low > wide.low
    assert narrow.below or not wide.below or narrow.high < wide.high


def test_both_sides_read_the_same_row() -> None:
    high = SCENARIO["graph.mean_ties"].high
    assert high == PYTHON["graph.mean_ties"].high
    assert parse(TEXT.format(high)).community.graph.mean_ties == high
    spec = replace(community(50, 20), graph=GraphSpec(mean_ties=high))
    assert spec.graph.mean_ties == high
    with pytest.raises(InputError, match=f"{high + 1:g}"):
        parse(TEXT.format(high + 1))
    with pytest.raises(InputError, match=f"^graph.mean_ties: {high + 1:g} is outside 0 to"):
        replace(spec, graph=GraphSpec(mean_ties=high + 1))


def test_ends_are_allowed_unless_they_are_said_not_to_be() -> None:
    assert Bounds(0, 1).hold(0)
    assert Bounds(0, 1).hold(1)
    assert not Bounds(0, 1, above=True).hold(0)
    assert not Bounds(0, 1, below=True).hold(1)
    assert not Bounds(0, below=True).hold(inf)
    assert not Bounds(0).hold(nan)
    assert Bounds(0, 1).hold_all(np.array([0.0, 1.0]))
    assert not Bounds(0, 1).hold_all(np.array([0.5, nan]))
