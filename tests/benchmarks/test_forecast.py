"""The tables of the forecasts are written from what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.forecast import PAGE, document, origins, retention

ROWS = [
    {"cohorts": cohorts, "from_week": 2, "to_week": 4, "observed": 0.096, "fitted": 0.089}
    for cohorts in ("early", "late")
]
FOUND = [
    {"first_day": "2017-05-29", "error": 0.10, "naive_error": 0.22, "covered": 13,
     "retention": ROWS},
    {"first_day": "2017-02-27", "error": 0.18, "naive_error": 0.08, "covered": 0,
     "retention": []},
]  # fmt: skip


def test_the_smaller_error_is_bold() -> None:
    assert origins(FOUND).splitlines()[2:] == [
        "| 2017-05-29 | **0.10** | 0.22 | 13 of 13 |",
        "| 2017-02-27 | 0.18 | **0.08** | 0 of 13 |",
        "| mean | **0.14** | 0.15 | 50 % |",
    ]


def test_a_cohort_that_was_not_seen_leaves_a_gap() -> None:
    assert retention(ROWS).splitlines()[-1] == "| 2 to 4 | 9.6 | 8.9 | – | – | 9.6 | 8.9 |"


def test_the_page_has_its_marks(tmp_path: Path) -> None:
    copy = tmp_path / "page.md"
    copy.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    document(FOUND, copy)
    assert "| 2 to 4 | 9.6 |" in copy.read_text(encoding="utf-8")
    copy.write_text("nothing", encoding="utf-8")
    with pytest.raises(LookupError, match="has no place for origins"):
        document(FOUND, copy)
