"""When in the day members came, as a log shows it, or not where it does not."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from calibration.history import read
from calibration.history.hourly import LEAST, hourly

BEGIN = datetime(2024, 1, 1)


def events(*clocks: datetime) -> pl.DataFrame:
    return pl.DataFrame({"local": list(clocks)})


def test_by_hand() -> None:
    """Three in four at nine in the evening, the others at eight in the morning."""
    clocks = [BEGIN + timedelta(days=k, hours=21 if k % 4 else 8, minutes=5) for k in range(LEAST)]
    found = hourly(events(*clocks))
    assert found is not None
    assert {hour: share for hour, share in enumerate(found) if share} == {8: 250, 21: 750}


def test_what_is_not_known_is_not_told() -> None:
    days = [BEGIN + timedelta(days=k) for k in range(LEAST)]
    assert hourly(events(*days)) is None, "days without times"
    late = [day + timedelta(hours=21) for day in days]
    assert hourly(events(*late[1:])) is None, "too few to tell of nobody"
    assert hourly(events(*late)) is not None


def test_hours_are_those_of_the_zone(tmp_path: Path) -> None:
    rows = [
        f"m{k % 50},{(BEGIN + timedelta(hours=24 * (k // 50) + 13)).isoformat()}Z,post"
        for k in range(1500)
    ]
    path = tmp_path / "log.csv"
    path.write_text("member,timestamp,event\n" + "\n".join(rows) + "\n", "utf-8")
    here, there = read(path), read(path, timezone="Asia/Shanghai")
    assert here.hours is not None
    assert there.hours is not None
    assert (here.hours.index(1000), there.hours.index(1000)) == (13, 21)
