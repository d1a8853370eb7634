"""What a command left in its run folder."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import InputError
from sim.metrics.told import TOLD, Told
from worlds.store import META, TABLES, UNFINISHED

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Folder:
    """A run folder, read whole; what a command did not write is None or empty.

    Attributes
    ----------
    meta
        What was asked, of which scenario: see `worlds.store.describe`.
    compare, search, calibrate, sweep, audience
        What the commands of those names found.
    assumptions
        The register of behaviour parameters in use.
    tables
        Tidy tables by a name of `worlds.store.TABLES`: those that are there and have rows.
    """

    meta: dict[str, Any]
    compare: dict[str, Any] | None
    search: dict[str, Any] | None
    calibrate: dict[str, Any] | None
    assumptions: list[dict[str, Any]]
    tables: dict[str, pl.DataFrame]
    sweep: dict[str, Any] | None = None
    audience: dict[str, Any] | None = None

    @property
    def currency(self) -> str:
        """What money is in."""
        return str(self.meta["currency"])

    @property
    def titles(self) -> dict[str, list[str]]:
        """What a reader sees of strategies that the user wrote (`own_titles`)."""
        return dict(self.meta.get("titles", {}))

    @property
    def measures(self) -> dict[str, Told]:
        """What a reader is told of each measure, of those that the user wrote too, by name."""
        own = self.meta.get("own_measures", {})
        return {**TOLD, **{name: Told(**told) for name, told in own.items()}}

    @property
    def baseline(self) -> str:
        """Name of the plan that does nothing."""
        return str(self.meta["baseline"])

    @property
    def horizon_days(self) -> int:
        """Days of a plan, 0 where no daily figures are there to count them."""
        daily = self.tables.get("daily")
        return 0 if daily is None else daily["date"].n_unique()


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
    meta = _json(path / f"{META}.json")
    if (path / UNFINISHED).exists():
        raise InputError("what a command wrote here was not finished; run it again", file=str(path))
    if meta is None:
        raise InputError(
            f"not a run folder: it has no {META}.json; name a folder that a command wrote "
            "with --out",
            file=str(path),
        )
    tables = {name: _table(path / f"{name}.parquet") for name in TABLES}
    return Folder(
        meta=meta,
        compare=_json(path / "compare.json"),
        search=_json(path / "search.json"),
        calibrate=_json(path / "calibrate.json"),
        sweep=_json(path / "sweep.json"),
        audience=_json(path / "audience.json"),
        assumptions=_json(path / "assumptions.json") or [],
        tables={name: table for name, table in tables.items() if table is not None and len(table)},
    )


def _json(path: Path) -> Any:
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise InputError("not JSON as a command writes it", file=str(path)) from None


def _table(path: Path) -> pl.DataFrame | None:
    import polars as pl

    if not path.is_file():
        return None
    try:
        # By its bytes, because polars takes no path that is not text.
        return pl.read_parquet(io.BytesIO(path.read_bytes()))
    except (pl.exceptions.PolarsError, OSError):
        raise InputError("not a Parquet table as a command writes it", file=str(path)) from None
