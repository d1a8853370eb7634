"""A winner as a person would write it: nothing in it that does nothing, nothing odd untold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.first import Values, is_budget, nearest, strategy_of
from planning.panel import Panel
from planning.trials import Asked, Verdict
from scenarios import Objective
from strategies import SearchDimension
from worlds.statistics import mean_interval

EDGE: Final = 0.01
"""A value is at the edge of its range when it comes this near to an end, as a share of it."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A parameter that was taken back, because the value found gained nothing.

    Attributes
    ----------
    path
        The parameter.
    found, to
        What the search had set, and what the winner has.
    """

    path: str
    found: float
    to: float


@dataclass(frozen=True, slots=True)
class AtEdge:
    """A value found at an end of its search range, beyond which a better one may lie.

    Attributes
    ----------
    path, value
        The parameter and its value.
    high
        Whether it is the upper end.
    """

    path: str
    value: float
    high: bool


def plainest(
    values: Values,
    dimensions: Sequence[SearchDimension],
    panel: Panel,
    slack: float = 0.0,
) -> tuple[Values, Verdict, tuple[TakenBack, ...]]:
    """Take back every parameter that gains nothing, one after the other.

    Each strategy's money first, then the levers of those that keep theirs: to its neutral value,
    or today's where it has none, in the worlds of the panel. It stays there when the first
    objective does not get worse, no other one clearly does, and every bound is kept. At most one
    more trial a parameter; a pure function of the values, for any number of workers.

    Parameters
    ----------
    values
        As they run, a value for each dimension; a plan that keeps every bound.
    dimensions
        What was turned.
    panel
        Where they are tried.
    slack
        How much worse than it began the first objective may get in all.

    Returns
    -------
    values, verdict, taken back
        The plainest values found, what the panel says of them, and what was taken back.
    """
    values = dict(values)
    best = first = _verdict(panel, values)
    taken = []
    for dimension in sorted(dimensions, key=lambda d: not is_budget(d.path)):
        money = values.get(f"{strategy_of(dimension.path)}.budget")
        found, plain = values[dimension.path], nearest(dimension, dimension.neutral)
        if found == plain or money == 0:
            continue
        tried = {**values, dimension.path: plain}
        verdict = _verdict(panel, tried)
        beside = first if slack else best
        if panel.kept(verdict.violations or {}) and _harmless(
            verdict, beside, panel.objectives, slack
        ):
            values, best = tried, verdict
            taken.append(TakenBack(dimension.path, found, plain))
    return values, best, tuple(taken)


def at_edges(values: Values, dimensions: Sequence[SearchDimension]) -> tuple[AtEdge, ...]:
    """Return the values at an end of their range, but for money and what was not moved."""
    found = []
    for d in dimensions:
        value = values.get(d.path)
        if value is None or is_budget(d.path) or value in (d.current, d.neutral):
            continue
        low, high, own = np.log([d.low, d.high, value]) if d.log else (d.low, d.high, value)
        near = EDGE * (high - low)
        if own - low <= near or high - own <= near:
            found.append(AtEdge(d.path, value, high=bool(high - own <= near)))
    return tuple(found)


def _verdict(panel: Panel, values: Values) -> Verdict:
    return next(panel.verdicts([Asked(-1, values)]))


def _harmless(tried: Verdict, best: Verdict, objectives: Sequence[Objective], slack: float) -> bool:
    if tried.error is not None or best.error is not None:
        return False
    for place, one in enumerate(objectives):
        sign = 1.0 if one.direction == "maximize" else -1.0
        before, after = ((own.notes or {})[one.column] for own in (best, tried))
        gain = sign * (np.array(after) - np.array(before))
        if place == 0 and gain.mean() < -slack:
            return False
        if place > 0 and gain.mean() < 0 and not mean_interval(gain).high >= 0:
            return False
    return True
