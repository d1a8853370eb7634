"""What a community and an offer must be before compiled code, which checks nothing, sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.offers import LEVERS, MAX_TIERS, Offers, Rules

if TYPE_CHECKING:
    from sim.spec import Attribute, CommunitySpec, GraphSpec

MAX_SEGMENTS: Final = 255
"""A member's segment is kept in a byte."""

MAX_JOINERS: Final = 1e9
"""More members than can be numbered."""

_SLACK: Final = 1e-6
"""By which shares may miss 1, for the sake of rounding."""

_LARGEST: Final = 1e6
_MOST_POINTS: Final = {"points_per_visit": 1e5, "points_per_post": 1e4}
"""A balance is kept in 31 bits."""

_RULES: Final = {
    "reward_points": (0, 10**9),
    "points_expiry_days": (0, 10**6),
    "points_purse": (-1, 2**62),
    "unlock_after": (0, 255),
    "hold_days": (0, 10**6),
    "unlocks_purse_cents": (-1, 2**62),
    "badge_posts": (0, 10**9),
    "endowed_points": (0, 10**9),
    "team_size": (2, 1000),
}
"""Lowest and highest value of each rule."""


def check_spec(spec: CommunitySpec) -> None:
    """Raise `InputError` if a community cannot be lived."""
    _between("horizon_days", spec.horizon_days, 1, 10**6)
    if spec.past_days < 0:
        raise InputError(f"{spec.start} is before the launch, {spec.launch}", field="start")
    _between("founders", spec.founders, 0, MAX_JOINERS)
    for name in ("organic", "organic_known"):
        if len(getattr(spec, name)) != spec.days:
            raise InputError(
                f"{len(getattr(spec, name))} days; from launch to horizon there are {spec.days}",
                field=name,
            )
    _all_between("organic", spec.organic, MAX_JOINERS)
    _shares("segment_shares", spec.segment_shares, "segments", spec.segments, MAX_SEGMENTS)
    _check_graph(spec.graph)
    _check_attributes(spec.attributes)
    for shock in spec.shocks:
        _between("shocks.day", shock.day, 0, np.inf)
        _between("shocks.severity", shock.severity, 0, 1)


def _check_graph(graph: GraphSpec) -> None:
    _between("graph.mean_ties", graph.mean_ties, 0, 200)
    for name in ("closure", "homophily", "group_ties"):
        _between(f"graph.{name}", getattr(graph, name), 0, 1)
    if graph.group_cap != 0:
        _between("graph.group_cap", graph.group_cap, 2, 10_000)


def _check_attributes(attributes: Sequence[Attribute]) -> None:
    from sim.spec import MAX_ATTRIBUTES, MAX_VALUES

    _between("attributes", len(attributes), 0, MAX_ATTRIBUTES)
    for attribute in attributes:
        where = f"attributes.{attribute.name}"
        _shares(f"{where}.shares", attribute.shares, f"{where}.values", attribute.values,
                MAX_VALUES)  # fmt: skip
        _between(f"{where}.homophily", attribute.homophily, 0, 1)


def check_offers(offers: Offers, segments: int) -> None:
    """Raise `InputError` if an offer to so many segments cannot be put in force."""
    if offers.segments != segments:
        raise InputError(f"made for {offers.segments} segments; there are {segments}", field="plan")
    _check_rules(offers.rules)
    _all_between("supply", offers.supply, _LARGEST)
    _all_between("paid_arrivals", offers.paid_arrivals, MAX_JOINERS)
    if _all_inside(offers.table, min(_MOST_POINTS.values())):
        return
    for index, lever in enumerate(LEVERS):
        _all_between(lever.name, offers.table[..., index], _MOST_POINTS.get(lever.name, _LARGEST))


def check_promises(name: str, promised: int, now: int) -> None:
    """Raise `InputError` if a plan under way changes what it promised for a referral."""
    if now != promised:
        raise InputError(
            f"{now}; the plan began with {promised}, and must keep to it", field=f"rules.{name}"
        )


def _check_rules(rules: Rules) -> None:
    for name, (low, high) in _RULES.items():
        _between(f"rules.{name}", getattr(rules, name), low, high)
    levels = rules.level_thresholds
    _between("rules.level_thresholds", len(levels), 0, MAX_TIERS - 1)
    rising = all(a < b for a, b in zip((0, *levels), (*levels, np.inf), strict=True))
    if levels and not rising:
        raise InputError(f"{levels}; they must rise, from 1 on", field="rules.level_thresholds")


def _between(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InputError(f"{value:g} is outside {low:g} to {high:g}", field=name)


def _all_inside(values: NDArray[Any], high: float) -> bool:
    # Of a NaN, both comparisons are false.
    return not values.size or bool(values.min() >= 0 and values.max() <= high)


def _all_between(name: str, values: NDArray[Any], high: float) -> None:
    if not _all_inside(values, high):
        wrong = values[~((values >= 0) & (values <= high))].flat[0]
        raise InputError(f"{wrong:g} is outside 0 to {high:g}", field=name)


def _shares(
    name: str, shares: Sequence[float], names_field: str, names: Sequence[str], most: int
) -> None:
    _between(names_field, len(names), 1, most)
    if len(shares) != len(names):
        raise InputError(f"{len(shares)} shares for {len(names)} names", field=name)
    for share in shares:
        _between(name, share, 0, 1)
    if abs(sum(shares) - 1) > _SLACK:
        raise InputError(f"they add up to {sum(shares):g}; they must to 1", field=name)
