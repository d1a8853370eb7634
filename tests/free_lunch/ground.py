"""The ground on which plans are tried: a small community in a few worlds, each past lived once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from scenarios import Scenario, parse
from sim.ledger import OPERATION
from sim.metrics import evaluate
from sim.plan import NoPlan, Plan
from sim.run import Past, Run, live_past, run
from sim.spec import CommunitySpec
from sim.trajectory import GMV
from strategies import StrategyPlan

MEASURES: Final = ("weekly_active", "retention_w4", "gain")
"""What an adversary is after."""

ECONOMY: Final = {"revenue_per_visit": 0.02, "revenue_per_post": 0.1, "margin": 0.4}
"""What activity earns, so that there is a gain to be had in every preset; invented."""

TURNED_ON: Final[dict[str, tuple[str, dict[str, float]]]] = {
    "shop-with-steps": ("shop", {"checkout_steps": 5.0}),
    "forum-with-board": ("forum", {"board_first": 0.3, "board_near": 0.5, "board_far": 0.1}),
    "shop-with-stock": ("shop", {"stock_rate": 0.003}),
    "forum-with-training": ("forum", {"training_gain": 0.2}),
    "forum-with-practice": ("forum", {"adopt_tie": 0.02, "adopt_seed": 0.0}),
}
"""Grounds by name that are a preset with what no preset has: the preset, and what differs."""

EVERYWHERE: Final = "token"
"""A mechanism that no preset has, and every ground."""

_TEXT: Final = """
name: Ground
start: 2025-01-06
horizon_days: {days}
community:
  preset: {preset}
  launch: {launch}
  members: {members}
  arrivals: {{organic_per_day: {arrivals}}}
  mechanisms: {{{everywhere}: on}}
