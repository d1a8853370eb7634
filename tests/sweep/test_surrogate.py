"""Boxes of few runs, by a surrogate's labels: sharper than the runs' own, and none of noise."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import qmc

from planning.sweep.boxes import Runs, box_of
from planning.sweep.prim import find_box, inside
from planning.sweep.surrogate import labels
from scenarios import parse_constraint
from tests.sweep.functions import over

Floats = NDArray[np.float64]
BOUND = parse_constraint("roi <= 0")


def runs(seed: int, noise: float = 0.3, points: int = 30, each: int = 1) -> Runs:
    """Return runs whose measure falls towards a corner of the first two of four inputs."""
    rng = np.random.default_rng(seed)
    x = qmc.LatinHypercube(4, rng=np.random.default_rng(seed)).random(points).repeat(each, axis=0)
    return Runs(over(0, 1, 4), x, truth(x) + noise * rng.normal(size=len(x)), points)


def truth(x: Floats) -> Floats:
    return np.asarray(2 * x[:, 0] + x[:, 1] - 1.0)


def good(limits: dict[int, tuple[float, float]]) -> float:
    """Return the harmonic mean of coverage and density among points without luck."""
    x = qmc.Sobol(4, rng=99).random(1024)
    cases, there = truth(x) <= 0, inside(x, limits)
    return float(2 * cases[there].sum() / (there.sum() + cases.sum()))


@pytest.mark.slow
def test_of_few_runs_it_finds_more_than_the_runs_alone_tell() -> None:
    ours, theirs = [], []
    for seed in range(8):
        given = runs(seed)
        box = box_of(given, BOUND)
        alone = find_box(given.x, given.values <= 0, given.points)
        ours.append(good(box.limits) if box else 0.0)
        theirs.append(good(alone.limits) if alone else 0.0)
    assert np.mean(ours) > np.mean(theirs) + 0.1
    assert sum(map(bool, ours)) > sum(map(bool, theirs))


def test_what_it_holds_is_counted_among_the_runs() -> None:
    given = runs(1)
    box = box_of(given, BOUND)
    assert box is not None
    there, cases = inside(given.x, box.limits), given.values <= 0
    assert set(box.limits) <= {0, 1}
    assert (box.runs, box.cases) == (there.sum(), (cases & there).sum())
    assert box.coverage == (cases & there).sum() / cases.sum()
    assert box.labelled > 0


def test_noise_hardly_ever_has_a_box() -> None:
    """One in twenty is allowed: of 10 at most 2; runs of a point are dealt together."""
    alone, together = 0, 0
    for seed in range(10):
        noise = np.random.default_rng(seed).normal(size=30) + 0.7
        one, many = runs(seed), runs(seed, points=10, each=3)
        alone += box_of(Runs(one.inputs, one.x, noise, 30), BOUND) is not None
        together += box_of(Runs(many.inputs, many.x, noise, 10), BOUND) is not None
    assert alone <= 2
    assert together <= 2


@pytest.mark.slow
def test_nothing_hangs_on_the_measure_s_scale() -> None:
    given = runs(2)
    y = given.values[:, None]
    plain = labels(given.x, y, 0.0, True)
    bent = labels(given.x, np.exp(3 * y), 1.0, True)
    turned = labels(given.x, -y, 0.0, False)
    assert plain is not None
    assert bent is not None
    assert turned is not None
    assert plain.likely.tolist() == bent.likely.tolist() == turned.likely.tolist()


@pytest.mark.slow
def test_limits_are_in_the_units_of_the_inputs() -> None:
    from dataclasses import replace

    given = runs(1)
    spread = replace(given.inputs[0], low=0.01, high=100.0, log=True)
    moved = given.x.copy()
    moved[:, 0] = [spread.value(float(u)) for u in given.x[:, 0]]
    box = box_of(given, BOUND)
    other = box_of(Runs([spread, *given.inputs[1:]], moved, given.values, 30), BOUND)
    assert box is not None
    assert other is not None
    assert np.isclose(other.limits[0][1], spread.value(box.limits[0][1]), rtol=1e-6)


def test_where_nobody_looked_nothing_is_guessed() -> None:
    """One at a time: the runs' own labels, as there are no runs off the axes."""
    from dataclasses import replace

    given = runs(1)
    along = replace(given, spread=False)
    alone = find_box(given.x, given.values <= 0, given.points)
    assert box_of(along, BOUND) == alone


def test_of_hardly_any_runs_nothing_is_told() -> None:
    assert box_of(runs(0, points=8), BOUND) is None
    assert box_of(Runs(over(0, 1, 4), np.zeros((0, 4)), np.zeros(0), 0), BOUND) is None
