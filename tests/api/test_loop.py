"""The loop in Python: load, calibrate, compare, search, report, and what each hands back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import forerun as fr
from forerun.results import Effect
from tests.cli import tiny


@pytest.fixture
def scenario_file(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(tiny.SCENARIO, encoding="utf-8")
    return path


@pytest.fixture
def effect(scenario_file: Path) -> Effect:
    return fr.compare(scenario_file, ["status-quo", "points", "both"], seeds=3)


def test_compare_as_table(effect: Effect) -> None:
    table = effect.table()
    assert table.columns == [
        "plan", "measure", "a", "b", "difference", "low", "high", "p_better", "seed_saving",
        "a_low", "a_high", "b_low", "b_high", "worlds",
    ]  # fmt: skip
    assert table["plan"].unique(maintain_order=True).to_list() == ["points", "both"]
    assert len(table) == 2 * len(effect.comparison.values)
    row = table.filter(plan="both", measure="cost").row(0, named=True)
    pair = effect.as_json()["comparisons"][1]["measures"]["cost"]
    assert {key: row[key] for key in pair} == pair


def test_compare_is_saved_and_drawn(effect: Effect, tmp_path: Path) -> None:
    folder = effect.save(tmp_path / "found")
    assert json.loads((folder / "compare.json").read_text(encoding="utf-8")) == effect.as_json()
    page = effect.report(tmp_path / "plan.html")
    assert page.read_text(encoding="utf-8") == fr.report(folder).read_text(encoding="utf-8")
    assert fr.report(folder, tmp_path / "zh.html", lang="zh") == tmp_path / "zh.html"


def test_compare_is_plotted(effect: Effect, tmp_path: Path) -> None:
    chart = effect.plot.difference("weekly_active")
    assert chart._repr_svg_().startswith("<svg ")
    assert "Weekly active members" in chart.svg
    assert effect.plot.difference("weekly_active") == chart
    assert chart.save(tmp_path / "difference.svg").read_text(encoding="utf-8") == chart.svg
    assert "both" in effect.plot.daily().svg
    with pytest.raises(fr.InputError, match="did you mean 'weekly_active'"):
        effect.plot.difference("weakly_active")
    with pytest.raises(fr.InputError, match="has no difference"):
        effect.plot.difference("roi")


@pytest.mark.parametrize(
    ("name", "begins"), [("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.PDF", b"%PDF")]
)
def test_the_suffix_of_a_chart_decides(
    effect: Effect, tmp_path: Path, name: str, begins: bytes
) -> None:
    chart = effect.plot.difference("weekly_active")
    before = chart.svg
    assert chart.save(tmp_path / name).read_bytes().startswith(begins)
    assert effect.plot.daily().save(tmp_path / name).read_bytes().startswith(begins)
    assert chart.save(tmp_path / "again.svg").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("name", ["a", "a.jpg", "a.svg.gz", "a.html"])
def test_another_suffix_is_refused(effect: Effect, tmp_path: Path, name: str) -> None:
    with pytest.raises(fr.InputError, match="a chart is saved as svg, png, pdf"):
        effect.plot.daily().save(tmp_path / name)
    assert not (tmp_path / name).exists()


def test_letters_that_no_font_has_are_not_drawn_as_boxes(effect: Effect, tmp_path: Path) -> None:
    chart = effect.plot.difference("weekly_active")
    chart.figure.axes[0].set_title("\U00012000")  # cuneiform
    with pytest.raises(fr.InputError, match=r"save it as \.svg"):
        chart.save(tmp_path / "a.png")
    assert not (tmp_path / "a.png").exists()


def test_run_hands_back_one_plan(scenario_file: Path, tmp_path: Path) -> None:
    outlook = fr.run(scenario_file, "points", seeds=3)
    assert outlook.table().columns == ["measure", "mean", "low", "high", "worlds"]
    assert outlook.as_json()["plan"] == "points"
    assert "points" in outlook.plot.daily().svg
    with pytest.raises(fr.InputError, match="one plan alone"):
        outlook.plot.difference("posts")
    assert fr.report(outlook.save(tmp_path / "found")).exists()


def test_search_hands_back_a_winner(scenario_file: Path, tmp_path: Path) -> None:
    best = fr.search(scenario_file, trials=4, seeds=2)
    assert best.table()["plan"].unique(maintain_order=True).to_list() == [
        "status-quo", "equal-split", "winner", "today"
    ]  # fmt: skip
    assert best.parameters == best.as_json()["winner"]["parameters"]
    assert fr.report(best.save(tmp_path / "found")).exists()
    assert "winner" in best.plot.difference("cost").svg


def test_calibrate_hands_back_a_scenario(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(tiny.log(), encoding="utf-8")
    scenario = tmp_path / "tiny.yaml"
    # As many joiners as the log has: behaviour of others is refused.
    few = tiny.SCENARIO.replace("members: 300", "members: 100").replace(
        "per_day: 3", "per_day: 0.3"
    )
    scenario.write_text(
        few.replace("preset: shop", "preset: forum\n  activity: contribution"), encoding="utf-8"
    )
    told: list[tuple[int, int, str]] = []
    fitted = fr.calibrate(
        scenario,
        tmp_path / "log.csv",
        holdout="4w",
        trials=3,
        progress=lambda *step: told.append(step),
    )
    assert told[-1] == (3, 3, "fitting behaviour")
    assert fitted.scenario.behaviour.grade("visit_base") == "measured"
    grades = fr.assumptions(fitted.scenario)
    assert grades.equals(fitted.table())
    assert set(grades["grade"]) == {"measured", "published", "assumed"}
    folder = fitted.save(tmp_path / "found")
    again = fr.load(scenario).with_behaviour(folder / "behaviour.json")
    assert again.digest == fitted.scenario.digest
    assert fr.report(folder).exists()


def test_results_on_one_scenario_gather_in_one_folder(effect: Effect, tmp_path: Path) -> None:
    effect.save(tmp_path / "found")
    fr.run(effect.scenario, seeds=2).save(tmp_path / "found")
    names = {path.name for path in (tmp_path / "found").iterdir()}
    assert {"compare.json", "run.json", "meta.json", "assumptions.json"} <= names


def test_the_default_is_status_quo_against_the_main_plan(scenario_file: Path) -> None:
    assert fr.compare(scenario_file, seeds=2).as_json()["plans"] == ["status-quo", "both"]
    idle = scenario_file.with_name("idle.yaml")
    text = tiny.SCENARIO
    idle.write_text(text[: text.index("plans:")], encoding="utf-8")
    with pytest.raises(fr.InputError, match="no plan names a strategy"):
        fr.compare(idle, seeds=2)


def test_the_schema_is_that_of_a_scenario() -> None:
    assert {"name", "community", "plans", "search"} <= set(fr.schema()["properties"])


@pytest.mark.parametrize(
    ("text", "days"), [("13w", 91), (" 90D ", 90), ("0d", 0)], ids=["weeks", "days", "none"]
)
def test_spans(text: str, days: int) -> None:
    from forerun import spans

    assert spans.days(text, "holdout") == days


@pytest.mark.parametrize("text", ["13", "w", "-1w", "1.5w", "99999d", "13 weeks", ""])
def test_what_is_no_span(text: str) -> None:
    from forerun import spans

    with pytest.raises(fr.InputError) as caught:
        spans.days(text, "holdout")
    assert caught.value.field == "holdout"
