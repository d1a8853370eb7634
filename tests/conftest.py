"""What all tests share: the user's own folder is not this user's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import count

import pytest

from tests.postgresql import started

_NUMBERS = count()
_OWN = tempfile.TemporaryDirectory(prefix="forerun-tests-")
# Set before anything is read, and inherited by every process that a test starts.
os.environ["XDG_CONFIG_HOME"] = _OWN.name


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Give the URL of a PostgreSQL that was started for these tests."""
    with started() as url:
        yield url


@pytest.fixture
def base(server: str) -> str:
    """Give the address of a new database."""
    import psycopg

    name = f"studies{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return server.replace("/postgres?", f"/{name}?")
