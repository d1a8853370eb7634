"""``forerun calibrate``: members who behave as the history shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.journal import kept_study
from forerun.cli.options import AsJson, Asked, Journal, Lang, Language, Out, Resume, Workers
from forerun.cli.screen import Screen, default_folder, scenario

if TYPE_CHECKING:
    from forerun.results import Fitted


def calibrate(
    asked: Asked,
    workers: Workers,
    history: Annotated[
        Path | None,
        typer.Option(
            "--history",
            metavar="FILE",
            help="Event log (member,timestamp,event[,value]) or daily figures; CSV, gzip, Parquet.",
            show_default="the scenario's arrivals.history",
        ),
    ] = None,
    holdout: Annotated[
        str,
        typer.Option("--holdout", metavar="SPAN", help="End of the history to hold out: 13w, 90d."),
    ] = "13w",
    trials: Annotated[int, typer.Option("--trials", metavar="N", help="Behaviours to try.")] = 60,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the fit.")] = 0,
    journal: Journal = None,
    resume: Resume = False,
    out: Out = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Fit behaviour to a history, and tell how well it forecasts what was held out."""
    import forerun

    screen = Screen(as_json, lang)
    tested = scenario(asked)
    folder = out or default_folder(asked, "calibrate")
    with kept_study(screen, journal, folder, resume) as study, screen.meter() as meter:
        result = forerun.calibrate(
            tested,
            history,
            holdout,
            trials=trials,
            workers=workers,
            seed=seed,
            journal=study,
            progress=meter,
        )
    screen.save(result, folder)
    screen.note(f"Name {folder / 'behaviour.json'} with --behaviour, or in the scenario file.")
    screen.facts(result.as_json())
    show(screen, result)


def show(screen: Screen, result: Fitted) -> None:
    """Print the fit of retention, and how the forecast of the holdout went."""
    labels = screen.labels(result.scenario.currency)
    screen.table(
        screen.word("fit"),
        [screen.word(key) for key in ("cohorts", "age", "observed", "fitted")],
        [
            [
                screen.word(row["cohorts"]),
                f"{row['from_week']}-{row['to_week']}",
                labels.percent(row["observed"], 1),
                labels.percent(row["fitted"], 1),
            ]
            for row in result.as_json()["retention"]
        ],
        texts=2,
    )
    show_holdout(screen, result)


def show_holdout(screen: Screen, result: Fitted) -> None:
    """Print the error on the holdout, if there was one, beside the naive forecast's."""
    labels = screen.labels(result.scenario.currency)
    holdout = result.as_json()["holdout"]
    if holdout["weeks"]:
        screen.table(
            screen.word("holdout", weeks=holdout["weeks"]),
            [screen.word("forecast"), screen.word("error")],
            [
                [screen.word(name), labels.percent(holdout[key], 1)]
                for name, key in (("simulated", "error"), ("naive", "naive_error"))
            ],
        )
