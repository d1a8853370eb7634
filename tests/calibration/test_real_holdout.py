"""The promise on the real history: a fit that has not seen the last quarter foretells it."""

from __future__ import annotations

import pytest

import scenarios
from calibration import calibrate, history
from tests.calibration.logs import LIBRARY


@pytest.mark.slow
def test_the_fitted_community_beats_the_naive_forecast() -> None:
    found = calibrate(
        scenarios.load("travel-questions"),
        history.read(LIBRARY / "figures.csv"),
        holdout_days=91,
        trials=60,
        workers=2,
    )
    assert found.holdout["weeks"] == 13
    assert found.holdout["naive_error"] == pytest.approx(0.2251, abs=5e-5)
    assert found.holdout["error"] < 0.75 * found.holdout["naive_error"]
    assert found.holdout["band_coverage"] >= 0.6
    assert found.fit["errors"]["retention"] < 0.04
    for row in found.retention:
        assert row["fitted"] == pytest.approx(row["observed"], rel=0.5, abs=0.01), row
