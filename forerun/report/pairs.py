"""Two plans that met the same worlds, whichever command ran them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from forerun.report.folder import Folder
from sim.metrics import Better
from sim.metrics.told import Told
from worlds.statistics import side

HEADLINE: Final = ("weekly_active", "retention_w4", "cost", "roi", "nps")
"""What is shown first when the scenario does not say."""

WINNER: Final = "winner"
"""Name of the plan that a search found, as `planning.found` writes it."""


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
    b_low, b_high
        Interval of the plan's own value.
    worlds
        Worlds behind the figures.
    break_even
        Value of a plan that neither gains nor loses, of a measure that is itself a difference to
        the baseline; None of others.
    better
        Whether an operator wants more of it, less of it, or neither.
    """

    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None
    p_better: float | None
    b_low: float | None
    b_high: float | None
    worlds: int
    break_even: float | None
    better: Better

    @property
    def alone(self) -> bool:
        """Whether the plan has a value and no difference: what it is compared with has none."""
        return self.difference is None and self.b is not None

    @property
    def side(self) -> int:
        """1 clearly up, -1 clearly down, 0 if the interval reaches what would be no difference."""
        if self.alone and self.break_even is not None:
            return side(self.b_low, self.b_high, self.break_even)
        return side(self.low, self.high)

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out no difference."""
        return self.side != 0

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
        return moved.side * {"higher": 1, "lower": -1, "neutral": 0}[moved.better]


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
                        a=entry["a"],
                        b=entry["b"],
                        difference=entry["difference"],
                        low=entry["low"],
                        high=entry["high"],
                        p_better=entry["p_better"],
                        b_low=entry["b_low"],
                        b_high=entry["b_high"],
                        worlds=entry["worlds"],
                        break_even=_told(folder, name).break_even,
                        better=_told(folder, name).better,
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
                a=before[name]["mean"],
                b=entry["mean"],
                difference=entry["difference"],
                low=entry["difference_low"],
                high=entry["difference_high"],
                p_better=entry["p_better"],
                b_low=entry["low"],
                b_high=entry["high"],
                worlds=entry["worlds_paired"],
                break_even=_told(folder, name).break_even,
                better=_told(folder, name).better,
            )
            for name, entry in folder.search["winner"]["measures"].items()
        },
    )


def _told(folder: Folder, name: str) -> Told:
    """Return what is told of a measure; of one that is not known next to nothing."""
    return folder.measures.get(name, Told(name, name, "1", "neutral"))


def best(folder: Folder) -> Pair | None:
    """Return the pair that answers what was run last.

    The winner of a search; of a comparison the plan that moves the main measure furthest up.
    """
    winner = None if folder.meta["command"] == "compare" else won(folder)
    if winner is not None:
        return winner

    def rise(pair: Pair) -> float:
        name = next(iter(aims(folder, pair)), None)
        if name is None:
            return -math.inf
        sign = -1 if pair.moved[name].better == "lower" else 1
        return sign * (pair.moved[name].difference or 0.0)

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
    return [name for name in asked_measures(folder, pair) if name in pair.moved]


def asked_measures(folder: Folder, pair: Pair) -> list[str]:
    """Return the measures that the search and the scenario name, defined or not."""
    wanted: list[str] = []
    if pair.plan == WINNER and folder.search is not None:
        wanted = objectives(folder.search)
    return list(dict.fromkeys([*wanted, *(folder.meta.get("measures") or HEADLINE)]))


def objectives(search: Mapping[str, Any]) -> list[str]:
    """Return the measures of a search's objective, in order."""
    return list(dict.fromkeys(measure_of(name) for name in asked_for(search)))


def asked_for(search: Mapping[str, Any]) -> list[str]:
    """Return what a search pushes, in order: measures, or a risk of one as ``q10(profit)``."""
    terms = ["".join(term.split()).lstrip("+-") for term in str(search["objective"]).split(",")]
    return [measure_of(term) if term.startswith("mean(") else term for term in terms]


def measure_of(name: str) -> str:
    """Return the measure of what a search pushes."""
    return name.partition("(")[2].removesuffix(")") or name


def aims(folder: Folder, pair: Pair) -> list[str]:
    """Return what a plan is for, the first question first.

    The objectives of a search in their order; of a comparison the first objective that the
    scenario names, else its main measure.
    """
    if pair.plan == WINNER and folder.search is not None:
        return [name for name in objectives(folder.search) if name in pair.moved]
    asked = objectives(folder.meta) if folder.meta.get("objective") else []
    named = [name for name in asked[:1] if name in pair.moved]
    main = main_measure(pair, headline(folder, pair))
    return named or ([] if main is None else [main])


def main_measure(pair: Pair, names: Sequence[str]) -> str | None:
    """Return the first measure that has a better side and is not money spent."""
    for name in names:
        if pair.moved[name].better == "higher":
            return name
    return names[0] if names else None
