"""What is undefined, stands on little or spans zero is told as such, in both languages."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.report.answer import answer
from forerun.report.doubts import doubts
from forerun.report.folder import Folder, read
from forerun.report.labels import Labels
from forerun.report.page import page
from forerun.report.sections.comparison import comparison
from forerun.report.sections.retention import retention
from forerun.report.sections.segments import segments
from tests.report import folder as made
from worlds.store import write_run

EN, ZH = Labels("en", "USD"), Labels("zh", "USD")

SHORT = {
    "plans": list(made.PLANS), "reason": "horizon", "needed_days": 35, "horizon_days": 20,
    "text": "needs a horizon of 35 days, and this one has 20",
}  # fmt: skip


def _folder(path: Path, **changes: Any) -> Folder:
    tables = {"daily": made.daily()}
    write_run(path, made.meta("compare"), {"compare": {**made.COMPARE, **changes}}, tables)
    return read(path)


def _without(name: str, **entries: dict[str, Any]) -> dict[str, Any]:
    return {key: own for key, own in {**made.MEASURED, **entries}.items() if key != name}


@pytest.mark.parametrize(
    ("labels", "text"),
    [
        (EN, "Week-4 retention is undefined: it needs a horizon of 35 days, and this one has 20."),
        (ZH, "第4周留存率无定义：需要 35 天的时间范围，现为 20 天。"),
    ],
)
def test_what_was_asked_and_is_undefined_is_told(tmp_path: Path, labels: Labels, text: str) -> None:
    folder = _folder(
        tmp_path, measures=_without("retention_w4"), undefined=["retention_w4"],
        undefined_why={"retention_w4": SHORT},
    )  # fmt: skip
    found = answer(folder, labels)
    assert found is not None
    assert text in found.sentences
    section = comparison(folder, labels)
    assert section is not None
    assert text in section.note


def test_a_measure_of_few_worlds_says_so(tmp_path: Path) -> None:
    few = {**made.MEASURED["nps"], "worlds": 2}
    folder = _folder(tmp_path, measures={**made.MEASURED, "nps": few})
    found = answer(folder, EN)
    assert found is not None
    assert "Net promoter score is from 2 of 6 worlds; the others add nothing to it." in (
        found.sentences
    )


def test_a_plan_that_ran_dry_before_the_last_weeks_says_so(tmp_path: Path) -> None:
    found = answer(_folder(tmp_path, ran_dry={"welcome": {"content": 57.0}}), EN)
    assert found is not None
    assert found.sentences[-1] == (
        "Weekly active members is read over the last 28 days, but under welcome the money of "
        "Content calendar was gone from day 58 of 98 on."
    )
    whole = answer(_folder(tmp_path, ran_dry={"welcome": {"content": 97.0}}), EN)
    assert whole is not None
    assert not [text for text in whole.sentences if "was gone" in text]
    some = answer(
        _folder(
            tmp_path, ran_dry={"welcome": {"content": 57.0}}, ran_dry_in={"welcome": {"content": 2}}
        ),
        EN,
    )
    assert some is not None
    assert some.sentences[-1].endswith("was gone from day 58 of 98 on in 2 of 6 worlds.")


def test_what_is_told_of_a_plan_leaves_out_what_another_stands_on(tmp_path: Path) -> None:
    few = {**made.MEASURED, "nps": {**made.MEASURED["nps"], "worlds": 2}}
    pairs = [
        {"plans": ["status-quo", "welcome"], "measures": made.MEASURED},
        {"plans": ["status-quo", "other"], "measures": few},
    ]
    best, said = _folder(tmp_path, comparisons=pairs), "is from 2 of 6 worlds"
    found, section = answer(best, EN), comparison(best, EN)
    assert found is not None
    assert section is not None
    assert not [text for text in found.sentences if said in text]
    assert said in section.note


def test_a_search_tells_its_own_plans_by_their_words(tmp_path: Path) -> None:
    found = {
        **made.search(),
        "ran_dry": {"winner": {"content": 57.0}, "today": {"content": 57.0}},
        "today": {"nps": {"mean": 1.0, "low": 0.0, "high": 2.0, "worlds": 3}},
    }
    said = doubts(found, ["weekly_active", "nps"], _folder(tmp_path), EN)
    assert [text.partition("under ")[2].partition(" the money")[0] for text in said[1:]] == [
        "the winner", "today's plan",
    ]  # fmt: skip
    assert said[0].startswith("Net promoter score is from 3 of")


def test_a_return_beside_none_is_told_with_its_own_interval(tmp_path: Path) -> None:
    alone = {"roi": made.alone(-0.5, 0.09), "roi_marketing": made.alone(0.5, 0.09)}
    folder = _folder(tmp_path, measures={**made.MEASURED, **alone})
    found, section = answer(folder, EN), comparison(folder, EN)
    assert found is not None
    assert section is not None
    assert found.verdict == "Clear gain, does not pay back"
    roi = next(tile for tile in found.tiles if tile.title == "Return on investment")
    assert (roi.value, roi.change, roi.interval, roi.side) == (
        "−0.50", "", "90 %: −0.59 to −0.41", -1,
    )  # fmt: skip
    assert "−0.59 to −0.41 (its own)" in section.body


@pytest.mark.parametrize(
    ("share", "worlds", "cell", "words"),
    [
        (1.0, 6, "6 of 6", "better in 6 of 6 worlds"),
        (0.75, 6, "4.5 of 6", "better in 4.5 of 6 worlds"),
        (1.0, 20, "100 %", "probability of being better 100 %"),
        (None, 6, "–", "probability of being better –"),
    ],
)
def test_small_panels_count_worlds(share: float | None, worlds: int, cell: str, words: str) -> None:
    assert EN.chance(share, worlds) == cell
    assert EN.better(share, worlds) == words


@given(st.floats(-100, 100), st.floats(0, 100), st.sampled_from(("compare", "search")))
def test_an_interval_that_spans_zero_is_never_a_clear_gain_or_loss(
    difference: float, half: float, command: str
) -> None:
    half = max(half, abs(difference))  # so that it reaches zero
    entry = made.moved(100.0, 100.0 + difference, half, 0.5)
    entry |= {"difference": difference, "low": difference - half, "high": difference + half}
    measures = dict.fromkeys(made.MEASURED, entry)
    with tempfile.TemporaryDirectory() as path:
        documents: dict[str, Any] = {"compare": {**made.COMPARE, "measures": measures}}
        if command == "search":
            found = made.search()
            found["winner"]["measures"] = {
                name: {
                    "mean": 100.0 + difference, "low": 0.0, "high": 200.0, "difference": difference,
                    "difference_low": entry["low"], "difference_high": entry["high"],
                    "p_better": 0.5, "worlds": 6, "worlds_paired": 6,
                }
                for name in measures
            }  # fmt: skip
            documents = {"search": found}
        write_run(Path(path), made.meta(command), documents, {})
        folder = read(Path(path))
        said = answer(folder, EN)
        assert said is not None
        assert said.side == 0
        assert "Clear" not in said.verdict
        assert {tile.side for tile in said.tiles} == {0}
        _, html = page(folder, "en").split("</style>")
    assert not re.search(r'class="[^"]*\b(good|bad)\b', html)
    for mark in ("▲", "▼", " *<", "Clear gain", "Clear loss"):
        assert mark not in html


def _segments(path: Path, *shares: tuple[float, float, float]) -> str:
    rows = []
    for plan in made.PLANS:
        for k, share in enumerate(shares):
            own = (0.0, 0.0, 0.0) if plan == made.PLANS[0] else share
            rows.append((plan, f"s{k}", "active", 10.0, *own, *own))
    columns = ["plan", "segment", "measure", "mean", "difference", "low", "high"]
    table = pl.DataFrame(rows, [*columns, "share", "share_low", "share_high"], orient="row")
    write_run(path, made.meta("compare"), {"compare": made.COMPARE}, {"segments": table})
    section = segments(read(path), EN)
    assert section is not None
    assert f"all {len(shares)} segments together" in section.note
    return section.insight


def test_segments_within_the_noise_are_no_finding(tmp_path: Path) -> None:
    noise = _segments(tmp_path, (0.1, -0.1, 0.3), (-0.2, -0.5, 0.1))
    assert noise == "welcome moves no segment clearly: every interval reaches zero."
    one = _segments(tmp_path, (0.1, 0.05, 0.15), (0.0, -0.2, 0.2))
    assert one == "welcome clearly moves s0 (+10.0 %) alone."
    both = _segments(tmp_path, (0.1, 0.05, 0.15), (0.2, 0.1, 0.3))
    assert both.startswith("welcome moves s1 (+20.0 %), s0 (+10.0 %); which of them most is within")
    apart = _segments(tmp_path, (0.1, 0.05, 0.15), (0.4, 0.3, 0.5))
    assert apart == "welcome moves s1 most (+40.0 %) and s0 least (+10.0 %)."


def test_cohorts_of_before_the_plan_say_nothing_of_those_who_start_under_it(tmp_path: Path) -> None:
    short = made.triangle(weeks=1)
    write_run(
        tmp_path, made.meta("compare"), {"compare": made.COMPARE},
        {"triangle": short, "daily": made.daily(days=7)},
    )  # fmt: skip
    section = retention(read(tmp_path), EN)
    assert section is not None
    assert section.insight == ""
