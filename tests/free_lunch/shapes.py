"""How levers should respond to depth: nothing from zero, little from a trace, less and less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

ACTIVE: Final = "weekly_active"


@dataclass(frozen=True)
class Shape:
    """What a field of a strategy should bring, from nothing to the absurd.

    Attributes
    ----------
    kind, field
        Strategy and field.
    zero
        Fields at which it does nothing.
    trace, usual, absurd
        Depths of the field.
    measure
        What it moves.
    most, source
        The largest change that even an absurd depth may bring, as a share, and why.
    fixed
        Other fields of the strategy, at each depth.
    least
        Change at the usual depth below which it would not be a lever.
    costs
        Whether the operator pays for depth in every world: not for what a point is worth beyond
        its cost, nor for three friends whom hardly anybody brings.
    """

    kind: str
    field: str
    zero: dict[str, Any]
    trace: float
    usual: float
    absurd: float
    measure: str
    most: float
    source: str
    fixed: dict[str, Any]
    least: float = 1e-4
    costs: bool = True

    def values(self, depth: float | int) -> dict[str, Any]:
        """Return the fields at a depth."""
        return {**self.fixed, self.field: depth}


ONLY_POINTS: Final = {"privilege": 0, "per_post": 0}

SHAPES: Final = (
    Shape(
        "points", "point_cost", {"point_cost": 0}, 1e-4, 1, 100, ACTIVE,
        3 * 0.32, "M28: coupons +31.7 %, for well under a dollar; three times that for a hundred",
        ONLY_POINTS,
    ),
    Shape(
        "points", "per_visit", {"per_visit": 0}, 1, 30, 1000, ACTIVE,
        3 * 0.32, "M28, as above: a thousand points are ten dollars a visit", ONLY_POINTS,
    ),
    Shape(
        "points", "per_post", {"per_post": 0}, 1, 100, 10_000, ACTIVE,
        0.32, "M28; M34: pay for posts may lower their number, and hardly brings anybody",
        {"privilege": 0, "per_visit": 0},
    ),
    Shape(
        "points", "point_value", {"point_value": 0}, 1e-5, 0.01, 100, ACTIVE,
        0.32, "M28; worth has a source: goods bought in bulk, three times their cost at most",
        ONLY_POINTS, costs=False,
    ),
    Shape(
        "points", "privilege", {"privilege": 0}, 1e-4, 0.05, 2, ACTIVE,
        0.30, "M31: +5 to +10 % a level; the shipped plan has three", {"reward_points": 0},
    ),
    Shape(
        "invite", "inviter_reward", {"inviter_reward": 0}, 0.01, 15, 500, "invitations",
        30.0, "M95: with the 0.5th power of the reward at most, and 500 USD are 34 times 15",
        {"invited_reward": 0}, costs=False,
    ),
    Shape(
        "content", "items_per_day", {"items_per_day": 0, "push_per_item": 10}, 0.01, 5, 500, ACTIVE,
        0.29, "M17: personalised content +28.9 % use", {},
    ),
    Shape(
        "membership", "perks", {"perks": 0}, 1e-4, 0.1, 2.0, "visits",
        0.10, "M31: +5 to +10 % frequency",
        {"price": 0.05, "perk_value": 0.15, "setup_cost": 0, "forms": ("status", "access")},
    ),
    Shape(
        "game", "effort", {"effort": 0}, 1e-4, 0.5, 5.0, "visits",
        0.27, "M85: the best of 54 programmes +27 %", {},
    ),
)  # fmt: skip
"""The main fields of each strategy, and those that once gave something for nothing."""
