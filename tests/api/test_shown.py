"""What a notebook and a prompt show of a result: short, and safe."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import polars as pl
import pytest

import forerun as fr
from forerun.results import Result
from scenarios import Scenario, parse
from tests.cli import tiny
from tests.experiments import made
from worlds.formats import Format


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    text = tiny.SCENARIO.replace("Tiny forum", '"Tiny\\n <script>\\x1b[2Jforum"')
    return parse(f"{text}audiences: {{recent: days_since_visit <= 14}}\n")


@pytest.fixture(scope="module")
def results(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    folder = tmp_path_factory.mktemp("shown")
    log = folder / "log.csv"
    log.write_text(tiny.log(), encoding="utf-8")
    return {
        "run": fr.run(scenario, "points", seeds=2),
        "compare": fr.compare(scenario, ["status-quo", "points", "both"], seeds=2),
        "search": fr.search(scenario, trials=1, seeds=2),
        "sweep": fr.sweep(scenario, {"visit_base": (-3, -1)}, design="lhs", runs=4, seeds=2),
        "audience": fr.audience(scenario, "points", seeds=2),
        "calibrate": fr.calibrate(scenario, log, holdout="8w", trials=2),
        "learn": learned(folder),
    }


def learned(folder: Path) -> Result:
    """Return what a trial of two arms teaches."""
    trial = made.table(folder, 0.40, 0.46, 4000)
    return fr.learn(made.scenario(folder), trial, outcome="visited", days=made.DAYS, worlds=24)


NAME = r"Tiny <script>\u001b[2Jforum"

KINDS = ("run", "compare", "search", "sweep", "audience", "calibrate", "learn")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("run", f"<Outlook of {NAME}: points, 2 worlds>"),
        ("compare", f"<Effect of {NAME}: points, both against status-quo, 2 worlds>"),
        ("search", f"<Best of {NAME}: 1 trials, trial 0 wins>"),
        ("sweep", f"<Swept of {NAME}: both, lhs, 1 input, 4 runs>"),
        ("audience", f"<Looked of {NAME}: recent under points, 2 worlds>"),
        ("calibrate", f"<Fitted of {NAME}: 11 parameters fitted>"),
        ("learn", "<Taught of Tiny forum: taught reward_pull>"),
    ],
)
def test_a_result_is_shown_in_a_line_and_as_a_table(
    results: dict[str, Result], kind: str, said: str
) -> None:
    assert repr(results[kind]) == said
    page = results[kind]._repr_html_()
    assert "<table" in page
    if kind != "learn":
        assert "Tiny &lt;script&gt;\\u001b[2Jforum" in page
    assert "<script>" not in page
    assert len(page) < 20_000


def columns(table: pl.DataFrame, form: str) -> list[str]:
    """Return the headings of a table in a file; but in Parquet lists are a column a place."""
    apart = form != "parquet"
    return [
        heading
        for name, kind in table.schema.items()
        for heading in (
            [f"{name}_1", f"{name}_2"] if apart and isinstance(kind, pl.List) else [name]
        )
    ]


@pytest.mark.parametrize("form", get_args(Format))
@pytest.mark.parametrize("kind", KINDS)
def test_every_table_of_it_is_read_by_polars_and_pandas(
    results: dict[str, Result], tmp_path: Path, kind: str, form: Format
) -> None:
    pandas: Any = pytest.importorskip("pandas")
    folder = results[kind].save(tmp_path, form)
    tables = dict(results[kind].series())
    if form != "parquet":
        tables["figures"] = results[kind].table()
    assert tables or kind in ("calibrate", "learn", "audience")
    ours = {"parquet": pl.read_parquet, "csv": pl.read_csv, "xlsx": pl.read_excel}[form]
    theirs = {"parquet": pandas.read_parquet, "csv": pandas.read_csv, "xlsx": pandas.read_excel}
    for name, table in tables.items():
        path = folder / f"{name}.{form}"
        for found in (ours(path), theirs[form](path)):
            assert list(found.columns) == columns(table, form), name
            assert len(found) == len(table), name
        numbers = [one for one in table.columns if table[one].dtype.is_float()]
        for column in numbers:
            wanted = table[column].fill_nan(None).drop_nulls().to_list()
            # A sheet keeps sixteen digits.
            assert theirs[form](path)[column].dropna().to_list() == pytest.approx(wanted, rel=1e-14)
    assert sorted(path.suffix for path in folder.glob(f"*.{form}")) == [f".{form}"] * len(tables)


def test_every_result_has_the_short_form() -> None:
    kinds = list(Result.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert {kind.__name__ for kind in kinds} >= {
        "Outlook", "Effect", "Best", "Swept", "Looked", "Fitted", "Taught",
    }  # fmt: skip
    for kind in kinds:
        assert kind.__repr__ is Result.__repr__, kind


def test_what_a_history_started_is_shown_in_a_line(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(tiny.log(), encoding="utf-8")
    started = fr.new(log, tmp_path / "made", trials=2)
    assert repr(started).startswith("<Started ")
    assert str(tmp_path / "made") in repr(started)
    assert len(repr(started)) < 300
    assert started._repr_html_().startswith("<p>Started ")


def test_a_language_that_there_is_not_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(tiny.log(), encoding="utf-8")
    with pytest.raises(fr.InputError, match="no language 'zh-CN'; there are en, zh") as wrong:
        fr.new(log, tmp_path / "made", trials=2, lang="zh-CN")  # type: ignore[arg-type]
    assert wrong.value.field == "lang"
    assert not (tmp_path / "made").exists()
