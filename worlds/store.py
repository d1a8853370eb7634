"""A run folder: what a command found, kept so that a report can be drawn from it later.

JSON for what a person reads and Parquet for what is long. Nothing in it depends on the clock,
on the machine or on the number of workers, so that equal questions give equal bytes.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.errors import InputError
from sim.files import written_whole
from sim.visible import visible
from worlds.formats import FORMATS, Format, encoded

if TYPE_CHECKING:
    import polars as pl

    from scenarios import Scenario

META: Final = "meta"
"""What was asked: without this file a folder is not a run folder."""

FIGURES: Final = "figures"
"""The table of a result's figures, which is there for other programs only."""

UNFINISHED: Final = ".unfinished"
"""A file that is there while a folder is written: what a kill leaves is then known for ours."""

DOCUMENTS: Final = (
    "compare", "search", "calibrate", "learn", "run", "sweep", "audience", "assumptions",
)  # fmt: skip
TABLES: Final = (
    "daily", "triangle", "funnel", "segments", "audiences", "ledger", "trials", "runs", "shares",
    "responses", FIGURES,
)  # fmt: skip


def describe(scenario: Scenario, command: str, question: str) -> dict[str, Any]:
    """Return the ``meta`` of a run: the command, the scenario and what was asked, in a sentence."""
    from scenarios.own_titles import own_titles
    from sim.metrics.told import Told

    return {
        "command": command,
        "scenario_name": scenario.name,
        "scenario_text": scenario.text,
        "digest": scenario.digest,
        "currency": scenario.currency,
        "money": asdict(scenario.money),
        "baseline": scenario.baseline,
        "measures": list(scenario.measures),
        "objective": None if scenario.search is None else scenario.search.objective,
        "question": question,
        "titles": own_titles(scenario.plans),
        "own_measures": {one.name: Told.of(one)._asdict() for one in scenario.own.measures},
    }


def write_run(
    folder: Path,
    meta: Mapping[str, Any],
    documents: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    form: Format = "parquet",
) -> None:
    """Write what a command found into a run folder, which is made if absent.

    Results on the same scenario (``meta["digest"]``) gather in one folder, the later one of a kind
    replacing the earlier. If the folder holds results on another scenario they are removed, and
    no other file is touched: a folder that has files of such names and is none of ours is refused.
    Each file is written whole or not at all, `META` last.

    Parameters
    ----------
    folder
        Where.
    meta
        See `describe`.
    documents
        JSON values by a name of `DOCUMENTS`; numbers that are not finite become null.
    tables
        Tables by a name of `TABLES`.
    form
        Of the tables; those of a run folder are always there as Parquet, of which a report is
        drawn.

    Raises
    ------
    InputError
        If the folder cannot be written, holds files of a run's names that no command wrote, or a
        table is too long for the format.
    KeyError
        If a name is not one of a run folder.
    """
    if unknown := (set(documents) - set(DOCUMENTS)) | (set(tables) - set(TABLES)):
        raise KeyError(f"no file of a run folder: {', '.join(sorted(unknown))}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if _digest(folder) != meta["digest"]:
            _clear(folder)
        for name, frame in tables.items():
            for each in _forms(name, form):
                write_whole(folder / f"{name}.{each}", encoded(frame, each))
        # What an earlier command wrote in another form would be of another result.
        for name, each in product((*tables, FIGURES), FORMATS):
            if name not in tables or each not in _forms(name, form):
                (folder / f"{name}.{each}").unlink(missing_ok=True)
        for name, content in (*documents.items(), (META, dict(meta))):
            write_whole(folder / f"{name}.json", to_json(content).encode())
        (folder / UNFINISHED).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"cannot write a run here: {error.strerror}", file=str(folder)) from error


def _forms(name: str, form: Format) -> set[Format]:
    """Return the forms in which a table is written: Parquet too, of which a report is drawn."""
    return {form} if name == FIGURES else {"parquet", form}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, whoever else writes it at the same time."""
    with written_whole(path, str(os.getpid())) as file:
        file.write(content)


def to_json(content: Any) -> str:
    """Return JSON that any reader takes: null for numbers that are not finite, UTF-8."""
    text = json.dumps(_finite(content), ensure_ascii=False, indent=1, allow_nan=False)
    return visible(text) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def _clear(folder: Path) -> None:
    """Remove the results on another scenario that a folder holds."""
    meta, unfinished = folder / f"{META}.json", folder / UNFINISHED
    names = [f"{name}.json" for name in DOCUMENTS]
    names += [f"{name}.{form}" for name in TABLES for form in FORMATS]
    there = [folder / name for name in names if (folder / name).exists()]
    if there and not (meta.exists() or unfinished.exists()):
        raise InputError(
            f"holds {there[0].name}, which no command wrote here and a run would replace; name "
            "another folder",
            file=str(folder),
        )
    unfinished.touch()
    # The meta first: what is left after a kill is then not taken for a run.
    for path in (meta, *there):
        path.unlink(missing_ok=True)


def _digest(folder: Path) -> object:
    """Return the digest of the scenario whose results a folder holds, None if it holds none."""
    try:
        meta = json.loads((folder / f"{META}.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return meta.get("digest") if isinstance(meta, dict) else None
