"""How many the platform and what is published let join in the oracle's community."""

from __future__ import annotations

import math

from sim.offers import Offers
from sim.rules import SOURCES
from sim.spec import CommunitySpec


def reach_left(spec: CommunitySpec, day: int) -> float:
    """Return which share of those who would join on a day the platform still brings."""
    left = 1.0
    for shock in spec.shocks:
        lasts = shock.days is None or day < shock.day + shock.days
        if shock.takes == "reach" and shock.day <= day and lasts:
            left *= 1.0 - shock.severity
    return left


def reach(spec: CommunitySpec, offers: Offers) -> list[float]:
    """Return by what what is published multiplies organic joiners, day by day."""
    b = spec.behaviour.values
    factors = []
    for day in offers.supply.tolist():
        seen = 0.0
        for which, source in enumerate(SOURCES):
            items = sum(n for segment in day for n in segment[which])
            seen += items * (b["reach_leader"] if source == "kol" else 1.0)
        factors.append(1.0 + b["reach_most"] * (1.0 - math.exp(-seen / b["reach_items"])))
    return factors
