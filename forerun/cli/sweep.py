"""``forerun sweep``: which inputs move a community's measures, and which share is luck."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.faults import interrupted
from forerun.cli.figures import Figures
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
    StoreFolder,
    Workers,
)
from forerun.cli.screen import Screen, default_folder, scenario

if TYPE_CHECKING:
    from forerun.swept import Swept

PICTURES = 3
"""Measures of which pictures are drawn."""

FAILURES = 5
"""Runs that failed which are told one by one."""


class Design(StrEnum):
    """Which runs are asked for."""

    sobol = "sobol"
    lhs = "lhs"
    grid = "grid"
    one_at_a_time = "one-at-a-time"


def sweep(
    asked: Asked,
    workers: Workers,
    vary: Annotated[
        list[str],
        typer.Option(
            "--vary",
            metavar="PATH=FROM:TO",
            help="A lever, a behaviour parameter or a number of the scenario, and its range; "
            ":log after it spreads it on the logarithm. May be given many times.",
            show_default=False,
        ),
    ],
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="NAME", help="The plan.", show_default="the main plan"),
    ] = None,
    design: Annotated[
        Design, typer.Option("--design", help="Which runs; sobol tells shares of the spread.")
    ] = Design.sobol,
    runs: Annotated[
        int | None,
        typer.Option("--runs", metavar="N", help="Runs at most.", show_default="512"),
    ] = None,
    seeds: Annotated[
        int | None,
        typer.Option(
            "--seeds",
            metavar="K",
            help="Worlds in which each point is run; of sobol, worlds to choose from.",
            show_default="8; of sobol one a run",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the design.")] = 0,
    where: Annotated[
        str | None,
        typer.Option(
            "--where",
            metavar="BOUND",
            help="Where in the ranges are such runs, as 'roi <= 0'?",
            show_default="not asked",
        ),
    ] = None,
    behaviour: BehaviourFile = None,
    cluster: Cluster = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with the sweep of the folder; there must be one."),
    ] = False,
    extend: Annotated[
        int | None,
        typer.Option("--extend", metavar="N", help="Add so many runs to it.", show_default=False),
    ] = None,
    store: StoreFolder = STORE,
    out: Out = None,
    form: Format = Form.parquet,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Vary inputs, and print which share of each measure's spread is whose, and which is luck."""
    import forerun

    screen = Screen(as_json, lang)
    tested = scenario(asked, behaviour, allow_code=allow_code)
    folder = out or default_folder(asked, "sweep")
    try:
        with screen.meter() as meter:
            result = forerun.sweep(
                tested,
                vary,
                plan=plan,
                design=design.value,
                runs=runs,
                seeds=seeds,
                seed=seed,
                cases=where,
                workers=workers,
                cluster=cluster,
                folder=folder,
                store=store,
                resume=resume,
                extend=extend,
                progress=meter,
                tell=screen.note,
            )
    except BaseException as error:
        if interrupted(error):
            screen.note(
                f"What was run is in {store}: the same with --resume, not --extend, goes on."
            )
        raise
    result.save(folder, form.value)
    _draw(result, folder, lang)
    for one in list(result.found.failed.items())[:FAILURES]:
        screen.note(f"Run of point {one[0].point}, seed {one[0].seed} failed: {one[1]}")
    if failed := len(result.found.failed):
        screen.note(f"Runs that failed: {failed}; runs.parquet has their inputs and says why.")
    screen.note(f"Written to {folder}; forerun report {folder} draws the page.")
    screen.facts(result.as_json())
    show(screen, result)


def show(screen: Screen, result: Swept) -> None:
    """Print the shares of the spread, or the means at both ends, and where the cases lie."""
    from forerun.report.swept import boxed, headings, shares, thin

    if screen.as_json:
        return
    found = result.as_json()
    labels = screen.labels_of(result.scenario)
    counts = {key: found[key] for key in ("runs", "finished")}
    asked = found["asked"]
    rows = []
    for name in result.scenario.measures:
        if name in found["measures"]:
            write = Figures(name, labels)
            rows += shares(found, name, write.title, write.level, labels)
    title = labels("swept", plan=asked["plan"], design=asked["design"], **counts)
    screen.table(title, headings(found, labels), rows, texts=2)
    for sentence in (boxed(found, labels), *thin(found, labels)):
        if sentence is not None:
            screen.line(sentence)


def _draw(result: Swept, folder: Path, lang: Lang) -> None:
    """Draw the measures that the scenario names: what moves them, how, and what works together."""
    from forerun.sweep_plots import SweepPlots

    plots = SweepPlots(result.found, lang.value)
    paths = [one.path for one in result.found.question.inputs]
    names = [
        name
        for name in result.scenario.measures
        if name in result.found.measures
        and all(result.found.response(name, place) for place in range(len(paths)))
    ]
    for name in names[:PICTURES]:
        plots.tornado(name).save(folder / f"{name}-tornado.svg")
        strongest = _strongest(result, name, paths)
        plots.response(name, strongest[0]).save(folder / f"{name}-response.svg")
        if len(strongest) > 1:
            chart = plots.interaction(name, *strongest[:2])
            chart.save(folder / f"{name}-interaction.svg")


def _strongest(result: Swept, name: str, paths: list[str]) -> list[str]:
    """Return the inputs, the one that moves a measure most first."""
    shares = result.found.shares.get(name)
    if shares is not None:
        strength = dict(zip(paths, (one.mean for one in shares.total), strict=False))
    else:
        strength = {}
        for place, path in enumerate(paths):
            levels = result.found.response(name, place)
            strength[path] = abs(levels[-1].found.mean - levels[0].found.mean)
    return sorted(paths, key=lambda path: -strength[path])
