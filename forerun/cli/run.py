"""``forerun run``: one plan in several worlds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.figures import Figures, with_beside
from forerun.cli.journal import kept_runs
from forerun.cli.options import (
    STORE,
    AllowCode,
    AsJson,
    Asked,
    BehaviourFile,
    Cluster,
    Form,
    Format,
    Lang,
    Language,
    Out,
    Seeds,
    StoreFolder,
    Workers,
)
from forerun.cli.screen import Screen, default_folder, scenario

if TYPE_CHECKING:
    from forerun.results import Outlook


def run(
    asked: Asked,
    workers: Workers,
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="NAME", help="The plan.", show_default="the status quo"),
    ] = None,
    seeds: Seeds = 20,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the first world.")] = 0,
    behaviour: BehaviourFile = None,
    cluster: Cluster = None,
    store: StoreFolder = STORE,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            "--checkpoint",
            metavar="DIR",
            help="Folder that keeps the worlds while they are lived: after a kill, the same "
            "command goes on from there.",
            show_default="nothing is kept",
        ),
    ] = None,
    checkpoint_every: Annotated[
        int | None,
        typer.Option(
            "--checkpoint-every",
            metavar="DAYS",
            help="Days between two saves of a world under way.",
            show_default="about a minute of work",
        ),
    ] = None,
    out: Out = None,
    form: Format = Form.parquet,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Run one plan, and print its measures with intervals over worlds."""
    import forerun

    screen = Screen(as_json, lang)
    tested = scenario(asked, behaviour, allow_code=allow_code)
    with kept_runs(screen, checkpoint or store), screen.meter() as meter:
        result = forerun.run(
            tested,
            plan,
            seeds=seeds,
            seed=seed,
            workers=workers,
            cluster=cluster,
            store=store,
            checkpoint=checkpoint,
            checkpoint_every=checkpoint_every,
            progress=meter,
            tell=screen.note,
        )
    screen.save(result, out or default_folder(asked, "run"), form)
    screen.facts(result.as_json())
    show(screen, result)


def show(screen: Screen, result: Outlook) -> None:
    """Print the measures that the scenario names."""
    labels = screen.labels_of(result.scenario)
    found = result.as_json()
    # Without what a fit leaves unexplained a band would seem to say more than it does.
    fitted = found.get("predictive", {})
    bands = fitted["plans"][found["plan"]] if fitted.get("unexplained") else None
    heads = ["measure", "mean", "interval", *(["foreseen"] if bands else [])]
    rows = []
    for name in with_beside(result.scenario.measures):
        own = found["measures"].get(name)
        write = Figures(name, labels, result.scenario.horizon_days)
        if own is None:
            rows.append([write.title, *["–"] * (len(heads) - 1)])
            continue
        row = [write.title, write.level(own["mean"]), write.levels(own["low"], own["high"])]
        if bands:
            row.append(write.levels(bands[name]["80"]["low"], bands[name]["80"]["high"]))
        rows.append(row)
    screen.table(
        screen.word("ran", plan=found["plan"], seeds=found["seeds"]),
        [screen.word(key) for key in heads],
        rows,
    )
    screen.doubts(found, result.scenario)
