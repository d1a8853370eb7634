"""Exports of reports: titles above the header, the day and the time of day in two columns, Big5."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from calibration.history.dialect import dialect
from sim.errors import InputError
from tests.calibration.exports import events, kinds, lines, read, same, told

LOG = events(20)
PLAIN = lines(LOG)


def apart(header: str = "member,date,time,event", form: str = "%Y-%m-%d,%H:%M:%S") -> str:
    """Return the log with its days and times of day in two columns."""
    return header + "\n" + lines(LOG, form).partition("\n")[2]


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("member,date,time,event", "%Y-%m-%d,%H:%M:%S"),
        ("User ID,Event Date,Event Time,Type", "%Y/%m/%d,%H:%M"),
        ("会员,日期,时间,事件", "%Y年%m月%d日,%H:%M"),
        ("用户,下单日期,时刻,类型", "%Y-%m-%d 00:00:00,%H:%M:%S"),
    ],
)
def test_a_day_and_a_time_of_day_are_read_together(tmp_path: Path, header: str, form: str) -> None:
    seen = read(tmp_path, apart(header, form), timezone="Asia/Shanghai")
    assert same(seen, read(tmp_path, PLAIN, timezone="Asia/Shanghai"))
    day, clock = header.split(",")[1:3]
    assert f"days ({day}) and times of day ({clock}) stand in two columns" in told(seen)


def test_columns_of_times_are_told_by_what_stands_in_them(tmp_path: Path) -> None:
    """A heading alone decides nothing: two timestamps are two, a time of day before its day is."""
    clock_first = "member,time,date,event\n" + lines(LOG, "%H:%M,%d.%m.%Y").partition("\n")[2]
    assert same(read(tmp_path, clock_first), read(tmp_path, PLAIN))
    both = "member,time,date,event\n" + lines(LOG, "%Y-%m-%dT%H:%M,2020-01-01").partition("\n")[2]
    seen = read(tmp_path, both)
    assert "clock" not in kinds(seen)
    assert same(seen, read(tmp_path, PLAIN))


def test_a_row_without_a_time_of_day_is_a_local_day(tmp_path: Path) -> None:
    rows = [f"a,2024-01-{day:02},20:00:00,post" for day in range(1, 20)]
    rows[9] = "a,2024-01-10,,post"
    seen = read(tmp_path, "\n".join(["member,date,time,event", *rows]), timezone="Asia/Shanghai")
    # 20:00 in UTC is the next day in Shanghai; the tenth counts as the tenth, with the ninth's.
    assert seen.counts("contributions")[[7, 8, 9]].tolist() == [1, 2, 0]


def test_a_time_of_day_may_be_mapped_or_left(tmp_path: Path) -> None:
    text = apart("member,d,t,event")
    seen = read(tmp_path, text, columns={"timestamp": "d", "clock": "t"})
    assert same(seen, read(tmp_path, PLAIN))
    days = read(tmp_path, apart(), columns={"timestamp": "date", "clock": ""})
    assert "clock" not in kinds(days)
    with pytest.raises(InputError, match="no column 'tt'"):
        read(tmp_path, text, columns={"timestamp": "d", "clock": "tt"})


def test_times_of_day_without_a_day_are_no_timestamps(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a timestamp") as caught:
        read(tmp_path, lines(LOG, "%H:%M"))
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("above", "count"),
    [
        ("Members' activity\n", 1),
        ("社区数据报表\n\n", 2),
        ("Report, all members\nExported by: Bob\n\n", 3),
        ("Report,,,\nfrom,2024-01-01,,\n", 2),
    ],
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_titles_above_the_header_are_left_out(
    tmp_path: Path, above: str, count: int, separator: str
) -> None:
    """As many lines as are told; lines of errors are the file's."""
    title = above.replace(",,", separator * 2) if ",," in above else above
    seen = read(tmp_path, title + apart().replace(",", separator))
    assert same(seen, read(tmp_path, PLAIN))
    told_of = f"{count} line{'s' if count > 1 else ''} above the header left out; the header is "
    assert f"{told_of}line {count + 1}" in told(seen)
    with pytest.raises(InputError) as caught:
        read(tmp_path, title + separator.join(["who", "date", "time", "event"]) + "\n"
             + apart().partition("\n")[2].replace(",", separator))  # fmt: skip
    assert caught.value.line == count + 1
    assert "the header holds who, date, time, event" in str(caught.value)


