"""The table of real histories is written from what was measured, misses of the aim too."""

from __future__ import annotations

from pathlib import Path

from benchmarks.backtest import PAGE, both, by_known, called, table, verdict
from evidence.pages import fill


def row(history: str, product: float, naive: float, seasonal: float | None) -> dict[str, object]:
    error = {"product": product, "simulation": 0.1, "naive": naive, "seasonal": seasonal,
             "ets": 0.3, "theta": 0.5}  # fmt: skip
    return {"history": history, "4": {"error": error, "coverage": {"80": 0.75}}}


ROWS = [row("b_shop", 0.2, 0.25, 0.2), row("a_chat", 0.28, 0.24, None)]


def test_the_smallest_but_the_simulation_is_bold() -> None:
    assert table(ROWS, "4").splitlines()[2:] == [
        "| `a_chat` | 0.28 | 0.10 | **0.24** | – | 0.30 | 0.50 | 75 % |",
        "| `b_shop` | **0.20** | 0.10 | 0.25 | **0.20** | 0.30 | 0.50 | 75 % |",
    ]


def test_where_the_aim_is_missed_is_said() -> None:
    told = verdict(ROWS, "4")
    assert "2 histories: smaller than the naive error on 1, as small as the smallest" in told
    assert "of the simple ones on 1" in told
    assert "more than a tenth: `a_chat` (17 %)" in told
    assert "lay 75 % of the weeks" in told
    assert "more than a tenth: none" in verdict(ROWS[:1], "4")


def test_what_looks_alike_counts_alike() -> None:
    """Counts are of hundredths, as the bold ones are."""
    rows = [row("c_forum", 0.204, 0.2, None), row("d_shop", 0.249, 0.2451, None)]
    assert table(rows, "4").count("**") == 8
    told = verdict(rows, "4")
    assert "smaller than the naive error on 0, as small as the smallest" in told
    assert "of the simple ones on 2" in told


def test_a_history_is_called_by_its_folder_or_its_file() -> None:
    assert called("data/zig_irc/events.csv.gz") == "zig_irc"
    assert called("data/cdnow/purchases.csv.gz") == "cdnow"
    assert called("logs/forum.csv") == "forum"


def test_weeks_known_have_a_line_each() -> None:
    rows = [{**row, "known": known} for known in (26, 13) for row in ROWS]
    first, second = by_known(rows, ["4"]).splitlines()
    assert first.startswith("- 13 weeks known, 4 weeks ahead, 2 histories: smaller than the naive")
    assert second.startswith("- 26 weeks known, 4 weeks ahead")


def test_the_page_has_its_marks(tmp_path: Path) -> None:
    copy = tmp_path / "page.md"
    copy.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    parts = {"histories": lambda: both(ROWS, ["4"]), "known": lambda: "nothing known"}
    fill(copy, parts)
    text = copy.read_text(encoding="utf-8")
    assert "| `b_shop` | **0.20** |" in text
    assert "nothing known" in text
