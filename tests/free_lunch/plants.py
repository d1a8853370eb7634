"""Gifts to plant: each breaks one rule of the house, and an adversary must find it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pytest

from sim.behaviour.buy import live
from sim.behaviour.curves import Table
from sim.ledger import Ledger
from strategies import points
from strategies.privileges import Form


def without_cost(patch: pytest.MonkeyPatch) -> None:
    """An effect without its cost: what points promise is redeemed, and never booked."""
    patch.setattr(points.Points, "settle_promises", lambda *_: None)


def always_pulls(patch: pytest.MonkeyPatch) -> None:
    """A promise that always pulls: nobody looks whether the purse still holds it."""
    patch.setattr(points.Points, "cadence_days", lambda *_: None)


def not_owed(patch: pytest.MonkeyPatch) -> None:
    """A liability left out: points that are not redeemed yet are owed to nobody."""
    patch.setattr(Ledger, "owed_in_full", lambda *_: 0)
    patch.setattr(Ledger, "owe", lambda *_: None)


def bare_logit(patch: pytest.MonkeyPatch) -> None:
    """A privilege that costs nothing and gives all, straight onto the logit."""

    def given(form: Form, strength: float, *_: float) -> float:
        return 1.0 if strength > 0 else 0.0

    patch.setattr(points, "given", given)
    patch.setattr(points.Points, "_privilege_cents", 0.0)


def trace_is_all(patch: pytest.MonkeyPatch) -> None:
    """A trace of live that counts as all: any session of the day is attended by everybody."""

    def factor(values: Mapping[str, float], sessions: Table) -> Table:
        return np.asarray(1.0 + values["live_conversion"] * (sessions > 0), np.float64)

    patch.setattr(live, "factor", factor)


@dataclass(frozen=True)
class Plant:
    """A gift, and where it is found.

    Attributes
    ----------
    plant
        Plants it.
    kind, preset
        Of which strategy, and where it is looked for.
    trials
        Plans among which it is found.
    spared
        Fields that are left alone: gifts that are there without being planted.
    """

    plant: Callable[[pytest.MonkeyPatch], Any]
    kind: str
    preset: str
    trials: int
    spared: tuple[str, ...] = ()


HEAD_START: Final = ("endowed_points",)

PLANTS: Final = (
    Plant(without_cost, "points", "brand", 40),
    Plant(always_pulls, "points", "brand", 240),
    Plant(not_owed, "points", "plain", 700),
    Plant(bare_logit, "points", "chat", 40, HEAD_START),
    Plant(trace_is_all, "content", "shop", 40),
)

LEAST: Final = 0.05
"""Change that what is found must reach: more than gifts that are there without being planted."""