economy: {economy}
plans: {{status-quo: {{}}}}
"""


@dataclass(frozen=True)
class Size:
    """How large a ground is: members at launch, days before a plan and days of it."""

    members: int
    past: int
    days: int
    arrivals: float = 4.0


@dataclass(frozen=True)
class Tried:
    """A plan in some worlds, against doing nothing in the same ones.

    Attributes
    ----------
    changes
        By measure the change, one value a world: of `gain` as a share of the gross margin without
        the plan, of others relative to their mean without it.
    given
        Currency that its strategies paid, owe at face, and left of the list price; one a world.
    """

    changes: dict[str, NDArray[np.float64]]
    given: NDArray[np.float64]

    def mean(self, measure: str) -> float:
        """Return the mean change."""
        return float(self.changes[measure].mean())

    def error(self, measure: str) -> float:
        """Return the standard error of that."""
        own = self.changes[measure]
        return float(own.std(ddof=1) / np.sqrt(len(own)))


class Ground:
    """A community of a preset in the worlds of some seeds.

    Parameters
    ----------
    preset
        Name of the preset, or of `TURNED_ON`.
    size
        How large it is.
    seeds
        The worlds, at least 2.
    measures
        What is read beside money.
    changes
        Sections of the scenario file that stand beside the ground's own.
    """

    def __init__(
        self,
        preset: str,
        size: Size,
        seeds: Sequence[int],
        measures: Sequence[str] = MEASURES,
        **changes: Any,
    ) -> None:
        start = np.datetime64("2025-01-06")
        own, values = TURNED_ON.get(preset, (preset, {}))
        text = _TEXT.format(
            days=size.days, preset=own, members=size.members, economy=ECONOMY,
            launch=start - size.past, arrivals=size.arrivals, everywhere=EVERYWHERE,
        )  # fmt: skip
        sections = "".join(f"{name}: {section}\n" for name, section in changes.items())
        scenario = parse(text + sections)
        if values:
            behaviour = scenario.behaviour.updated(values, "assumed", "made up for a test")
            scenario = scenario.with_behaviour(behaviour)
        spec = replace(scenario.spec(), deeds=True)
        self._begin(preset, scenario, spec, size, seeds, measures)

    @classmethod
    def of(cls, name: str, scenario: Scenario, size: Size, seeds: Sequence[int]) -> Self:
        """Return the ground that a scenario is, where its community is cut to a size."""
        spec = scenario.spec(horizon_days=size.days)
        kept = min(size.members / spec.founders, 1.0) if spec.founders else 1.0
        founders = round(spec.founders * kept)
        ground = cls.__new__(cls)
        small = replace(spec, founders=founders, organic=spec.organic * kept)
        ground._begin(name, scenario, small, size, seeds, MEASURES)
        return ground

    def _begin(
        self,
        preset: str,
        scenario: Scenario,
        spec: CommunitySpec,
        size: Size,
        seeds: Sequence[int],
        measures: Sequence[str],
    ) -> None:
        self.preset, self.size, self.seeds = preset, size, tuple(seeds)
        self.measures = tuple(measures)
        self.scenario, self.spec = scenario, spec
        self._pasts: dict[int, Past] = {}
        self._without: dict[int, Run] = {}
        self._measured: dict[int, dict[str, float]] = {}

    def run(self, plan: Plan, seed: int) -> Run:
        """Return a plan's run in one world."""
        if seed not in self._pasts:
            self._pasts[seed] = live_past(self.spec, seed)
        return run(self.spec, plan, seed, past=self._pasts[seed])

    def without(self, seed: int) -> Run:
        """Return what happens in a world when nothing is done."""
        if seed not in self._without:
            self._without[seed] = self.run(NoPlan(), seed)
        return self._without[seed]

    def tried(self, plan: Plan) -> Tried:
        """Try a plan in all worlds."""
        return self.told([self.run(plan, seed) for seed in self.seeds])

    def told(self, runs: Sequence[Run]) -> Tried:
        """Return what the runs of a plan, one a world, come to."""
        own, base = (
            [evaluate(self.measures, one, self.without(one.seed)) for one in runs],
            [self._read(one.seed) for one in runs],
        )
        changes = {}
        for name in self.measures:
            with_it, without = (np.array([world[name] for world in of]) for of in (own, base))
            whole = self._margin if name == "gain" else float(np.abs(without).mean())
            changes[name] = (with_it - without) / whole
        return Tried(changes, np.array([self.given(one) for one in runs]))

    def given(self, lived: Run) -> float:
        """Return what a run's plan gave away beyond what is given without it, in currency."""
        return given_away(lived) - given_away(self.without(lived.seed))

    def _read(self, seed: int) -> dict[str, float]:
        """Return the measures of a world without a plan."""
        if seed not in self._measured:
            quo = self.without(seed)
            self._measured[seed] = evaluate(self.measures, quo, quo)
        return self._measured[seed]

    @cached_property
    def reach(self) -> float:
        """Members active in a month over those active in a week, without a plan."""
        month, week = (
            sum(evaluate([name], one, one)[name] for one in map(self.without, self.seeds))
            for name in ("monthly_active", "weekly_active")
        )
        return month / week

    @cached_property
    def _margin(self) -> float:
        """Gross margin without a plan, mean over the worlds, in currency."""
        earned = [self.without(seed).ledger.gross_margin() for seed in self.seeds]
        return float(np.mean(earned)) / 100


def given_away(lived: Run) -> float:
    """Return what strategies paid, owe at face and left of the list price, in currency."""
    books, seen = lived.ledger, lived.trajectory
    paid = books.cash() - books.cash(OPERATION) + books.balance("coupons")
    orders = seen.total("buyers") + seen.total("team_orders")
    left = 100 * orders * seen.basket - seen.total(GMV)
    return (paid + books.owed_in_full() + left) / 100


def alone(*strategies: Any, budget: float | None = None) -> StrategyPlan:
    """Return a plan of these strategies."""
    return StrategyPlan(tuple(strategies), budget)
