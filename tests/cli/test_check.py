"""What ``check``, ``assumptions`` and ``schema`` say of a scenario."""

from __future__ import annotations

from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from sim.behaviour.register import PARAMETERS
from tests.cli.conftest import Forerun


def test_check_lists_plans_measures_and_levers(forerun: Forerun) -> None:
    facts = forerun("check", "tiny.yaml", "--json").facts
    assert [plan["name"] for plan in facts["plans"]] == ["status-quo", "points", "both"]
    assert facts["plans"][2]["strategies"] == ["points", "invite"]
    assert [one["name"] for one in facts["measures"]][:2] == ["weekly_active", "posts"]
    lever = next(one for one in facts["levers"] if one["path"] == "points.per_visit")
    assert lever["plan"] == "points"
    assert lever["low"] <= lever["current"] == 1 <= lever["high"]
    assert lever["unit"] == "points/visit"


def test_check_warns_of_a_measure_that_the_horizon_cannot_hold(forerun: Forerun) -> None:
    before = forerun("check", "tiny.yaml", "--json").facts["warnings"]
    assert not [one for one in before if one["reason"] == "horizon"]
    text = Path("tiny.yaml").read_text(encoding="utf-8")
    Path("short.yaml").write_text(
        text.replace("[weekly_active,", "[weekly_active, retention_w8,"), encoding="utf-8"
    )
    found = forerun("check", "short.yaml", "--json").facts["warnings"]
    (warning,) = [one for one in found if one["reason"] == "horizon"]
    assert (warning["measure"], warning["needed_days"], warning["horizon_days"]) == (
        "retention_w8", 63, 42,
    )  # fmt: skip
    ended = forerun("check", "short.yaml")
    assert ended.code == 0
    assert "Week-8 retention is undefined: it needs a horizon of 63 days" in ended.out
    assert "需要 63 天的时间范围" in forerun("check", "short.yaml", "--lang", "zh").out


def test_check_shows_the_same_to_a_person(forerun: Forerun) -> None:
    ended = forerun("check", "tiny.yaml")
    assert ended.code == 0
    for text in ("Tiny forum", "status-quo", "weekly_active", "points.per_visit", "900 USD"):
        assert text in ended.out


@pytest.mark.parametrize("command", ["check", "assumptions"])
def test_labels_have_a_chinese_twin(forerun: Forerun, command: str) -> None:
    english, chinese = forerun(command, "tiny.yaml"), forerun(command, "tiny.yaml", "--lang", "zh")
    assert chinese.out != english.out
    assert {"check": "周活跃成员", "assumptions": "假设"}[command] in chinese.out


def test_assumptions_are_the_whole_register(forerun: Forerun) -> None:
    rows = forerun("assumptions", "tiny.yaml", "--json").facts["assumptions"]
    assert [row["name"] for row in rows] == [parameter.name for parameter in PARAMETERS]
    by_name = {row["name"]: row for row in rows}
    assert by_name["visit_base"]["value"] == -2.0
    assert by_name["visit_base"]["grade"] == "assumed"
    assert by_name["reward_pull"]["grade"] == "published"
    assert all(row["unit"] and row["source"] for row in rows)


def test_the_schema_is_one_and_takes_the_library(forerun: Forerun) -> None:
    from ruamel.yaml import YAML

    from scenarios.loader import LIBRARY

    schema = forerun("schema").facts
    jsonschema.Draft202012Validator.check_schema(schema)
    assert forerun("schema", "--json").facts == schema
    path = LIBRARY / "small-forum" / "scenario.yaml"
    document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    document["start"] = str(document["start"])
    document["community"]["launch"] = str(document["community"]["launch"])
    jsonschema.validate(document, schema)
    document["horizon_days"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_help_and_version(forerun: Forerun) -> None:
    bare = forerun()
    assert bare.code == 0
    for command in ("calibrate", "run", "compare", "search", "report", "check", "demo", "schema"):
        assert command in bare.out
        assert forerun(command, "--help").code == 0
    version = forerun("--version")
    assert (version.code, version.out.split()[0]) == (0, "forerun")
    assert not Path("runs").exists()


def write(name: str, currency: str) -> None:
    text = f"name: a\ncurrency: {currency}\ncommunity: {{members: 10}}\n"
    Path(name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "150 JPY: assumed, by the table of currencies"),
        ("zh", "150 JPY：假设，取自货币表"),
    ],
)
def test_check_tells_the_unit(forerun: Forerun, lang: str, told: str) -> None:
    write("yen.yaml", "JPY")
    assert told in forerun("check", "yen.yaml", "--lang", lang).out
    facts = forerun("check", "yen.yaml", "--json").facts
    assert facts["money"] == {"currency": "JPY", "unit": 150.0, "origin": "table"}


def test_check_says_that_a_currency_is_not_known(forerun: Forerun) -> None:
    write("test.yaml", "XTS")
    out = " ".join(forerun("check", "test.yaml").out.split())
    assert "1 XTS: assumed, as the table of currencies does not have it; set money_unit" in out


