"""``forerun backtest``: how well a history would have been forecast, from several of its days."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.history import Column, DayFirst, StrayDates, Timezone, mapped, telling
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
    from forerun.backtesting import checked
    from forerun.starting import open_history

    screen = Screen(as_json, lang)
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
    result.chart(lang.value).save(folder / "backtest.svg")
    result.register(register)
    screen.note(f"Added to {register}; forerun register score --history NEW tells how it came out.")
    screen.facts(result.as_json())
    show(screen, result, origins)


def show(screen: Screen, result: Backtested, wanted: int) -> None:
    """Print the errors, how many weeks the bands held, and what is forecast now."""
    from forerun.report.forecast_texts import FORECASTS

    if screen.as_json:
        return
    found, labels = result.as_json(), screen.labels_of(result.scenario)
    weeks, weights = len(result.coming.path), {"product": 1.0, **result.coming.weights}
    first, last = result.origins[0].first, result.origins[-1].first
    if len(result.origins) < wanted:
        screen.line(screen.word("fewer_origins", origins=len(result.origins)) + "\n")
    screen.table(
        screen.word("backtested", origins=len(result.origins), weeks=weeks, first=first, last=last),
        [screen.word(key) for key in ("forecast", "backtest_error", "backtest_weight")],
        [
            [
                screen.word(FORECASTS[name]),
                screen.word("backtest_none") if error is None else labels.percent(error, 1),
                labels.percent(weights.get(name, 0.0)),
            ]
            for name, error in found["error"].items()
        ],
    )
    inside = {f"p{level}": labels.percent(share) for level, share in found["coverage"].items()}
    screen.line(screen.word("inside_bands", **inside))
    retention = found["retention_w4"]
    if retention["observed"] is not None:
        shares = {name: labels.percent(share, 1) for name, share in retention.items()}
        screen.line(screen.word("fourth_week", **shares))
    low, high = (end.mean() for end in result.coming.bands[0.8])
    figures = {"mean": result.coming.path.mean(), "low": low, "high": high}
    told = {name: f"{value:,.1f}" for name, value in figures.items()}
    screen.line(screen.word("foretold", weeks=weeks, **told))
