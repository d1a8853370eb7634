"""A shorter path to the paid order, and signs of trust on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.buy import checkout
from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

MOST_SAVED: Final = 11.0
"""Steps that can be saved at most: of the longest path all but the payment."""

LEVERS: Final[tuple[Lever, ...]] = (
    Lever(
        "shorter_path", "steps", "add", "steps of a purchase that are done away with",
        high=MOST_SAVED,
    ),
    Lever("trust", "share", "max", "what signs of trust do, of the most", high=1.0),
)  # fmt: skip


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Whole steps are saved, all but the payment at most."""
    usual = checkout.steps(pulled.values)
    saved = np.floor(pulled.lever("shorter_path"))
    left = np.maximum(usual - saved, 1.0) if usual else 0.0 * saved
    return {
        "steps_left": left,
        "trust": pulled.lever("trust"),
        "buy_probability": np.full(saved.shape, 1.0 / checkout.completed(pulled.values)),
    }
