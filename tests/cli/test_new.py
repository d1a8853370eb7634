"""``new``: a history in, a folder out that every other command takes."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

import forerun as fr
from forerun import level
from forerun.cli.new import show
from forerun.cli.options import Lang
from forerun.cli.screen import Screen
from forerun.draft import Draft
from forerun.starting import Started, open_history
from scenarios import behaviour_file
from tests.calibration.logs import real_data
from tests.cli import tiny
from tests.cli.conftest import Ended, Forerun

QUICK = ("--history", "log.csv", "--trials", "2", "--workers", "1")


def started(forerun: Forerun, *words: str) -> Ended:
    Path("log.csv").write_text(tiny.log(), encoding="utf-8")
    return forerun("new", *QUICK, *words)


def left() -> set[str]:
    return {path.name for path in Path.cwd().iterdir()}


def test_the_folder_is_whole_and_its_plans_can_be_compared(forerun: Forerun) -> None:
    ended = started(forerun, "--json")
    assert ended.code == 0, ended.err
    assert ended.facts["preset"] == "forum"
    assert ended.facts["level"]["history"]["joiners"] == 1.0
    assert {path.name for path in Path("log").iterdir()} == {
        "scenario.yaml",
        "behaviour.json",
        "joiners.csv",
    }
    assert left() == {"tiny.yaml", "log.csv", "log"}
    assert forerun("check", "log/scenario.yaml", "--json").facts["warnings"] == []
    made = fr.load("log/scenario.yaml")
    assert (str(made.launch), str(made.start)) == ("2024-01-01", "2024-05-20")
    assert made.behaviour.grade("visit_base") == "measured"
    assert made.community.hours[12] == sum(made.community.hours), "all came at noon"
    plans = ("--plans", "rewards,articles", "--seeds", "2", "--workers", "1")
    compared = forerun("compare", "log/scenario.yaml", *plans, "--json")
    assert compared.code == 0, compared.err
    assert compared.facts["plans"] == ["rewards", "articles"]


def test_comments_are_in_the_language_that_is_asked_for(forerun: Forerun) -> None:
    """All of them; and both scenarios are the same but for the story."""
    texts = {}
    for lang in ("en", "zh"):
        assert started(forerun, "--lang", lang, "--out", lang).code == 0
        texts[lang] = Path(lang, "scenario.yaml").read_text(encoding="utf-8")
    assert texts["en"].isascii()
    comments = [line.partition("# ")[2] for line in texts["zh"].splitlines() if "# " in line]
    assert len(comments) > 20
    for comment in comments:
        if not comment.lstrip().startswith("forerun calibrate"):
            assert not comment.isascii(), comment
    read = {lang: YAML(typ="safe").load(text) for lang, text in texts.items()}
    assert read["zh"].pop("story") != read["en"].pop("story")
    assert [read[lang].pop("name") for lang in read] == ["en", "zh"]
    assert read["zh"] == read["en"]


def test_a_folder_that_is_there_is_left_alone(forerun: Forerun) -> None:
    Path("log").mkdir()
    Path("log/mine.txt").write_text("mine")
    ended = started(forerun)
    assert ended.code == 2
    assert ended.err.startswith("error: log: is there already")
    assert Path("log/mine.txt").read_text() == "mine"


def test_a_fit_that_fails_leaves_nothing(forerun: Forerun, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(behaviour_file, "write", full)
    ended = started(forerun)
    assert ended.code == 2
    assert "No space left on device" in ended.err
    assert left() == {"tiny.yaml", "log.csv"}


def test_a_history_too_short_leaves_nothing(forerun: Forerun) -> None:
    Path("short.csv").write_text(tiny.log(30), encoding="utf-8")
    ended = forerun("new", "--history", "short.csv", "--workers", "1")
    assert ended.code == 2
    assert "at least 56 are needed" in ended.err
    assert left() == {"tiny.yaml", "short.csv"}


def test_calibrate_points_who_gives_a_history_alone_to_new(forerun: Forerun) -> None:
    Path("log.csv").write_text(tiny.log(), encoding="utf-8")
    ended = forerun("calibrate", "log.csv")
    assert ended.code == 2
    assert "forerun new --history log.csv" in ended.err


@pytest.mark.parametrize("words", [("run",), ("compare",), ("search", "--trials", "1")])
def test_behaviour_of_other_joiners_is_refused(forerun: Forerun, words: tuple[str, ...]) -> None:
    fitted = {"members": 4000, "from": "2024-01-01", "to": "2024-12-31"}
    behaviour = fr.load("tiny.yaml").behaviour
    behaviour_file.write(Path("fitted.json"), behaviour, {"preset": "shop", "fitted_on": fitted})
    ended = forerun(words[0], "tiny.yaml", *words[1:], "--behaviour", "fitted.json")
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert "fitted to 4,000 members" in ended.err
    assert "468 join here" in ended.err
    assert not Path("runs").exists()


def test_a_scenario_that_names_behaviour_of_other_joiners_is_refused(forerun: Forerun) -> None:
    assert started(forerun).code == 0
    path = Path("log/joiners.csv")
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    few = [row.partition(",")[0] + (",1" if k % 3 == 0 else ",0") for k, row in enumerate(rows)]
    path.write_text("\n".join([head, *few]) + "\n", encoding="utf-8")
    ended = forerun("check", "log/scenario.yaml")
    assert ended.code == 2
    assert ended.err.startswith("error: log/scenario.yaml:")
    assert "140 members" in ended.err
    assert "47 join here" in ended.err


def shop_log() -> str:
    """Purchases alone: every member of the tiny log buys for 12.50 on the days it wrote."""
    rows = tiny.log().splitlines()[1:]
    return "customer,date,amount\n" + "".join(
        f"{row.split(',')[0]},{row.split(',')[1][:10]},12.5\n" for row in rows
    )


def test_purchases_are_bought_and_not_posted(forerun: Forerun) -> None:
    Path("sold.csv").write_text(shop_log(), encoding="utf-8")
    words = ("--trials", "8", "--workers", "1", "--json", "--currency", "CNY")
    ended = forerun("new", "--history", "sold.csv", *words)
    assert ended.code == 0, ended.err
    facts = ended.facts
    assert (facts["preset"], facts["activity"]) == ("shop", "purchase")
    assert facts["overrides"]["basket"] == pytest.approx(12.5)
    level = {when: facts["level"][when] for when in ("history", "same_weeks")}
    assert level["history"].keys() == {"active", "joiners", "purchases", "revenue"}
    bought = {when: each["purchases"] / each["active"] for when, each in level.items()}
    assert bought["same_weeks"] == pytest.approx(bought["history"], rel=0.1)
    brought = {when: each["revenue"] / each["purchases"] for when, each in level.items()}
    assert brought["same_weeks"] == pytest.approx(brought["history"], rel=0.01)
    made = fr.load("sold/scenario.yaml").behaviour
    names = ("buy_rate", "basket", "order_again", "refund_share")
    assert {made.grade(name) for name in names} == {"measured"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "source", ["cdnow/purchases", "jewelry_shop/events", "grocery_elog/events"]
)
def test_a_shop_begins_at_its_orders_and_sales(forerun: Forerun, source: str) -> None:
    """Methods were chosen on the first two and confirmed on the third."""
    path = real_data(source.split("/")[0]) / f"{source.split('/')[1]}.csv.gz"
    words = ("--trials", "14", "--workers", "1", "--json", "--out", "shop")
    ended = forerun("new", "--history", str(path), *words)
    assert ended.code == 0, ended.err
    level = ended.facts["level"]
    for part, came in level["history"].items():
        assert level["same_weeks"][part] == pytest.approx(came, rel=0.1), part


@pytest.mark.parametrize(
    ("coming", "lang", "told"),
    [(1.4, "en", "at 1.40 times"), (0.7, "zh", "0.70 倍"), (1.1, "en", None)],
)
def test_a_forecast_of_joiners_that_turns_is_told(
    forerun: Forerun, capsys: pytest.CaptureFixture[str], coming: float, lang: str, told: str | None
) -> None:
    level = {"active": 5.0, "joiners": 1.0}
    found = Draft("forum", "visit", "visits", "有访问", buys=False, shop=False, weekly=9.0)
    levels = {"history": level, "same_weeks": level, "simulated": level | {"joiners": coming}}
    show(
        Screen(False, Lang(lang)),
        Started(Path("log"), fr.load("tiny.yaml"), found, {}, levels, "day"),
    )
    out = capsys.readouterr().out
    assert ("organic_per_day" in out) == (told is not None)
    assert told is None or told in out


def test_a_level_many_times_off_is_settled() -> None:
    """Gaps were cut at a factor of two, so that moves seemed to do nothing."""
    settling = level.Settling(["active", "posts"])
    wanted, seen = {"active": 1.0, "posts": 1.0}, {"active": 20.0, "posts": 30.0}
    for _ in range(level.ROUNDS):
        left = level.gap(seen, wanted, wanted)
        settling.learn(left)
        seen = dict(zip(wanted, np.exp(settling.move + np.log([20.0, 30.0])), strict=True))
    assert level.is_close(level.gap(seen, wanted, wanted))


def test_joiners_that_are_few_do_not_turn_by_chance() -> None:
    """Two in four weeks, and two and a half in the mean of sixteen worlds."""
    levels = {"history": {"joiners": 2 / 28}, "simulated": {"joiners": 2.5 / 28}}
    found = Draft("forum", "visit", "visits", "有访问", buys=False, shop=False, weekly=9.0)
    made = Started(Path("log"), fr.load("small-forum"), found, {}, levels, "day")
    assert made.turned is None


def test_the_sample_that_ships_is_made_by_its_example() -> None:
    root = Path(fr.__file__).parent
    made = runpy.run_path(str(root.parent / "examples" / "sample_log.py"))["log"]()
    assert (root / "sample" / "events.csv").read_text(encoding="utf-8") == made


def test_the_sample_is_found_beside_the_folder_made_of_it(forerun: Forerun) -> None:
    Path("sample").mkdir()
    assert open_history("sample").reading.rows == 4899
    Path("sample").rmdir()
    Path("sample").write_text(tiny.log(), encoding="utf-8")
    assert open_history("sample").days == tiny.DAYS


@pytest.mark.slow
def test_the_sample_begins_where_it_ends(forerun: Forerun) -> None:
    ended = forerun("new", "--history", "sample", "--json")
    assert ended.code == 0, ended.err
    level = ended.facts["level"]
    assert ended.facts["far"] == []
    for part, came in level["history"].items():
        assert level["same_weeks"][part] == pytest.approx(came, rel=0.1)


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    ["ddnet_chat/daily.csv", "ddnet_chat/events.csv.gz", "yocto_irc/events.csv.gz",
     "grocery_elog/daily.csv"],
)  # fmt: skip
def test_a_chat_of_many_posts_and_figures_of_one_each_are_at_their_level(
    forerun: Forerun, source: str
) -> None:
    """Posts of a visit were cut to 63, and the search did not reach one for each active."""
    path = real_data(source.split("/")[0]) / source.split("/")[1]
    ended = forerun("new", "--history", str(path), "--workers", "1", "--json", "--out", "made")
    assert ended.code == 0, ended.err
    level = ended.facts["level"]
    for part, came in level["history"].items():
        assert level["same_weeks"][part] == pytest.approx(came, rel=0.1), part


@pytest.mark.slow
def test_the_status_quo_begins_at_the_level_of_a_real_history(forerun: Forerun) -> None:
    """Joiners after the history are its forecast, so what follows may differ more."""
    source = real_data("elm_slack") / "events.csv.gz"
    ended = forerun("new", "--history", str(source), "--out", "elm", "--json")
    assert ended.code == 0, ended.err
    level = ended.facts["level"]
    for part in ("active", "joiners", "posts"):
        assert level["same_weeks"][part] == pytest.approx(level["history"][part], rel=0.1)
    assert level["simulated"]["active"] == pytest.approx(level["history"]["active"], rel=0.15)
    assert level["simulated"]["joiners"] == pytest.approx(level["history"]["joiners"], rel=0.3)
    assert level["simulated"]["posts"] == pytest.approx(level["history"]["posts"], rel=0.3)
    # The log begins in mid-life: it shows 618 members, and more had joined before.
    assert ended.facts["history"]["members"] == 618
    joiners = Path("elm/joiners.csv").read_text(encoding="utf-8").splitlines()[1:]
    joined = sum(int(row.split(",")[1]) for row in joiners)
    assert json.loads(Path("elm/behaviour.json").read_text())["fitted_on"]["members"] == joined
    assert joined == 1193
