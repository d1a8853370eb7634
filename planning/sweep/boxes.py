"""Where in the inputs the cases of a sweep lie: by its runs' own labels, or by a surrogate's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planning.sweep.inputs import Input
from planning.sweep.prim import Box, find_box, inside, peeled
from planning.sweep.surrogate import FEW, Labels, labels
from scenarios import Constraint

Floats = NDArray[np.float64]
Limits = dict[int, tuple[float, float]]

SURE: Final = 1.64
"""Standard errors by which a limit must raise the share of cases: one in twenty, one-sided."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs among which cases are looked for.

    Attributes
    ----------
    inputs
        What was varied.
    x
        Inputs of the runs, shape ``(runs, inputs)``.
    values
        The bound's measure in each, all finite, shape ``(runs,)``.
    points
        Number of points, of which each has equally many runs, one after another.
    spread
        Whether they fill the ranges, so that a surrogate need not guess where nobody looked.
    """

    inputs: Sequence[Input]
    x: Floats
    values: Floats
    points: int
    spread: bool = True


def box_of(runs: Runs, bound: Constraint) -> Box | None:
    """Return where the runs lie that keep a bound; None where nothing stands out from chance.

    Of few points a surrogate's labels are peeled; how many cases the box holds is always counted
    among the runs.
    """
    below = bound.op == "<="
    cases = runs.values <= bound.value if below else runs.values >= bound.value
    if runs.points > FEW or not runs.spread:
        return find_box(runs.x, cases, runs.points)
    if not runs.points:
        return None
    each = len(runs.x) // runs.points
    cube = np.column_stack([_to_cube(one, runs.x[::each, i]) for i, one in enumerate(runs.inputs)])
    said = labels(cube, runs.values.reshape(runs.points, each), bound.value, below)
    if said is None:
        return None
    limits = {
        place: (_from_cube(runs.inputs[place], low), _from_cube(runs.inputs[place], high))
        for place, (low, high) in _plain(said, peeled(said.x, said.likely), runs.points).items()
    }
    there = inside(runs.x, limits)
    hits, count, share = int(cases[there].sum()), int(there.sum()), float(cases.mean())
    if not limits or hits <= count * share:
        return None
    return Box(
        limits, hits / int(cases.sum()), hits / count, share, count, hits, said.by_chance,
        len(said.x),
    )  # fmt: skip


def _plain(said: Labels, limits: Limits, points: int) -> Limits:
    """Give up the limits that do not clearly raise the share, with no more witnesses than points.

    A surrogate can label any number of points; it knows no more for that.
    """
    kept = dict(limits)
    for place in limits:
        for end, free in enumerate((-np.inf, np.inf)):
            low, high = kept[place]
            without = {**kept, place: (free, high) if end == 0 else (low, free)}
            here = inside(said.x, kept)
            wider = float(said.likely[inside(said.x, without)].mean())
            witnesses = max(points * float(here.mean()), 1.0)
            error = np.sqrt(wider * (1 - wider) / witnesses)
            if float(said.likely[here].mean()) - wider <= SURE * error:
                kept = without
    return {place: ends for place, ends in kept.items() if ends != (-np.inf, np.inf)}


def _to_cube(one: Input, values: Floats) -> Floats:
    low, high = one.low, one.high
    if one.log:
        values, low, high = np.log(values), np.log(low), np.log(high)
    return (values - low) / (high - low)


def _from_cube(one: Input, u: float) -> float:
    return one.value(u) if np.isfinite(u) else u
