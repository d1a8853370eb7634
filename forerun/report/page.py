"""The page: the answer at the top, then the sections that the run folder has data for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

from forerun.report.answer import Answer, answer
from forerun.report.folder import Folder, read
from forerun.report.labels import Labels
from forerun.report.section import Section
from forerun.report.sections.asked import asked
from forerun.report.sections.assumptions import assumptions
from forerun.report.sections.calibration import calibration
from forerun.report.sections.comparison import comparison
from forerun.report.sections.daily import daily
from forerun.report.sections.flow import flow
from forerun.report.sections.funnel import funnel
from forerun.report.sections.ledger import ledger
from forerun.report.sections.retention import retention
from forerun.report.sections.search import search
from forerun.report.sections.segments import audiences, segments
from forerun.report.sections.sweep import sweep
from forerun.report.svg import FONTS
from sim.errors import InputError
from sim.visible import visible
from worlds.store import write_whole

SECTIONS: Final[tuple[Callable[[Folder, Labels], Section | None], ...]] = (
    asked,
    comparison,
    search,
    sweep,
    daily,
    segments,
    audiences,
    flow,
    retention,
    funnel,
    ledger,
    calibration,
    assumptions,
)
"""In the order of the page."""

SIDES: Final = {1: "good", -1: "bad", 0: "open"}


def write(source: Path, target: Path, lang: str) -> Path:
    """Write the report of a run folder: see `forerun.report.write_report`."""
    text = page(read(source), lang)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, text.encode("utf-8"))
    except OSError as error:
        raise InputError(f"cannot write the report: {error.strerror}", file=str(target)) from None
    return target


def page(folder: Folder, lang: str) -> str:
    """Return the report of a run folder as HTML."""
    labels = Labels(lang, folder.currency, folder.titles, folder.measures)
    sections = [section for build in SECTIONS if (section := build(folder, labels)) is not None]
    template = Template(
        files("forerun.report").joinpath("template.html").read_text(encoding="utf-8")
    )
    text = template.substitute(
        lang="zh-CN" if lang == "zh" else "en",
        title=escape(f"{folder.meta['scenario_name']} · {labels('report')}"),
        report=escape(labels("report")),
        scenario=escape(str(folder.meta["scenario_name"])),
        fonts=FONTS,
        answer=_answer(answer(folder, labels)),
        contents=_contents(sections),
        sections="\n".join(section.html() for section in sections),
        foot=escape(labels("offline")),
    )
    # A file of the user's may end its lines in any way.
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def _answer(found: Answer | None) -> str:
    if found is None:
        return ""
    first, *more = found.sentences
    rest = "".join(f"<p>{escape(sentence)}</p>" for sentence in more)
    tiles = "".join(
        f'<div class="tile {SIDES[tile.side]}"><h3>{escape(tile.title)}</h3>'
        f"<b>{escape(tile.value)}</b><p>{escape(tile.change)}</p>"
        f"<small>{escape(tile.interval)}</small><small>{escape(tile.chance)}</small></div>"
        for tile in found.tiles
    )
    return (
        f'<section id="answer"><span class="verdict {SIDES[found.side]}">'
        f'{escape(found.verdict)}</span><p class="lead">{escape(first)}</p>{rest}'
        f'<div class="tiles">{tiles}</div></section>'
    )


def _contents(sections: Sequence[Section]) -> str:
    return "".join(f'<a href="#{section.key}">{escape(section.title)}</a>' for section in sections)
