"""What telling mid-life is worth is written as measured, where it is worse too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.midlife import PAGE, logs, page
from evidence.pages import begin, end


def reading(short: float, long: float, came: float | None, simulated: float) -> dict[str, Any]:
    errors = {
        "4": {"simulation": short, "product": 0.1},
        "13": {"simulation": long, "product": 0.2},
    }
    return {**errors, "retention_w4": {"observed": came, "simulation": simulated}}


ROWS = [
    {"history": "b", "told": reading(0.2, 0.4, 0.05, 0.06), "launch": reading(0.2, 0.9, 0.05, 0.2)},
    {"history": "a", "told": reading(0.2, 0.4, None, 0.06), "launch": reading(0.8, 0.1, None, 0.2)},
]


def test_both_readings_stand_beside_each_other() -> None:
    words, _, table = page(ROWS, 7).partition("\n\n")
    assert words.startswith("2 logs are told to begin in mid-life; of those whole, 7 are taken for")
    assert "errs by 0.40 at 13 weeks, and by 0.30 as of launches" in words
    assert "better on 1); at 4 weeks by 0.20 and 0.40" in words
    assert "the mix at 13 weeks by 0.200 and 0.200" in words
    assert table.splitlines()[2:] == [
        "| `a` | 0.20 | 0.80 | 0.40 | 0.10 | – | 6 % | 20 % |",
        "| `b` | 0.20 | 0.20 | 0.40 | 0.90 | 5 % | 6 % | 20 % |",
    ]


@pytest.mark.parametrize(("heading", "names"), [("timestamp", ["log", "log-50"]), ("x", ["log"])])
def test_a_log_is_cut_where_so_many_rows_had_come(
    tmp_path: Path, heading: str, names: list[str]
) -> None:
    path = tmp_path / "log.csv"
    days = [f"a,2024-01-{day:02},visit" for day in (4, 1, 3, 2)]
    path.write_text("\n".join([f"member,{heading},event", *days]) + "\n", encoding="utf-8")
    held = tmp_path / "held"
    held.mkdir()
    found = dict(logs(str(path), [0.5], held))
    assert list(found) == names
    if len(names) > 1:
        left = Path(found["log-50"]).read_text(encoding="utf-8").splitlines()[1:]
        assert left == ["a,2024-01-04,visit", "a,2024-01-03,visit"]


def test_the_page_has_its_marks_and_is_written() -> None:
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(begin("midlife"))
    part, closed, _ = rest.partition(end("midlife"))
    assert closed
    assert "logs are told to begin in mid-life" in part
