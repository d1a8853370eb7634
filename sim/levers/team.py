"""Orders in a team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.buy import team
from sim.behaviour.curves import Table
from sim.levers.lever import LIST_PRICE, MOST_CUT, Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever(
        "team_discount",
        "share of price",
        "max",
        "price reduction of an order in a team",
        high=MOST_CUT,
    ),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """A team that is filled buys cheaper."""
    b, rules, cut = pulled.values, pulled.rules, pulled.lever("team_discount")
    recruits = rules.team_recruits > 0
    filled = team.success(b, rules.team_size, cut, rules.team_days, recruits)
    return {
        "team_price": np.where(cut > 0, np.rint(LIST_PRICE * (1.0 - cut)), 0.0),
        "team_opens": team.opens(b, cut),
        "team_success": np.where(cut > 0, filled, 0.0),
        "team_brings": np.where(cut > 0, team.brings(b, recruits), 0.0),
    }
