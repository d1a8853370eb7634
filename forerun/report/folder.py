"""What a command left in its run folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

TABLES: Final = ("daily", "triangle", "funnel", "segments", "ledger", "trials")


@dataclass(frozen=True)
class Folder:
    """A run folder, read whole; what a command did not write is None or empty.

    Attributes
    ----------
    meta
        What was run, on which scenario.
    compare, search, calibrate, run
        What the commands of those names found.
    assumptions
        The register of behaviour parameters in use.
    tables
        Tidy tables by name: those of `TABLES` that are there and have rows.
    """

    meta: dict[str, Any]
    compare: dict[str, Any] | None
    search: dict[str, Any] | None
    calibrate: dict[str, Any] | None
    run: dict[str, Any] | None
    assumptions: list[dict[str, Any]]
    tables: dict[str, pl.DataFrame]

    @property
    def currency(self) -> str:
        """What money is in."""
        return str(self.meta.get("currency", ""))

    @property
    def baseline(self) -> str:
        """Name of the plan that does nothing."""
        return str(self.meta.get("baseline", ""))


def read(path: Path) -> Folder:
    """Read a run folder.

    Parameters
    ----------
    path
        A folder that a command wrote with ``--out``.

    Raises
    ------
    InputError
        If it is not a run folder, or a file in it cannot be read.
    """
    if not (path / "meta.json").is_file():
        raise InputError(
            "not a run folder: it has no meta.json; name a folder that a command wrote with --out",
            file=str(path),
        )
    return Folder(
        meta=_json(path / "meta.json"),
        compare=_json(path / "compare.json"),
        search=_json(path / "search.json"),
        calibrate=_json(path / "calibrate.json"),
        run=_json(path / "run.json"),
        assumptions=_json(path / "assumptions.json") or [],
        tables=_tables(path),
    )


def _json(path: Path) -> Any:
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"not JSON as a command writes it: {error}", file=str(path)) from None


def _tables(path: Path) -> dict[str, pl.DataFrame]:
    import polars as pl

    tables: dict[str, pl.DataFrame] = {}
    for name in TABLES:
        file = path / f"{name}.parquet"
        if not file.is_file():
            continue
        try:
            table = pl.read_parquet(file)
        except (pl.exceptions.PolarsError, OSError) as error:
            first = str(error).splitlines()[0]
            raise InputError(f"not a Parquet table: {first}", file=str(file)) from None
        if len(table):
            tables[name] = table
    return tables
