"""Designs: what they ask for, that longer ones begin with shorter ones, what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planning.sweep.design import DRAW, LUCK, A, B, design
from planning.sweep.inputs import Input
from sim.errors import InputError
from tests.sweep.functions import over

WHOLE = Input("n", 1, 4, "plan", False, True, "1", "n", "n", 2)
LOG = Input("r", 1, 100, "plan", True, False, "1", "r", "r", 5)


def test_a_row_of_sobol_mixes_a_with_one_input_of_b() -> None:
    runs = design("sobol", over(0, 1, 2), [24], None, 0, drawn=True)
    assert len(runs) == 24
    a, b, *mixed = runs[:6]
    assert [run.part for run in runs[:6]] == [A, B, "x0", "x1", DRAW, LUCK]
    assert [run.values for run in mixed] == [
        (b.values[0], a.values[1]), (a.values[0], b.values[1]), a.values, a.values,
    ]  # fmt: skip
    assert [run.draw for run in mixed] == [a.draw, a.draw, b.draw, a.draw]
    assert [run.seed for run in mixed] == [a.seed, a.seed, a.seed, b.seed]
    assert len({run.seed for run in runs}) == 8


def test_worlds_to_choose_from_are_as_many_as_said() -> None:
    runs = design("sobol", over(0, 1, 2), [300], 3, 0, drawn=True)
    assert {run.seed for run in runs} == {run.draw for run in runs} == {0, 1, 2}


@pytest.mark.parametrize("kind", ["sobol", "lhs"])
def test_a_longer_design_begins_with_a_shorter_one(kind: str) -> None:
    first = design(kind, over(0, 1, 3), [48], 4, 0, drawn=False)  # type: ignore[arg-type]
    longer = design(kind, over(0, 1, 3), [48, 24], 4, 0, drawn=False)  # type: ignore[arg-type]
    assert longer[: len(first)] == first
    assert len(longer) > len(first)
    if kind == "sobol":
        assert longer == design("sobol", over(0, 1, 3), [72], 4, 0, drawn=False)


def test_a_latin_hypercube_has_one_point_in_each_slice() -> None:
    runs = design("lhs", over(0, 1, 3), [40], 4, 0, drawn=True)
    points = np.array([run.values for run in runs])[::4]
    assert (np.sort((points * 10).astype(int), axis=0) == np.arange(10)[:, None]).all()
    assert [(run.draw, run.seed) for run in runs[:4]] == [(world, world) for world in range(4)]


def test_a_grid_is_every_combination_of_levels() -> None:
    runs = design("grid", [*over(0, 1, 1), LOG], [20], 2, 0, drawn=False)
    expected = [(x, r) for x in (0, 0.5, 1) for r in (1, 10, 100) for _ in range(2)]
    assert np.array([run.values for run in runs]) == pytest.approx(np.array(expected))


def test_one_at_a_time_stands_where_the_scenario_does() -> None:
    runs = design("one-at-a-time", [WHOLE, LOG], [7], 1, 0, drawn=False)
    assert [(run.part, run.values) for run in runs] == [
        ("", (2, 5)), ("n", (1, 5)), ("n", (2, 5)), ("n", (4, 5)),
        ("r", (2, 1)), ("r", (2, pytest.approx(10))), ("r", (2, 100)),
    ]  # fmt: skip


def test_whole_numbers_are_equally_likely_and_both_ends_are_reached() -> None:
    values = [WHOLE.value((k + 0.5) / 400) for k in range(400)]
    assert {value: values.count(value) for value in values} == dict.fromkeys((1, 2, 3, 4), 100)
    assert (LOG.value(0), LOG.value(0.5), LOG.value(1)) == (1, pytest.approx(10), 100)


@pytest.mark.parametrize(
    ("kind", "blocks", "said"),
    [
        ("sobol", [9], "10 runs"),
        ("lhs", [8], "too few runs"),
        ("grid", [20], "4 points, 32 runs"),
        ("one-at-a-time", [20], "5 points, 40 runs"),
        ("grid", [40, 40], "no next runs"),
        ("sobol", [2_000_000], "at most 1,000,000"),
        ("latin", [40], "no design 'latin'"),
    ],
)
def test_what_cannot_be_is_refused(kind: str, blocks: list[int], said: str) -> None:
    inputs = [replace(one, low=0.0) for one in over(0, 1, 2)]
    with pytest.raises(InputError, match=said):
        design(kind, inputs, blocks, None, 0, drawn=False)  # type: ignore[arg-type]