def test_titles_above_figures_are_left_out(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{day:02},9,1,4\n" for day in range(1, 29))
    seen = read(tmp_path, "Figures of January\n\ndate,dau,new users,posts\n" + rows)
    assert seen.counts("active_members").tolist() == [9] * 28
    assert "titles" in kinds(seen)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        # Nothing tells which line the header is: what was read as it is shown.
        ("Report\n\n" + PLAIN.replace("member,", "2024,"), 1, "what stands above the header"),
        ("a,b\nReport\nc,d\n", 1, "neither an event log"),
        ("Report\n", 1, "neither an event log"),
    ],
)
def test_a_header_in_doubt_is_one_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, text)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_a_first_row_with_blank_headings_is_the_header(tmp_path: Path) -> None:
    """Rows of words below it are rows."""
    text = PLAIN.replace("member,timestamp", ",member,timestamp").replace("\nm", "\na,m")
    seen = read(tmp_path, text)
    assert same(seen, read(tmp_path, PLAIN))
    assert "titles" not in kinds(seen)


@pytest.mark.parametrize(
    "lines", [["a,a", "b,c", "d,e"], ["a,b,c,d", "b,c,e", "d,e,f"], ["x", "y", "z"], ["", ""], []]
)
def test_a_first_row_with_as_many_fields_is_never_a_title(lines: list[str]) -> None:
    """Of ties without headings no row is lost, whatever the names are."""
    assert not any(dialect(lines).titles)


@pytest.mark.parametrize("blank", [0, 2])
def test_a_workbooks_titles_and_times_of_day(tmp_path: Path, blank: int) -> None:
    """Cells of dates and of times of day, below a title and what Excel leaves beside it."""
    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("data")
        dates, times = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "hh:mm:ss"))
        sheet.write(blank, 0, "Report of members")
        sheet.write_datetime(blank + 1, 1, datetime(2024, 2, 1), dates)
        sheet.write_row(blank + 3, 0, ["member", "date", "time", "event"])
        for row, (member, at, event) in enumerate(LOG, blank + 4):
            sheet.write(row, 0, member)
            sheet.write_datetime(row, 1, at.replace(hour=0, minute=0), dates)
            sheet.write_datetime(row, 2, at.time(), times)  # type: ignore[arg-type]
            sheet.write(row, 3, event)
    seen = read(tmp_path, path.read_bytes(), "log.xlsx")
    assert same(seen, read(tmp_path, PLAIN))
    assert f"the header is line {blank + 4}" in told(seen)


TRADITIONAL = apart("會員,日期,時間,事件").replace("post", "發文").replace("m1,", "王小明,")
SIMPLIFIED = apart("会员,日期,时间,事件").replace("post", "发帖").replace("m1,", "王小明,")


def test_big5_is_told_from_gb18030_by_its_words(tmp_path: Path) -> None:
    """Also where few characters are in the file, of which the bytes may be either's."""
    for text, encoding, shown in (
        (TRADITIONAL, "big5", "BIG5"),
        (SIMPLIFIED, "gb18030", "GB18030"),
        (apart().replace("post", "評論"), "big5", "BIG5"),
        (apart().replace("post", "评论"), "gb18030", "GB18030"),
    ):
        seen = read(tmp_path, text.encode(encoding))
        assert same(seen, read(tmp_path, text))
        assert f"text in {shown}," in told(seen)


@pytest.mark.parametrize(
    ("name", "encoding"), [("陳中", "big5"), ("Zoë 25°C §", "latin-1"), ("やまだ", "shift-jis")]
)
def test_what_may_be_either_is_refused(tmp_path: Path, name: str, encoding: str) -> None:
    with pytest.raises(InputError, match="save it as CSV in UTF-8"):
        read(tmp_path, apart().replace("m1,", f"{name},").encode(encoding))
