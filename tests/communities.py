"""Small communities for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from sim.behaviour.preset import Behaviour
from sim.offers import Offers
from sim.spec import CommunitySpec

MONDAY = date(2024, 1, 1)

STILL = {
    # Everything off but the visit itself, so that a closed form holds.
    "visit_spread": 0.0, "newcomer_pull": 0.0, "habit_pull": 0.0, "satisfaction_pull": 0.0,
    "peer_pull": 0.0, "content_pull": 0.0, "leave_rate": 0.0, "invite_rate": 0.0,
    "return_rate": 0.0, "contagion": 0.0, "ties_protect": 0.0, "leave_satisfaction": 0.0,
    "leave_power": 0.0,
}  # fmt: skip


def behaviour(**values: float) -> Behaviour:
    """Return the forum preset with some values replaced, and no prior drawn."""
    preset = Behaviour.preset("plain")
    return preset.updated({**preset.values, **values}, "measured", "test")


def community(
    members: int = 500, days: int = 60, *, arrivals: float = 3.0, **changes: Any
) -> CommunitySpec:
    """Return a cold-start community of four segments; `changes` replace fields."""
    values = changes.pop("values", {})
    spec = CommunitySpec(
        behaviour=behaviour(**values),
        launch=MONDAY,
        start=MONDAY,
        horizon_days=days,
        organic=np.full(days, arrivals),
        organic_known=np.zeros(days, bool),
        founders=members,
        segments=("north", "south", "east", "west"),
        segment_shares=(0.4, 0.3, 0.2, 0.1),
    )
    return replace(spec, **changes)


class Fixed:
    """A plan that offers one table and books nothing."""

    def __init__(self, write: Any) -> None:
        self._write = write

    def offers(self, calendar: Any, segments: tuple[str, ...]) -> Offers:
        offers = Offers(calendar, len(segments))
        self._write(offers)
        return offers

    def next_decision(self, today: int) -> int | None:
        return None

    def adapt(self, seen: Any, today: int, offers: Offers) -> Offers:
        return offers

    def settle(self, trajectory: Any, ledger: Any) -> None:
        pass


def rich(offers: Offers) -> None:
    """Pull every lever there is."""
    offers.pull("points_per_visit", 1)
    offers.pull("points_per_post", 5)
    offers.pull("point_value", 0.02)
    offers.pull("privilege", 0.1)
    offers.pull("push", 0.3)
    offers.pull("inviter_reward", 8.0)
    offers.pull("invited_reward", 4.0)
    offers.pull("discount", 0.1)
    offers.pull("ad_load", 0.2)
    offers.supply[:, :, 0, 0] = 1.5
    offers.paid_arrivals[:] = 1.0
    rules = offers.rules
    rules.level_thresholds = (10, 40, 100)
    rules.reward_points = 20
    rules.points_expiry_days = 14
    rules.unlock_after = 2
    rules.hold_days = 5
