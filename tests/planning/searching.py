"""A search as a program, so that a test can kill it."""

from __future__ import annotations

import sys
from pathlib import Path

from planning.search import SearchResult, search
from tests.planning.small import small

TRIALS = 10


def found(journal: Path | None, workers: int = 1) -> SearchResult:
    """Return a small search, kept in a journal."""
    return search(small(), TRIALS, workers, journal, seeds=2, panel=2)


if __name__ == "__main__":
    found(Path(sys.argv[1]), 2)
