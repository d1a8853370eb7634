"""What figures of purchases say, where nobody knows who bought: how often, and for how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from calibration.history import History
from calibration.history.record import LEAST, WEEK_OVER_DAY
from calibration.measured import Measured
from calibration.purchases import ENOUGH, RECENT, bounded, ratio, visits_a_day
from sim.behaviour.preset import Behaviour
from sim.draws import decision_key

KEPT: Final = ("buy_shape", "buy_quit_a", "buy_quit_b", "refund_share")
"""What only the purchases of members tell: the preset's stays."""


@dataclass(frozen=True, slots=True)
class Sold:
    """What was read off.

    Attributes
    ----------
    orders
        Purchases in all.
    rate
        Where the search of ``buy_rate`` begins: about the purchases of a visit.
    values
        ``basket`` where there is revenue, and ``order_again`` where only who buys is active.
    """

    orders: int
    rate: float
    values: Mapping[str, Measured]

    @property
    def told(self) -> tuple[str, ...]:
        """Behaviour parameters that are fitted."""
        return ("buy_rate",)

    @property
    def first(self) -> dict[str, float]:
        """Their first values, and what was measured directly."""
        return {"buy_rate": self.rate} | {name: v.value for name, v in self.values.items()}

    def draws(self, count: int, seed: int, behaviour: Behaviour) -> list[dict[str, float]]:
        """Return what was measured as the figures allow, within the ranges of a behaviour."""
        key = int(decision_key(seed, "purchases", 0))
        normals = np.random.Generator(np.random.Philox(key=key)).standard_normal(
            (count, len(self.values))
        )
        return [
            bounded(
                {
                    name: found.value + found.error * z
                    for (name, found), z in zip(self.values.items(), row, strict=True)
                },
                behaviour,
            )
            for row in normals.tolist()
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return it for ``--json``; nobody's purchases are known, so there is no law of them."""
        return {
            "buyers": None,
            "repeat_buyers": None,
            "clock": None,
            "bg_nbd": None,
            "kept": list(KEPT),
            "measured": {
                name: {"value": found.value, "error": found.error}
                for name, found in self.values.items()
            },
        }


def read_off(history: History, behaviour: Behaviour, activity: str) -> Sold | None:
    """Read the purchases of figures; None where they have fewer than `LEAST`, or members are known.

    Parameters
    ----------
    history
        The history before the holdout.
    behaviour
        What is expected before.
    activity
        What makes a member active in the scenario; with ``purchase`` a visit may bring none.
    """
    if history.purchases is not None or "event_purchase" not in history.daily.columns:
        return None
    bought = history.counts("event_purchase").reshape(-1, history.step).sum(axis=1)
    if bought.sum() < LEAST:
        return None
    rows = _rows(history, bought[::-1].cumsum())
    orders, active = bought[-rows:], history.active[-rows:]
    values = {}
    if "revenue" in history.daily.columns:
        brought = history.daily["revenue"].to_numpy().reshape(-1, history.step).sum(axis=1)
        values["basket"] = ratio(brought[-rows:], orders)
    week = history.in_a_week(RECENT[0] // 7)
    if activity == "purchase":
        # Who bought on a day, or in a week, is active in it; what is more was ordered again.
        values["order_again"] = ratio(np.maximum(orders - active, 0), orders)
        members = max(int(history.joiners.sum()), 1)
        rate = week / WEEK_OVER_DAY / members / visits_a_day(behaviour.values)
    else:
        days = active.sum() * (1.0 if history.step == 1 else 7 / WEEK_OVER_DAY)
        rate = orders.sum() / max(float(days), 1.0)
    return Sold(int(bought.sum()), min(max(float(rate), 1e-4), 1.0), values)


def _rows(history: History, backwards: np.ndarray) -> int:
    """How many of the last days or weeks have `calibration.purchases.ENOUGH` orders."""
    least, most = (days // history.step for days in RECENT)
    enough = int(np.searchsorted(backwards, min(ENOUGH, backwards[-1]))) + 1
    return min(max(enough, least), most, len(backwards))
