"""A shipped scenario to search: posts under the recipe that pays for them and honours them.

The truth is the mean over worlds of its own, which no search meets.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from typing import Any, Final

import numpy as np

from benchmarks.suite.search_problems import Told, Values
from scenarios import load
from sim.metrics import MEASURES, read_off
from sim.run import live_past, run
from strategies import SearchDimension, search_space, with_values
from worlds.replicate import worlds_kept

TRUTH: Final = range(1_000_000, 1_000_016)


class Recipe:
    """The recipe ``material-and-status``: points and an award share a budget, posts are wanted."""

    name = "material-and-status"
    plan = "both"
    measure = "posts"
    best = 9693.06
    how = (
        "Forerun's search in the 16 worlds of the truth themselves, 144 trials; no step of one "
        "lever or of the split from there gains anything"
    )

    def __init__(self) -> None:
        scenario = load(self.name)
        self._spec = scenario.spec()
        self._plan = scenario.plan(self.plan)
        self.total = self._plan.budget
        self.members = self._spec.founders
        self.plan_days = float(self._spec.founders * self._spec.horizon_days)
        self.past_days = float(self._spec.founders * self._spec.past_days)
        self._pasts: OrderedDict[int, Any] = OrderedDict()
        self._known: dict[tuple[float, ...], Told] = {}

    @cached_property
    def dimensions(self) -> tuple[SearchDimension, ...]:
        """What the plan's levers and money may be."""
        return tuple(d for d in search_space(self._plan) if d.low < d.high)

    def told(self, values: Values, seed: int) -> Told:
        """Return the posts of a world; its past is lived if it is not one of the last few."""
        if seed not in self._pasts:
            while len(self._pasts) >= worlds_kept(self.members):
                self._pasts.popitem(last=False)
            self._pasts[seed] = live_past(self._spec, seed)
        self._pasts.move_to_end(seed)
        return Told(self._posts(values, seed, self._pasts[seed]), {})

    def truth(self, values: Values) -> Told:
        """Return the mean over the worlds of the truth."""
        key = tuple(values[d.path] for d in self.dimensions)
        if key not in self._known:
            each = [self._posts(values, seed, past) for seed, past in self._apart.items()]
            self._known[key] = Told(float(np.mean(each)), {})
        return self._known[key]

    @cached_property
    def _apart(self) -> dict[int, Any]:
        return {seed: live_past(self._spec, seed) for seed in TRUTH}

    def _posts(self, values: Values, seed: int, past: Any) -> float:
        lived = run(self._spec, with_values(self._plan, values), seed, past=past)
        # Posts are counted in the run itself: what it is held against does not matter.
        return float(read_off([self.measure], lived, lived, MEASURES)[self.measure].value)
