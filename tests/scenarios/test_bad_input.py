"""Every slip in a scenario is one line: file, line, field, what is wrong, what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import load, parse
from sim.errors import InputError

HEAD = "name: x\ncommunity: {members: 100}\n"
PLAN = HEAD + "plans:\n  a:\n    strategies:\n      - points: {}\n"
SHOCK = "name: x\ncommunity:\n  shocks:\n    - "

SLIPS = [
    # text, line, field, what the message says
    ("story: x", 1, "name", "is missing"),
    ("- a", 1, None, "a mapping"),
    (HEAD + "horizon_days: 0", 3, "horizon_days", "at least 1"),
    (HEAD + "horizon_days: 1.5", 3, "horizon_days", "a whole number"),
    (HEAD + "horizn_days: 3", 3, "horizn_days", "did you mean 'horizon_days'"),
    (HEAD + "zzz: 3", 3, "zzz", "there are name, story"),
    (HEAD + "start: tomorrow", 3, "start", "a date such as"),
    (HEAD + "start: 0216-07-04", 3, "start", "at least 1900"),
    (HEAD + "currency: usd", 3, "currency", "three capital letters"),
    (HEAD + "name: y", 3, "name", "twice, first on line 1"),
    ("name: 12", 1, "name", "put it in quotes"),
    ("name: x", 1, "community", "nobody ever joins"),
    # community
    ("name: x\ncommunity: {membrs: 3}", 2, "community.membrs", "did you mean 'members'"),
    ("name: x\ncommunity: {members: -3}", 2, "community.members", "at least 0"),
    ("name: x\ncommunity: {members: true}", 2, "community.members", "a whole number"),
    ("name: x\ncommunity: {preset: foroom}", 2, "community.preset", "plain, forum, chat, brand"),
    (
        "name: x\ncommunity:\n  graph:\n    homofily: 0.3",
        4, "community.graph.homofily", "did you mean 'homophily'",
    ),
    (
        "name: x\ncommunity:\n  overrides:\n    visit_bas: -3",
        4, "community.overrides.visit_bas", "did you mean 'visit_base'",
    ),
    (
        "name: x\ncommunity:\n  overrides:\n    visit_base: 100",
        4, "community.overrides.visit_base", "at most 3",
    ),
    (
        "name: x\nstart: 2020-01-01\ncommunity: {members: 3, launch: 2021-01-01}",
        2, "start", "before the launch on 2021-01-01",
    ),
    (
        "name: x\ncommunity:\n  members: 3\n  segments: {a: 0.5, b: 0.4}",
        4, "community.segments", "add up to 0.9",
    ),
    (
        "name: x\ncommunity:\n  segments:\n    a: 1.4\n    b: -0.4",
        4, "community.segments.a", "at most 1",
    ),
    (
        "name: x\ncommunity:\n  arrivals: {history: no.csv}",
        3, "community.arrivals.history", "no such file",
    ),
    ("name: x\ncommunity:\n  behaviour: no.json", 3, "community.behaviour", "no such file"),
    # mechanisms and shocks
    (
        "name: x\ncommunity:\n  mechanisms:\n    strek: on",
        4, "community.mechanisms.strek", "no mechanism 'strek'; did you mean 'streak'",
    ),
    (
        "name: x\ncommunity:\n  mechanisms: {zzz: on}",
        3, "community.mechanisms.zzz", "there are adoption, ageing",
    ),
    (
        "name: x\ncommunity:\n  mechanisms: {streak: maybe}",
        3, "community.mechanisms.streak", "on or off",
    ),
    (
        "name: x\ncommunity:\n  mechanisms: {streak: 1}",
        3, "community.mechanisms.streak", "true or false",
    ),
    ("name: x\ncommunity:\n  mechanisms: [streak]", 3, "community.mechanisms", "a mapping"),
    (
        "name: x\ncommunity:\n  mechanisms: {streak: off}\n  overrides: {streak_pull: 0.5}",
        4, "community.overrides.streak_pull", "switches streak on, and mechanisms.streak is off",
    ),
    (
        "name: x\ncommunity:\n  mechanisms: {streak: on}\n  overrides: {streak_pull: 0}",
        4, "community.overrides.streak_pull", "switches streak off, and mechanisms.streak is on",
    ),
    (SHOCK + "{severity: 0.4}", 4, "community.shocks[0]", "either date or day"),
    (
        SHOCK + "{day: 3, date: 2025-01-09, severity: 0.4}",
        4, "community.shocks[0]", "either date or day",
    ),
    (SHOCK + "{day: 3}", 4, "community.shocks[0].severity", "is missing"),
    (SHOCK + "{day: 3, severity: 4}", 4, "community.shocks[0].severity", "at most 1"),
    (SHOCK + "{day: -3, severity: 1}", 4, "community.shocks[0].day", "at least 0"),
    (
        SHOCK + "{day: 3, severity: 1, nmae: x}",
        4, "community.shocks[0].nmae", "did you mean 'name'",
    ),
    (
        SHOCK + "{day: 182, severity: 1}",
        4, "community.shocks[0].day", "2024-01-08 to 2025-07-06 are allowed",
    ),
    (
        SHOCK + "{date: 2024-01-07, severity: 1}",
        4, "community.shocks[0].date", "2024-01-08 to 2025-07-06 are allowed",
    ),
    (
        SHOCK + "{day: 3, severity: 1}\n  preset: plain",
        3, "community.shocks", "add mechanisms: {trust: on}",
    ),
    # economy and desk
    (HEAD + "economy: {revenue_per_visit: -1}", 3, "economy.revenue_per_visit", "at least 0"),
    (HEAD + "desk: {wage_per_hour: -20}", 3, "desk.wage_per_hour", "at least 0"),
    (HEAD + "desk: {shift_start: 18}", 3, "desk.shift_end", "after shift_start 18"),
    (HEAD + "desk: {days_open: [monday]}", 3, "desk.days_open[0]", "'mon', 'tue'"),
    (HEAD + "desk: {days_open: []}", 3, "desk.days_open", "at least one weekday"),
    # plans
    (HEAD + "plans:\n  a:\n    strategies: []", 5, "plans.a.strategies", "names no strategy"),
    (HEAD + "plans:\n  a:\n    budget: 3", 4, "plans.a", "names no strategy"),
    (HEAD + "plans:\n  a:\n    strategies: [{}]", 5, "plans.a.strategies[0]", "names none"),
    (
        HEAD + "plans:\n  a:\n    strategies:\n      - pionts: {}",
        6, "plans.a.strategies[0].pionts", "did you mean 'points'",
    ),
    (
        HEAD + "plans:\n  a:\n    strategies:\n      - points:\n          per_vist: 1",
        7, "plans.a.strategies[0].points.per_vist", "did you mean 'per_visit'",
    ),
    (
        HEAD + "plans:\n  a:\n    strategies:\n      - content:\n          sources: {membr: 1}",
        7, "plans.a.strategies[0].content.sources.membr", "did you mean 'member'",
    ),
    (
        HEAD + "plans:\n  a:\n    strategies:\n      - points:\n          point_cost: -0.01",
        7, "plans.a.strategies[0].points.point_cost", "at least 0",
    ),
    (
        HEAD + "plans:\n  a:\n    strategies:\n      - points:\n      - content: {}",
        6, "plans.a.strategies[0].points", "write {}",
    ),
    (
        HEAD + "plans:\n  a:\n    budget: 0\n    strategies:\n      - points: {}",
        5, "plans.a.budget", "above 0",
    ),
    (
        HEAD + "plans:\n  a:\n    strategies:\n      - points: {}\n      - points: {}",
        5, "plans.a.strategies", "so a plan holds one",
    ),
    (
        HEAD + "plans:\n  a:\n    strategies:\n      - {points: {}, invite: {}}",
        6, "plans.a.strategies[0]", "one strategy of",
    ),
    (
        HEAD + "plans:\n  a:\n    budget: 10\n    strategies:\n"
        "      - points: {budget: 8}\n      - content: {budget: 8}",
        5, "plans.a.budget", "more than the plan's",
    ),
    (
        HEAD + "plans:\n  a:\n    strategies:\n      - content:\n          topics: {x: 1}",
        7, "plans.a.strategies[0].content.topics", "there are general",
    ),
    (
        HEAD + "plans:\n  a:\n    strategies:\n      - points:\n          from_day: 500",
        7, "plans.a.strategies[0].points.from_day", "0 to 181",
    ),
    (HEAD + "plans:\n  a b: {}", 4, "plans.a b", "letters, digits"),
    (
        HEAD + "plans:\n  status-quo:\n    strategies:\n      - points: {}",
        4, "plans.status-quo", "rename",
    ),
    # measures and search
    (HEAD + "measures:\n  - weekly_activ", 4, "measures[0]", "did you mean 'weekly_active'"),
    (HEAD + "measures: []", 3, "measures", "at least one measure"),
    (HEAD + "measures: [cost, cost]", 3, "measures", "each once"),
    (HEAD + "search: {plan: nope}", 3, "search.plan", "no plan 'nope'"),
    (PLAN + "search: {plan: status-quo}", 7, "search.plan", "plans with strategies: a"),
    (PLAN + "search: {plan: a, objective: retention}", 7, "search.objective", "no measure"),
    (PLAN + "search: {plan: a, objective: nps roi}", 7, "search.objective", "cannot read"),
    (PLAN + "search: {plan: a, objective: cost}", 7, "search.objective", "write '-cost'"),
    (
        PLAN + "search:\n  plan: a\n  subject_to:\n    - nps >= baseline\n    - cost < 3",
        11, "search.subject_to[1]", "cannot read",
    ),
    (
        PLAN + "search:\n  plan: a\n  objective: q0(profit)",
        9, "search.objective", "q01 to q99",
    ),
    (
        PLAN + "search:\n  plan: a\n  subject_to: [cost <= 3, nps >= baseline, cost >= 4]",
        9, "search.subject_to", "no plan keeps both 'cost >= 4' and 'cost <= 3'",
    ),
    (
        PLAN + "search:\n  plan: a\n  subject_to:\n    - costs <= 3",
        10, "search.subject_to[0]", "did you mean 'cost'",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "field", "word"), SLIPS)
def test_a_slip_is_told_in_one_line(
    tmp_path: Path, text: str, line: int, field: str | None, word: str
) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    error = caught.value
    assert (error.file, error.line, error.field) == (str(path), line, field)
    assert word in error.message
    assert "\n" not in str(error)


def test_the_first_slip_of_the_file_is_told_first() -> None:
    with pytest.raises(InputError) as caught:
        parse(HEAD + "horizon_days: 0\ncurrency: usd\nzzz: 1")
    assert caught.value.line == 3


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"\x1f\x8b\x08\x00binary")
    with pytest.raises(InputError, match="not a text file") as caught:
        load(path)
    assert caught.value.file == str(path)


def test_a_fault_in_a_table_stands_in_that_table(tmp_path: Path) -> None:
    (tmp_path / "joined.csv").write_text("date,new_members\n2024-01-01,3\n2024-01-02,-4\n")
    path = tmp_path / "s.yaml"
    path.write_text("name: x\ncommunity: {arrivals: {history: joined.csv}}\n")
    with pytest.raises(InputError, match="not a count") as caught:
        load(path)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "joined.csv"), 3)


@pytest.mark.parametrize(
    ("start", "launch", "field", "word"),
    [
        ("2024-03-01", "launch: 2024-01-05, ", "community.launch", "not the first day"),
        ("2023-03-01", "", "start", "before the launch on 2024-01-01|before the history"),
    ],
)
def test_history_and_dates_must_agree(
    tmp_path: Path, start: str, launch: str, field: str, word: str
) -> None:
    (tmp_path / "joined.csv").write_text("date,new_members\n2024-01-01,3\n2024-01-02,4\n")
    path = tmp_path / "s.yaml"
    path.write_text(
        f"name: x\nstart: {start}\ncommunity: {{{launch}arrivals: {{history: joined.csv}}}}\n"
    )
    with pytest.raises(InputError, match=word) as caught:
        load(path)
    assert (caught.value.file, caught.value.field) == (str(path), field)


def test_an_unknown_name_is_not_taken_for_a_file() -> None:
    with pytest.raises(InputError, match="did you mean 'small-forum'"):
        load("small-forms")
    with pytest.raises(InputError, match="forerun list and forerun recipes list them"):
        load("zzz")
    with pytest.raises(InputError, match="no such file"):
        load("nowhere/s.yaml")
