"""``forerun backtest``: how well a history would have been forecast, from several of its days."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.history import BeginsWith, Column, DayFirst, StrayDates, Timezone, mapped, telling
from forerun.cli.journal import kept_study
from forerun.cli.new import stem
from forerun.cli.options import (
    AsJson,
    Form,
    Format,
    Journal,
    Lang,
    Language,
    Out,
    Resume,
    Workers,
)
from forerun.cli.screen import Screen

if TYPE_CHECKING:
    from forerun.backtesting import Backtested

RegisterFile = Annotated[
    Path,
    typer.Option(
        "--register", metavar="FILE", help="Register of predictions, a line for each forecast."
    ),
]


def backtest(
    history: Annotated[
        str,
        typer.Argument(
            metavar="HISTORY",
            help="Event log, purchases, daily or weekly figures: CSV, gzip, Parquet, XLSX, or the "
            "URL of a database's table (sqlite:///FILE#TABLE); sample: a made-up log that ships.",
            show_default=False,
        ),
    ],
    workers: Workers,
    origins: Annotated[
        int, typer.Option("--origins", metavar="N", help="Days of the history to forecast from.")
    ] = 6,
    horizon: Annotated[
        str, typer.Option("--horizon", metavar="SPAN", help="Whole weeks to forecast: 13w.")
    ] = "13w",
    timezone: Timezone = None,
    column: Column = None,
    day_first: DayFirst = None,
    stray: StrayDates = None,
    begins: BeginsWith = None,
    trials: Annotated[
        int, typer.Option("--trials", metavar="N", help="Behaviours that each fit tries.")
    ] = 24,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the fits.")] = 0,
    register: RegisterFile = Path("runs/register.jsonl"),
    journal: Journal = None,
    resume: Resume = False,
    out: Out = None,
    form: Format = Form.parquet,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Forecast a history from several of its days, each blind to what came after it."""
    import forerun
    from calibration import register as kept
    from calibration.origins import places
    from forerun.api import check
    from forerun.backtesting import PICTURE, checked
    from forerun.starting import open_history

    screen = Screen(as_json, lang)
    check(trials=trials, seed=seed, workers=workers)
    weeks = checked(origins, horizon)
    if register.exists():
        kept.read(register)
    past = open_history(
        history,
        command="forerun backtest",
        timezone=timezone,
        columns=mapped(column),
        day_first=day_first,
        stray=stray and stray.value,
        begins=begins and begins.value,
    )
    places(past, origins, weeks)
    folder = out or Path("runs") / f"{stem(history)}-backtest"
    with kept_study(screen, journal, folder, resume) as study, screen.meter() as meter:
        result = forerun.backtest(
            past,
            origins,
            horizon,
            trials=trials,
            workers=workers,
            seed=seed,
            journal=study,
            progress=telling(screen, past, meter),
        )
    screen.save(result, folder, form)
    if lang is not Lang.en:
        result.chart(lang.value).save(folder / PICTURE)
    # What was found is shown before the register is written, which a full disk may refuse.
    screen.facts(result.as_json())
    show(screen, result, origins)
    result.register(register)
    screen.note(f"Added to {register}; forerun register score --history NEW tells how it came out.")


def show(screen: Screen, result: Backtested, wanted: int) -> None:
    """Print the errors, how many weeks the bands held, and what is forecast now."""
    from forerun.report.sections.backtest import rows

    if screen.as_json:
        return
    found, labels = result.as_json(), screen.labels_of(result.scenario)
    weeks, count = len(result.coming.path), len(result.origins)
    first, last = result.origins[0].first, result.origins[-1].first
    if count < wanted:
        screen.line(screen.word("fewer_origins", origins=count) + "\n")
    title = "backtested" if count > 1 else "backtested_once"
    screen.table(
        screen.word(title, origins=count, weeks=weeks, first=first, last=last),
        [screen.word("forecast"), labels("backtest_error"), labels("backtest_weight")],
        rows(found, labels),
    )
    inside = {f"p{level}": labels.percent(share) for level, share in found["coverage"].items()}
    screen.line(screen.word("inside_bands", **inside))
    retention = found["retention_w4"]
    if retention["observed"] is not None:
        shares = {name: labels.percent(share, 1) for name, share in retention.items()}
        screen.line(screen.word("fourth_week", **shares))
    for one in found["breaks"]:
        screen.line(screen.word("broke", first=one["first"], ratio=f"{one['ratio']:.1f}"))
    low, high = (end.mean() for end in result.coming.bands[0.8])
    figures = {"mean": result.coming.path.mean(), "low": low, "high": high}
    told = {name: f"{value:,.1f}" for name, value in figures.items()}
    screen.line(screen.word("foretold", weeks=weeks, **told))
