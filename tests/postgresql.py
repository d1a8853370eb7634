"""A real PostgreSQL for tests, where its programs are; nobody else can reach it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

LOCKED = "locked"
"""Name of a user who needs a password, once somebody makes one of this name."""


@contextmanager
def started() -> Iterator[str]:
    """Start a server, and give the URL of its first database, whose user may do all."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'forerun[sql]'")
    found = {name: shutil.which(name) for name in ("initdb", "pg_ctl", "postgres")}
    if None in found.values():
        pytest.skip("no PostgreSQL on the PATH: initdb, pg_ctl and postgres are needed")
    user = "nobody" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="forerun-pg-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C"}

        def call(*words: str) -> None:
            ended = subprocess.run(
                words, cwd=folder, user=user, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False,
            )  # fmt: skip
            if ended.returncode:
                pytest.skip(f"PostgreSQL does not start here: {Path(words[0]).name} failed")

        data = folder / "data"
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        call(str(found["initdb"]), "-D", str(data), "-U", "shop", "-A", "trust", "-E", "UTF8")
        rules = data / "pg_hba.conf"
        rules.write_text(f"local all {LOCKED} scram-sha-256\n" + rules.read_text("utf-8"), "utf-8")
        call(str(found["pg_ctl"]), "-D", str(data), "-w", "-o", options, "-l",
             str(folder / "log"), "start")  # fmt: skip
        try:
            yield f"postgresql://shop@/postgres?host={folder}"
        finally:
            call(str(found["pg_ctl"]), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
