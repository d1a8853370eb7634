"""Each section computes its one sentence from the data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from forerun.report.folder import Folder, read
from forerun.report.labels import Labels
from forerun.report.sections.assumptions import assumptions
from forerun.report.sections.calibration import calibration
from forerun.report.sections.comparison import comparison
from forerun.report.sections.daily import daily, smoothed
from forerun.report.sections.funnel import funnel, steps
from forerun.report.sections.ledger import ledger
from forerun.report.sections.retention import retention
from forerun.report.sections.search import search
from forerun.report.sections.segments import segments
from tests.report import folder as made
from worlds.store import write_run

EN = Labels("en", "USD")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return read(made.everything(tmp_path_factory.mktemp("run")))


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return read(made.compared(tmp_path_factory.mktemp("run")))


def test_daily_is_smoothed_over_a_week_of_each_world() -> None:
    dates, series = smoothed(made.daily())
    rows = made.daily().filter((pl.col("plan") == "welcome") & (pl.col("seed") == 2))
    assert dates[0] == date(2024, 1, 7)
    assert series["welcome"].shape == (made.SEEDS, made.DAYS - 6)
    expected = rows["daily_active"].to_numpy()[10:17].mean()
    assert series["welcome"][2, 10] == pytest.approx(expected)


def test_daily_of_less_than_a_week_is_one_mean() -> None:
    dates, series = smoothed(made.daily(days=3))
    assert len(dates) == 1
    assert series["status-quo"].shape == (made.SEEDS, 1)


def test_daily_draws_the_difference_only_against_a_baseline(
    compared: Folder, tmp_path: Path
) -> None:
    two = daily(compared, EN)
    assert two is not None
    assert "Difference to status-quo" in two.body
    write_run(tmp_path, made.meta("run"), {}, {"daily": made.daily(("welcome",))})
    one = daily(read(tmp_path), EN)
    assert one is not None
    assert "Difference" not in one.body


def test_retention_shows_the_plans_own_cohorts_and_leaves_the_rest_blank(compared: Folder) -> None:
    section = retention(compared, EN)
    assert section is not None
    cells = section.body.count("<title>welcome, started")
    weeks = made.DAYS // 7
    assert cells == weeks * (weeks - 1) // 2
    assert "started 2023" not in section.body


def test_retention_pools_cohorts_by_size(compared: Folder) -> None:
    section = retention(compared, EN)
    assert section is not None
    # every cohort has the same share: 0.16 and 0.20 at age 1, times 4 ** -0.6
    assert "8.7 % are active 4 weeks later, against 7.0 % under status-quo" in section.insight


def test_funnel_leaves_out_what_nobody_reaches() -> None:
    found = steps(made.funnel(), made.PLANS)
    names = [(step.above, step.stage) for part in found for step in part]
    assert ("writers", "buyers") not in names
    assert names[0] == ("member_days", "visits")
    assert found[0][0].share["welcome"] == pytest.approx(5_100 / 61_000)
    assert "status-quo" not in found[1][0].share


def test_funnel_speaks_of_the_step_that_moved(tmp_path: Path) -> None:
    step = (pl.col("plan") == "welcome") & (pl.col("stage") == "writers")
    rows = made.funnel().with_columns(
        value=pl.when(step).then(3_060.0).otherwise(pl.col("value")),
        change_low=pl.when(step).then(0.05).otherwise(0.0),
        change_high=pl.when(step).then(0.2).otherwise(0.0),
    )
    write_run(tmp_path, made.meta("compare"), {"compare": made.COMPARE}, {"funnel": rows})
    section = funnel(read(tmp_path), EN)
    assert section is not None
    assert section.insight == (
        "welcome changes most the step from visits to visits with a post: 60.0 % pass, 47.1 % "
        "under status-quo."
    )


def test_funnel_speaks_of_no_step_that_moved_within_noise(tmp_path: Path) -> None:
    step = (pl.col("plan") == "welcome") & (pl.col("stage") == "writers")
    rows = made.funnel().with_columns(
        value=pl.when(step).then(3_060.0).otherwise(pl.col("value")),
        change_low=pl.when(step).then(-0.01).otherwise(0.0),
        change_high=pl.when(step).then(0.2).otherwise(0.0),
    )
    write_run(tmp_path, made.meta("compare"), {"compare": made.COMPARE}, {"funnel": rows})
    section = funnel(read(tmp_path), EN)
    assert section is not None
    assert "changes most" not in section.insight


def test_ledger_names_where_the_money_went(compared: Folder) -> None:
    section = ledger(compared, EN)
    assert section is not None
    assert section.insight == "welcome spends 5,000 USD, 80 % of it on Content calendar."
    total = "".join(f"<td class=n><b>{v}</b></td>" for v in ("5,000", "9,000", "4,000"))
    assert total in section.body


def test_ledger_tells_cash_and_owed_apart(tmp_path: Path) -> None:
    rows = [
        ("welcome", "invite", "owed", 500.0, 0.0),
        ("welcome", "invite", "owed_liability", 0.0, 500.0),
    ]
    books = made.ledger()
    owed = pl.DataFrame(rows, books.schema, orient="row")
    write_run(tmp_path, made.meta("run"), {}, {"ledger": pl.concat([books, owed])})
    section = ledger(read(tmp_path), EN)
    assert section is not None
    assert section.insight == (
        "welcome costs 5,500 USD: 5,000 USD in cash and 500 USD still owed at the end; "
        "73 % of it is Content calendar."
    )
    # Grants, redemptions and what is owed add up to the cost.
    total = "".join(f"<td class=n><b>{v}</b></td>" for v in ("4,000", "1,000", "500", "5,500"))
    assert total in section.body
    zh = ledger(read(tmp_path), Labels("zh", "USD"))
    assert zh is not None
    assert "期末应付" in zh.insight


def test_ledger_of_a_plan_that_spends_nothing(tmp_path: Path) -> None:
    write_run(tmp_path, made.meta("run"), {}, {"ledger": made.ledger(("status-quo",))})
    section = ledger(read(tmp_path), EN)
    assert section is not None
    assert section.insight == "status-quo spends nothing."


def test_segments_are_relative_to_the_baseline(compared: Folder) -> None:
    section = segments(compared, EN)
    assert section is not None
    assert section.insight == "welcome moves <overland> most (+20.0 %) and visas least (+6.7 %)."
    assert "&lt;overland&gt;, welcome: +20.0 % (+14.7 % … +25.3 %)" in section.body


def test_one_segment_has_no_section(tmp_path: Path) -> None:
    one = made.segments().filter(pl.col("segment") == "visas")
    write_run(tmp_path, made.meta("compare"), {}, {"segments": one})
    assert segments(read(tmp_path), EN) is None


def test_comparison_marks_what_is_clear(compared: Folder) -> None:
    section = comparison(compared, EN)
    assert section is not None
    assert section.insight.startswith("3 of 5 measures differ clearly")
    assert '<span class="good">▲ +33 *</span>' in section.body
    assert '<span class="open">+1.3 pp</span>' in section.body
    assert '<span class="bad">▼ +5,800 *</span>' in section.body


def test_comparison_of_several_plans_ranks_them(tmp_path: Path) -> None:
    write_run(tmp_path, made.meta("compare"), {"compare": made.three_plans()}, {})
    section = comparison(read(tmp_path), EN)
    assert section is not None
    assert section.insight == "By weekly active members: welcome +33, points-only +4."


def test_groups_of_cohorts_are_named_in_chinese(tmp_path: Path) -> None:
    """Under the names that a fit gives them."""
    group = dict(made.CALIBRATE["retention"][0])
    rows = [{**group, "cohorts": name} for name in ("early", "middle", "late")]
    write_run(
        tmp_path, made.meta("calibrate"), {"calibrate": {**made.CALIBRATE, "retention": rows}}, {}
    )
    section = calibration(read(tmp_path), Labels("zh", "USD"))
    assert section is not None
    for name in ("早期", "中期", "近期"):
        assert f"{name}，第" in section.body
    assert "early" not in section.body


def test_retention_of_few_members_is_no_ring_and_says_why(tmp_path: Path) -> None:
    rows = [dict(row) for row in made.CALIBRATE["retention"]]
    rows[2]["observed"] = None
    write_run(
        tmp_path, made.meta("calibrate"), {"calibrate": {**made.CALIBRATE, "retention": rows}}, {}
    )
    for labels, told in (
        (EN, "observed: of fewer than 5 members"),
        (Labels("zh", "USD"), "实际: 不足 5 人"),
    ):
        section = calibration(read(tmp_path), labels)
        assert section is not None
        assert section.body.count(told) == 1
    rows = [{**row, "observed": None} for row in rows]
    write_run(
        tmp_path, made.meta("calibrate"), {"calibrate": {**made.CALIBRATE, "retention": rows}}, {}
    )
    section = calibration(read(tmp_path), EN)
    assert section is not None
    assert section.body.count("of fewer than 5 members") == len(rows)


def test_the_mixed_forecast_is_drawn_and_told_where_there_is_one(tmp_path: Path) -> None:
    """A run folder of an earlier version has none."""
    product = {"error": 0.072, "forecast": [50.5] * 13, "coverage": {"80": 0.77}}
    told = "Mixed with simple forecasts it is 7.2 %; 77 % of the weeks lay in the mix's 80 % band."
    for holdout, there in (({}, False), ({"product": product}, True)):
        found = {**made.CALIBRATE, "holdout": {**made.CALIBRATE["holdout"], **holdout}}
        write_run(tmp_path, made.meta("calibrate"), {"calibrate": found}, {})
        section = calibration(read(tmp_path), EN)
        assert section is not None
        assert section.insight.endswith(told) == there
        assert ("mixed: 50.5" in section.body) == there
        section = calibration(read(tmp_path), Labels("zh", "USD"))
        assert section is not None
        assert ("混合: 50.5" in section.body) == there


def test_search_marks_the_comparators_and_the_bounds(whole: Folder) -> None:
    section = search(whole, EN)
    assert section is not None
    for label in ("status quo", "equal split", "winner", "front", "infeasible"):
        assert f">{label}<" in section.body
    assert section.body.count("<title>trial ") == 60
    assert "<td class=n>binding</td>" in section.body
    assert "Points, levels and privileges: " in section.body


def test_search_with_one_objective_is_drawn_by_trial(tmp_path: Path) -> None:
    found = {**made.search(), "objective": "retention_w4"}
    write_run(tmp_path, made.meta("search"), {"search": found}, {"trials": made.trials()})
    section = search(read(tmp_path), EN)
    assert section is not None
    assert section.insight == "Of 60 plans tried, 41 keep the constraints."
    assert ">trials<" in section.body


def test_search_draws_the_money_and_the_levers(tmp_path: Path) -> None:
    found = made.search()
    found["winner"] |= {
        "split": {
            "points": {"today": 3000.0, "equal_split": 3000.0, "winner": 5000.0},
            "content": {"today": 3000.0, "equal_split": 3000.0, "winner": 500.0},
        },
        "marginal": [
            {"path": "points.budget", "value": 5000.0, "to": 5300.0,
             "change": 0.0001, "low": 0.00005, "high": 0.00015},
            {"path": "points.per_visit", "value": 10.0, "to": 9.0,
             "change": 0.002, "low": -0.001, "high": 0.005},
        ],
    }  # fmt: skip
    curves = pl.DataFrame(
        [
            {"path": path, "value": value, "mean": 0.05, "low": 0.04, "high": 0.06, "mark": mark}
            for path in ("points.budget", "points.per_visit")
            for value, mark in ((0.0, None), (1.0, "today"), (10.0, "winner"))
        ]
    )
    tables = {"trials": made.trials(), "responses": curves}
    write_run(tmp_path, made.meta("search"), {"search": found}, tables)
    section = search(read(tmp_path), EN)
    assert section is not None
    assert "not given out: 500 USD" in section.body
    assert "winner\nPoints, levels and privileges: 5,000 USD" in section.body
    assert "+3.0 pp *" in section.body  # 300 of money at 0.0001 each, clear of zero
    assert "−0.2 pp<" in section.body  # a step down of what rises
    assert 'id="response-chart' in section.body
    chinese = search(read(tmp_path), Labels("zh", "USD"))
    assert chinese is not None
    assert "资金如何分配" in chinese.body


def test_a_risk_is_named_where_it_is_drawn(tmp_path: Path) -> None:
    found = {**made.search(), "objective": "q10(retention_w4)"}
    trials = made.trials().rename({"value retention_w4": "value q10(retention_w4)"})
    write_run(tmp_path, made.meta("search"), {"search": found}, {"trials": trials})
    for labels, said in (
        (EN, "Week-4 retention, 10 % quantile"),
        (Labels("zh", "USD"), "10% 分位数"),
    ):
        section = search(read(tmp_path), labels)
        assert section is not None
        assert said in section.body


def test_search_that_found_nothing_says_so(tmp_path: Path) -> None:
    found = {**made.search(), "winner": None, "feasible": 0, "pareto": []}
    none = made.trials().with_columns(
        feasible=pl.lit(False), pareto=pl.lit(False), winner=pl.lit(False)
    )
    write_run(tmp_path, made.meta("search"), {"search": found}, {"trials": none})
    section = search(read(tmp_path), EN)
    assert section is not None
    assert section.insight.endswith("No plan tried keeps every constraint.")


def test_assumed_stands_first_and_open(whole: Folder) -> None:
    section = assumptions(whole, EN)
    assert section is not None
    register = made.assumptions()
    counts = {
        grade: sum(entry["grade"] == grade for entry in register)
        for grade in ("assumed", "published", "measured")
    }
    assert f"{counts['assumed']} are merely assumed" in section.insight
    head, *folded = section.body.split("<details>")
    assert head.count("<td class=n>assumed</td>") == counts["assumed"]
    assert [part.count("<td class=n>") for part in folded] == [
        3 * counts["published"],
        3 * counts["measured"],
    ]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0614, "share", "6.1 %"),
        (-1234.5, "members", "−1,234"),
        (12.345, "1", "12.3"),
        (0.5, "1", "0.50"),
        (7.0, "members", "7"),
        (1234.5, "currency", "1,234 USD"),
        (-0.0004, "1", "0.00"),
        (-0.0004, "share", "0.0 %"),
        (12.5, "currency/purchase", "12.50 USD"),
        (None, "1", "–"),
        (np.nan, "share", "–"),
    ],
)
def test_numbers(value: float | None, unit: str, text: str) -> None:
    assert EN.number(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.013, "share", "+1.3 pp"),
        (-0.0003, "share", "−0.03 pp"),
        (0.0, "members", "±0"),
        (-5.0, "currency", "−5 USD"),
        (-0.0001, "1", "±0.00"),
        (0.003, "currency", "±0.00 USD"),
    ],
)
def test_changes(value: float, unit: str, text: str) -> None:
    assert EN.change(value, unit) == text
