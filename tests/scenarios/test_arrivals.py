"""Arrivals: the table is read strictly, the past is exact, the future a forecast."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import outlook
from scenarios.arrivals import Arrivals, forecast, read, usual
from scenarios.outlook import Outlook, coming, from_launch
from sim.errors import InputError

MONDAY = date(2024, 1, 1)


def written(path: Path, rows: list[str], header: str = "date,active_members,new_members") -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_table_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    arrivals = read(written(tmp_path / "f.csv", ["2024-01-01,9,3", "2024-01-02,8,0"]))
    assert arrivals.first == MONDAY
    assert arrivals.end == date(2024, 1, 3)
    assert arrivals.counts.tolist() == [3, 0]


@pytest.mark.parametrize(
    ("rows", "line", "word"),
    [
        (["2024-01-01,1,1", "2024-01-03,1,1"], 3, "stands where 2024-01-02 should"),
        (["2024-01-02,1,1", "2024-01-01,1,1"], 3, "in order"),
        (["2024-01-01,1,1", "2024-01-01,1,1"], 3, "in order"),
        (["2024-01-01,1,-1"], 2, "not a count"),
        (["2024-01-01,1,1.5"], 2, "not a count"),
        (["2024-01-01,1,"], 2, "not a count"),
        (["1/1/2024,1,1"], 2, "not a date"),
        (["2024-01-01,1"], 2, "2 columns"),
        (["2024-01-01,1," + "1" * 200_000], 2, "not CSV"),
        ([], None, "no days"),
    ],
)
def test_a_fault_in_the_table_says_where(
    tmp_path: Path, rows: list[str], line: int | None, word: str
) -> None:
    path = written(tmp_path / "f.csv", rows)
    with pytest.raises(InputError, match=word) as caught:
        read(path)
    assert (caught.value.file, caught.value.line) == (str(path), line)


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column 'new_members'"):
        read(written(tmp_path / "f.csv", ["2024-01-01,1"], header="date,joined"))
    (tmp_path / "e.csv").write_bytes(b"")
    with pytest.raises(InputError, match="no column 'date'"):
        read(tmp_path / "e.csv")


def test_the_past_is_exact_and_the_future_is_not_looked_at() -> None:
    counts = np.arange(1, 101)
    cut = date(2024, 1, 31)
    answers = []
    for future in (counts, np.where(np.arange(100) < 30, counts, 10_000)):
        organic, known = from_launch(
            MONDAY, 60, history=Arrivals(MONDAY, future), known_until=cut, organic_per_day=None,
            outlook=None,
        )  # fmt: skip
        assert known.tolist() == [True] * 30 + [False] * 30
        assert organic[:30].tolist() == counts[:30].tolist()
        answers.append(organic.tolist())
    assert answers[0] == answers[1]


def test_a_given_mean_goes_before_the_forecast() -> None:
    history = Arrivals(MONDAY, np.full(10, 7))
    organic, known = from_launch(
        MONDAY, 12, history=history, known_until=date(2025, 1, 1), organic_per_day=2.5,
        outlook=None,
    )  # fmt: skip
    assert organic.tolist() == [7.0] * 10 + [2.5] * 2
    assert int(known.sum()) == 10


def test_without_a_history_nothing_is_known() -> None:
    organic, known = from_launch(
        MONDAY, 5, history=None, known_until=MONDAY, organic_per_day=None, outlook=None
    )
    assert organic.tolist() == [0.0] * 5
    assert not known.any()


def test_a_table_of_joiners_to_come_goes_before_all_else(tmp_path: Path) -> None:
    """By day or by week, 0 for nobody; the past stays as it was, later days as they would be."""
    history = Arrivals(MONDAY, np.full(10, 7))
    rows = ["2024-01-08,1,50", "2024-01-09,1,0.5", "2024-01-10,1,0", "2024-01-11,1,4"]
    daily = outlook.read(written(tmp_path / "d.csv", rows))
    for mean in (None, 2.0):
        organic, known = from_launch(
            MONDAY, 14, history=history, known_until=date(2024, 1, 9), organic_per_day=mean,
            outlook=daily,
        )  # fmt: skip
        assert organic.tolist() == [7.0] * 8 + [0.5, 0, 4] + [mean or 7.0] * 3
        assert int(known.sum()) == 8
    weekly = outlook.read(written(tmp_path / "w.csv", ["2024-01-08,1,14", "2024-01-15,1,3.5"]))
    means, held = coming(
        history.counts, date(2024, 1, 12), 12, organic_per_day=None, outlook=weekly
    )
    assert means.tolist() == [2.0] * 3 + [0.5] * 7 + [7.0] * 2
    assert held.tolist() == [True] * 10 + [False] * 2


@given(st.lists(st.integers(0, 70), min_size=2, max_size=9), st.integers(-80, 80))
def test_a_week_is_spread_over_its_days(weeks: list[int], shift: int) -> None:
    table = Outlook(MONDAY, np.repeat(np.array(weeks) / 7, 7))
    seen = table.over(MONDAY + timedelta(days=shift), 40)
    for k, mean in enumerate(seen):
        day = shift + k
        inside = 0 <= day < 7 * len(weeks)
        assert mean == (weeks[day // 7] / 7) if inside else np.isnan(mean)


@pytest.mark.parametrize(
    ("rows", "line", "word"),
    [
        (["2024-01-01,1,1", "2024-01-04,1,1"], 3, "a row a day, or a row a week"),
        (["2024-01-01,1,1", "2024-01-02,1,1", "2024-01-09,1,1"], 4, "a row a day, or a row a week"),
        (["2024-01-08,1,1", "2024-01-01,1,1"], 3, "in order"),
        (["2024-01-01,1,-1"], 2, "not a number of joiners"),
        (["2024-01-01,1,nan"], 2, "not a number of joiners"),
        (["2024-01-01,1,1_0"], 2, "not a number of joiners"),
        (["2024-01-01,1,many"], 2, "not a number of joiners"),
        ([], None, "no days"),
    ],
)
def test_a_fault_in_what_is_expected_says_where(
    tmp_path: Path, rows: list[str], line: int | None, word: str
) -> None:
    path = written(tmp_path / "f.csv", rows)
    with pytest.raises(InputError, match=word) as caught:
        outlook.read(path)
    assert (caught.value.file, caught.value.line) == (str(path), line)


@pytest.mark.parametrize("days", [1, 20, 100, 900])
def test_a_constant_history_goes_on(days: int) -> None:
    ahead = forecast(np.full(days, 4), MONDAY, 400)
    np.testing.assert_allclose(ahead, 4.0)


def test_no_history_means_no_one() -> None:
    assert forecast(np.zeros(0, np.int64), MONDAY, 3).tolist() == [0.0] * 3
    assert forecast(np.zeros(900, np.int64), MONDAY, 3).tolist() == [0.0] * 3


@pytest.mark.parametrize("shift", range(7))
def test_weekdays_keep_their_share(shift: int) -> None:
    first = MONDAY + timedelta(days=shift)
    dates = [first + timedelta(days=k) for k in range(200)]
    counts = np.array([14 if day.weekday() == 6 else 7 for day in dates])
    start = first + timedelta(days=200)
    ahead = forecast(counts, start, 14)
    by_day = {start + timedelta(days=k): value for k, value in enumerate(ahead)}
    for day, value in by_day.items():
        assert value == pytest.approx(14 if day.weekday() == 6 else 7, rel=0.02)


def test_a_season_is_followed_once_two_years_are_known() -> None:
    days = np.arange(4 * 364)
    season = 20 + 10 * np.cos(2 * np.pi * days / 364)
    counts = np.rint(season).astype(np.int64)
    cut = 3 * 364
    truth = season[cut : cut + 182]
    error = np.abs(forecast(counts[:cut], MONDAY, 182) - truth).mean()
    level = np.abs(counts[cut - 28 : cut].mean() - truth).mean()
    assert error < 0.7 * level
    short = usual(counts[cut - 700 : cut], MONDAY, 182)
    np.testing.assert_allclose(short.mean(), counts[cut - 28 : cut].mean(), rtol=0.02)


def test_a_level_that_shifted_a_year_ago_is_no_season() -> None:
    """Last year alone would have it five times as many again; the year before had no such thing."""
    counts = np.repeat([10, 50], [2 * 364, 364])
    ahead = usual(counts, MONDAY, 182)
    assert (ahead > 50).all()
    # The mean of the level and, of seasons of 250 and 50, of their geometric mean.
    np.testing.assert_allclose(ahead[28:], (50 + math.sqrt(250 * 50)) / 2, rtol=1e-6)
    np.testing.assert_allclose(usual(counts[364:], MONDAY, 182)[28:], (50 + 250) / 2, rtol=1e-6)


def test_a_season_that_both_years_had_stays_whole() -> None:
    """However strong: eight times in one month of each year, on a community that grows."""
    days = np.arange(3 * 364)
    counts = np.where(days % 364 < 28, 80, 10) * (1 + days // 364)
    ahead = usual(counts, MONDAY, 28)
    level, season = 10 * 3, 80 * 3 * (10 * 3 / (10 * 2))
    middle = ahead[13:15].mean()
    assert middle == pytest.approx((level + season) / 2, rel=0.05)


def test_joining_that_ends_is_known_before_four_weeks_are_over() -> None:
    """A cohort's quarter, and two weeks without anybody: the level still has half of what was."""
    counts = np.repeat([30, 0], [13 * 7, 14])
    assert usual(counts, MONDAY, 91).sum() == pytest.approx(0.5 * 30 * 91)
    assert forecast(counts, MONDAY, 91).sum() < 0.3 * 30 * 91


