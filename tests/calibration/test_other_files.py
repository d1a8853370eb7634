"""Files of another kind: one line that names the kind and what is allowed. Workbooks are read."""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile
from pathlib import Path

import polars as pl
import pytest

from calibration import history
from sim.errors import InputError
from tests.calibration.exports import events, lines, read, same, told

PLAIN = lines(events())


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


class Planted:
    """What runs if it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return exec, ("raise SystemExit('was unpickled')",)


OTHERS: dict[str, tuple[bytes, str]] = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(300), "a PNG picture"),
    "a photo": (b"\xff\xd8\xff\xe0" + bytes(300), "a JPEG picture"),
    "a document": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
    "an archive": (zipped("log.csv", PLAIN.encode()), "a zip archive"),
    "a web page": (b"<!DOCTYPE html>\n<html><body>Log in</body></html>", "a page of HTML"),
    "a database": (b"SQLite format 3\0" + bytes(100), "sqlite:///FILE#TABLE"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "save it as XLSX"),
    "a pickle": (pickle.dumps(Planted()), "never opened"),
    "nothing packed": (gzip.compress(b""), "empty"),
    "an empty gzip": (gzip.compress(b"")[:4], "not a whole gzip file"),
    "a cut gzip": (gzip.compress(PLAIN.encode())[:-20], "not a whole gzip file"),
    "a packed picture": (gzip.compress(b"\x89PNG\r\n\x1a\n" + bytes(300)), "a PNG picture"),
    "a cut workbook": (zipped("xl/workbook.xml", b"<x/>"), "not a whole XLSX file"),
    "zeros": (bytes(3000), "not text"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_files_of_another_kind(tmp_path: Path, kind: str) -> None:
    content, message = OTHERS[kind]
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, content)
    assert caught.value.file == str(tmp_path / "log.csv")
    assert "\n" not in str(caught.value)


def test_a_workbook_is_read_by_its_first_sheet_with_rows(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    write_xlsx(path, events())
    seen = history.read(path)
    assert same(seen, read(tmp_path, PLAIN))
    assert "sheet 'Events' of a workbook" in told(seen)


def write_xlsx(path: Path, rows: list[tuple[str, object, str]]) -> None:
    """Write a workbook with an empty sheet and one of events, dates as Excel keeps them."""
    from datetime import datetime

    cells = ['<row r="1">' + "".join(text(f"{c}1", v) for c, v in zip(
        "ABC", ("User ID", "Created At", "Type"), strict=True)) + "</row>"]  # fmt: skip
    for number, (member, at, event) in enumerate(rows, 2):
        assert isinstance(at, datetime)
        serial = (at - datetime(1899, 12, 30)).total_seconds() / 86400
        cells.append(
            f'<row r="{number}">{text(f"A{number}", member)}'
            f'<c r="B{number}" s="1"><v>{serial!r}</v></c>{text(f"C{number}", event)}</row>'
        )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Cover" sheetId="1" r:id="r1"/><sheet name="Events" sheetId="2" r:id="r2"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{k}" Type="{office}/worksheet" Target="worksheets/sheet{k}.xml"/>'
            for k in (1, 2)
        )
        + f'<Relationship Id="r3" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData/></worksheet>',
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(cells)}'
        "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def test_figures_shuffled_in_other_words_with_a_long_triangle(tmp_path: Path) -> None:
    days = [f"2024/1/{day},{3 if day == 1 else 1},{2 if day == 1 else 0},x" for day in range(1, 15)]
    days = [days[5], *days[:5], *days[6:]]
    header = "日期,活跃人数,新增人数,备注\n"
    (tmp_path / "triangle.csv").write_text(
        "cohort,week,active\n2024-01-01,0,2\n2024-01-08,0,0\n2024-01-01,1,1\n", encoding="utf-8"
    )
    seen = read(tmp_path, header + "\n".join(days) + "\n", "figures.csv")
    assert seen.counts("active_members").tolist() == [3] + [1] * 13
    assert seen.triangle.tolist() == [[2, 1], [0, 0]]
    assert "columns left, since they are no counts: 备注" in told(seen)


def test_a_table_of_ties_is_no_history(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"follower, followee; ties go under community\.graph"):
        read(tmp_path, "follower,followee\nann,bob\n")


def test_a_parquet_column_of_numbers_names_its_members(tmp_path: Path) -> None:
    table = pl.DataFrame({"uid": [1, 2, None] * 20, "ts": [1704067200] * 60, "kind": ["post"] * 60})
    table.head(59).write_parquet(tmp_path / "log.parquet")
    with pytest.raises(InputError, match="19 of 59 rows cannot be read") as caught:
        history.read(tmp_path / "log.parquet")
    assert caught.value.line == 3
