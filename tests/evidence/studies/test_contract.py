"""What a figure is, when it agrees, and what the page and the command say of every study."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from evidence.pages import begin, end
from evidence.studies import STUDIES, Figure, Finding, Report, conduct, document, named, tables
from evidence.studies.document import PART
from sim.errors import InputError
from tests.cli.conftest import Forerun, forerun
from worlds.statistics import Interval

BEGIN, END = begin(PART), end(PART)

__all__ = ["forerun"]

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "studies.md"


def figure(low: float, high: float, unit: str = "%") -> Figure:
    return Figure("f", "figure", "数值", unit, low, high)


@pytest.mark.parametrize(
    ("low", "high", "published"),
    [
        (12, 12, "12 %"),
        (8, 16, "8 to 16 %"),
        (-math.inf, 0, "below 0 %"),
        (0, math.inf, "above 0 %"),
        (1400, 1400, "1400 %"),
    ],
)
def test_what_was_published_reads_as_it_was(low: float, high: float, published: str) -> None:
    assert figure(low, high).published == published


def test_a_number_agrees_when_the_interval_contains_it() -> None:
    assert figure(12, 12).holds(Interval(13.0, 11.0, 15.0))
    assert not figure(12, 12).holds(Interval(14.0, 13.0, 15.0))
    assert not figure(12, 12).holds(Interval(math.nan, math.nan, math.nan))


def test_a_range_agrees_when_the_interval_lies_within() -> None:
    assert figure(8, 16).holds(Interval(12.0, 9.0, 15.0))
    assert not figure(8, 16).holds(Interval(12.0, 7.0, 15.0))
    assert not figure(0, math.inf).holds(Interval(1.0, -0.5, 2.5))


def test_there_are_at_least_twelve_studies_each_of_its_own_name() -> None:
    assert len({study.name for study in STUDIES}) == len(STUDIES) >= 12
    for study in STUDIES:
        names = [figure.name for figure in study.figures]
        assert len(set(names)) == len(names) > 0
        assert study.source
        assert study.design
        for each in study.figures:
            assert any("\u4e00" <= letter <= "\u9fff" for letter in each.title_zh), each.name


def test_no_figure_both_sets_and_confirms_a_parameter() -> None:
    for study in STUDIES:
        for each in study.figures:
            assert not set(each.sets) & set(each.confirms), (study.name, each.name)


def test_the_page_lists_every_study_with_every_figure() -> None:
    written = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    for study in STUDIES:
        assert f"`{study.name}`" in written
        for each in study.figures:
            assert f"| {each.title} |" in written, (study.name, each.name)


def made(value: float) -> list[Report]:
    study = named("price-cut")
    findings = tuple(Finding(each, np.array([value, value + 0.1])) for each in study.figures)
    return [Report(study, 2, findings)]


def test_the_page_is_written_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    document(made(1.5), page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}")
    assert text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    assert tables(made(1.5)) in text


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing", encoding="utf-8")
    with pytest.raises(InputError, match="has no lines"):
        document(made(1.5), page)
    with pytest.raises(InputError, match="cannot be read"):
        document(made(1.5), tmp_path / "none.md")
    assert page.read_text(encoding="utf-8") == "nothing"


def test_a_study_needs_two_worlds() -> None:
    with pytest.raises(InputError, match="at least 2"):
        conduct([named("audience")], seeds=1)


def test_a_study_tells_its_facts(forerun: Forerun) -> None:
    found = forerun("study", "audience", "--seeds", "2", "--workers", "1", "--json")
    assert found.code == 0
    (facts,) = found.facts["studies"]
    assert (facts["study"], facts["seeds"]) == ("audience", 2)
    posts, per_visit = facts["figures"]
    assert posts["published"] == [-42.8, -42.8]
    assert per_visit["published"] == [None, 0]
    assert posts["simulated"]["low"] < posts["simulated"]["mean"] < 0
    shown = forerun("study", "audience", "--seeds", "2", "--workers", "1", "--lang", "zh")
    assert named("audience").title_zh in shown.out


@pytest.mark.slow
def test_workers_change_nothing(forerun: Forerun) -> None:
    one, two = (
        forerun("study", "audience", "--seeds", "3", "--workers", workers, "--json")
        for workers in ("1", "2")
    )
    assert one.code == two.code == 0
    assert one.facts == two.facts


def test_without_a_name_the_studies_are_listed(forerun: Forerun) -> None:
    listed = forerun("study", "--json").facts["studies"]
    assert [each["name"] for each in listed] == [study.name for study in STUDIES]
    shown = forerun("study", "--lang", "zh")
    assert shown.code == 0
    for study in STUDIES:
        assert study.name in shown.out
    assert STUDIES[0].title_zh in shown.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("study", "nothing"), "no study 'nothing'"),
        (("study", "audience", "--all"), "not both"),
        (("study", "--seeds", "3"), "need a name"),
        (("study", "audience", "--seeds", "1"), "at least 2"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(
    forerun: Forerun, words: tuple[str, ...], said: str
) -> None:
    ended = forerun(*words)
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.strip().splitlines()) == 1
