"""``new`` from figures without a triangle: by day and by week, from a launch and from mid-life."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import forerun as fr
from calibration import history
from forerun import starting
from tests.calibration.logs import real_data
from tests.cli.conftest import Forerun

FIRST = date(2024, 1, 7)  # a Sunday


def weekly(rows: int = 12) -> str:
    """A community in mid-life: 40 members a week, half of them new, 90 posts."""
    head = "week,wau,new_members,posts\n"
    return head + "".join(
        f"{FIRST + timedelta(weeks=k)},{40 + k % 3},{20 + k % 2},{90 + k}\n" for k in range(rows)
    )


def brand(days: int = 63) -> str:
    """A brand's community: 30 visit on a day, a third as much is written, a tenth buys."""
    head = "date,dau,new_members,posts,orders,revenue\n"
    return head + "".join(
        f"{FIRST + timedelta(days=k)},{30 + k % 5},{8 + k % 2},{10 + k % 3},{3 + k % 2},75\n"
        for k in range(days)
    )


@pytest.mark.parametrize(
    ("figures", "cadence", "activity", "parts"),
    [
        (weekly(), "week", "contribution", ("active", "joiners", "posts")),
        pytest.param(
            brand(), "day", "visit", ("active", "joiners", "posts", "purchases", "revenue"),
            marks=pytest.mark.slow,
        ),
    ],
)  # fmt: skip
def test_one_command_makes_a_scenario_at_the_level_and_one_compares(
    forerun: Forerun, figures: str, cadence: str, activity: str, parts: tuple[str, ...]
) -> None:
    Path("figures.csv").write_text(figures, encoding="utf-8")
    words = ("--history", "figures.csv", "--trials", "8", "--workers", "1")
    ended = forerun("new", *words, "--json")
    assert ended.code == 0, ended.err
    facts = ended.facts
    assert (facts["cadence"], facts["activity"]) == (cadence, activity)
    assert {"no triangle", "earlier members"} <= {
        note["kind"] for note in facts["history"]["notes"]
    }
    level = facts["level"]
    assert set(level["history"]) == set(parts)
    for part in parts:
        assert level["same_weeks"][part] == pytest.approx(level["history"][part], rel=0.10), part
    assert facts["far"] == []
    made = fr.load("figures/scenario.yaml")
    assert made.launch < FIRST
    assert "members had joined before the history" in Path("figures/scenario.yaml").read_text()
    assert made.behaviour.grade("visit_base") == "measured"
    assert made.behaviour.grade("newcomer_pull") != "measured"
    plans = ("--plans", "rewards,articles", "--seeds", "2", "--workers", "1")
    compared = forerun("compare", "figures/scenario.yaml", *plans, "--json")
    assert compared.code == 0, compared.err


def test_the_screen_tells_weeks_and_what_is_not_known(forerun: Forerun) -> None:
    Path("figures.csv").write_text(weekly(), encoding="utf-8")
    words = ("--history", "figures.csv", "--trials", "2", "--workers", "1")
    ended = forerun("new", *words)
    assert "a row a week, from Sunday on" in ended.out
    assert "Mean a week" in ended.out
    fitted = forerun(
        "calibrate", "figures/scenario.yaml", *words, "--holdout", "4w", "--lang", "zh"
    )
    assert fitted.code == 0, fitted.err
    assert "留存沿用预设值" in fitted.out


def test_where_posts_cannot_be_reached_the_actives_still_are(forerun: Forerun) -> None:
    """Nobody writes so much in a week: that is told, and the actives are not given up for it."""
    figures = weekly().replace(",9", ",99999")
    Path("figures.csv").write_text(figures, encoding="utf-8")
    words = ("--history", "figures.csv", "--trials", "8", "--workers", "1")
    facts = forerun("new", *words, "--json").facts
    assert facts["far"] == ["posts"]
    level = {when: facts["level"][when]["active"] for when in ("history", "same_weeks")}
    assert level["same_weeks"] == pytest.approx(level["history"], rel=0.10)


def by_week(log: Path) -> str:
    """Figures of the whole weeks from Monday of a real log, without who came again."""
    past = history.read(log)
    weeks, lead = past.weeks, past.start.weekday()
    wau = past.by_week().astype(int)
    sums = {
        name: np.concatenate([np.zeros(lead, int), past.counts(name)])[: 7 * weeks]
        .reshape(-1, 7).sum(axis=1)
        for name in ("new_members", "contributions")
    }  # fmt: skip
    rows = zip(wau, sums["new_members"], sums["contributions"], strict=True)
    monday = past.triangle_start
    return "week,wau,new_members,posts\n" + "".join(
        f"{monday + timedelta(weeks=k)},{active},{new},{posts}\n"
        for k, (active, new, posts) in enumerate(rows)
    )


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["collegemsg", "elm_slack", "tec_praise", "ai_se"])
def test_the_status_quo_begins_at_the_level_of_real_figures(tmp_path: Path, folder: str) -> None:
    """Methods were chosen on the others; tec_praise confirms."""
    data = real_data(folder)
    given = {"day": data / "daily.csv"}
    if folder != "ai_se":
        given["week"] = tmp_path / "weekly.csv"
        given["week"].write_text(by_week(data / "events.csv.gz"), encoding="utf-8")
    for cadence, file in given.items():
        made = starting.new(file, tmp_path / cadence, trials=24)
        assert (made.cadence, made.far) == (cadence, [])
        for part in ("active", "joiners", "posts"):
            level = {when: made.level[when][part] for when in ("history", "same_weeks")}
            assert level["same_weeks"] == pytest.approx(level["history"], rel=0.10), (cadence, part)
