"""Forms of dates and times: each gives the same days, with what was found told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from calibration import history
from calibration.history.times import moments
from sim.errors import InputError
from tests.calibration.exports import events, kinds, lines, read, same, told

PLAIN = lines(events())


@pytest.mark.parametrize(
    "form",
    [
        "%Y/%m/%d %H:%M",
        "%Y/%m/%d %H:%M:%S",
        "%Y.%m.%d %H:%M",
        "%Y-%m-%d %H:%M",
        "%Y年%m月%d日 %H:%M",
        "%Y%m%d %H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%m/%d/%Y %H:%M",
        "%d.%m.%Y %H:%M:%S",
        "%d-%m-%Y %H:%M",
        "%m/%d/%Y %I:%M %p",
        "%d %b %Y %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S.250",
        "%Y-%m-%d %H:%M:%S UTC",
        "%Y-%m-%d %H:%M:%S GMT",
        "%Y-%m-%dT%H:%MZ",
        "%Y-%m-%d  %H:%M:%S +00:00",
        "%Y-%m-%d %H:%M:%S+00",
        "%Y%m%dT%H%M%SZ",
        "%Y%m%d%H%M%S",
        '"%Y-%m-%d %H:%M:%S,250"',
    ],
)
def test_forms_of_timestamps(tmp_path: Path, form: str) -> None:
    seen = read(tmp_path, lines(events(), form))
    assert same(seen, read(tmp_path, PLAIN))
    assert "times written like" in told(seen)


@pytest.mark.parametrize(
    ("factor", "unit"),
    [(1, "seconds"), (1_000, "milliseconds"), (1_000_000, "microseconds"), (10**9, "nanoseconds")],
)
@pytest.mark.parametrize("written", ["{}", "{}.0"])
def test_numbers_in_any_unit(tmp_path: Path, factor: int, unit: str, written: str) -> None:
    rows = [(m, int(at.replace(tzinfo=UTC).timestamp()) * factor, e)
            for m, at, e in events()]  # fmt: skip
    text = "member,timestamp,event\n" + "".join(
        f"{m},{written.format(at)},{e}\n" for m, at, e in rows
    )
    seen = read(tmp_path, text)
    assert same(seen, read(tmp_path, PLAIN))
    assert f"times are numbers: {unit}\n" in told(seen)


def test_scientific_notation_is_read_and_its_coarseness_told(tmp_path: Path) -> None:
    at = [datetime(2024, 1, day, 12, tzinfo=UTC).timestamp() for day in range(1, 9)]
    whole = "member,timestamp,event\n" + "".join(f"a,{one:.9E},post\n" for one in at)
    assert read(tmp_path, whole).counts("posts").tolist() == [1] * 8
    cut = "member,timestamp,event\n" + "".join(f"a,{one:.5E},post\n" for one in at)
    seen = read(tmp_path, cut)
    assert seen.counts("posts").tolist() == [1] * 8
    assert "good to 10,000 seconds" in told(seen)


def test_days_of_excel(tmp_path: Path) -> None:
    text = "member,timestamp,event\na,45292.5,post\na,45293.25,post\n"
    seen = read(tmp_path, text)
    assert (seen.start, seen.days) == (date(2024, 1, 1), 2)


def test_the_order_of_day_and_month_is_told_by_days_above_twelve(tmp_path: Path) -> None:
    text = "member,timestamp,event\na,3/4/2024 10:00,post\na,{} 10:00,post\n"
    day = read(tmp_path, text.format("13/4/2024"))
    assert (day.start, day.days) == (date(2024, 4, 3), 11)
    assert "read day first: days above 12 tell" in told(day)
    month = read(tmp_path, text.format("3/14/2024"))
    assert (month.start, month.days) == (date(2024, 3, 4), 11)
    assert "read month first" in told(month)


def test_where_nothing_tells_the_day_is_first_unless_said_otherwise(tmp_path: Path) -> None:
    text = "member,timestamp,event\na,3/4/2024,post\na,5/4/2024,post\n"
    seen = read(tmp_path, text)
    assert (seen.start, seen.days) == (date(2024, 4, 3), 3)
    assert seen.reading is not None
    assert [note.kind for note in seen.reading.warnings] == ["day first"]
    american = read(tmp_path, text, day_first=False)
    assert (american.start, american.days) == (date(2024, 3, 4), 62)
    assert not kinds(american) & {"day first"}


def test_two_orders_in_one_column_are_an_error(tmp_path: Path) -> None:
    text = "member,timestamp,event\n" + "a,13/4/2024,post\n" * 3 + "a,4/14/2024,post\n"
    with pytest.raises(InputError, match="'4/14/2024' is not a timestamp in the form") as caught:
        read(tmp_path, text)
    assert caught.value.line == 5


def test_a_day_is_the_members_day(tmp_path: Path) -> None:
    text = "member,timestamp,event\na,2024-01-01T{}:30:00Z,post\nb,2024-01-02T01:00:00Z,post\n"
    late, early = read(tmp_path, text.format(16)), read(tmp_path, text.format(15))
    assert late.days == early.days == 2
    local = read(tmp_path, text.format(16), timezone="Asia/Shanghai")
    assert (local.start, local.days) == (date(2024, 1, 2), 1)
    assert "days are those of Asia/Shanghai" in told(local)
    assert read(tmp_path, text.format(15), timezone="Asia/Shanghai").days == 2


def test_a_stamp_without_a_zone_is_utc_and_a_date_is_a_local_day(tmp_path: Path) -> None:
    naive = "member,timestamp,event\na,2024-01-01T20:00:00,post\n"
    assert read(tmp_path, naive, timezone="Asia/Shanghai").start == date(2024, 1, 2)
    days = "member,timestamp,event\na,2024-01-01,post\n"
    for zone in ("Asia/Shanghai", "America/New_York", "UTC"):
        assert read(tmp_path, days, timezone=zone).start == date(2024, 1, 1)


def test_zones_by_offset_and_by_name(tmp_path: Path) -> None:
    stamps = [
        "2024-07-01T23:30:00+02:00",
        "2024-07-01 21:30:00 UTC",
        "2024-07-01 23:30:00 Europe/Berlin",
        "2024-07-01 23:30:00 CEST",
        "2024-07-02 05:30:00 Asia/Shanghai",
        "2024-07-01T17:30:00-0400",
    ]
    text = "member,timestamp,event\n" + "".join(f"a,{stamp},post\n" for stamp in stamps)
    for zone, day in (("UTC", 1), ("Asia/Shanghai", 2)):
        seen = read(tmp_path, text, timezone=zone)
        assert (seen.start, seen.counts("posts").tolist()) == (date(2024, 7, day), [6])


def test_an_offset_may_be_of_hours_alone(tmp_path: Path) -> None:
    """PostgreSQL writes it so."""
    text = (
        "member,timestamp,event\na,2024-07-01 23:30:00.5+08,post\na,2024-07-01 23:30:00-05,post\n"
    )
    assert read(tmp_path, text).counts("posts").tolist() == [1, 1]


def test_a_name_that_means_several_zones_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a timestamp.*'CST': no zone or more than one; write"):
        read(tmp_path, "member,timestamp,event\n" + "a,2024-07-01 23:30:00 CST,post\n" * 3)
    with pytest.raises(InputError, match="'Mars/Base' is no time zone; write one like") as caught:
        read(tmp_path, PLAIN, timezone="Mars/Base")
    assert caught.value.field == "timezone"


def test_the_hour_that_comes_twice_is_in_order(tmp_path: Path) -> None:
    first = datetime(2024, 10, 26, 22, tzinfo=UTC)
    utc = [first + timedelta(minutes=20 * step) for step in range(24)]
    text = "member,timestamp,event\n" + "".join(f"a,{at:%Y-%m-%dT%H:%M:%SZ},post\n" for at in utc)
    seen = read(tmp_path, text, timezone="Europe/Berlin")
    assert seen.counts("posts").tolist() == [24]
    assert "sorted" not in kinds(seen)
    # As the clock on the wall showed it, the hour from two to three comes twice, once early.
    wall = "".join(f"a,2024-10-27 0{hour}:30:00 Europe/Berlin,post\n" for hour in (1, 2, 2, 3))
    assert read(tmp_path, "member,timestamp,event\n" + wall).counts("posts").sum() == 4


@pytest.mark.parametrize(
    "kind",
    [
        pl.Datetime("ms"), pl.Datetime("us"), pl.Datetime("ns"), pl.Datetime("us", "UTC"),
        pl.Datetime("ms", "Asia/Shanghai"), pl.Int64, pl.Float64, pl.String, pl.Categorical,
    ],
    ids=str,
)  # fmt: skip
def test_parquet_of_every_type_of_time(tmp_path: Path, kind: pl.DataType) -> None:
    log = events()
    at = pl.Series("timestamp", [event[1] for event in log], dtype=pl.Datetime("us"))
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        stamps = at.dt.replace_time_zone("UTC").dt.convert_time_zone(kind.time_zone)
    elif kind in (pl.String, pl.Categorical):
        stamps = at.dt.strftime("%Y-%m-%d %H:%M:%S")
    else:
        stamps = at.dt.epoch("ms") if kind in (pl.Int64, pl.Float64) else at
    table = pl.DataFrame({"member": [e[0] for e in log], "timestamp": stamps.cast(kind),
                          "event": [e[2] for e in log]})  # fmt: skip
    table.write_parquet(tmp_path / "log.parquet")
    assert same(history.read(tmp_path / "log.parquet"), read(tmp_path, PLAIN))


def test_parquet_of_dates_and_of_what_tells_no_time(tmp_path: Path) -> None:
    table = pl.DataFrame({"member": ["a"], "timestamp": [date(2024, 1, 5)], "event": ["post"]})
    table.write_parquet(tmp_path / "log.parquet")
    assert history.read(tmp_path / "log.parquet").start == date(2024, 1, 5)
    clock = table.with_columns(timestamp=pl.lit(datetime(2024, 1, 1, 5)).dt.time())
    clock.write_parquet(tmp_path / "log.parquet")
    with pytest.raises(InputError, match="a column of type Time tells no time"):
        history.read(tmp_path / "log.parquet")


def test_a_column_of_nothing_has_no_form() -> None:
    assert moments(pl.Series("t", [None, None], dtype=pl.String), "UTC").utc.null_count() == 2
