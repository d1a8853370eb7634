"""A search as a program, so that a test can kill it."""

from __future__ import annotations

import sys
from pathlib import Path

from planning.found import SearchResult
from planning.search import search
from scenarios import Scenario
from tests.worlds.small import small

TRIALS = 10


def asked() -> Scenario:
    """Return a scenario whose objectives only a plan that acts can serve."""
    return small(goal="weekly_active, -cost -> weekly_active, revenue")


def found(journal: Path | None, workers: int = 1) -> SearchResult:
    """Return a small search, kept in a journal."""
    return search(asked(), TRIALS, workers, journal, seeds=2, panel=2)


if __name__ == "__main__":
    found(Path(sys.argv[1]), 2)
