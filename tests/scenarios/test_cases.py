"""Cases of the library: what stands beside a scenario is checked, and words find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import library_names, load, loader, read_case
from scenarios.case import QUESTIONS, Case
from scenarios.cases import cases
from sim.errors import InputError

NAMES = library_names()

CASE = """\
title: A
title_zh: 甲
platform: douyin
type: brand
question: growth
rows: [78]
assumed: [all]
assumed_zh: [全部]
claims:
  - says: more
    says_zh: 更多
    text: "000"
    figure: 2
    plan: points
    measure: visits
    read: rise
    turn: {parameter: invite_rate, low: 0.01, high: 0.5}
    needs: much
    needs_zh: 很多
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_case_fits_its_scenario(name: str) -> None:
    case, scenario = read_case(name), load(name)
    case.check(scenario)
    assert len(case.assumed) == len(case.assumed_zh)
    assert bool(case.claims) == bool(case.rows)
    if case.first_look is not None:
        assert load(case.first_look).plan_names == scenario.plan_names


@pytest.mark.parametrize("name", NAMES)
def test_what_it_is_called_finds_it(name: str) -> None:
    case = read_case(name)
    for words in (case.title, case.title_zh, name.replace("-", " ")):
        assert name in list(cases(words))[:3], words
    assert all(name in cases(str(row)) for row in case.rows)
    assert name in cases(platform=case.platform or "own", question=case.question, type=case.type)


def test_every_question_is_asked() -> None:
    assert {read_case(name).question for name in NAMES} == {*QUESTIONS}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"platform": "wechat-grup"}, "did you mean 'wechat-group'?"),
        ({"type": "brnad"}, "did you mean 'brand'?"),
        ({"question": "zzz"}, "there are growth"),
    ],
)
def test_an_unknown_name_is_told_in_one_line(asked: dict[str, str], told: str) -> None:
    with pytest.raises(InputError) as error:
        cases(**asked)  # type: ignore[arg-type]
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_case_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'small-forum'"):
        read_case("smal-forum")


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "x").mkdir()
    text = (loader.LIBRARY / "small-forum" / "scenario.yaml").read_text("utf-8")
    (tmp_path / "x" / "scenario.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(loader, "LIBRARY", tmp_path)
    return tmp_path / "x" / "case.yaml"


def read_text(file: Path, text: str) -> Case:
    file.write_text(text, encoding="utf-8")
    return read_case("x")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("platform: douyin", "platform: duoyin", "3: platform: there is no platform 'duoyin'"),
        ("type: brand", "type: brands", "4: type: there is no type 'brands'; did you mean"),
        ("question: growth", "question: grow", "did you mean 'growth'"),
        ("title_zh: 甲", "title_zh: B", "'B' is not in Chinese"),
        ("measure: visits", "measure: visit", "case.yaml:15: claims[0].measure"),
        ("invite_rate", "invit_rate", "did you mean 'invite_rate'"),
        ("low: 0.01", "low: 0.9", "low and high must rise and lie in 0 to 1"),
        ("read: rise", "read: rises", "case.yaml:16: claims[0].read"),
        ("read: rise", "read: peak", "a peak is of one of"),
        ("read: rise", "against: both", "a level is held against no plan"),
        ("read: rise", "read: rise\n    by_size: true", "only a plain level grows"),
        ("text: \"000\"", "text: \"009\"", "case.yaml:12: claims[0].text"),
        ("needs: much\n", "needs: much\n    ned: x\n", "did you mean 'needs'"),
    ],
)  # fmt: skip
def test_a_slip_is_told_in_one_line(read: Path, old: str, new: str, told: str) -> None:
    assert old in CASE
    with pytest.raises(InputError) as error:
        read_text(read, CASE.replace(old, new))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_claim_of_a_plan_that_is_not_there_is_refused(read: Path) -> None:
    case = read_text(read, CASE.replace("platform: douyin\n", ""))
    with pytest.raises(InputError, match=r"claims\[0\].plan: there is no 'points'"):
        case.check(load("x"))


def test_a_platform_that_is_not_the_scenarios_is_refused(read: Path) -> None:
    case = read_text(read, CASE.replace("plan: points", "plan: both"))
    with pytest.raises(InputError, match="douyin is not the scenario's None"):
        case.check(load("x"))
