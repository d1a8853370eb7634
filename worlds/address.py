"""Addresses of databases: told apart from files, read by one rule, shown without their secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import URL

POSTGRESQL: Final = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
"""Driver of each scheme of an address where machines may share a study."""

OTHERS: Final = ("mysql", "mariadb", "sqlite", "oracle", "mssql")


def scheme_of(text: str) -> str:
    """Return the scheme of an address without the driver that it may name, in small letters."""
    return text.partition(":")[0].partition("+")[0].lower()


def read_address(text: str, drivers: Mapping[str, str], example: str) -> tuple[URL, str]:
    """Return an address as SQLAlchemy reads it, and as it may be shown.

    Parameters
    ----------
    text
        The address; its scheme is one of the drivers'.
    drivers
        By scheme the driver, which an address may not choose: it would pick which code is run.
    example
        What an address looks like.

    Raises
    ------
    InputError
        If it is none. Nothing of it is shown then: any part may be of a password.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    scheme = scheme_of(text)
    try:
        url = make_url(text)
        # A password with an @ that is not written %40 ends early, and its rest is taken for these.
        if url.password is not None and "@" in (url.host or "") + (url.database or ""):
            raise ValueError
    except (ArgumentError, ValueError):
        raise InputError(
            f"not the address of a database; write {example}, and in a password %40 for @",
            file=scheme,
        ) from None
    url = url.set(drivername=drivers[scheme])
    return url, url.set(drivername=scheme, query={}).render_as_string(hide_password=True)


@contextmanager
def telling(name: str) -> Iterator[None]:
    """Tell what a database refuses in one line, without the password that it may repeat.

    Parameters
    ----------
    name
        The address as it may be shown.

    Raises
    ------
    InputError
        In place of what SQLAlchemy raised.
    """
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    try:
        yield
    except DBAPIError as error:
        reason = type(error.orig).__name__
        raise InputError(
            f"the database refused ({reason}); check address, user, password and rights", file=name
        ) from None
    except SQLAlchemyError as error:
        raise InputError(f"cannot be read ({type(error).__name__})", file=name) from None


def lacking(package: str | None, name: str, what: str = "reading it") -> InputError:
    """Return the error that a database needs a package that is not installed."""
    return InputError(f"{what} needs the package {package}: pip install 'forerun[sql]'", file=name)


@dataclass(frozen=True, slots=True)
class Address:
    """Where machines share studies: a PostgreSQL database.

    Attributes
    ----------
    url
        Its address, with all secrets.
    name
        The same to be shown, without them.
    begun
        Whether the study must be there already.
    """

    url: URL = field(repr=False)
    name: str
    begun: bool = False

    def __str__(self) -> str:
        return self.name


Place = Path | Address
"""Where a study is kept: a file or a database."""


def place_of(given: str | Path | Address | None, *, another: bool = False) -> Place | None:
    """Return where a study is kept, None for nowhere.

    Parameters
    ----------
    given
        A file, or the address of a database, ``postgresql://user@host/database``, as text.
    another
        Whether it is another study than the one that must be there already.

    Raises
    ------
    InputError
        If it is the address of another kind of database, or no whole address.
    """
    if isinstance(given, Address):
        return replace(given, begun=given.begun and not another)
    if given is None:
        return None
    text, scheme = str(given), scheme_of(str(given))
    if "://" in text and scheme in POSTGRESQL:
        return Address(*read_address(text, POSTGRESQL, "postgresql://user@host/database"))
    # A path has one slash where an address has two, and would make a folder of its password.
    known = scheme in {*POSTGRESQL, *OTHERS} and ":/" in text
    if "://" in text or known:
        raise InputError(
            "studies are kept in a file, or in PostgreSQL by an address that is text: "
            "postgresql://user@host/database",
            file=scheme,
        )
    return Path(text)