def test_check_tells_what_was_read_of_an_edge_list(forerun: Forerun) -> None:
    Path("ties.csv").write_text("Source,Target,Weight\na,b,1\nb,a,1\nc,c,2\nd,,1\n", "utf-8")
    Path("own.yaml").write_text(
        "name: x\ncommunity: {members: 9, graph: {start: {file: ties.csv}}}\n", "utf-8"
    )
    shown = " ".join(forerun("check", "own.yaml").out.split())
    for line in (
        "Ties of ties.csv",
        "rows (columns Source, Target) 4",
        "columns left aside: Weight 1",
        "dropped: a member tied with itself 1",
        "dropped: a tie given again 1",
        "empty), first on line 5 1",
    ):
        assert line in shown
    facts = forerun("check", "own.yaml", "--json").facts["ties"]
    assert (facts["loops"], facts["duplicates"], facts["nobody"]) == (1, 1, 1)
    assert "未使用的列：Weight" in forerun("check", "own.yaml", "--lang", "zh").out
    assert forerun("check", "small-forum", "--json").facts["ties"] is None


def test_check_warns_of_what_cannot_run(forerun: Forerun) -> None:
    """A strategy whose money does not cover its first day, in both languages and as JSON."""
    case = Path(__file__).parents[1] / "strategies" / "cases" / "winner_dead_lever.yaml"
    warnings = forerun("check", str(case), "--json").facts["warnings"]
    assert [(one["plan"], one["strategy"], one["reason"]) for one in warnings] == [
        ("found", "content", "set-up")
    ]
    assert "never ran" in forerun("check", str(case)).out
    assert warnings[0]["message_zh"] in forerun("check", str(case), "--lang", "zh").out
    assert forerun("check", "tiny.yaml", "--json").facts["warnings"] == []


def test_check_tells_what_was_read_of_a_history(forerun: Forerun) -> None:
    rows = "".join(
        f"甲{k % 7},{day}.3.2024 23:{k:02},发帖\n" for day in range(1, 20) for k in range(9)
    )
    Path("log.csv").write_bytes(f"会员,时间,事件\n{rows}null,1.3.2024,发帖\n".encode("gb18030"))
    words = ("check", "tiny.yaml", "--history", "log.csv")
    shown = forerun(*words, "--timezone", "Asia/Shanghai")
    assert (shown.code, shown.err) == (0, "")
    for sentence in (
        "log.csv: event log, 172 rows",
        "text in GB18030, fields parted by a comma",
        "columns: member = 会员, timestamp = 时间, event = 事件 (guessed)",
        "dates like 3/4/2024 are read day first: days above 12 tell the order",
        "days are those of Asia/Shanghai",
        "1 rows left out: a member like nan or null",
        "2024-03-02 to 2024-03-20: 19 days, 7 members",
    ):
        assert sentence in shown.out
    assert "1 行未采用：成员为 nan、null 等空值" in forerun(*words, "--lang", "zh").out
    facts = forerun(*words, "--json").facts["history"]
    assert (facts["first"], facts["last"], facts["days"]) == ("2024-03-01", "2024-03-19", 19)
    assert {note["kind"]: note["rows"] for note in facts["notes"] if note["rows"]} == {
        "dropped: a member like nan or null": 1
    }


def test_a_scenario_says_how_its_history_is_read(forerun: Forerun) -> None:
    Path("log.csv").write_text(
        "wer,wann,was\na,2024-01-01T20:00:00Z,post\na,2024-01-03T20:00:00Z,post\n",
        encoding="utf-8",
    )
    columns = "{member: wer, timestamp: wann, event: was}"
    reading = f"  reading: {{timezone: Asia/Shanghai, columns: {columns}}}\n"
    text = Path("tiny.yaml").read_text(encoding="utf-8")
    Path("tiny.yaml").write_text(text.replace("economy:", f"{reading}economy:"), encoding="utf-8")
    words = ("check", "tiny.yaml", "--history", "log.csv", "--json")
    assert forerun(*words).facts["history"]["first"] == "2024-01-02"
    assert forerun(*words, "--timezone", "UTC").facts["history"]["first"] == "2024-01-01"
    slipped = forerun(*words, "--column", "event=wo")
    assert slipped.code == 2
    assert "no column 'wo'" in slipped.facts["error"]["message"]
    Path("tiny.yaml").write_text(
        Path("tiny.yaml").read_text(encoding="utf-8").replace("Asia/", "Asja/"), encoding="utf-8"
    )
    ended = forerun("check", "tiny.yaml")
    assert ended.code == 2
    assert "community.reading.timezone: 'Asja/Shanghai' is no time zone" in ended.err


def test_units_are_told_in_chinese(forerun: Forerun) -> None:
    told = forerun("check", "tiny.yaml", "--lang", "zh").out
    assert "积分/次访问" in told
    assert "points/visit" not in told
