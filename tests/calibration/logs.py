"""Small histories for the tests of calibration, and the real one where it lies."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from calibration.history.record import History, monday

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "scenarios" / "library" / "travel-questions"

TOY = """member,timestamp,event
ann,2024-01-03T09:00:00,registration
ann,2024-01-03T10:00:00,question
bob,2024-01-04T10:00:00,answer
ann,2024-01-04T11:00:00,comment
ann,2024-01-04T23:59:59,comment
bob,2024-01-09T00:00:00,visit
ann,2024-01-10T00:00:00,answer
cat,2024-01-14T12:00:00,question
ann,2024-01-15T12:00:00,bounty
bob,2024-01-23T12:00:00,answer
"""
"""Ann, Bob and Cat from Wednesday, 3 January to Tuesday, 23 January 2024."""


def real_data(folder: str) -> Path:
    """Return a folder of the real histories, or skip the test that needs it."""
    base = Path(os.environ.get("FORERUN_DATA", ROOT.parent / "shared" / "data"))
    path = base / folder
    if not path.is_dir():
        pytest.skip(f"real history {folder!r} is not there: no folder {path}")
    return path


def written(path: Path, text: str) -> Path:
    """Write a file and return its path."""
    path.write_text(text, encoding="utf-8")
    return path


def history_of(
    active: np.ndarray,
    new: np.ndarray,
    triangle: np.ndarray,
    start: date,
    contributions: np.ndarray | None = None,
) -> History:
    """Build a history from arrays, as a reader would."""
    days = pl.date_range(start, eager=True, interval="1d", end=date.fromordinal(
        start.toordinal() + len(active) - 1))  # fmt: skip
    columns: dict[str, object] = {"date": days, "active_members": active, "new_members": new}
    if contributions is not None:
        columns["contributions"] = contributions
    assert triangle.shape[0] == (start.toordinal() + len(active) - monday(start).toordinal()) // 7
    return History("made.csv", pl.DataFrame(columns), triangle.astype(np.int64), None)
