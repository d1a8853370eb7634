"""A study that machines share: in PostgreSQL, held by one driver at a time.

The lock that says who holds it lives and dies with the connection by which all is written: whoever
lost the lock cannot write, and a driver that was killed, or whose machine is gone, holds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Literal

import optuna
from optuna.trial import TrialState

from sim.errors import InputError
from worlds.address import Address, lacking

if TYPE_CHECKING:
    import psycopg

COMPLETE: Final = TrialState.COMPLETE

Direction = Literal["maximize", "minimize"]

PATIENCE: Final = 10
"""Seconds to wait for a server that does not answer."""

ALIVE: Final = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""While a trial is lived, maybe for hours, nothing is said. Asked so often whether they are there,
both ends find out in a minute that the other's machine is gone, and no firewall forgets them."""

ITS_END: Final = {f"tcp_{name}": value for name, value in ALIVE.items()}
"""The same of the server."""

MAKING: Final = "forerun: making the tables"
"""What drivers of any studies hold one after another while the tables may be missing."""

GENERAL: Final = "the database refused; check address, user, password and rights"

REFUSALS: Final = (
    ("does not exist", "there is no such database or user; make it first (createdb, createuser)"),
    ("authentication failed", "the server refused user or password"),
    ("no password", "the server asks for a password; it is read from PGPASSWORD or ~/.pgpass too"),
    ("failed to resolve", "there is no such host"),
    ("could not translate", "there is no such host"),
    ("refused", "no server answers there"),
    ("timeout", "no server answers there"),
    ("no such file", "no server answers there"),
    ("too many", "the server has no room for another connection"),
)
"""What the driver or a server that speaks English says, and what is told; libpq gives no codes."""


@contextmanager
def shared_study(
    address: Address, name: str, directions: Sequence[Direction], what: str
) -> Iterator[optuna.Study]:
    """Open a study of a database, made if absent, and hold it alone.

    Parameters
    ----------
    address
        The database.
    name
        Of the study.
    directions
        Of each objective.
    what
        What is searched by it, for a person to read: ``search`` or ``fit``.

    Raises
    ------
    InputError
        If the database cannot be reached or written, holds something else by the names of Optuna's
        tables, another driver holds the study, or there is none to go on with. Later, if the
        connection is lost.
    """
    with closing(_connected(address)) as connection:
        try:
            if not _locked(connection, name):
                raise InputError(
                    f"another {what} is writing this study; wait for it", file=address.name
                )
            study = _study(address, connection, name, directions)
        except InputError:
            raise
        except Exception as error:
            raise _other_tables(error, address) or _told(error, address) or error from None
        try:
            yield study
        except Exception as error:
            if (told := _told(error, address)) is None:
                raise
            raise told from None


def _connected(address: Address) -> psycopg.Connection[Any]:
    try:
        import psycopg
    except ImportError:
        raise lacking("psycopg", address.name, "keeping a study in it") from None
    _, given = address.url.get_dialect()().create_connect_args(address.url)
    usual = {"connect_timeout": PATIENCE, "client_encoding": "utf8", **ALIVE}
    try:
        return psycopg.connect(**{**usual, **given})
    except psycopg.ProgrammingError:
        raise InputError(
            "what follows the ? is no option of a connection to PostgreSQL", file=address.name
        ) from None
    except psycopg.Error as error:
        said = str(error).lower()
        reason = next((told for sign, told in REFUSALS if sign in said), GENERAL)
        raise InputError(reason, file=address.name) from None


def _locked(connection: psycopg.Connection[Any], name: str) -> bool:
    """Hold a study until the connection ends; return whether nobody else does."""
    for setting, value in {**ITS_END, "idle_session_timeout": 0}.items():
        # Not every version has all of them.
        connection.execute(
            "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = %s",
            (str(value), setting),
        )
    found = connection.execute("SELECT pg_try_advisory_lock(%s)", (_number(name),)).fetchone()
    connection.commit()
    return bool(found and found[0])


def _number(name: str) -> int:
    """Return the number by which PostgreSQL knows a lock."""
    return int.from_bytes(sha256(f"forerun {name}".encode()).digest()[:8], signed=True)


def _study(
    address: Address,
    connection: psycopg.Connection[Any],
    name: str,
    directions: Sequence[Direction],
) -> optuna.Study:
    from optuna.storages import RDBStorage
    from sqlalchemy.pool import StaticPool

    unused = [connection]

    def connect() -> psycopg.Connection[Any]:
        # A second one would not hold the lock.
        if not unused:
            raise _lost(address)
        return unused.pop()

    made = connection.execute("SELECT to_regclass('studies')").fetchone()
    connection.commit()
    if address.begun and (made is None or made[0] is None):
        raise _nothing(address)
    making = (_number(MAKING),)
    connection.execute("SELECT pg_advisory_lock(%s)", making)
    connection.commit()
    # The address without its secrets: the connection is there.
    storage = RDBStorage("postgresql+psycopg://", {"creator": connect, "poolclass": StaticPool})
    connection.execute("SELECT pg_advisory_unlock(%s)", making)
    connection.commit()
    if address.begun and name not in optuna.get_all_study_names(storage):
        raise _nothing(address)
    study = optuna.create_study(
        study_name=name, storage=storage, directions=directions, load_if_exists=True
    )
    # What is damaged shows itself before anything is lived.
    if not all(trial.values for trial in study.get_trials(deepcopy=False, states=(COMPLETE,))):
        raise ValueError("a trial has lost its values")
    return study


def _told(error: Exception, address: Address) -> InputError | None:
    """Return what to tell of an error of the database; None if it is none of its own.

    Of its text nothing is told, since it may repeat what was sent.
    """
    import psycopg
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    cause: BaseException | None = error
    if isinstance(cause, optuna.exceptions.StorageInternalError):
        cause = cause.__cause__ or cause
    if isinstance(cause, DBAPIError):
        if cause.connection_invalidated:
            return _lost(address)
        cause = cause.orig
    if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
        return _lost(address)
    ours = (psycopg.Error, SQLAlchemyError, optuna.exceptions.StorageInternalError)
    if not isinstance(cause, ours):
        return None
    return InputError(
        f"the database refused ({type(cause).__name__}); check rights and room; what was tried "
        "before is there",
        file=address.name,
    )


def _other_tables(error: Exception, address: Address) -> InputError | None:
    """Return what to tell where Optuna does not find its own tables; None if that is not it."""
    from psycopg import errors

    cause = error.__cause__ if isinstance(error, optuna.exceptions.StorageInternalError) else error
    cause = getattr(cause, "orig", cause)
    other = (
        # Of the database: tables of other columns. Of Optuna: another version, damaged rows.
        errors.UndefinedTable, errors.UndefinedColumn, errors.UndefinedFunction,
        errors.DatatypeMismatch, errors.InvalidTextRepresentation,
        RuntimeError, ValueError, LookupError, TypeError, AttributeError, AssertionError,
    )  # fmt: skip
    if not isinstance(cause, other):
        return None
    return InputError(
        "its tables are damaged, not Optuna's, or of another version of it; name another "
        "database, or try optuna storage upgrade",
        file=address.name,
    )


def _lost(address: Address) -> InputError:
    return InputError(
        "the connection to the database was lost; what was tried is there, and the same command "
        "goes on",
        file=address.name,
    )


def _nothing(address: Address) -> InputError:
    return InputError("there is no study to go on with", file=address.name, field="resume")