@pytest.mark.parametrize("rate", [0.97, 1.02])
def test_a_trend_goes_on_for_a_quarter_and_no_longer(rate: float) -> None:
    counts = np.rint(40 * rate ** (np.arange(400) / 7)).astype(np.int64)
    ahead = forecast(counts, MONDAY, 364).reshape(-1, 7).sum(axis=1)
    level = usual(counts, MONDAY, 7).sum()
    assert (ahead[0] - level) * (rate - 1) > 0
    assert (ahead[12] - ahead[0]) * (rate - 1) > 0
    np.testing.assert_allclose(ahead[13:], ahead[12])
    assert 0.5 < ahead[-1] / level < 2.0


def test_a_day_ahead_hangs_on_no_later_day_asked_for() -> None:
    """Within a week that is asked for in part the forecast is the whole week's."""
    counts = np.random.default_rng(0).poisson(5, 300)
    np.testing.assert_array_equal(forecast(counts, MONDAY, 24), forecast(counts, MONDAY, 28)[:24])


def test_the_real_history_is_forecast_better_than_by_its_level() -> None:
    from scenarios.loader import LIBRARY

    counts = read(LIBRARY / "travel-questions" / "figures.csv").counts
    errors = []
    for origin in range(800, len(counts) - 91, 91):
        past, truth = counts[:origin], counts[origin : origin + 91].reshape(-1, 7).mean(axis=1)
        start = date(2011, 6, 21) + timedelta(days=origin)
        ahead = forecast(past, start, 91).reshape(-1, 7).mean(axis=1)
        level = past[-28:].mean()
        errors.append([np.mean(np.abs(x - truth) / truth) for x in (ahead, level)])
    ours, naive = np.mean(errors, axis=0)
    assert ours < naive
    assert ours < 0.20
