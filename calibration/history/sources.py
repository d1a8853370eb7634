"""Which table a name stands for."""

from __future__ import annotations

from pathlib import Path

from calibration.history.database import Database, is_url
from calibration.history.files import Parquet, Workbook
from calibration.history.opening import kind_of
from calibration.history.table import Table
from calibration.history.text import Text


def table_of(name: str | Path) -> Table:
    """Return the table in a file, or of a database if the name is a URL.

    Raises
    ------
    InputError
        If there is none, or it is of a kind that holds no table.
    """
    if isinstance(name, str) and is_url(name):
        return Database(name)
    path = Path(name)
    kind = kind_of(path)
    if kind == "parquet":
        return Parquet(path)
    return Workbook(path) if kind == "workbook" else Text(path)
