"""P3: how unequally members post."""

from __future__ import annotations

import pytest

from evidence.patterns.posting import concentration
from sim.behaviour.preset import PRESETS


@pytest.mark.parametrize("preset", PRESETS)
def test_p3_a_few_write_most(preset: str) -> None:
    """P3: posts of all who ever joined, silent ones included.

    Band: the top 1 % hold 25 to 60 % of the posts, the top 10 % 70 to 95 %, Gini 0.80 to 0.95.
    Source: pattern P3; M10 (90-9-1; Usenet, wikis), V10: sigma of ln rates 1.7 to 2.5.
    Runs: as P1; 11,000 members a seed.
    Power: fails when `write_spread` is 1.0 or 2.6.
    """
    first, tenth, unequal = concentration(preset)
    assert 0.25 <= first <= 0.60
    assert 0.70 <= tenth <= 0.95
    assert 0.80 <= unequal <= 0.95
