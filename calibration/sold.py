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
    begin
        First values of what is fitted: ``buy_rate``, and ``order_again`` where figures are weekly
        and only who buys is active: who buys on two days of a week counts once in it.
    values
        ``basket`` where there is revenue, and ``order_again`` of such daily figures.
    """

    orders: int
    begin: Mapping[str, float]
    values: Mapping[str, Measured]

    @property
    def told(self) -> tuple[str, ...]:
        """Behaviour parameters that are fitted."""
        return tuple(self.begin)

    @property
    def first(self) -> dict[str, float]:
        """Their first values, and what was measured directly."""
        return {**self.begin, **{name: found.value for name, found in self.values.items()}}

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
    values: dict[str, Measured] = {}
    begin: dict[str, float] = {}
    if "revenue" in history.daily.columns and orders.any():
        brought = history.daily["revenue"].to_numpy().reshape(-1, history.step).sum(axis=1)
        values["basket"] = ratio(brought[-rows:], orders)
    week = history.in_a_week(RECENT[0] // 7)
    if activity == "purchase":
        # Who bought is active; what is more was ordered again.
        again = ratio(np.maximum(orders - active, 0), orders) if orders.any() else None
        members = max(int(history.joiners.sum()), 1)
        rate = week / WEEK_OVER_DAY / members / visits_a_day(behaviour.values)
        if again is not None and history.weekly is None:
            values["order_again"] = again
        elif again is not None:
            begin["order_again"] = again.value
    else:
        days = active.sum() * (1.0 if history.step == 1 else 7 / WEEK_OVER_DAY)
        rate = orders.sum() / max(float(days), 1.0)
    begin["buy_rate"] = min(max(float(rate), 1e-4), 1.0)
    return Sold(int(bought.sum()), begin, values)


def _rows(history: History, backwards: np.ndarray) -> int:
    """How many of the last days or weeks have `calibration.purchases.ENOUGH` orders."""
    least, most = (days // history.step for days in RECENT)
    enough = int(np.searchsorted(backwards, min(ENOUGH, backwards[-1]))) + 1
    return min(max(enough, least), most, len(backwards))
