"""Bad input: one line that says where and what, exit code 2, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import tiny
from tests.cli.conftest import Forerun

HEADER = "member,timestamp,event\n"

SCENARIOS = {
    # what is wrong: (in place of, this), line, field, part of the message
    "a negative price": (
        ("levels: [20, 80]}\n  both", "point_cost: -0.01}\n  both"),
        18, "plans.points.strategies[0].points.point_cost", "at least 0",
    ),
    "a negative list price": (
        ("buy_rate: 0.05", "basket: -35"), 7, "community.overrides.basket", "at least 0",
    ),
    "a budget of zero": (("budget: 500", "budget: 0"), 16, "plans.points.budget", "above 0"),
    "a horizon of zero": (("days: 42", "days: 0"), 4, "horizon_days", "at least 1"),
    "a plan that names no strategy": (
        ("    strategies:\n      - points: {per_visit: 1, levels: [20, 80]}\n  both", "  both"),
        15, "plans.points", "names no strategy",
    ),
    "an unknown key": (
        ("horizon_days", "horizon_dais"), 4, "horizon_dais", "did you mean 'horizon_days'?",
    ),
    "an unknown strategy": (
        ("- invite", "- invites"), 23, "plans.both.strategies[1].invites", "did you mean 'invite'?",
    ),
    "an unknown measure": (("nps]", "npz]"), 24, "measures[4]", "did you mean 'nps'?"),
}  # fmt: skip

LOGS = {
    # what is wrong: content, line, field, part of the message
    "an empty log": (b"", None, None, "empty"),
    "a log with a header alone": (HEADER.encode(), None, None, "empty"),
    "a stray date": (
        (HEADER + "a,2024-01-02,post\n" * 9 + "a,2099-01-01,post\n").encode(),
        11, "timestamp", "27,392 empty days from the rest",
    ),
    "a member who acts before joining": (
        f"{HEADER}a,2024-01-01T00:00:00,post\na,2024-01-02T00:00:00,registration\n".encode(),
        2, "member", "a member acts only after joining",
    ),
    "a negative value": (
        b"member,timestamp,event,value\na,2024-01-01T00:00:00,purchase,-3\n",
        2, "value", "negative",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" * 9, None, None, "a PNG picture (not text); allowed are"),
    "a log that is not text": (bytes(range(256)) * 8, 2, None, "not text in UTF-8"),
}  # fmt: skip


def untouched(folder: Path, *known: str) -> bool:
    return {path.name for path in folder.iterdir()} == {"tiny.yaml", *known}


@pytest.mark.parametrize("command", ["check", "run", "compare", "search"])
@pytest.mark.parametrize("fault", SCENARIOS)
def test_a_bad_scenario_is_one_line(
    forerun: Forerun, tmp_path: Path, fault: str, command: str
) -> None:
    (old, new), line, field, message = SCENARIOS[fault]
    assert old in tiny.SCENARIO
    Path("tiny.yaml").write_text(tiny.SCENARIO.replace(old, new, 1), encoding="utf-8")
    ended = forerun(command, "tiny.yaml")
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith(f"error: tiny.yaml:{line}: {field}: ")
    assert message in ended.err
    assert ended.err.count("\n") == 1
    assert untouched(tmp_path)


@pytest.mark.parametrize("fault", LOGS)
def test_a_bad_history_is_one_line(forerun: Forerun, tmp_path: Path, fault: str) -> None:
    content, line, field, message = LOGS[fault]
    Path("log.csv").write_bytes(content)
    ended = forerun("calibrate", "tiny.yaml", "--history", "log.csv")
    assert ended.code == 2
    assert ended.out == ""
    place = ["log.csv"] if line is None else [f"log.csv:{line}", *([field] if field else [])]
    assert ended.err.startswith(f"error: {': '.join(place)}: ")
    assert message in ended.err
    assert ended.err.count("\n") == 1
    assert untouched(tmp_path, "log.csv")


def test_a_scenario_that_is_not_text_is_one_line(forerun: Forerun) -> None:
    Path("tiny.yaml").write_bytes(bytes(range(256)))
    ended = forerun("run", "tiny.yaml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "error: tiny.yaml: is not a text file; UTF-8 text is allowed\n"


def test_with_json_the_error_is_json(forerun: Forerun) -> None:
    Path("tiny.yaml").write_text(tiny.SCENARIO.replace("days: 42", "days: 0"), encoding="utf-8")
    ended = forerun("compare", "tiny.yaml", "--json")
    assert ended.code == 2
    error = ended.facts["error"]
    assert list(error) == ["file", "line", "field", "message"]
    assert (error["file"], error["line"], error["field"]) == ("tiny.yaml", 4, "horizon_days")
    assert "at least 1" in error["message"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["comapre", "tiny.yaml"], "Did you mean 'compare'?"),
        (["compare"], "SCENARIO"),
        (["run", "tiny.yaml", "--sedes", "3"], "--sedes"),
        (["run", "tiny.yaml", "--seeds", "many"], "--seeds"),
        (["run", "tiny.yaml", "--seeds", "1"], "seeds: 1 is not allowed; 2 to 10,000 is"),
        (["run", "tiny.yaml", "--seed", "-1"], "seed: -1 is not allowed"),
        (["run", "tiny.yaml", "--workers", "0"], "workers: 0 is not allowed"),
        (["search", "tiny.yaml", "--trials", "0"], "trials: 0 is not allowed"),
        (["run", "tiny.yaml", "--lang", "fr"], "--lang"),
        (
            ["run", "tiny.yaml", "--plan", "status-qou"],
            "no plan 'status-qou'; there are status-quo",
        ),
        (["compare", "tiny.yaml", "--plans", "both"], "name at least two"),
        (["compare", "tiny.yaml", "--plans", "both,"], "no plan ''"),
        (["run", "smal-forum"], "did you mean 'small-forum'?"),
        (["run", "no.yaml"], "no.yaml: there is no such file"),
        (["run", "tiny.yaml", "--behaviour", "tiny.yaml"], "not a behaviour file"),
        (["calibrate", "tiny.yaml"], "name a file with --history"),
        (["calibrate", "tiny.yaml", "--history", "no.csv"], "no such file"),
        (["calibrate", "tiny.yaml", "--history", "no.csv", "--holdout", "13"], "write 13w or 90d"),
        (["report", "."], "not a run folder"),
        (["search", "tiny.yaml", "--resume"], "no journal to go on with"),
        (["search", "tiny.yaml", "--journal", "tiny.yaml"], "not the journal"),
    ],
)
def test_a_slip_on_the_command_line_is_one_line(
    forerun: Forerun, tmp_path: Path, words: list[str], message: str
) -> None:
    ended = forerun(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("error: ")
    assert message in ended.err
    assert ended.err.count("\n") == 1
    assert untouched(tmp_path)
    assert forerun(*words, "--json").facts["error"]["message"]


def test_a_scenario_without_a_search_says_so(forerun: Forerun) -> None:
    text = tiny.SCENARIO[: tiny.SCENARIO.index("search:")]
    Path("tiny.yaml").write_text(text, encoding="utf-8")
    ended = forerun("search", "tiny.yaml", "--trials", "1")
    assert ended.code == 2
    assert ended.err.startswith("error: tiny.yaml: search: the scenario has no search section")


def test_a_place_that_cannot_be_written_is_one_line(forerun: Forerun) -> None:
    ended = forerun("run", "tiny.yaml", "--seeds", "2", "--workers", "1", "--out", "tiny.yaml/x")
    assert ended.code == 2
    assert ended.err.startswith("error: tiny.yaml/x: cannot write")
    assert ended.err.count("\n") == 1
