"""The page: whole, self-contained, safe, the same each time, and silent about what is absent."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from forerun.report import write_report
from forerun.report.texts import TEXT
from sim.errors import InputError
from tests.report import folder as made
from worlds.store import write_run

VOID = {"meta", "br", "line", "circle", "rect", "path", "use", "img"}


class _Reader(HTMLParser):
    """Collects what a browser would see: tags, ids, text; and checks that tags are closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "xlink:href", "action"):
                self.links.append(value or "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("runs")
    target = write_report(made.everything(path / "run"), path / "report.html")
    return target.read_text(encoding="utf-8")


def _report(run: Path, lang: str = "en") -> str:
    return write_report(run, run / "report.html", lang).read_text(encoding="utf-8")


def _sections(html: str) -> list[str]:
    return re.findall(r'<section id="(\w+)"', html)


def test_every_section_is_there(whole: str) -> None:
    assert _sections(whole) == [
        "answer", "asked", "comparison", "search", "daily", "segments", "retention", "funnel",
        "ledger", "calibration", "assumptions",
    ]  # fmt: skip


def test_opens_offline(whole: str) -> None:
    page = _Reader(whole)
    assert "://" not in whole
    assert "script" not in page.tags
    assert all(link.startswith("#") for link in page.links)


def test_charts_share_the_page_without_clashing(whole: str) -> None:
    page = _Reader(whole)
    assert page.tags.count("svg") >= 7
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert set(re.findall(r"url\(#([^)]+)\)", whole)) <= set(page.ids)


def test_text_stays_text_and_hovers_say_values(whole: str) -> None:
    assert "2024-03" in _Reader(whole).text
    assert re.search(r"<title>2024-02-14\nstatus-quo: \d\d\.\d", whole)
    assert "<title>winner, started 2024-01-01, week 1: " in whole


def test_same_bytes_each_time(tmp_path: Path) -> None:
    run = made.everything(tmp_path / "run")
    first = write_report(run, tmp_path / "a.html").read_bytes()
    assert write_report(run, tmp_path / "b.html").read_bytes() == first


def test_user_text_is_escaped(tmp_path: Path) -> None:
    evil = "<script>alert('x')</script>"
    run = made.compared(
        tmp_path, scenario_name=evil, question=f"{evil} $title", scenario_text=f"name: {evil}\n"
    )
    html = _report(run)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 4
    assert "&lt;overland&gt;" in html


def test_escapes_plan_names_in_tables_and_charts(tmp_path: Path) -> None:
    plans = ("status-quo", "<b>&")
    found = {**made.COMPARE, "plans": list(plans)}
    write_run(tmp_path, made.meta("compare"), {"compare": found}, made.tables(plans))
    html = _report(tmp_path)
    assert "<b>&<" not in html
    assert "&lt;b&gt;&amp;" in html
    _Reader(html)


def test_absent_data_leaves_its_section_out(tmp_path: Path) -> None:
    write_run(tmp_path, made.meta("calibrate"), {"calibrate": made.CALIBRATE}, {})
    assert _sections(_report(tmp_path)) == ["answer", "asked", "calibration"]


def test_one_plan(tmp_path: Path) -> None:
    write_run(tmp_path, made.meta("run"), {}, made.tables(("welcome",)))
    html = _report(tmp_path)
    assert _sections(html) == ["answer", "asked", "daily", "retention", "funnel", "ledger"]
    assert "Under welcome, weekly active members end at" in html


def test_chinese(tmp_path: Path) -> None:
    html = _report(made.everything(tmp_path / "run"), "zh")
    assert '<html lang="zh-CN">' in html
    for text in ("第4周留存率", "维持现状", "每次访问", "日活跃成员"):
        assert text in html
    page = _Reader(html)
    for key in ("answer", "comparison_note", "daily_note", "funnel_note", "search_note"):
        assert TEXT[key][0] not in page.text


@pytest.mark.parametrize("key", TEXT)
def test_both_languages_fill_the_same_gaps(key: str) -> None:
    english, chinese = (set(re.findall(r"{(\w+)}", text)) for text in TEXT[key])
    assert english == chinese


class TestBadInput:
    def test_not_a_run_folder(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"no meta\.json"):
            write_report(tmp_path, tmp_path / "report.html")

    def test_unknown_language(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="there are en, zh"):
            write_report(made.compared(tmp_path), tmp_path / "report.html", "fr")

    @pytest.mark.parametrize("name", ["meta.json", "compare.json", "daily.parquet"])
    def test_broken_file(self, tmp_path: Path, name: str) -> None:
        run = made.compared(tmp_path)
        (run / name).write_bytes(b"{ not it")
        with pytest.raises(InputError, match="as a command writes it") as caught:
            write_report(run, tmp_path / "report.html")
        assert caught.value.file == str(run / name)
        assert not (tmp_path / "report.html").exists()

    def test_target_that_cannot_be_written(self, tmp_path: Path) -> None:
        run = made.compared(tmp_path / "run")
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(InputError, match="cannot write the report"):
            write_report(run, tmp_path / "file" / "report.html")
