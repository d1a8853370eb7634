"""``new`` from figures without a triangle: by day and by week, from a launch and from mid-life."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

import forerun as fr
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
        (brand(), "day", "visit", ("active", "joiners", "posts", "purchases", "revenue")),
    ],
)
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
