"""``forerun report``: one page about a run, to open offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from forerun.cli.options import AsJson, Lang, Language
from forerun.cli.screen import Screen


def report(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="RUN", help="A folder that a command wrote with --out.", show_default=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Folder for report.html.",
            show_default="the run's own",
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Write a self-contained HTML report of a run."""
    import forerun

    screen = Screen(as_json, lang)
    path = forerun.report(folder, (out or folder) / "report.html", lang.value)
    screen.facts({"report": str(path)})
    screen.line(str(path))
