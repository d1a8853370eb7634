"""Tables in every form: no formula, every value, read by polars and by pandas."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, get_args

import polars as pl
import pytest

from worlds.formats import FORMULA, Format, encoded, neutral
from worlds.store import write_run

EVIL = [*(f"{mark}cmd|' /C calc'!A0" for mark in FORMULA), 'say "=1+1", twice', "x=1", "-", ""]
TABLE = pl.DataFrame(
    {
        "=text": EVIL,
        "change": [-1.5, None, 1e-300, *[2.0] * (len(EVIL) - 3)],
        "人数": range(-3, len(EVIL) - 3),
    }
)


def read(content: bytes, form: str) -> pl.DataFrame:
    if form == "csv":
        return pl.read_csv(io.BytesIO(content))
    return pl.read_excel(io.BytesIO(content)) if form == "xlsx" else pl.read_parquet(content)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_is_a_formula_and_numbers_stay(form: Format) -> None:
    found = read(encoded(TABLE, form), form)
    assert found.columns == ["'=text", "change", "人数"]
    texts = found["'=text"].to_list()
    assert [text for text in texts if text and text.startswith(FORMULA)] == []
    assert texts[0] == f"'{EVIL[0]}"
    assert texts[-3] == "x=1"
    assert found["change"].to_list() == TABLE["change"].to_list()
    assert found["人数"].to_list() == TABLE["人数"].to_list()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_not_defined_is_empty(form: Format) -> None:
    table = pl.DataFrame({"low": [1.5, float("nan")], "high": [2.0, 3.0]})
    assert read(encoded(table, form), form)["low"].to_list() == [1.5, None]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_place_of_a_list_is_a_column(form: Format) -> None:
    """The register of a fit has ranges: ``forerun calibrate --format csv`` ended in a traceback."""
    table = pl.DataFrame({"a": ["x", "y"], "range": [[1.5, 2.5], None], "z": [1, 2]})
    found = read(encoded(table, form), form)
    assert found.columns == ["a", "range_1", "range_2", "z"]
    assert found["range_1"].to_list() == [1.5, None]
    assert found["range_2"].to_list() == [2.5, None]
    none = pl.DataFrame({"a": ["x"], "range": pl.Series([[]], dtype=pl.List(pl.Float64))})
    assert read(encoded(none, form), form).columns == ["a"]


def test_a_sheet_holds_no_formula_at_all() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(encoded(TABLE, "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<f " not in sheet


@pytest.mark.parametrize("form", get_args(Format))
def test_equal_tables_give_equal_bytes(form: Format) -> None:
    assert encoded(TABLE, form) == encoded(TABLE.clone(), form)


@pytest.mark.parametrize("form", get_args(Format))
def test_pandas_reads_what_polars_reads(form: Format) -> None:
    pandas: Any = pytest.importorskip("pandas")
    pytest.importorskip({"parquet": "pyarrow", "xlsx": "openpyxl", "csv": "pandas"}[form])
    content = encoded(TABLE, form)
    reader = {"parquet": pandas.read_parquet, "csv": pandas.read_csv, "xlsx": pandas.read_excel}
    theirs, ours = reader[form](io.BytesIO(content)), read(content, form)
    assert list(theirs.columns) == ours.columns
    for name in ("change", "人数"):
        assert theirs[name].dropna().to_list() == ours[name].drop_nulls().to_list()


def test_what_begins_like_a_formula_is_neutral_and_nothing_else() -> None:
    assert [neutral(text) for text in ("=1", "-1", "@x", "\t=1", "＝1")] == [
        "'=1", "'-1", "'@x", "'\t=1", "'＝1",
    ]  # fmt: skip
    assert [neutral(text) for text in ("a=1", "", "’", " =1")] == ["a=1", "", "’", " =1"]


def test_tables_of_an_earlier_form_do_not_stay(tmp_path: Path) -> None:
    meta = {"digest": "d"}
    tables = {"daily": TABLE, "figures": TABLE}
    write_run(tmp_path, meta, {}, tables, "csv")
    assert {path.name for path in tmp_path.iterdir()} == {
        "meta.json", "daily.parquet", "daily.csv", "figures.csv",
    }  # fmt: skip
    write_run(tmp_path, meta, {}, {"daily": TABLE})
    assert {path.name for path in tmp_path.iterdir()} == {"meta.json", "daily.parquet"}
