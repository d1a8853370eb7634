"""``forerun register``: what was foretold, held against what came."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.history import BeginsWith, Column, DayFirst, StrayDates, Timezone, mapped
from forerun.cli.options import AsJson, Lang, Language
from forerun.cli.screen import Screen

if TYPE_CHECKING:
    from calibration.register import Scores

register = typer.Typer(name="register", help="The register of predictions that backtest keeps.")


@register.callback()
def group() -> None:
    """Hold the predictions that backtest keeps against what came."""


@register.command()
def score(
    history: Annotated[
        str,
        typer.Option(
            "--history",
            metavar="FILE",
            help="The history as it has gone on since: the same file, longer.",
            show_default=False,
        ),
    ],
    file: Annotated[Path, typer.Option("--register", metavar="FILE", help="The register.")] = Path(
        "runs/register.jsonl"
    ),
    timezone: Timezone = None,
    column: Column = None,
    day_first: DayFirst = None,
    stray: StrayDates = None,
    begins: BeginsWith = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Score the predictions of a history whose weeks have come."""
    from forerun.backtesting import score as scored
    from forerun.starting import open_history

    screen = Screen(as_json, lang)
    past = open_history(
        history,
        command="forerun register",
        timezone=timezone,
        columns=mapped(column),
        day_first=day_first,
        stray=stray and stray.value,
        begins=begins and begins.value,
    )
    found = scored(file, past)
    screen.facts(found.as_dict())
    show(screen, found)


def show(screen: Screen, found: Scores) -> None:
    """Print a row a prediction, and how many cannot be scored."""
    labels = screen.labels("USD")

    def share(error: float | None) -> str:
        return screen.word("undefined") if error is None else labels.percent(error, 1)

    if found.scored:
        head = ("made_on", "first_day", "weeks_come", "by_product", "by_naive", "in_80")
        screen.table(
            screen.word("register_scored"),
            [screen.word(key) for key in head],
            [
                [
                    one.made[:10],
                    str(one.first),
                    f"{len(one.observed)}/{one.weeks}",
                    share(one.error("product")),
                    share(one.error("naive")),
                    f"{one.inside['80']}/{len(one.observed)}",
                ]
                for one in found.scored
            ],
            texts=2,
        )
    if found.late:
        screen.line(screen.word("register_late", late=found.late))
    screen.line(screen.word("register_others", waiting=found.waiting, others=found.others))
