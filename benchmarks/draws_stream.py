"""Write the raw bits of addressed draws to standard output, endlessly, for dieharder and its like.

    python benchmarks/draws_stream.py members | dieharder -a -g 200
    python benchmarks/draws_stream.py decisions --half low | dieharder -d 102 -g 200

Three ways to read the same hash: across members at one day and decision, across days of one
member, across decisions (and then seeds) of one member on one day: all decisions there are, or the
first twelve. Both halves of a 64-bit draw are written, low one first, unless one is asked for;
every word is little-endian.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sim.draws import DAILY, GOLDEN, LASTING, decision, decision_key, mix, mix64  # noqa: E402

Words = NDArray[np.uint64]
"""A run of 64-bit words."""

BLOCK: Final = 12 * 1024
"""Draws a write, so few that they stay in the processor's cache."""

SEED: Final = 1
DECISION: Final = "visit"
DAY: Final = 1

FIRST: Final = (
    "visit", "read", "write", "buy", "redeem", "question", "complaint", "invite", "accept", "hunt",
    "trait attention", "trait invite",
)  # fmt: skip
"""The decisions that there were when the figures of docs/how-it-works.md were measured."""


def step(n: Words) -> Words:
    """Mix counters as the addresses do: 0, 1, 2, ... are far apart after it."""
    return mix64(n + np.uint64(GOLDEN))


def across_members(n: Words) -> Words:
    """Return the draws of founders number n of one seed, at one day and decision."""
    identity = mix64(decision_key(SEED, "founder", 0) ^ step(n))
    return mix64(identity ^ decision_key(SEED, DECISION, DAY))


def across_days(n: Words) -> Words:
    """Return the draws of one founder for one decision on days n."""
    key = np.uint64(mix(mix(SEED + GOLDEN) ^ decision(DECISION)))
    return mix64(_founder() ^ mix64(key ^ step(n)))


def across_decisions(names: tuple[str, ...], n: Words) -> Words:
    """Return the draws of one member on one day: each decision of seed 0, then of seed 1, ..."""
    numbers = np.array([decision(name) for name in names], np.uint64)
    seed, which = np.divmod(n, np.uint64(len(numbers)))
    key = mix64(step(seed) ^ numbers[which])
    return mix64(_founder() ^ mix64(key ^ np.uint64(mix(DAY + GOLDEN))))


def _founder() -> np.uint64:
    return np.uint64(mix(int(decision_key(SEED, "founder", 0)) ^ mix(GOLDEN)))


STREAMS: Final[dict[str, Callable[[Words], Words]]] = {
    "members": across_members,
    "days": across_days,
    "decisions": partial(across_decisions, DAILY + LASTING),
    "first-decisions": partial(across_decisions, FIRST),
}


def write_stream(draws: Callable[[Words], Words], half: str, out: BinaryIO) -> None:
    """Write draws number 0, 1, 2, ... until whoever reads them has had enough."""
    n = np.arange(BLOCK, dtype=np.uint64)
    while True:
        words = draws(n).astype("<u8", copy=False)
        if half == "both":
            out.write(words.data)
        else:
            out.write(words.view("<u4")[0 if half == "low" else 1 :: 2].tobytes())
        n += np.uint64(BLOCK)


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("stream", choices=STREAMS)
    parser.add_argument("--half", choices=("both", "high", "low"), default="both")
    given = parser.parse_args()
    try:
        write_stream(STREAMS[given.stream], given.half, sys.stdout.buffer)
    except BrokenPipeError:
        # The reader has closed the pipe; without this, Python would complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
