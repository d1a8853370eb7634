"""Tables of a database by URL: ``sqlite:///shop.db#events``, ``postgresql://user@host/shop#events``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from calibration.history.reading import Note
from calibration.history.table import Table, tidy
from sim.errors import InputError
from worlds.address import lacking, read_address, scheme_of, telling

if TYPE_CHECKING:
    import polars as pl
    from sqlalchemy import Connection
    from sqlalchemy import Table as SqlTable

MAX_ROWS: Final = 50_000_000
"""Rows that are read."""

_BATCH: Final = 200_000
_DRIVERS: Final = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "sqlite": "sqlite",
}


def is_url(text: str) -> bool:
    """Whether a name is the URL of a database."""
    return scheme_of(text) in _DRIVERS and "://" in text


class Database(Table):
    """A table or view of a PostgreSQL, MySQL or SQLite database; nothing is written.

    Parameters
    ----------
    url
        As SQLAlchemy writes it, then ``#`` and the table, with its schema or without.

    Raises
    ------
    InputError
        If it names no table.
    """

    def __init__(self, url: str) -> None:
        address, _, table = url.partition("#")
        self.url, shown = read_address(address, _DRIVERS, "postgresql://user@host/database#table")
        self.name = f"{shown}#{table}" if table else shown
        if not table:
            raise InputError("names no table; write #table at its end", file=self.name)
        schema, _, self.table = table.rpartition(".")
        self.schema = schema or None
        self._rows: pl.DataFrame | None = None

    def columns(self) -> list[str]:
        """Return the names of the columns."""
        return tidy(column.name for column in self._table.columns)

    def scan(self) -> pl.LazyFrame:
        """Return the table, read whole, with the row's number in ``row``."""
        if self._rows is None:
            self._rows = self._read()
        return self._rows.lazy().drop("row", strict=False).with_row_index("row")

    def notes(self) -> list[Note]:
        """Return which database it is of."""
        kind = self.url.get_backend_name()
        return [Note("text", f"table {self.table} of {kind}", f"{kind} 的表 {self.table}")]

    @cached_property
    def _table(self) -> SqlTable:
        from sqlalchemy import MetaData
        from sqlalchemy import Table as SqlTable
        from sqlalchemy.exc import NoSuchTableError

        with telling(self.name), self._connect() as connection:
            try:
                return SqlTable(
                    self.table, MetaData(), schema=self.schema, autoload_with=connection,
                    resolve_fks=False,
                )  # fmt: skip
            except NoSuchTableError:
                from sqlalchemy import inspect

                have = inspect(connection).get_table_names(schema=self.schema)
                shown = ", ".join(sorted(have)[:12]) or "none"
                raise InputError(
                    f"no table {self.table!r}; there are {shown}", file=self.name
                ) from None

    def _connect(self) -> Connection:
        from pathlib import Path

        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        if self.url.get_backend_name() == "sqlite" and not Path(self.url.database or "").is_file():
            raise InputError("there is no such file", file=self.name)
        try:
            engine = create_engine(self.url, poolclass=NullPool)
        except ModuleNotFoundError as error:
            raise lacking(error.name, self.name) from None
        return engine.connect().execution_options(stream_results=True, yield_per=_BATCH)

    def _read(self) -> pl.DataFrame:
        from sqlalchemy import select

        names = self.columns()
        parts: list[pl.DataFrame] = []
        count = 0
        with telling(self.name), self._connect() as connection:
            for batch in connection.execute(select(self._table)).partitions(_BATCH):
                count += len(batch)
                if count > MAX_ROWS:
                    raise InputError(
                        f"more than {MAX_ROWS:,} rows; give a view with fewer", file=self.name
                    )
                parts.append(_frame(names, batch))
        return _joined(parts) if parts else _frame(names, [])


def _frame(names: list[str], rows: Any) -> pl.DataFrame:
    """A batch as columns; what is neither text, number nor time becomes text."""
    import polars as pl

    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    made = []
    for name, values in zip(names, columns, strict=True):
        try:
            series = pl.Series(name, values, strict=True)
        except (TypeError, ValueError, pl.exceptions.PolarsError):
            series = None
        if series is None or series.dtype == pl.Object or series.dtype.is_nested():
            texts = [None if value is None else str(value) for value in values]
            series = pl.Series(name, texts, dtype=pl.String)
        made.append(series)
    return pl.DataFrame(made)


def _joined(parts: list[pl.DataFrame]) -> pl.DataFrame:
    import polars as pl

    try:
        return pl.concat(parts, how="vertical_relaxed")
    except pl.exceptions.PolarsError:
        # SQLite lets a column hold numbers in one row and text in another.
        return pl.concat([part.cast(pl.String) for part in parts])
