"""Holdouts with silent weeks: every week counts, and what is undefined is written as undefined."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Forerun

CASES = Path(__file__).parent / "cases"
QUICK = ("--holdout", "8w", "--trials", "2", "--workers", "1")


def _calibrated(forerun: Forerun, log: str, *words: str) -> object:
    for name in ("mine.yaml", log):
        shutil.copy(CASES / name, name)
    return forerun("calibrate", "mine.yaml", "--history", log, *QUICK, *words)


def test_weeks_with_nobody_are_in_the_error(forerun: Forerun) -> None:
    ended = _calibrated(forerun, "shut.csv.gz", "--json")
    held = ended.facts["holdout"]  # type: ignore[attr-defined]
    observed, forecast, naive = (np.array(held[key]) for key in ("observed", "forecast", "naive"))
    assert held["weeks"] == len(observed) == 8
    assert (observed == 0).any()
    for key, told in (("error", forecast), ("naive_error", naive)):
        assert held[key] == pytest.approx(np.abs(told - observed).sum() / observed.sum())


def test_an_error_of_nobody_is_undefined_and_can_be_reported(forerun: Forerun) -> None:
    ended = _calibrated(forerun, "allzero.csv.gz", "--out", "fit")
    assert ended.code == 0  # type: ignore[attr-defined]
    assert "undefined" in ended.out  # type: ignore[attr-defined]
    assert forerun("report", "fit").code == 0
    page = Path("fit/report.html").read_text(encoding="utf-8")
    assert "the error is undefined" in page
