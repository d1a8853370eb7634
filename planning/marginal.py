"""What one more of each lever brings at the winner, measured in pairs; and its response curve.

A step of each lever is lived in the first worlds of the last round, as many as the panel has,
beside the winner itself, so that what both share drops out. One more unit of money comes on top of
the plan's budget: within it, it would be taken from another strategy. The curve is what the
surrogate believes along each lever, the others as the winner has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from planning.belief import LEAST
from planning.first import Values, is_budget, nearest, strategy_of
from planning.panel import Panel
from planning.proposals.seen import Seen
from planning.proposals.space import Space
from planning.proposals.surrogate import Surrogate
from planning.trials import Asked, Question, Trial, Verdict
from scenarios import Objective
from strategies import SearchDimension
from worlds.statistics import finite, mean_interval, side

STEP: Final = 0.1
"""Of a lever's range that a step goes, at least one step of its grid."""

MONEY_STEP: Final = 0.05
"""Of the plan's budget that a strategy is given on top of it."""

POINTS: Final = 9
"""Of a response curve."""

WIDE: Final = 1.645
"""Standard deviations to each side of a curve: nine in ten."""


@dataclass(frozen=True, slots=True)
class Marginal:
    """What a step of a lever changes in the first objective.

    Attributes
    ----------
    path, value, to
        The lever, where the winner has it, and where the step leads.
    change, low, high
        In the objective for each unit of the lever, with its 90 % interval over worlds; NaN where
        the step cannot be run.
    """

    path: str
    value: float
    to: float
    change: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return side(self.low, self.high) != 0

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, null for what is not known."""
        return {
            "path": self.path,
            "value": self.value,
            "to": self.to,
            "change": finite(self.change),
            "low": finite(self.low),
            "high": finite(self.high),
        }


@dataclass(frozen=True, slots=True)
class Response:
    """What is believed along one lever, in the first objective; the interval is the surrogate's."""

    path: str
    value: float
    mean: float
    low: float
    high: float


def marginals(
    values: Values, dimensions: Sequence[SearchDimension], goal: Objective, apart: Panel
) -> tuple[Marginal, ...]:
    """Return what a step of each lever that acts brings at some values.

    Parameters
    ----------
    values
        A value for each dimension.
    dimensions
        What may be turned.
    goal
        The first objective.
    apart
        Worlds in which it is measured, by which nothing was chosen.
    """
    acting = [d for d in dimensions if is_budget(d.path) or _paid(d, values)]
    steps = [(d, to) for d in acting if (to := _stepped(d, values[d.path])) != values[d.path]]
    asked = [Asked(-1, values), *(Asked(-1, {**values, d.path: to}) for d, to in steps)]
    stand, *moved = _richer(apart).verdicts(asked)
    return tuple(
        Marginal(d.path, values[d.path], to, *_change(goal, stand, after, to - values[d.path]))
        for (d, to), after in zip(steps, moved, strict=True)
    )


def responses(question: Question, trials: Sequence[Trial], values: Values) -> tuple[Response, ...]:
    """Return what is believed along each lever through some values, the plan's budget kept to.

    Parameters
    ----------
    question
        What was searched.
    trials
        Those that did not fail; nothing is believed after a few.
    values
        A value for each dimension.
    """
    space = Space(question.dimensions)
    seen = Seen.of(question, space, trials)
    if len(trials) < LEAST or np.ptp(seen.gains[0].mean) == 0:
        return ()
    model = Surrogate.fitted(space, seen, seen.gains[0])
    sign = 1.0 if question.directions[0] == "maximize" else -1.0
    found = []
    for d in question.dimensions:
        if not is_budget(d.path) and not _paid(d, values):
            continue
        grid = np.linspace(0.0, 1.0, POINTS)
        along = np.geomspace(d.low, d.high, POINTS) if d.log else d.low + grid * (d.high - d.low)
        own = [nearest(d, float(value)) for value in along]
        own = sorted({*own, values[d.path], d.current})
        x = space.features(space.points([{**values, d.path: value} for value in own]))
        mean, variance = model.objective.at(x)
        ends = [model.scale.back(mean + wide * np.sqrt(variance)) for wide in (-WIDE, 0.0, WIDE)]
        for place, value in enumerate(own):
            low, middle, high = sorted(sign * float(end[place]) for end in ends)
            found.append(Response(d.path, value, middle, low, high))
    return tuple(found)


def _paid(dimension: SearchDimension, values: Values) -> bool:
    """Whether a lever's strategy has money, or needs none."""
    return values.get(f"{strategy_of(dimension.path)}.budget", 1.0) > 0


def _stepped(dimension: SearchDimension, value: float) -> float:
    """Return where a step from a value leads: up, or down from the upper end."""
    d = dimension
    if is_budget(d.path):
        return value + MONEY_STEP * d.high
    step = max(STEP * (d.high - d.low), d.step or 0.0)
    up = nearest(d, value * (d.high / d.low) ** STEP if d.log else value + step)
    if up > value:
        return up
    return nearest(d, value / (d.high / d.low) ** STEP if d.log else value - step)


def _richer(panel: Panel) -> Panel:
    """Return a panel whose plan has money for a step more; strategies keep what they were given."""
    budget = panel.plan.budget
    if budget is None:
        return panel
    return panel.of(replace(panel.plan, budget=budget * (1.0 + MONEY_STEP)))


def _change(
    goal: Objective, before: Verdict, after: Verdict, by: float
) -> tuple[float, float, float]:
    if before.error is not None or after.error is not None:
        return (float("nan"),) * 3
    own, other = ((one.notes or {})[goal.column] for one in (before, after))
    each = mean_interval((np.array(other) - np.array(own)) / by)
    return each.mean, each.low, each.high
