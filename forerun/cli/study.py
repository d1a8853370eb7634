"""``forerun study``: published experiments, run again inside the simulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.options import AsJson, Lang, Language, Workers
from forerun.cli.screen import Screen
from sim.errors import InputError

if TYPE_CHECKING:
    from evidence.studies import Report


def study(
    workers: Workers,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A study; all are listed if absent."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Run every study.")] = False,
    seeds: Annotated[
        int | None,
        typer.Option(
            "--seeds",
            metavar="N",
            help="Worlds to run in, at least 2.",
            show_default="each study's own",
        ),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            "--page",
            metavar="FILE",
            help="Markdown page whose table of studies is written anew.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Run a published experiment again inside the simulation, or list those there are."""
    screen = Screen(as_json, lang)
    if name is not None and every:
        raise InputError("a name or --all, not both", field="study")
    if name is None and not every:
        if seeds is not None or page is not None:
            raise InputError("--seeds and --page need a name or --all", field="study")
        _list(screen)
        return
    from evidence.studies import STUDIES, conduct, document, named

    asked = STUDIES if name is None else [named(name)]
    with screen.meter() as meter:
        reports = conduct(asked, seeds, workers, meter)
    screen.facts({"studies": [report.as_json() for report in reports]})
    for report in reports:
        _show(screen, report)
    if page is not None:
        document(reports, page)
        screen.note(f"Written to {page}.")


def _list(screen: Screen) -> None:
    from evidence.studies import STUDIES

    screen.facts(
        {
            "studies": [
                {
                    "name": each.name,
                    "title": each.title,
                    "title_zh": each.title_zh,
                    "evidence": each.evidence,
                    "grade": each.grade,
                    "source": each.source,
                    "figures": [figure.name for figure in each.figures],
                }
                for each in STUDIES
            ]
        }
    )
    chinese = screen.lang is Lang.zh
    screen.table(
        "",
        [screen.word(key) for key in ("study", "title", "evidence", "was_published")],
        [
            [
                each.name,
                each.title_zh if chinese else each.title,
                f"{each.evidence} ({each.grade})",
                "; ".join(figure.published for figure in each.figures if not figure.level),
            ]
            for each in STUDIES
        ],
        texts=4,
    )


def _show(screen: Screen, report: Report) -> None:
    from evidence.studies import simulated

    chinese = screen.lang is Lang.zh
    what = report.study
    keys = ("figure", "kind", "sets", "confirms", "was_published", "was_simulated", "agrees")
    screen.table(
        f"{what.title_zh if chinese else what.title}: {what.evidence}, {what.source}",
        [screen.word(key) for key in keys],
        [
            [
                finding.figure.title_zh if chinese else finding.figure.title,
                screen.word("level" if finding.figure.level else finding.figure.kind),
                ", ".join(finding.figure.sets),
                ", ".join(finding.figure.confirms),
                finding.figure.published,
                simulated(finding),
                screen.word("yes" if finding.holds else "no"),
            ]
            for finding in report.findings
        ],
        texts=4,
    )
