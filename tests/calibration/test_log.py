"""Event logs: what is counted, on which day, and for whom."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from calibration import history
from calibration.history.log import read_log
from tests.calibration.logs import TOY, written


@pytest.fixture
def toy(tmp_path: Path) -> history.History:
    return history.read(written(tmp_path / "toy.csv", TOY))


def test_daily_counts_of_a_toy_log(toy: history.History) -> None:
    assert (toy.start, toy.days, toy.end) == (date(2024, 1, 3), 21, date(2024, 1, 24))
    by_date = {row["date"].day: row for row in toy.daily.iter_rows(named=True)}
    assert by_date[3]["active_members"] == 1
    assert by_date[4]["active_members"] == 2
    assert by_date[4]["new_members"] == 1
    assert by_date[4]["comments"] == 2
    assert by_date[4]["posts"] == 1
    assert by_date[4]["contributions"] == 3
    assert by_date[9]["active_members"] == 0  # a visit is no contribution
    assert by_date[9]["event_visit"] == 1
    assert by_date[15]["active_members"] == 0  # neither is a bounty
    assert by_date[15]["bounties"] == 1
    assert toy.counts("registrations").sum() == 1
    assert toy.counts("new_members").sum() == 3


def test_a_visit_counts_where_activity_means_a_visit(tmp_path: Path) -> None:
    path = written(tmp_path / "toy.csv", TOY)
    visits = read_log(path, "visit")
    assert visits.counts("active_members")[6] == 1
    assert visits.counts("active_members")[12] == 0
    bounties = read_log(path, {"bounty"})
    assert bounties.counts("active_members").sum() == 1


def test_triangle_of_a_toy_log_leaves_out_the_unfinished_week(toy: history.History) -> None:
    assert toy.triangle_start == date(2024, 1, 1)
    # Ann and Bob in week 0, Ann again and Cat in week 1, nobody in week 2; week 3 is not over.
    np.testing.assert_array_equal(toy.triangle, [[2, 1, 0], [0, 1, 0], [0, 0, 0]])
    np.testing.assert_array_equal(toy.by_week(), [2, 2, 0])


def test_until_forgets_what_came_after(toy: history.History) -> None:
    past = toy.until(date(2024, 1, 14))
    assert past.end == date(2024, 1, 14)
    np.testing.assert_array_equal(past.triangle, [[2]])
    assert past.counts("new_members").sum() == 2


def test_windows_are_those_known_on_the_first_of_a_month(tmp_path: Path) -> None:
    rows = ["member,timestamp,event"]
    rows += [f"a,2024-01-{day:02},post" for day in (2, 2, 2, 2)]
    rows += ["b,2024-01-03,post", "c,2024-01-03,post", "b,2024-01-04,post", "c,2024-01-12,post"]
    rows += ["a,2024-01-31,post", "d,2024-02-02,post"]
    seen = read_log(written(tmp_path / "log.csv", "\n".join(rows) + "\n"))
    assert seen.windows is not None
    (january,) = seen.windows.iter_rows(named=True)
    assert january["until"] == date(2024, 2, 1)
    assert january["days"] == 30
    assert (january["contributors"], january["contributions"]) == (3, 9)
    assert january["top1_share"] == pytest.approx(5 / 9)
    assert january["d1"] == pytest.approx(1 / 3)
    assert january["w1"] == pytest.approx(1 / 3)  # c on day 9
    assert january["w4"] is None  # nobody's day 34 is over


@pytest.mark.parametrize(
    "stamp",
    ["{}T10:00:00Z", "{}T12:00:00+02:00", "{} 10:00:00", "{} 10:00:00.25", "{}T12:00:00.5+0200"],
)
def test_timestamps_in_every_form_give_the_same_days(tmp_path: Path, stamp: str) -> None:
    days = ["2024-03-01", "2024-03-01", "2024-03-05"]
    text = "member,timestamp,event\n" + "".join(f"1,{stamp.format(d)},post\n" for d in days)
    seen = read_log(written(tmp_path / "log.csv", text))
    assert (seen.start, seen.days) == (date(2024, 3, 1), 5)
    assert seen.counts("posts").tolist() == [2, 0, 0, 0, 1]


def test_csv_gzip_parquet_and_unix_seconds_give_the_same_history(tmp_path: Path) -> None:
    plain = written(tmp_path / "toy.csv", TOY)
    packed = tmp_path / "toy.csv.gz"
    packed.write_bytes(gzip.compress(TOY.encode()))
    table = pl.read_csv(plain, try_parse_dates=True)
    table.write_parquet(tmp_path / "toy.parquet")
    seconds = table.with_columns(timestamp=pl.col("timestamp").dt.epoch("s"))
    seconds.write_csv(tmp_path / "unix.csv")
    seconds.write_parquet(tmp_path / "unix.parquet")
    expected = history.read(plain)
    for path in (packed, *(tmp_path / n for n in ("toy.parquet", "unix.csv", "unix.parquet"))):
        seen = history.read(path)
        assert seen.daily.equals(expected.daily), path.name
        np.testing.assert_array_equal(seen.triangle, expected.triangle)


def test_blank_lines_a_byte_order_mark_and_quotes_do_no_harm(tmp_path: Path) -> None:
    lines = TOY.splitlines()
    text = "\ufeff" + "\n".join([*lines[:3], "", *lines[3:], ""]).replace("ann", '"ann, the first"')
    expected = history.read(written(tmp_path / "toy.csv", TOY))
    assert history.read(written(tmp_path / "odd.csv", text)).daily.equals(expected.daily)
