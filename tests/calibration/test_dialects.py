"""Separators, line ends, encodings and headings of exports: read alike, and told."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from calibration.history.columns import match, plain
from sim.errors import InputError
from tests.calibration.exports import events, lines, read, same, told

PLAIN = lines(events())


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_fields_are_parted_in_any_usual_way(tmp_path: Path, separator: str, name: str) -> None:
    seen = read(tmp_path, PLAIN.replace(",", separator))
    assert same(seen, read(tmp_path, PLAIN))
    assert f"parted by a {name}" in told(seen)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("gb18030", "GB18030"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_encodings_are_found(tmp_path: Path, encoding: str, shown: str, packed: bool) -> None:
    text = PLAIN.replace("m1,", "王小明,").replace("m2,", "会员二,").replace("\n", "\r\n")
    data = text.encode(encoding)
    seen = read(tmp_path, gzip.compress(data) if packed else data)
    assert same(seen, read(tmp_path, PLAIN))
    assert f"text in {shown}," in told(seen)


def test_western_letters_are_not_taken_for_chinese(tmp_path: Path) -> None:
    text = PLAIN.replace("m1,", "Andréa,").replace("m2,", "Zoë Müller,")
    with pytest.raises(InputError, match="not text in UTF-8, UTF-16 or GB18030"):
        read(tmp_path, text.encode("latin-1"))


def test_excels_first_line_is_no_header(tmp_path: Path) -> None:
    seen = read(tmp_path, "sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n"))
    assert same(seen, read(tmp_path, PLAIN))
    with pytest.raises(InputError) as caught:
        read(tmp_path, "\nsep=;\nmember;timestamp;event\n\na;x;post\n")
    assert caught.value.line == 5


def test_columns_without_a_heading_are_left(tmp_path: Path) -> None:
    """Of numbered rows before the first, and of what a spreadsheet leaves behind the last."""
    rows = lines(events(12)).splitlines()
    plain = read(tmp_path, "\n".join(rows))
    framed = [f"{k or ''},{row}{',,' if k % 3 else ',,x'}" for k, row in enumerate(rows)]
    framed[0] = f",{rows[0]},,"
    seen = read(tmp_path, "\n".join(framed))
    assert same(seen, plain)
    assert "left: column 1, column 5, column 6" in told(seen)


def test_a_decimal_comma_is_one_where_it_parts_no_fields(tmp_path: Path) -> None:
    rows = "member;timestamp;event;value\na;2024-01-01;purchase;12,50\na;2024-01-02;purchase;3\n"
    assert read(tmp_path, rows).daily["revenue"].to_list() == [12.5, 3.0]


@pytest.mark.parametrize(
    "header",
    [
        "user_id,created_at,type",
        "User ID,Created At,Type",
        "USER_ID,CREATED_AT,TYPE",
        "userId,createdAt,eventType",
        " Member , TimeStamp , EVENT ",
        "会员,时间,事件",
        "用户 ID,创建时间,行为类型",
        "ｕｓｅｒ＿ｉｄ,ｔｉｍｅ,ｅｖｅｎｔ",
    ],
)
def test_headings_in_the_words_people_use(tmp_path: Path, header: str) -> None:
    seen = read(tmp_path, PLAIN.replace("member,timestamp,event", header))
    assert same(seen, read(tmp_path, PLAIN))
    member = header.split(",")[0].strip()
    assert f"columns: member{'' if member == 'member' else f' = {member}'}" in told(seen)


def test_columns_may_be_mapped(tmp_path: Path) -> None:
    text = PLAIN.replace("member,timestamp,event", "wer,wann,was")
    with pytest.raises(InputError, match="holds wer, wann, was"):
        read(tmp_path, text)
    columns = {"member": "wer", "timestamp": "wann", "event": "was"}
    assert same(read(tmp_path, text, columns=columns), read(tmp_path, PLAIN))
    with pytest.raises(InputError, match=r"no column 'wo', which columns\.event names"):
        read(tmp_path, text, columns={**columns, "event": "wo"})
    with pytest.raises(InputError, match="no column 'row'"):
        read(tmp_path, text.replace("wo", "row"), columns={**columns, "event": "row"})
    with pytest.raises(InputError, match="no role 'who' of a column; there are member"):
        read(tmp_path, text, columns={"who": "wer"})


def test_a_role_may_be_left_without_a_column(tmp_path: Path) -> None:
    text = "member,timestamp,event,value\n" + "a,2024-01-01,purchase,-3\n" * 3
    with pytest.raises(InputError, match="columns value: ''"):
        read(tmp_path, text)
    assert read(tmp_path, text, columns={"value": ""}).counts("event_purchase").tolist() == [3]


def test_the_surest_heading_wins_and_the_rest_is_named() -> None:
    names = ["order_date", "author", "customer_id", "total", "note"]
    found = match(names, ("member", "timestamp", "event", "value"))
    assert dict(found.used) == {
        "member": "customer_id", "timestamp": "order_date", "value": "total",
    }  # fmt: skip
    assert found.left == ["author", "note"]


@pytest.mark.parametrize("heading", ["User ID", "user-id", "userId", "USER_ID", "user.id"])
def test_headings_are_looked_up_alike(heading: str) -> None:
    assert plain(heading) == "user_id"
