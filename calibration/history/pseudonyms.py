"""The secret of a user, and what it makes of a name: the same each time, and for nobody else."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.history import own
from calibration.history.reading import Note
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

VARIABLE: Final = "FORERUN_PSEUDONYM_KEY"
"""Environment variable that holds the key, for machines that keep secrets elsewhere."""

LEAST: Final = 16
"""Characters that it has at least."""

BYTES: Final = 32
"""Of a key."""

_CHUNK: Final = 1 << 20
"""Names that are Python's strings at a time."""


def key_file() -> Path:
    """Return where a user's key lies."""
    return own.folder() / "pseudonym.key"


def key() -> tuple[bytes, list[Note]]:
    """Return the user's key, made by chance when it is first needed.

    Returns
    -------
    tuple
        `BYTES` bytes, and a warning where no key could be kept, so that it is for once only.

    Raises
    ------
    InputError
        If the variable's is too short, or the file holds something else.
    """
    given = os.environ.get(VARIABLE)
    if given is not None:
        if len(given) < LEAST:
            raise InputError(f"shorter than {LEAST} characters; a key is long", field=VARIABLE)
        whole = given.encode("utf-8", "surrogateescape")
        return hashlib.blake2b(whole, digest_size=BYTES, person=b"forerun key").digest(), []
    path = key_file()
    try:
        kept = _kept(path)
    except OSError as error:
        return secrets.token_bytes(BYTES), [
            Note(
                "pseudonyms",
                f"the key of pseudonyms cannot be kept ({error.strerror}: {path}): this reading's "
                "match no other's",
                f"无法保存假名密钥（{error.strerror}：{path}）：本次读取的假名与其他读取不对应",
                warning=True,
            )
        ]
    try:
        found = bytes.fromhex(kept.decode("ascii"))
    except ValueError:
        found = b""
    if len(found) != BYTES:
        raise InputError(
            f"is no key of {2 * BYTES} hexadecimal digits; mend it, or delete it for a new one",
            file=str(path),
        )
    return found, []


def _kept(path: Path) -> bytes:
    """Return what the file holds; where it holds nothing, a new key that it holds from now on."""
    with suppress(FileNotFoundError):
        if kept := path.read_bytes().strip():
            return kept
    with own.locked(path) as file:
        file.seek(0)
        # Another process may have been faster.
        if kept := file.read().strip():
            return kept
        made = secrets.token_hex(BYTES).encode()
        file.write(made + b"\n")
        return made


def pseudonyms(names: pl.Series, key: bytes) -> pl.Series:
    """Return the keyed hash (BLAKE2b, 64 bits) of each name.

    Parameters
    ----------
    names
        Texts without nulls, each once.
    key
        The secret, 1 to 64 bytes. Who has it can try names; who has not learns nothing.

    Returns
    -------
    Series
        UInt64, in the order of the names.
    """
    import polars as pl

    keyed = hashlib.blake2b(key=key, digest_size=8).copy

    def digest(name: str) -> bytes:
        one = keyed()
        one.update(name.encode())
        return one.digest()

    parts = [
        b"".join(map(digest, names.slice(start, _CHUNK).cast(pl.String).to_list()))
        for start in range(0, len(names), _CHUNK)
    ]
    return pl.Series("pseudonym", np.frombuffer(b"".join(parts), np.dtype("<u8")), pl.UInt64)
