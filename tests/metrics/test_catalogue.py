"""The catalogue is whole, named, and the same as its page."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.metrics import COMPARISONS, GROUPS, MEASURES, METRICS, measure
from sim.metrics.base import Comparison, Metric


def test_names_are_unique() -> None:
    assert len(MEASURES) == sum(len(group) for group in GROUPS.values())
    assert set(METRICS) | set(COMPARISONS) == set(MEASURES)


@pytest.mark.parametrize("chosen", MEASURES.values(), ids=lambda chosen: chosen.name)
def test_everything_is_said(chosen: Metric | Comparison) -> None:
    for text in (chosen.title, chosen.formula, chosen.unit, chosen.window, chosen.source):
        assert text.strip()
        assert "|" not in text
    assert any("一" <= character <= "鿿" for character in chosen.title_zh)


def test_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'retention_w4'"):
        measure("retention_4")


def test_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(InputError, match="weekly_active, daily_active"):
        measure("zzzz")
