"""The battery: fifteen statistics of panels of draws, and weak schemes that it must reject."""

from __future__ import annotations

import numpy as np
import pytest

from tests.draws.panels import PANELS, ROWS
from tests.draws.schemes import COMPILED, NUMPY, WEAK
from tests.draws.statistics import LIMIT, STATISTICS

SIXTEEN_TIMES_LONGER = pytest.param(16 * ROWS, marks=pytest.mark.slow, id="long")

REJECTED = [
    ("keys added", "seeds and days", "correlation, high"),
    ("keys added", "seeds and days", "xor bits"),
    ("shifted streams", "days", "serial, high"),
    ("unmixed counters", "members", "cells, low"),
    ("unmixed counters", "days", "serial, low"),
    ("congruential", "days", "xor bits"),
    ("congruential", "days", "grids, low"),
    ("too even", "members of seeds", "kolmogorov, high"),
    ("too even", "decisions", "kolmogorov, low"),
    ("too even", "members", "grids, high"),
    ("draws unmixed", "decisions", "correlation, low"),
    ("draws unmixed", "far seeds", "grids, high"),
    ("draws unmixed", "reuse", "cells, high"),
    ("draws unmixed", "arrivals", "serial, low"),
    ("children swapped", "generations", "correlation, high with low"),
    ("children xored", "generations", "serial, high"),
    ("children swapped", "generations", "bits"),
    ("biased", "seeds", "cells, high"),
    ("unmixed counters", "counters", "cells, high"),
    ("biased", "siblings", "bits"),
    ("biased", "cousins", "kolmogorov, high"),
    ("low word is high word", "members", "bit pairs"),
    ("low word is high word", "members", "halves"),
]
"""Weak scheme, panel, statistic."""


@pytest.mark.parametrize("rows", [ROWS, SIXTEEN_TIMES_LONGER])
@pytest.mark.parametrize("panel", PANELS)
def test_draws_pass(panel: str, rows: int) -> None:
    words = PANELS[panel](NUMPY, rows)
    failed = {name: p for name, statistic in STATISTICS.items() if (p := statistic(words)) < LIMIT}
    assert not failed


@pytest.mark.parametrize("panel", PANELS)
def test_both_forms_draw_the_same_bits(panel: str) -> None:
    np.testing.assert_array_equal(PANELS[panel](COMPILED, ROWS), PANELS[panel](NUMPY, ROWS))


@pytest.mark.parametrize(("scheme", "panel", "statistic"), REJECTED)
def test_weak_draws_are_rejected(scheme: str, panel: str, statistic: str) -> None:
    assert STATISTICS[statistic](PANELS[panel](WEAK[scheme], ROWS)) < LIMIT


def test_every_panel_and_statistic_rejects_something() -> None:
    assert {panel for _, panel, _ in REJECTED} == set(PANELS)
    assert {statistic for *_, statistic in REJECTED} == set(STATISTICS)
