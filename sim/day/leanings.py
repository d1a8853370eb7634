"""How much money and standing count for a member: its leaning, drawn again when it is needed."""

from __future__ import annotations

import numpy as np

from sim.behaviour.visit import leaning
from sim.compiled.compile import inlined
from sim.compiled.draws import TRAIT_MOTIVE, uniform
from sim.compiled.types import Columns, Days, Float32, Theta, Today, Whole

F = np.float32


@inlined
def leaning_of(c: Columns, d: Days, t: Today, row: Whole) -> Float32:
    """Return a member's leaning, -1 to 1."""
    mean = d.leanings[c.attributes[row]] if d.leanings.shape[0] > 1 else F(0.0)
    return leaning.drawn(mean, uniform(c.identity[row], t.keys[TRAIT_MOTIVE]))


@inlined
def money_counts(c: Columns, theta: Theta, d: Days, t: Today, row: Whole) -> Float32:
    """Return how much money counts for a member, 0 to 2; 1 where members do not lean."""
    if not leaning.lean(theta):
        return F(1.0)
    return leaning.money(theta, leaning_of(c, d, t, row))


@inlined
def standing_counts(c: Columns, theta: Theta, d: Days, t: Today, row: Whole) -> Float32:
    """Return how much standing counts for a member, 0 to 2; 1 where members do not lean."""
    if not leaning.lean(theta):
        return F(1.0)
    return leaning.standing(theta, leaning_of(c, d, t, row))
