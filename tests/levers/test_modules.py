"""Every module of levers keeps the contract, and together they fill the table of effects."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sim.behaviour.preset import Behaviour
from sim.behaviour.register import switched_on
from sim.compiled.layout import EFFECTS
from sim.levers import LEVERS, MODULES, Pulled
from sim.response import ADDED, MULTIPLIED
from sim.rules import MAX_TIERS, Rules

VALUES = {**Behaviour.preset("shop").values, **switched_on("streak", "game")}
SHAPE = (2, MAX_TIERS, 3)


def columns(name: str, strength: float) -> dict[str, np.ndarray]:
    pulled = Pulled(
        VALUES,
        lambda _lever: np.full(SHAPE, strength),
        Rules(),
        np.arange(MAX_TIERS)[:, None],
        np.full(SHAPE, strength),
    )
    return dict(MODULES[name].effects(pulled))


def test_names_are_unique_and_described() -> None:
    assert len({lever.name for lever in LEVERS}) == len(LEVERS)
    assert all(lever.unit and lever.meaning for lever in LEVERS)


def test_every_column_is_written_and_only_sums_and_products_by_several() -> None:
    writers = Counter(column for name in MODULES for column in columns(name, 0.0))
    # What a level gives, and how near one comes to it, is read off the others.
    assert set(writers) == set(EFFECTS) - {"level_gives", "progress"}
    several = {column for column, count in writers.items() if count > 1}
    assert several <= ADDED | MULTIPLIED


@pytest.mark.parametrize("name", MODULES)
def test_columns_have_the_shape_of_a_lever(name: str) -> None:
    for strength in (0.0, 0.5):
        assert {np.shape(column) for column in columns(name, strength).values()} == {SHAPE}


@pytest.mark.parametrize("name", MODULES)
def test_what_is_not_pulled_adds_nothing_and_multiplies_by_one(name: str) -> None:
    for column, effect in columns(name, 0.0).items():
        if column in ADDED:
            assert not effect.any()
        elif column in MULTIPLIED:
            assert (effect == 1.0).all()
