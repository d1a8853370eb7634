"""``forerun new``: a history, a recipe or a case in, a whole scenario out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.history import BeginsWith, Column, DayFirst, StrayDates, Timezone, mapped, telling
from forerun.cli.options import AsJson, Lang, Language, Workers
from forerun.cli.ready import start
from forerun.cli.screen import Screen
from sim.errors import InputError

if TYPE_CHECKING:
    from forerun.beside import Beside
    from forerun.starting import Started


def new(
    workers: Workers,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Start from this recipe (forerun recipes lists them) or case of the library "
            "(forerun list), without a history.",
            show_default=False,
        ),
    ] = None,
    history: Annotated[
        str | None,
        typer.Option(
            "--history",
            metavar="FILE",
            help="Event log, purchases, daily or weekly figures: CSV, gzip, Parquet, XLSX, "
            "or the URL of a database's table (sqlite:///FILE#TABLE); sample: a made-up log that "
            "ships.",
            show_default=False,
        ),
    ] = None,
    timezone: Timezone = None,
    column: Column = None,
    day_first: DayFirst = None,
    stray: StrayDates = None,
    begins: BeginsWith = None,
    referrals: Annotated[
        str | None,
        typer.Option(
            "--referrals",
            metavar="FILE",
            help="Log of invitations: inviter, invited, time, accepted.",
            show_default=False,
        ),
    ] = None,
    tickets: Annotated[
        str | None,
        typer.Option(
            "--tickets",
            metavar="FILE",
            help="Log of tickets: opened, answered, closed, kind, agent.",
            show_default=False,
        ),
    ] = None,
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help="What all money is in.")
    ] = "USD",
    trials: Annotated[int, typer.Option("--trials", metavar="N", help="Behaviours to try.")] = 60,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the fit.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Folder to write; it must not be there.",
            show_default="the history's, the recipe's or the case's name",
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Make a scenario of a history (joiners, fitted behaviour, two plans), a recipe or a case."""
    import forerun
    from forerun.beside import parted
    from forerun.past import facts
    from forerun.starting import open_history, refuse_existing

    screen = Screen(as_json, lang)
    if (name is None) == (history is None):
        raise InputError("a recipe, a case or --history FILE is needed, one alone", field="new")
    if name is not None:
        start(screen, name, out)
        return
    assert history is not None
    folder = out or Path(stem(history))
    refuse_existing(folder)
    columns, log_columns = parted(
        mapped(column), referrals=referrals is not None, tickets=tickets is not None
    )
    reading = {
        "timezone": timezone,
        "columns": columns,
        "day_first": day_first,
        "stray": stray and stray.value,
        "begins": begins and begins.value,
    }
    past = open_history(history, command="forerun new", **reading)
    with screen.meter() as meter:
        started = forerun.new(
            past,
            folder,
            currency=currency,
            reading=reading,
            referrals=referrals,
            tickets=tickets,
            log_columns=log_columns,
            trials=trials,
            workers=workers,
            seed=seed,
            progress=telling(screen, past, meter),
            command="forerun new",
            lang=lang.value,
        )
    screen.facts({**started.as_json(), "history": facts(past)})
    show(screen, started)


def stem(history: str) -> str:
    """Return what a history is called: its file's or table's name without endings."""
    last = Path(history.rpartition("#")[2] or history).name
    return last.split(".")[0] or "scenario"


def show(screen: Screen, started: Started) -> None:
    """Print what was guessed, and whether the status quo begins where the history ends."""
    found, level = started.found, started.level
    why = found.why_zh if screen.lang is Lang.zh else found.why
    screen.line(
        screen.word("guessed", preset=found.preset, activity=found.activity, why=why) + "\n"
    )
    screen.table(
        screen.word("levels_beside"),
        [
            screen.word(key)
            for key in (f"a_{started.cadence}", "history_end", "same_weeks", "plan_begins")
        ],
        [
            [screen.word(f"level_{part}"), *(f"{each[part]:,.1f}" for each in level.values())]
            for part in level["history"]
        ],
    )
    if started.far:
        screen.line(screen.word("level_far", parts=", ".join(
            screen.word(f"level_{part}") for part in started.far
        )) + "\n")  # fmt: skip
    if started.turned is not None:
        screen.line(screen.word("joiners_forecast", times=f"{started.turned:.2f}") + "\n")
    if started.beside is not None:
        show_beside(screen, started.beside)
    file = started.folder / "scenario.yaml"
    screen.note(f"Written to {started.folder}; forerun compare {file} compares its plans.")


def show_beside(screen: Screen, logs: Beside) -> None:
    """Print how the logs were read, and their rates beside the simulated ones."""
    for log in (logs.referrals, logs.tickets):
        if log is not None:
            for sentence in log.reading.told(screen.lang.value):
                screen.line(sentence)
    found = logs.as_json()
    if own := found.get("referrals"):
        screen.line(
            screen.word("k_measured", k=own["k_factor"], first=own["k_first"], last=own["k_last"])
        )
    screen.line("")
    head = ("parameter", "log", "from_to", "in_log", "same_days")
    screen.table(
        screen.word("rates_measured"),
        [screen.word(key) for key in head],
        [
            [
                rate["name"],
                rate["log"],
                f"{rate['first']} … {rate['last']}",
                f"{rate['count']:,}",
                f"{rate['simulated']:,.1f}",
            ]
            for rate in found["rates"]
        ],
        texts=3,
    )
