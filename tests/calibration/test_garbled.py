"""Garbled files: read, or refused in one line, and never anything else."""

from __future__ import annotations

import gzip
import io
import random
from pathlib import Path

import polars as pl
import pytest

from calibration import history
from sim.errors import InputError
from tests.calibration.exports import events, lines

LOG = lines(events(12))
PURCHASES = "user_id;created_at;type;amount\r\n" + "".join(
    f"{member};{at:%d.%m.%Y %H:%M};purchase;12,50\r\n" for member, at, _ in events(12)
)
TOKENS = [
    b'"', b",", b"\n", b"\r", b"\0", b"\xff\xfe", b'"",""', b"1e309", b"-0", b"9" * 20, b"nan",
    b"inf", b"2024-02-30", b"0000-00-00", b"24:00:00", b"\xe4\xb8", b"9999-12-31", b";", b"\t",
    b"2024-13-01T00:00:00+99:99", b"row", b"-1704067200", b"1e400", b"Europe/Berlin", b"12/12/12",
]  # fmt: skip


def parquet() -> bytes:
    stream = io.BytesIO()
    table = pl.DataFrame(events(12), schema=["member", "timestamp", "event"], orient="row")
    table.write_parquet(stream)
    return stream.getvalue()


def garbled(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        at = chance.randrange(len(data) + 1)
        kind = chance.random()
        if kind < 0.5:
            data[at : at + chance.choice([0, 1, 5])] = chance.choice(TOKENS)
        elif kind < 0.7:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif kind < 0.85:
            del data[at : at + chance.choice([1, 3, 50])]
        else:
            start = chance.randrange(len(data) + 1)
            data[at:at] = data[start : start + chance.choice([10, 200])]
    return bytes(data)


@pytest.mark.parametrize(
    ("first", "files"),
    [(0, 40), pytest.param(1000, 3000, marks=pytest.mark.slow)],
)
def test_a_garbled_file_is_read_or_refused_in_one_line(
    tmp_path: Path, first: int, files: int
) -> None:
    kinds = [LOG.encode(), PURCHASES.encode(), LOG.encode("utf-16"), gzip.compress(LOG.encode()),
             LOG.replace("member,", "会员,").encode("gb18030"), parquet()]  # fmt: skip
    told = []
    for seed in range(first, first + files):
        chance = random.Random(seed)
        path = tmp_path / "log"
        path.write_bytes(garbled(kinds[seed % len(kinds)], chance))
        try:
            history.read(path, timezone=chance.choice(["UTC", "Europe/Berlin"]), stray="drop")
        except InputError as error:
            told.append((error.file, str(error)))
    assert 0 < len(told) < files
    assert {file for file, _ in told} == {str(path)}
    assert not any("\n" in text for _, text in told)
