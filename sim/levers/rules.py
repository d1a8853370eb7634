"""Rules of the house: how much one may say, who is let in, into how many rooms it is divided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.join import gate
from sim.levers.lever import Lever, Pulled

NO_LIMIT: Final = 1e6
"""Posts of a visit of which there are never as many."""

LEVERS: Final[tuple[Lever, ...]] = (
    Lever(
        "quiet", "days/post", "max", "days for each post that a member may write; 0: no limit",
        high=1.0,
    ),
    Lever("gate", "share", "max", "newcomers without an inviter who are turned away", high=0.95),
    Lever("rooms", "rooms", "add", "rooms into which a community is divided, beside its first",
          high=1000.0),
)  # fmt: skip


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Whole posts are allowed and whole rooms opened; the gate and the rooms are the same for all.

    Of those, what the first level of the first cell has is in force.
    """
    quiet = pulled.lever("quiet")
    # A trace above the whole number: 1 / (1 / 3) is a little less than 3 in 32 bits.
    most = np.floor(1.0 / np.maximum(quiet, 1.0 / NO_LIMIT) + 1e-3)
    return {
        "most_posts": np.where(quiet > 0.0, most, NO_LIMIT),
        "gate": gate.least(pulled.lever("gate")),
        "rooms": 1.0 + np.floor(pulled.lever("rooms")),
    }
