"""Figures without a triangle: by day or by week, told apart, and what they do not show is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from calibration import history
from calibration.history import History, midlife
from calibration.sold import read_off
from sim.behaviour.preset import Behaviour
from sim.errors import InputError
from tests.calibration.exports import kinds, read, told

MONDAY = date(2024, 1, 1)


def panel(
    first: date = MONDAY, rows: int = 12, step: int = 7, head: str = "week,wau,new_users,posts"
) -> str:
    """Figures of a launch: nobody comes again in the first row."""
    body = (
        f"{first + timedelta(days=step * k)},{40 + k if k else 30},{30 - 2 * k},{50 + k}"
        for k in range(rows)
    )
    return f"{head}\n" + "\n".join(body) + "\n"


def dated(rows: Iterable[str], head: str = "date,active_members,new_members") -> str:
    return head + "\n" + "\n".join(rows) + "\n"


def note(past: History, kind: str) -> str:
    assert past.reading is not None
    (found,) = [each for each in past.reading.notes if each.kind == kind]
    assert found.zh
    return found.en


def test_days_without_a_triangle_are_read_and_what_they_do_not_show_is_told(tmp_path: Path) -> None:
    seen = read(tmp_path, panel(step=1, head="day,dau,new_users,posts"))
    assert (seen.triangle, seen.weekly, seen.step, seen.days) == (None, None, 1, 12)
    assert seen.counts("contributions").tolist() == [50 + k for k in range(12)]
    assert "retention stays the preset's" in note(seen, "no triangle")
    assert not len(seen.earlier)
    # Seven days back from the end.
    np.testing.assert_allclose(seen.by_week(), [np.mean([40 + k for k in range(5, 12)])])


@pytest.mark.parametrize("weekday", range(7))
def test_weeks_begin_on_any_day(tmp_path: Path, weekday: int) -> None:
    first = MONDAY + timedelta(days=weekday)
    seen = read(tmp_path, panel(first))
    assert (seen.start, seen.days, seen.step) == (first, 84, 7)
    assert seen.active.tolist() == [30, *range(41, 52)]
    assert seen.counts("new_members")[:14].sum() == 30 + 28
    assert set(seen.counts("new_members")[:7].tolist()) == {4, 5}
    assert "active_members" not in seen.daily.columns
    assert f"from {first:%A} on" in note(seen, "weekly")
    assert told(seen).startswith("log.csv: weekly figures, 12 rows")
    until = seen.until(first + timedelta(days=20))
    assert (until.days, until.active.tolist()) == (14, [30, 41])


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2024-W01,2024-W02,2024-W03", MONDAY),
        ("2024年第1周,2024年第2周,2024年第3周", MONDAY),
        ("2024-01-01 ~ 2024-01-07,2024-01-08 ~ 2024-01-14,2024-01-15 ~ 2024-01-21", MONDAY),
        ("1/1/2024,8/1/2024,15/1/2024", MONDAY),
    ],
)
def test_weeks_in_the_ways_in_which_they_are_written(
    tmp_path: Path, written: str, start: date
) -> None:
    rows = [f"{week},{9 + k},{9 - k}" for k, week in enumerate(written.split(","))]
    seen = read(tmp_path, dated(rows, "周次,周活,新增"))
    assert (seen.start, seen.days) == (start, 21)


def test_a_week_may_be_named_by_its_last_day(tmp_path: Path) -> None:
    seen = read(tmp_path, panel(date(2024, 1, 7), head="week_ending,wau,new_users,posts"))
    assert seen.start == MONDAY
    assert "each date is a week's last day" in note(seen, "weekly")


def test_a_part_of_a_week_at_either_end_does_not_count(tmp_path: Path) -> None:
    # The figures begin on a Thursday and end on a Tuesday; weeks begin on Monday.
    rows = ["2023-12-28,9,9", *panel(rows=10).splitlines()[1:]]
    first = dated([",".join(row.split(",")[:3]) for row in rows])
    seen = read(tmp_path, first)
    assert (seen.start, seen.days) == (MONDAY, 70)
    assert "2023-12-28" in note(seen, "partial week")
    # The last row has two days of seven, under a date like that of the others.
    short = panel(rows=11) + "2024-03-18,15,2,14\n"
    cut, kept = read(tmp_path, short), read(tmp_path, short, last_day="keep")
    assert (cut.days, kept.days) == (77, 84)
    assert "2024-03-18" in note(cut, "partial week")
    assert "partial week" not in kinds(kept)
    # A bad week in which as many as ever join is a week.
    assert read(tmp_path, panel(rows=11) + "2024-03-18,15,12,14\n").days == 84


def test_weekly_figures_are_never_read_as_daily_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'dau' holds the actives of a day") as caught:
        read(tmp_path, panel(head="week,dau,new_users,posts"))
    assert caught.value.line == 1
    mapped = read(
        tmp_path, panel(head="week,dau,new_users,posts"), columns={"weekly_active": "dau"}
    )
    assert mapped.step == 7
    # Beside the actives of a day, those of the week that ends with it are left.
    both = "day,dau,wau,new_users\n" + "".join(f"2024-01-0{k},5,{9 * k},1\n" for k in range(1, 8))
    assert read(tmp_path, both).active.tolist() == [5] * 7
    with pytest.raises(InputError, match="no column 'active_members'"):
        read(tmp_path, "day,wau,new_users\n2024-01-01,9,1\n2024-01-02,9,1\n")


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        (["2024-01-01,9,9", "2024-01-08,9,1", "2024-01-22,9,1", "2024-01-29,9,1"], 4,
         "14 days after 2024-01-08; every week needs a row"),
        (["2024-01-01,9,9", "2024-01-08,9,1", "2024-01-16,9,1", "2024-01-23,9,1"], 4,
         "8 days after"),
        (["2024-01-01,9,9", "2024-02-01,9,1", "2024-03-01,9,1"], 3, "a row a month"),
        (["2024-01-01,9,9", "2024-01-02,9,1", "2024-01-04,9,1"], 4, "no row for 2024-01-03"),
        (["2024-01-01,9,9", "2024-01-08,9,12", "2024-01-15,9,1"], 3, "12 new members of 9 active"),
        (["2024-01-01,9,9", "2024-01-08,9,x", "2024-01-15,9,1"], 3, "not a whole number"),
        (["2024-01-01,9,9", "2024-01-02,13812345678,0"], 3, "too long"),
        (["1,9,9", "2,9,1", "3,9,1"], 2, "1 is no date; write the first day"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_ends_in_one_line(
    tmp_path: Path, rows: list[str], line: int, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, dated(rows))
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_joiners_alone_are_no_history_of_members(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column 'active_members'"):
        read(tmp_path, "day,users,new_users\n2024-01-01,9,9\n2024-01-05,12,3\n")


def test_acts_are_posts_or_purchases(tmp_path: Path) -> None:
    head, rows = "day,dau,new_users,{}", ["2024-01-01,4,4,{}", "2024-01-02,5,1,{}"]

    def one(columns: str, cells: str) -> History:
        return read(tmp_path, dated([row.format(cells) for row in rows], head.format(columns)))

    assert one("questions,answers,comments", "1,2,3").counts("contributions").tolist() == [6, 6]
    assert one("events", "7").counts("contributions").tolist() == [7, 7]
    shop = one("events,revenue", '7,"1,250.50"')
    assert shop.counts("event_purchase").tolist() == [7, 7]
    assert "contributions" not in shop.daily.columns
    assert shop.daily["revenue"].to_list() == [1250.5, 1250.5]
    assert "purchases are acts (guessed)" in told(shop)
    assert "--column" not in told(shop)
    assert "--column purchases=events" in told(one("events", "7"))
    orders = read(
        tmp_path, dated([row.format(7) for row in rows], head.format("events")),
        columns={"purchases": "events"},
    )  # fmt: skip
    assert orders.counts("event_purchase").tolist() == [7, 7]
    assert "contributions" not in orders.daily.columns
    assert "--column" not in told(orders)
    brand = one("posts,orders,gmv", "3,2,20")
    assert brand.counts("contributions").tolist() == [3, 3]
    assert brand.counts("event_purchase").tolist() == [2, 2]
    assert "revenue is left" in told(one("posts,revenue", "3,20"))


def test_thousands_may_be_parted(tmp_path: Path) -> None:
    seen = read(tmp_path, 'date,dau,new_users\n2024-01-01,"1,250","1,250"\n2024-01-02,"1,100",20\n')
    assert seen.active.tolist() == [1250, 1100]


def steady(step: int, rows: int, extra: str = "") -> str:
    """A community that is old when its figures begin: few of many are new."""
    head = ("day,dau,new_users" if step == 1 else "week,wau,new_users") + (
        ",total_members" if extra else ""
    )
    cells = "200,20" if step == 1 else "800,140"
    return dated([f"{MONDAY + timedelta(days=step * k)},{cells}{extra}" for k in range(rows)], head)


@pytest.mark.parametrize(("step", "rows"), [(1, 84), (7, 12)])
def test_who_had_joined_before_is_guessed_and_told(tmp_path: Path, step: int, rows: int) -> None:
    seen = read(tmp_path, steady(step, rows))
    members = int(seen.earlier.sum())
    assert 10 * 180 <= members <= 20 * midlife.MOST_DAYS
    assert seen.launch == MONDAY - timedelta(days=len(seen.earlier))
    assert seen.joiners.sum() == members + seen.counts("new_members").sum()
    assert f"{members:,} joined before it, guessed" in note(seen, "earlier members")
    assert seen.until(MONDAY + timedelta(days=56)).launch == seen.launch
    said = read(tmp_path, steady(step, rows, ",5000"))
    assert said.earlier.sum() == 5000 - (20 if step == 1 else 140)
    assert "guessed" not in note(said, "earlier members")


def test_a_launch_has_nobody_before_it(tmp_path: Path) -> None:
    # Nobody comes again on the first day, many do in the first week.
    rows = ["2024-01-01,12,12", *(f"2024-01-{day:02},20,9" for day in range(2, 15))]
    seen = read(tmp_path, dated(rows))
    assert not len(seen.earlier)
    assert seen.launch == seen.start
    assert "earlier members" not in kinds(seen)


def test_a_triangle_beside_weekly_figures_must_be_of_their_weeks(tmp_path: Path) -> None:
    (tmp_path / "triangle.csv").write_text("cohort,0,1\n2024-01-01,9,2\n2024-01-08,3,\n", "utf-8")
    seen = read(tmp_path, dated(["2024-01-01,9,9", "2024-01-08,5,3"]))
    assert seen.triangle is not None
    assert seen.by_week().tolist() == [9.0, 5.0]
    with pytest.raises(InputError, match="begin on Monday"):
        read(tmp_path, dated(["2024-01-02,9,9", "2024-01-09,5,3"]))


def test_months_are_no_weeks(tmp_path: Path) -> None:
    """``2024-05`` is May and not week 5; the same with a mark of the week is one."""
    months = dated(f"2024-{month:02},400,30" for month in range(1, 13))
    with pytest.raises(InputError, match="is not a date"):
        read(tmp_path, months)
    weeks = dated(f"2024-W{week:02},{40 + week},30" for week in range(1, 13))
    assert read(tmp_path, weeks).step == 7


def test_a_column_that_is_no_text_is_left_aside(tmp_path: Path) -> None:
    days = [MONDAY + timedelta(days=k) for k in range(70)]
    table = pl.DataFrame(
        {
            "date": days,
            "active_members": [30 + k % 5 for k in range(70)],
            "new_members": [30, *[3] * 69],
            "avg_session": [timedelta(minutes=k) for k in range(70)],
            "tags": [["a"]] * 70,
        }
    )
    table.write_parquet(tmp_path / "figures.parquet")
    past = history.read(tmp_path / "figures.parquet")
    assert past.days == 70
    table.with_columns(active_members=pl.lit(b"\xff")).write_parquet(tmp_path / "bad.parquet")
    with pytest.raises(InputError, match=r"active_members: .* is not a whole number"):
        history.read(tmp_path / "bad.parquet")


def test_purchases_that_ended_long_ago_tell_nothing_of_their_value(tmp_path: Path) -> None:
    """Of 800 days the last purchase is on the 200th: no order of the last year to look at."""
    rows = [
        f"{MONDAY + timedelta(days=k)},{30 + k % 5},{30 if k == 0 else 3},{2 if k < 200 else 0},"
        f"{50 if k < 200 else 0}"
        for k in range(800)
    ]
    past = read(tmp_path, dated(rows, "date,active_members,new_members,purchases,revenue"))
    for activity in ("visit", "purchase"):
        found = read_off(past, Behaviour.preset("shop"), activity)
        assert found is not None
        assert found.values == {}


def test_a_long_triangle_is_in_the_order_of_its_days(tmp_path: Path) -> None:
    weeks = [MONDAY + timedelta(weeks=k) for k in range(12)]
    figures = [f"{MONDAY + timedelta(days=k)},{30 + k % 5},{3}" for k in range(84)]
    cells = [
        f"{week.year}-{week.month}-{week.day},{age}, {21 if age == 0 else 10}"
        for k, week in enumerate(weeks)
        for age in range(12 - k)
    ]
    (tmp_path / "triangle.csv").write_text("cohort,age,members\n" + "\n".join(cells) + "\n")
    past = read(tmp_path, dated(figures), "figures.csv")
    assert past.triangle is not None
    assert past.triangle.diagonal().tolist() == [21] * 12
