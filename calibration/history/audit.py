"""Who was read when: a line for each reading of members, in a file of the user's."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from calibration.history import own
from calibration.history.reading import Reading

if TYPE_CHECKING:
    from calibration.history.table import Table

VARIABLE: Final = "FORERUN_AUDIT"
"""Environment variable that names another file; ``off`` for none."""


def audit_file() -> Path | None:
    """Return the file, None where the user wants none."""
    given = os.environ.get(VARIABLE, "")
    if given == "off":
        return None
    return Path(given) if given else own.folder() / "audit.jsonl"


@contextmanager
def audited(source: Table, reading: Reading, command: str | None = None) -> Iterator[None]:
    """Take down that a table of members is read, whether it can be or is refused.

    The line is ``{"at", "by", "command", "source", "hash", "outcome", "kind", "rows", "members",
    "columns"}``: the instant in UTC, the system's user, the command or program, the file or the
    URL without its password, BLAKE2b of the file's bytes (null of a database), ``read`` or
    ``refused``, what it was read as, rows, members, and the headings that were read. A file that
    cannot be written is told in the reading and stops nothing.

    Parameters
    ----------
    source
        What is read.
    reading
        Its account; filled in while the block runs.
    command
        What reads it; the program's name if absent.
    """
    try:
        yield
    except Exception:
        _take_down(source, reading, command, "refused")
        raise
    _take_down(source, reading, command, "read")


def _take_down(source: Table, reading: Reading, command: str | None, outcome: str) -> None:
    place = audit_file()
    if place is None:
        return
    line = {
        "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "by": _user(),
        "command": command or _program(),
        "source": _place(source),
        "hash": _hash(source),
        "outcome": outcome,
        "kind": reading.kind,
        "rows": reading.rows,
        "members": reading.members,
        "columns": list(reading.columns),
    }
    try:
        with own.locked(place) as file:
            # In one piece, so that a writer without locks does not part it.
            file.write(json.dumps(line).encode() + b"\n")
    except OSError as error:
        reading.note(
            "audit",
            f"this reading is not in the audit file, which cannot be written "
            f"({error.strerror}: {place})",
            f"审计文件无法写入（{error.strerror}：{place}），本次读取未记录",
            warning=True,
        )


def _program() -> str:
    """Return the name of the program alone: its arguments may name anybody."""
    path = Path(sys.argv[0] if sys.argv else "")
    return (path.parent.name if path.name == "__main__.py" else path.name) or "python"


def _place(source: Table) -> str:
    path: Path | None = getattr(source, "path", None)
    return source.name if path is None else str(path.absolute())


def _hash(source: Table) -> str | None:
    path: Path | None = getattr(source, "path", None)
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=32))
    except OSError:
        return None
    return f"blake2b:{found.hexdigest()}"


def _user() -> str:
    """Return the system's user; not by the environment, which a user may set."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return os.environ.get("USERNAME") or "unknown"
