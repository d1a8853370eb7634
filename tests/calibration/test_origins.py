"""Where a history is forecast from, and what all forecasts together come to."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from calibration.forecasts.product import foretell
from calibration.history import History
from calibration.origins import Origin, coverage, cut, error, places, retention, summary
from sim.errors import InputError
from tests.calibration.logs import history_of


def weeks_of(weeks: int, left: int = 0) -> History:
    days = 7 * weeks + left
    return history_of(
        np.full(days, 9), np.full(days, 1), np.eye(weeks, dtype=int), date(2024, 1, 1)
    )


@pytest.mark.parametrize(
    ("weeks", "count", "horizon", "expected"),
    [
        (60, 6, 13, [13, 20, 27, 33, 40, 47]),
        (60, 1, 13, [47]),
        (31, 6, 13, [13, 14, 15, 16, 17, 18]),
        (27, 6, 13, [8, 9, 10, 12, 13, 14]),
        (22, 6, 13, [8, 9]),
        (21, 6, 13, [8]),
    ],
)
def test_origins_are_spread_over_what_the_history_allows(
    weeks: int, count: int, horizon: int, expected: list[int]
) -> None:
    assert places(weeks_of(weeks), count, horizon) == expected


def test_the_last_forecast_ends_with_the_history() -> None:
    history = weeks_of(60, left=4)
    known = places(history, 6, 13)[-1]
    day = cut(history, known)
    assert day + timedelta(weeks=13) == history.end
    assert (day - history.start).days // 7 == known


def test_a_history_too_short_is_refused_with_what_is_needed() -> None:
    with pytest.raises(InputError, match="at least 21 are needed"):
        places(weeks_of(20), 6, 13)


def origin(known: int, level: float, came: float, share: float | None) -> Origin:
    observed = np.full(4, came)
    product = foretell(np.full(known, level), 1, np.full(4, level))
    told = share is not None
    shares = {"joiners": 10.0 * known if told else None, "observed": share,
              "simulation": 0.5, "naive": 0.1}  # fmt: skip
    return Origin(date(2024, 1, 1), known, observed, np.full(4, 2 * level), product, shares)


def test_errors_are_of_all_weeks_together() -> None:
    origins = [origin(20, 10.0, 10.0, 0.2), origin(60, 10.0, 30.0, 0.4)]
    assert error(origins, "naive") == pytest.approx(80 / 160)
    assert error(origins, "simulation") == pytest.approx((40 + 40) / 160)
    # A season is known at the second origin alone: at the first it is the naive forecast.
    assert origins[0].paths["seasonal"] is None
    assert error(origins[1:], "seasonal") == pytest.approx(80 / 120)
    assert error(origins, "seasonal") == pytest.approx(80 / 160)
    assert error(origins[:1], "seasonal") is None
    assert coverage(origins)["80"] == 0.5
    assert retention(origins) == {
        "observed": pytest.approx((200 * 0.2 + 600 * 0.4) / 800),
        "simulation": pytest.approx(0.5),
        "naive": pytest.approx(0.1),
    }
    found = summary(origins)
    assert list(found) == ["origins", "error", "coverage", "retention_w4"]
    assert list(found["error"])[:3] == ["product", "simulation", "naive"]


def test_nobody_and_nothing_known_are_told_as_such() -> None:
    origins = [origin(20, 0.0, 0.0, None)]
    assert error(origins, "product") is None
    assert set(retention(origins).values()) == {None}
