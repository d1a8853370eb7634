"""An adversary: looks for plans that give much and cost next to nothing.

It draws plans from all that a strategy's fields allow, then changes a field or two of the most
promising so far: those that move much, the less the more they cost beyond a hundredth of what the
shipped plan spends and owes. What it found for that or less is tried in worlds that no trial has
seen, and is a gift when it lies beyond `bounds` by more than the noise of the paired difference.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.errors import InputError
from strategies import StrategyPlan
from tests.free_lunch.bounds import SPEND, allowed, published
from tests.free_lunch.choices import Choice, built, choices
from tests.free_lunch.ground import MEASURES, Ground, Size, Tried

SURE: Final = 2.0
"""Standard errors by which a gift lies beyond what is allowed."""

HOPELESS: Final = 10.0
"""Times what may be spent in the first world at which a trial is not tried in others."""

BEST: Final = 2
"""Trials of each measure that are tried anew."""

PROMISING: Final = 3
"""Trials of each measure that are changed to find better ones."""

DEARER: Final = 0.1
"""What a tenfold cost beyond what may be spent takes off the promise of a trial, as a share."""


@dataclass(frozen=True)
class Depth:
    """How hard an adversary looks.

    Attributes
    ----------
    trials
        Plans that it tries.
    panel, fresh
        Worlds in which each is tried, and in which the best are tried anew.
    size
        How large the community is.
    """

    trials: int
    panel: int
    fresh: int
    size: Size


@dataclass(frozen=True)
class Gift:
    """Something for next to nothing.

    Attributes
    ----------
    kind, preset, measure
        Of which strategy, where, and what it moves.
    change, error, allowed
        The change as a share, its standard error, and what would be no wonder.
    given, shipped
        Currency spent and owed, by this plan and by the shipped one.
    values
        Fields that are not the defaults.
    """

    kind: str
    preset: str
    measure: str
    change: float
    error: float
    allowed: float
    given: float
    shipped: float
    values: dict[str, Any]

    def __str__(self) -> str:
        return (
            f"{self.kind} in {self.preset}: {self.measure} {self.change:+.1%} (+-{self.error:.1%}, "
            f"allowed {self.allowed:.1%}) for {self.given:.2f} of {self.shipped:.2f}: {self.values}"
        )


class Adversary:
    """Looks for gifts of one strategy in one preset; the same ones each time.

    Parameters
    ----------
    kind, preset
        Of which strategy, and where.
    depth
        How hard.
    spared
        Fields that it leaves as they are.
    seed
        Of its proposals.
    """

    def __init__(
        self, kind: str, preset: str, depth: Depth, spared: Collection[str] = (), seed: int = 0
    ) -> None:
        panel = Ground(preset, depth.size, range(depth.panel))
        fresh = Ground(preset, depth.size, range(depth.panel, depth.panel + depth.fresh))
        self._begin(kind, depth, panel, fresh, choices(kind), spared, seed)

    def _begin(
        self,
        kind: str,
        depth: Depth,
        panel: Ground,
        fresh: Ground,
        known: Mapping[str, Choice],
        spared: Collection[str],
        seed: int,
    ) -> None:
        self.kind, self.depth, self.panel, self.fresh = kind, depth, panel, fresh
        self._choices = {path: choice for path, choice in known.items() if path not in spared}
        self.shipped = float(self.panel.tried(self._plan({})).given.mean())
        self._random = np.random.default_rng(seed)
        self._anew_tried: dict[str, Tried] = {}
        self._best: dict[str, list[_Ranked]] = {name: [] for name in MEASURES}
        self._promising: dict[str, list[_Ranked]] = {name: [] for name in MEASURES}

    def gifts(self) -> list[Gift]:
        """Return what it finds, the largest for each measure."""
        for trial in range(self.depth.trials):
            values = self._proposed(trial)
            tried = self._tried(values)
            if tried is None:
                continue
            given = float(tried.given.mean())
            dear = DEARER * max(np.log10(given / self._purse), 0.0) if given > 0 else 0.0
            for name in MEASURES:
                change = tried.mean(name)
                _rank(self._promising[name], PROMISING, change - dear, values)
                if given <= self._purse:
                    _rank(self._best[name], BEST, change, values)
        found = [self._anew(name, v) for name, best in self._best.items() for _, v in best]
        beyond = [one for one in found if one.change - SURE * one.error > one.allowed]
        largest = {one.measure: one for one in sorted(beyond, key=lambda one: one.change)}
        return list(largest.values())

    def _plan(self, values: dict[str, Any]) -> StrategyPlan:
        """Return the plan of some values by path; raises `InputError` if they are not allowed."""
        return StrategyPlan((built(self.kind, values),))

    def _published(self, measure: str) -> float:
        return published(self.kind, measure, self.fresh)

    @property
    def _purse(self) -> float:
        return SPEND * self.shipped

    def _proposed(self, trial: int) -> dict[str, Any]:
        """Return any plan, or one of the most promising so far with a field or two changed."""
        random = self._random
        starts = [values for own in self._promising.values() for _, values in own]
        refine = starts and trial > self.depth.trials // 3
        start = starts[random.integers(len(starts))] if refine else {}
        most = 2 if refine else len(self._choices)
        paths = random.permutation(list(self._choices))[: random.integers(1, most + 1)]
        turned = {str(path): self._choices[path].drawn(random) for path in paths}
        if not refine or random.random() < 0.2:
            turned["budget"] = (None, self._purse)[random.integers(2)]
        return {**start, **turned}

    def _tried(self, values: dict[str, Any]) -> Tried | None:
        """Try a plan in the panel, a hopeless one in its first world; None if it is not allowed."""
        try:
            plan = self._plan(values)
            first = self.panel.run(plan, self.panel.seeds[0])
        except InputError:
            return None
        if self.panel.given(first) > HOPELESS * self._purse:
            return self.panel.told([first])
        others = [self.panel.run(plan, seed) for seed in self.panel.seeds[1:]]
        return self.panel.told([first, *others])

    def _anew(self, measure: str, values: dict[str, Any]) -> Gift:
        tried = self._tried_anew(values)
        given = float(tried.given.mean())
        most = self._published(measure)
        may = most * allowed(given / self.shipped if self.shipped else 0.0)
        turned = {path: value for path, value in values.items() if value != self._default(path)}
        return Gift(
            self.kind, self.panel.preset, measure, tried.mean(measure), tried.error(measure), may,
            given, self.shipped, turned,
        )  # fmt: skip

    def _tried_anew(self, values: dict[str, Any]) -> Tried:
        name = repr(values)
        if name not in self._anew_tried:
            self._anew_tried[name] = self.fresh.tried(self._plan(values))
        return self._anew_tried[name]

    def _default(self, path: str) -> Any:
        return self._choices[path].default if path in self._choices else None


_Ranked = tuple[float, dict[str, Any]]


def _rank(best: list[_Ranked], most: int, score: float, values: dict[str, Any]) -> None:
    """Put a trial among the best, unless it is no better; a score that is NaN never is."""
    if np.isnan(score) or (len(best) == most and score <= best[-1][0]):
        return
    best.append((score, values))
    best.sort(key=lambda one: -one[0])
    del best[most:]
