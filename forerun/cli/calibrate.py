"""``forerun calibrate``: members who behave as the history shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from forerun.cli.history import (
    BeginsWith,
    Column,
    DayFirst,
    HistoryFile,
    StrayDates,
    Timezone,
    mapped,
    telling,
)
from forerun.cli.journal import kept_study
from forerun.cli.options import (
    AllowCode,
    AsJson,
    Asked,
    Cluster,
    Form,
    Format,
    Journal,
    Lang,
    Language,
    Out,
    Resume,
    Workers,
)
from forerun.cli.screen import Screen, default_folder, scenario

if TYPE_CHECKING:
    from forerun.results import Fitted

TABLES: Final = (".csv", ".tsv", ".gz", ".parquet", ".xlsx")


def calibrate(
    asked: Asked,
    workers: Workers,
    history: HistoryFile = None,
    timezone: Timezone = None,
    column: Column = None,
    day_first: DayFirst = None,
    stray: StrayDates = None,
    begins: BeginsWith = None,
    holdout: Annotated[
        str,
        typer.Option("--holdout", metavar="SPAN", help="End of the history to hold out: 13w, 90d."),
    ] = "13w",
    trials: Annotated[int, typer.Option("--trials", metavar="N", help="Behaviours to try.")] = 60,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the fit.")] = 0,
    cluster: Cluster = None,
    journal: Journal = None,
    resume: Resume = False,
    out: Out = None,
    form: Format = Form.parquet,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Fit behaviour to a history, and tell how well it forecasts what was held out."""
    import forerun
    from calibration.fit import last_known
    from forerun.api import check
    from forerun.past import facts, past
    from forerun.spans import days

    screen = Screen(as_json, lang)
    check(trials=trials, seed=seed, workers=workers)
    span = days(holdout, "holdout")
    refuse_table(asked)
    tested = scenario(asked, allow_code=allow_code)
    known = past(
        tested,
        history,
        timezone=timezone,
        columns=mapped(column),
        day_first=day_first,
        stray=stray,
        begins=begins,
        command="forerun calibrate",
    )
    # What is refused must not cost the journal of a study that was stopped.
    last_known(known, span)
    folder = out or default_folder(asked, "calibrate")
    with kept_study(screen, journal, folder, resume) as study, screen.meter() as meter:
        result = forerun.calibrate(
            tested,
            known,
            holdout,
            trials=trials,
            workers=workers,
            cluster=cluster,
            seed=seed,
            journal=study,
            progress=telling(screen, known, meter),
        )
    screen.save(result, folder, form)
    screen.note(f"Name {folder / 'behaviour.json'} with --behaviour, or in the scenario file.")
    screen.facts({**result.as_json(), "history": facts(known)})
    show(screen, result)


def refuse_table(asked: str) -> None:
    """Point who names a history where a scenario is meant to the command that makes one of it."""
    from sim.errors import InputError

    if Path(asked).suffix in TABLES:
        raise InputError(
            f"is a history, not a scenario; forerun new --history {asked} makes a scenario of it",
            file=asked,
        )


def show(screen: Screen, result: Fitted) -> None:
    """Print the fit of retention, and how the forecast of the holdout went."""
    from calibration.history.record import LEAST

    labels = screen.labels_of(result.scenario)
    if not result.as_json()["retention"]:
        screen.line(screen.word("retention_unknown") + "\n")
        show_holdout(screen, result)
        show_health(screen, result)
        return
    screen.table(
        screen.word("fit"),
        [screen.word(key) for key in ("cohorts", "age", "observed", "fitted")],
        [
            [
                screen.word(row["cohorts"]),
                f"{row['from_week']}-{row['to_week']}",
                screen.word("few_members", least=LEAST)
                if row["observed"] is None
                else labels.percent(row["observed"], 1),
                labels.percent(row["fitted"], 1),
            ]
            for row in result.as_json()["retention"]
        ],
        texts=2,
    )
    show_holdout(screen, result)
    show_health(screen, result)


def show_holdout(screen: Screen, result: Fitted) -> None:
    """Print the errors on the holdout, if there was one, and what the mixed forecast is made of."""
    from forerun.report.forecast_texts import FORECASTS

    labels = screen.labels_of(result.scenario)
    holdout = result.as_json()["holdout"]
    if not holdout["weeks"]:
        return
    product = holdout["product"]
    sold = holdout.get("sold") or {}
    parts = {"error": holdout, **{f"error_{name}": figures for name, figures in sold.items()}}

    def share(error: float | None) -> str:
        return screen.word("undefined") if error is None else labels.percent(error, 1)

    screen.table(
        screen.word("holdout", weeks=holdout["weeks"]),
        [screen.word("forecast"), *(screen.word(part) for part in parts)],
        [
            *(
                [screen.word(FORECASTS[name]), *(share(figures[key]) for figures in parts.values())]
                for name, key in (("simulation", "error"), ("naive", "naive_error"))
            ),
            [screen.word("by_product"), share(product["error"]), *("" for _ in sold)],
        ],
    )
    weights = (
        f"{screen.word(FORECASTS[name])} {labels.percent(weight)}"
        for name, weight in product["weights"].items()
    )
    screen.line(screen.word("mixed_of", parts="; ".join(weights)))
    inside = {f"p{level}": labels.percent(part) for level, part in product["coverage"].items()}
    screen.line(screen.word("inside_bands", **inside))


def show_health(screen: Screen, result: Fitted) -> None:
    """Print the health card: what was checked, how it stands, what to do."""
    from forerun.report.sections.health import HEAD, rows

    labels = screen.labels_of(result.scenario)
    card = result.as_json()["health"]
    title = labels("health", verdict=labels(f"health_{card['verdict']}"))
    head = [labels(key) for key in HEAD]
    screen.table(title, head, rows(card, labels), texts=4)
