"""What a lever is, and what a module of levers is asked.

A module of `sim.levers` declares ``LEVERS`` and defines ``effects``, which puts what is pulled into
the equations of `sim.behaviour` and returns columns of the day's effects
(`sim.compiled.layout.EFFECTS`); `sim.response` puts the columns of all modules together. It may
define ``over_days``, for what hangs on other days than its own, or ``own_items``, for what hangs on
the items that are for an audience alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table, each
from sim.rules import Rules

Compose = Literal["add", "max"]

MOST_CUT: Final = 0.95
"""The most that a price may be cut: at 1, an elastic demand has no bound."""

LIST_PRICE: Final = 1_000_000
"""Prices are whole millionths of the list price of an order: exact in 32 bits, in any currency."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One column of the table of offers.

    Attributes
    ----------
    name, unit, meaning
        What it is.
    compose
        How two strategies that pull the same lever add up; zero is neutral.
    high
        The most that it may be pulled, from 0 on; None: what `sim.ranges` says of every lever.
    """

    name: str
    unit: str
    compose: Compose
    meaning: str
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Pulled:
    """What is pulled on some days.

    Attributes
    ----------
    values
        Of the behaviour.
    lever
        Returns one lever by name, float64, shape ``(days, tiers, segments)``.
    rules
        The fixed rules of the programmes.
    tiers
        Numbers of the tiers, to be broadcast to the shape of a lever.
    over_days
        What the module's own ``over_days`` or ``own_items`` returned, on these days; zeros if it
        has neither.
    money_unit
        What a unit of money is worth in the currency (`sim.scale`).
    """

    values: Mapping[str, float]
    lever: Callable[[str], Table]
    rules: Rules
    tiers: NDArray[np.int64]
    over_days: Table
    money_unit: float = 1.0

    def worth(self, amounts: Table) -> Table:
        """Return amounts of currency in units of money, to six figures."""
        # Offers hold seven: of 0.9 and 0.009 euros as many units must come out as of 1 and 0.01
        # dollars, to the last bit, so that the same plan meets the same draws in any currency.
        return each(lambda amount: float(f"{amount / self.money_unit:.6g}"), amounts)


def on_every_level(items: Table, lever: Table) -> Table:
    """Return items by day and segment in the shape of a lever: content knows no levels."""
    return np.broadcast_to(items[:, None, :], lever.shape)


class LeverModule(Protocol):
    """A module of `sim.levers`."""

    LEVERS: tuple[Lever, ...]

    @staticmethod
    def effects(pulled: Pulled) -> Mapping[str, Table]:
        """Return columns of the day's effects by name, of the shape of a lever."""
        ...
