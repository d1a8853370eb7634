"""Designs: which runs a sweep asks for, as places in the ranges of its inputs.

Every design is a pure function of its arguments, and a longer one begins with the runs of a
shorter one where that can be (`sobol`, `lhs`), so that a sweep can be extended.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from planning.sweep.inputs import Input
from sim.errors import InputError

Kind = Literal["sobol", "lhs", "grid", "one-at-a-time"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Place = tuple[str, tuple[float, ...]]
"""Part and values of a point."""

A: Final = "A"
B: Final = "B"
DRAW: Final = "behaviour draw"
"""The input that stands for all that is not known of members' behaviour: which draw of it."""
LUCK: Final = "luck"
"""The input that stands for chance: the seed."""

WORLDS: Final = 1_000_000
"""Seeds and draws that a Sobol design chooses from when nothing else is said: hardly one twice."""

EACH: Final = 8
"""Worlds in which other designs live each of their points when nothing else is said."""

MOST_RUNS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One run of a design.

    Attributes
    ----------
    point
        Of a Sobol design the row that it is part of; else the point, lived in several worlds.
    part
        Of a Sobol design `A`, `B`, or the input that it has of row B, all others being of row A;
        one at a time the input that is varied; else empty.
    values
        A value for each input.
    draw, seed
        The behaviour draw and the seed of chance.
    """

    point: int
    part: str
    values: tuple[float, ...]
    draw: int
    seed: int


def design(
    kind: Kind,
    inputs: Sequence[Input],
    blocks: Sequence[int],
    seeds: int | None,
    seed: int,
    *,
    drawn: bool,
) -> list[Asked]:
    """Return the runs of a design.

    Parameters
    ----------
    kind
        ``sobol``: Saltelli's rows of a scrambled Sobol sequence, which sensitivity needs;
        ``lhs``: a Latin hypercube; ``grid``: every combination of evenly spaced levels;
        ``one-at-a-time``: the scenario's own values, then one input after another over its range.
    inputs
        What is varied.
    blocks
        Runs at most, asked for at first and by each extension.
    seeds
        Of a Sobol design the worlds to choose from; of others those in which each point is lived.
    seed
        Seed of the design.
    drawn
        Whether worlds draw any behaviour, so that the draw is an input of a Sobol design.

    Raises
    ------
    InputError
        If the runs do not suffice, or an extension is asked of a grid or one at a time.
    """
    if kind not in KINDS:
        raise InputError(f"no design {kind!r}; there are {', '.join(KINDS)}", field="design")
    if sum(blocks) > MOST_RUNS:
        raise InputError(f"{sum(blocks):,} runs; at most {MOST_RUNS:,}", field="runs")
    if kind == "sobol":
        return _sobol(inputs, sum(blocks), WORLDS if seeds is None else seeds, seed, drawn)
    each = EACH if seeds is None else seeds
    if kind == "lhs":
        cube = _hypercube(len(inputs), [runs // each for runs in blocks], seed, each)
        places = [
            ("", tuple(one.value(float(u)) for one, u in zip(inputs, row, strict=True)))
            for row in cube
        ]
    elif len(blocks) > 1:
        raise InputError(
            f"a {kind} design has no next runs; ask for more --runs in another folder",
            field="extend",
        )
    else:
        spread = _grid if kind == "grid" else _one_at_a_time
        places = spread(inputs, blocks[0] // each, each)
    return [
        Asked(point, part, values, world, world)
        for point, (part, values) in enumerate(places)
        for world in range(each)
    ]


def _sobol(inputs: Sequence[Input], runs: int, worlds: int, seed: int, drawn: bool) -> list[Asked]:
    """Return Saltelli's design (2010): rows A and B, and A with each input as B has it."""
    names = [one.path for one in inputs] + [DRAW] * drawn + [LUCK]
    size = len(names)
    rows = runs // (size + 2)
    if rows < 2:
        raise InputError(
            f"{runs} runs; this design takes {size + 2} a row and at least 2 rows: "
            f"{2 * (size + 2)} runs",
            field="runs",
        )
    from scipy.stats import qmc

    with warnings.catch_warnings():
        # Rows are balanced best in powers of two; intervals tell what any other number is worth.
        warnings.simplefilter("ignore", UserWarning)
        cube = qmc.Sobol(2 * size, scramble=True, rng=seed).random(rows)
    found = []
    for row, both in enumerate(cube):
        # Neighbouring columns of the sequence are spread best together, and an index lives on the
        # pair of one input: with A in the first half and B in the second, errors are twice these.
        a, b = both[0::2], both[1::2]
        mixed = {A: a, B: b}
        for place, name in enumerate(names):
            mixed[name] = a.copy()
            mixed[name][place] = b[place]
        found += [_asked(inputs, row, part, u, worlds, drawn) for part, u in mixed.items()]
    return found


def _asked(
    inputs: Sequence[Input], row: int, part: str, u: NDArray[np.float64], worlds: int, drawn: bool
) -> Asked:
    values = tuple(one.value(float(x)) for one, x in zip(inputs, u, strict=False))
    draw = int(u[len(inputs)] * worlds) if drawn else 0
    return Asked(row, part, values, draw, int(u[-1] * worlds))


def _hypercube(size: int, points: Sequence[int], seed: int, each: int) -> NDArray[np.float64]:
    """Return one Latin hypercube a block, below one another."""
    from scipy.stats import qmc

    if min(points) < 2:
        raise InputError(
            f"too few runs: with {each} worlds a point, {2 * each} are 2 points", field="runs"
        )
    cubes = [
        qmc.LatinHypercube(size, rng=np.random.default_rng([seed, block]))
        for block in range(len(points))
    ]
    found: NDArray[np.float64] = np.vstack(
        [cube.random(count) for cube, count in zip(cubes, points, strict=True)]
    )
    return found


def _grid(inputs: Sequence[Input], points: int, each: int) -> list[Place]:
    count = 1
    while (count + 1) ** len(inputs) <= points:
        count += 1
    if count < 2:
        least = 2 ** len(inputs)
        raise InputError(
            f"too few runs: 2 levels of {len(inputs)} inputs are {least} points, "
            f"{least * each} runs with {each} worlds a point",
            field="runs",
        )
    return [("", values) for values in product(*(one.levels(count) for one in inputs))]


def _one_at_a_time(inputs: Sequence[Input], points: int, each: int) -> list[Place]:
    count = (points - 1) // len(inputs)
    if count < 2:
        least = 1 + 2 * len(inputs)
        raise InputError(
            f"too few runs: both ends of {len(inputs)} inputs are {least} points, "
            f"{least * each} runs with {each} worlds a point",
            field="runs",
        )
    now = tuple(one.current for one in inputs)
    return [("", now)] + [
        (one.path, (*now[:place], level, *now[place + 1 :]))
        for place, one in enumerate(inputs)
        for level in one.levels(count)
    ]
