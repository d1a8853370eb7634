"""Points for visits and posts, and money for posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, each
from sim.behaviour.visit import reward
from sim.levers.lever import LIST_PRICE, Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("points_per_visit", "points/visit", "add", "points given for a day's first visit"),
    Lever("points_per_post", "points/post", "add", "points given for each post"),
    Lever("point_value", "currency/point", "max", "what a point is worth to a member"),
    Lever("pay", "currency/post", "add", "money for each post"),
    Lever("level_spend", "points/currency", "add", "points towards a level for what orders cost"),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Points pull by their worth; how much of it a member expects is the day's to say."""
    b, lever = pulled.values, pulled.lever
    earned = lever("points_per_visit") + lever("points_per_post") * b["write_rate"]
    # In 32 bits, as the table holds it: 0.01 dollars stay the very same number.
    worth = pulled.worth(lever("point_value")).astype(np.float32).astype(np.float64)
    # What cannot be redeemed is worth nothing.
    value = worth / reward.REFERENCE * (pulled.rules.reward_points > 0)
    visit = reward.felt(b, lever("points_per_visit") * value)
    post = reward.felt(b, lever("points_per_post") * value)
    by_reward = reward.pull(b, visit)
    return {
        "shift": by_reward,
        "reward": by_reward,
        "write_factor": reward.write_factor(b, post) * by_money(pulled),
        "visit_worth": visit,
        "post_worth": post,
        "earned": earned,
        "points_visit": np.rint(lever("points_per_visit")),
        "points_post": np.rint(lever("points_per_post")),
        "level_step": _level_step(pulled),
    }


def by_money(pulled: Pulled) -> Table:
    """Return by what money multiplies posting.

    It is sure, so that it stands beside points: doubt of these takes nothing from it.
    """
    worth = pulled.worth(pulled.lever("pay")) / reward.REFERENCE
    return reward.write_factor(pulled.values, reward.felt(pulled.values, worth))


def _level_step(pulled: Pulled) -> Table:
    """Return the millionths of the list price that are a point towards a level; 0: none are."""
    lever = pulled.lever("level_spend")
    an_order = each(lambda points: float(f"{points * pulled.values['basket']:.6g}"), lever)
    step = np.divide(LIST_PRICE, an_order, out=np.zeros_like(an_order), where=an_order > 0)
    return np.where(step > 0, np.maximum(np.rint(step), 1.0), 0.0)
