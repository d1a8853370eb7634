"""Histories with far more or fewer posts than usual: the search reaches them; others as before."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from calibration import posting
from calibration.fit import calibrate
from calibration.history import History
from calibration.space import Space
from tests.calibration import made
from tests.calibration.test_panel_fit import panel


def written(per_active: float, triangle: bool = False) -> History:
    """Return figures with so many posts for each active member."""
    past = made.history(84)
    active = pl.Series([200] * past.days)
    daily = past.daily.with_columns(
        active_members=active, contributions=(active * per_active).round().cast(pl.Int64)
    )
    return dataclasses.replace(past, daily=daily, triangle=past.triangle if triangle else None)


EXPECTED = made.scenario().behaviour


@pytest.mark.parametrize(
    ("activity", "ratio"),
    [("contribution", 1.5), ("contribution", 9.0), ("visit", 0.6), ("visit", 9.0), ("visit", 0.0),
     ("purchase", 30.0)],
)  # fmt: skip
def test_a_usual_history_asks_for_no_other_range(activity: str, ratio: float) -> None:
    assert posting.dimensions(written(ratio), EXPECTED, activity) == {}


@pytest.mark.parametrize(("activity", "ratio"), [("visit", 0.03), ("visit", 40.0)])
def test_where_visits_count_the_rate_is_read_off(activity: str, ratio: float) -> None:
    found = posting.dimensions(written(ratio), EXPECTED, activity)
    assert set(found) == {"write_rate"}
    own = found["write_rate"]
    assert own.centre == pytest.approx(ratio)
    assert own.low < ratio / 2
    assert own.high > ratio * 2


def test_who_writes_nothing_is_not_seen_where_only_posts_count() -> None:
    """So a visit has fewer posts than an active member; and hardly any where all have just one."""
    many = posting.dimensions(written(40.0), EXPECTED, "contribution")["write_rate"]
    assert many.centre is not None
    assert 20 < many.centre < 40
    few = posting.dimensions(written(1.0), EXPECTED, "contribution")
    assert few["write_rate"].centre == posting.LEAST
    assert few["write_spread"].centre == posting.EVEN
    with_triangle = posting.dimensions(written(1.0, triangle=True), EXPECTED, "contribution")
    assert set(with_triangle) == {"write_rate"}


def test_a_space_takes_the_ranges_in_place_of_its_own() -> None:
    asked = posting.dimensions(written(1.0), EXPECTED, "contribution")
    usual, other = (
        Space.about(EXPECTED.values, [], retention=False, writing=one) for one in ({}, asked)
    )
    assert set(other.names) == {*usual.names, "write_spread"}
    assert other.first["write_spread"] == posting.EVEN
    at = dict(zip(other.names, other.centre, strict=True))
    assert 0.0 < at["write_rate"] < 0.5


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.04, 40.0])
def test_posts_of_any_number_are_met(rate: float) -> None:
    """The range of the search, and a limit of 63 posts a visit, kept fits from them."""
    past = panel(1, other={"write_rate": rate, "write_spread": 1.0})
    fitted = calibrate(made.scenario(), past, holdout_days=0, trials=40, seed=1)
    assert fitted.fit["errors"]["posting"] < 0.1
    assert fitted.fit["errors"]["level"] < 0.1
