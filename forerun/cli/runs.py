"""``forerun runs``: the runs that are kept, listed, put beside each other, pruned."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forerun.cli.options import STORE, AsJson, Lang, Language, StoreFolder
from forerun.cli.screen import Screen
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from worlds.runs.store import Store


def runs(
    store: StoreFolder = STORE,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="A,B",
            help="Put two runs beside each other, named by how their keys begin.",
            show_default=False,
        ),
    ] = None,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help="Delete what is never read again: runs of other versions, damaged files.",
        ),
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="With --prune: delete the good runs, too.")
    ] = False,
    keys: Annotated[bool, typer.Option("--keys", help="List every run by its key.")] = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """List the runs that are kept, put two beside each other, or prune them."""
    from forerun.sweeping import opened

    screen = Screen(as_json, lang)
    if everything and not prune:
        raise InputError("--all goes with --prune", field="all")
    kept = opened(store, screen.note)
    labels = screen.labels("")
    if compare is not None:
        _beside(screen, kept, [key.strip() for key in compare.split(",")])
    elif prune:
        deleted, files = kept.prune(everything)
        screen.facts({"runs": deleted, "files": files})
        screen.line(labels("pruned", runs=deleted, files=files))
    elif keys:
        found = [key for segment in kept.segments() for key in segment.keys]
        screen.facts(found)
        for key in found:
            screen.line(key)
    else:
        _list(screen, kept)


def _list(screen: Screen, kept: Store) -> None:
    from worlds.runs.store import described

    labels = screen.labels("")
    rows = described(kept.segments(), kept.folder)
    screen.facts(rows)
    counts = ("runs", "files", "bytes")
    screen.table(
        labels("kept_in", store=kept.folder),
        [labels(key) for key in ("scenario", "plan", "version", "runs_kept", "files", "bytes")],
        [
            [
                row["scenario"],
                row["plan"],
                labels("version_now" if row["current"] else "version_old"),
                *(labels.number(row[name]) for name in counts),
            ]
            for row in rows
        ],
        texts=3,
    )


def _beside(screen: Screen, kept: Store, named: list[str]) -> None:
    """Put two runs beside each other: their inputs, and every measure that both have."""
    if len(named) != 2:
        raise InputError(f"{len(named)} runs; name two, with a comma between", field="compare")
    frames = [kept.run(prefix) for prefix in named]
    told = [_told(frame) for frame in frames]
    screen.facts(told)
    labels = screen.labels("")
    inputs = list(dict.fromkeys(path for one in told for path in one["inputs"]))
    rows = [
        [labels("plan"), *(one["plan"] for one in told)],
        [labels("seed"), *(str(one["seed"]) for one in told)],
        *(
            [path, *(f"{one['inputs'][path]:g}" if path in one["inputs"] else "–" for one in told)]
            for path in inputs
        ),
        *(
            [labels.measure(name), *(labels.number(one["measures"].get(name)) for one in told)]
            for name in told[0]["measures"]
            if name in told[1]["measures"]
        ),
    ]
    screen.table(labels("runs_beside"), ["", *(one["key"][:12] for one in told)], rows)


def _told(frame: pl.DataFrame) -> dict[str, Any]:
    """Return the rows of one run as JSON values; measures that are undefined are null."""
    import polars as pl

    names = ("key", "scenario", "plan", "version", "draw", "seed")
    found = {name: frame[name][0] for name in names}
    value = pl.when(pl.col("denominator") != 0).then(pl.col("numerator") / pl.col("denominator"))
    values = frame.select("measure", value.fill_nan(None).alias("value"))
    return {
        **found,
        "inputs": json.loads(frame["inputs"][0]),
        "measures": dict(values.iter_rows()),
    }
