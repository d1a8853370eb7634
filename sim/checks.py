"""What an offer must be before compiled code, which checks nothing, sees it."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.errors import InputError
from sim.levers import LEVERS
from sim.offers import Offers
from sim.ranges import PYTHON, Bounds
from sim.rules import MAX_TIERS, Rules
from sim.scale import is_money, most_money

_RULES: Final = {
    name.removeprefix("rules."): bounds
    for name, bounds in PYTHON.items()
    if name.startswith("rules.")
}
_LEVERS: Final = {
    lever.name: PYTHON.get(lever.name, PYTHON["lever"])
    if lever.high is None
    # As the table holds it, in 32 bits.
    else Bounds(0, float(np.float32(lever.high)))
    for lever in LEVERS
}
_AMOUNTS: Final = {lever.name for lever in LEVERS if is_money(lever.unit)}
"""Levers that are amounts of money; their upper bounds are in units of money."""


KEPT: Final = (
    "unlock_after", "hold_days", "reward_rise", "reward_rises", "most_unlocks", "one_in",
    "check_cents",
)  # fmt: skip
"""Rules of a referral programme that a plan under way must keep to; `counts_from` is one, too."""


def check_offers(offers: Offers, segments: int, money_unit: float = 1.0) -> None:
    """Raise `InputError` if an offer to so many segments cannot be put in force.

    Parameters
    ----------
    offers
        The offer, its amounts in currency.
    segments
        Segments of the community.
    money_unit
        What a unit of money is worth in the currency.
    """
    if offers.segments != segments:
        raise InputError(f"made for {offers.segments} segments; there are {segments}", field="plan")
    _check_rules(offers.rules)
    for name in ("supply", "paid_arrivals", "paid_trait"):
        PYTHON[name].check_all(name, getattr(offers, name))
    if offers.pinned.any():
        raise InputError("items for some alone are written in offers apart", field="pinned")
    for layer in offers.layers.values():
        PYTHON["supply"].check_all("pinned", layer.pinned)
    PYTHON["supply"].check_all("hooks", offers.hooks)
    if (offers.hooks > offers.supply.sum(axis=(2, 3)) * (1 + 1e-6)).any():
        raise InputError("stronger than 1 an item", field="hooks")
    levers = {
        name: Bounds(0, most_money(bounds.high, money_unit)) if name in _AMOUNTS else bounds
        for name, bounds in _LEVERS.items()
    }
    what_none_refuses = Bounds(0, min(bounds.high for bounds in levers.values()))
    for table in offers.tables:
        if what_none_refuses.hold_all(table):
            continue
        for index, (name, bounds) in enumerate(levers.items()):
            bounds.check_all(name, table[..., index])


def check_promises(name: str, promised: int, now: int) -> None:
    """Raise `InputError` if a plan under way changes what it promised for a referral."""
    if now != promised:
        raise InputError(
            f"{now}; the plan began with {promised}, and must keep to it", field=f"rules.{name}"
        )


def _check_rules(rules: Rules) -> None:
    for name, bounds in _RULES.items():
        bounds.check(f"rules.{name}", getattr(rules, name))
    levels = rules.level_thresholds
    Bounds(0, MAX_TIERS - 1).check("rules.level_thresholds", len(levels))
    rising = all(a < b for a, b in zip((0, *levels), (*levels, np.inf), strict=True))
    if levels and not rising:
        raise InputError(f"{levels}; they must rise, from 1 on", field="rules.level_thresholds")
