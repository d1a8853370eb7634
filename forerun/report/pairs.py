"""Two plans that met the same worlds, whichever command ran them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from forerun.report.folder import Folder
from sim.metrics import MEASURES

HEADLINE: Final = ("weekly_active", "retention_w4", "cost", "roi", "nps")
"""What is shown first when the scenario does not say."""

WINNER: Final = "winner"
"""Name of the plan that a search found, as `planning.search` writes it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One measure under a plan and what it is compared with; None where undefined.

    Attributes
    ----------
    a, b
        Means of the baseline and of the plan.
    difference, low, high
        Mean of the paired difference and its 90 % interval.
    p_better
        Share of worlds in which the plan is better.
    """

    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None
    p_better: float | None

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high

    @property
    def none(self) -> bool:
        """Whether the two are equal in every world."""
        return self.difference == self.low == self.high == 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A plan against the one it is compared with."""

    baseline: str
    plan: str
    moved: Mapping[str, Moved]

    def better(self, name: str) -> int:
        """Return 1 if a measure is clearly better, -1 if clearly worse, 0 if open or neutral."""
        moved = self.moved[name]
        if not moved.clear or moved.difference is None or name not in MEASURES:
            return 0
        wanted = {"higher": 1, "lower": -1, "neutral": 0}[MEASURES[name].better]
        return wanted if moved.difference > 0 else -wanted


def pairs(folder: Folder) -> list[Pair]:
    """Return what a comparison holds, else the winner of a search against the status quo."""
    found = folder.compare
    if found is not None:
        parts = found.get("comparisons") or [found]
        return [
            Pair(
                part["plans"][0],
                part["plans"][1],
                {
                    name: Moved(
                        entry["a"],
                        entry["b"],
                        entry["difference"],
                        entry["low"],
                        entry["high"],
                        entry["p_better"],
                    )
                    for name, entry in part["measures"].items()
                },
            )
            for part in parts
        ]
    winner = won(folder)
    return [] if winner is None else [winner]


def won(folder: Folder) -> Pair | None:
    """Return the winner of a search against the status quo, in fresh worlds."""
    if folder.search is None or not folder.search.get("winner"):
        return None
    before = folder.search["status_quo"]
    return Pair(
        folder.baseline,
        WINNER,
        {
            name: Moved(
                before[name]["mean"],
                entry["mean"],
                entry["difference"],
                entry["difference_low"],
                entry["difference_high"],
                entry["p_better"],
            )
            for name, entry in folder.search["winner"]["measures"].items()
        },
    )


def best(folder: Folder) -> Pair | None:
    """Return the pair that answers what was run last.

    The winner of a search; of a comparison the plan that moves the main measure furthest up.
    """
    winner = None if folder.meta["command"] == "compare" else won(folder)
    if winner is not None:
        return winner

    def rise(pair: Pair) -> float:
        name = main_measure(headline(folder, pair))
        return -math.inf if name is None else pair.moved[name].difference or 0.0

    return max(pairs(folder), key=rise, default=None)


def featured(folder: Folder, plans: Sequence[str]) -> str:
    """Return the plan to speak of: the answer's if it is there, else the first that acts."""
    answer = best(folder)
    if answer is not None and answer.plan in plans:
        return answer.plan
    return next((plan for plan in plans if plan != folder.baseline), plans[0])


def worlds(folder: Folder) -> int:
    """Return the number of worlds behind the answer; 0 when there are none."""
    for found in (folder.search, folder.compare):
        if found is not None:
            return int(found["seeds"])
    daily = folder.tables.get("daily")
    return 0 if daily is None else daily["seed"].n_unique()


def headline(folder: Folder, pair: Pair) -> list[str]:
    """Return the measures to show first: those the search and the scenario name."""
    wanted: list[str] = []
    if pair.plan == WINNER and folder.search is not None:
        wanted = objectives(folder.search)
    wanted += folder.meta.get("measures") or HEADLINE
    return [name for name in dict.fromkeys(wanted) if name in pair.moved]


def objectives(search: Mapping[str, Any]) -> list[str]:
    """Return the measures of a search's objective, in order."""
    return [term.strip().lstrip("+-").strip() for term in str(search["objective"]).split(",")]


def main_measure(names: Sequence[str]) -> str | None:
    """Return the first measure that has a better side and is not money spent."""
    for name in names:
        if name in MEASURES and MEASURES[name].better == "higher":
            return name
    return names[0] if names else None


def unit(name: str) -> str:
    """Return a measure's unit, 1 for one that is not in the catalogue."""
    return MEASURES[name].unit if name in MEASURES else "1"
