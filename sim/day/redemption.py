"""Using points on a visit: at home, or at a partner's."""

from __future__ import annotations

import numpy as np

from sim.behaviour.buy import exchange, redeem
from sim.compiled.compile import inlined
from sim.compiled.draws import REDEEM, uniform
from sim.compiled.layout import EXCHANGE, EXCHANGE_POINTS, REWARD_POINTS
from sim.compiled.types import Days, Effect, Flag, Member, Tallies, Theta, Today, Whole, Word
from sim.day.tally import POINTS_EXCHANGED, POINTS_REDEEMED

F = np.float32


@inlined
def use_points(
    t: Today, theta: Theta, d: Days, tl: Tallies, h: Word, m: Member, day: Whole, effect: Effect
) -> Flag:
    """Redeem whole rewards, here or at a partner's; return whether any was."""
    points = np.int64(m.points)
    cost, lot = d.rules[REWARD_POINTS], d.rules[EXCHANGE_POINTS]
    at_home = theta.redeem_rate if redeem.is_affordable(points, cost) else F(0.0)
    at_all = at_home
    if effect[EXCHANGE] > F(0.0) and redeem.is_affordable(points, lot):
        at_all = exchange.below(theta, at_home, effect[EXCHANGE])
    if at_all <= F(0.0):
        return False
    u = uniform(h, t.keys[REDEEM])
    if u >= at_all:
        return False
    away = u >= at_home
    if away:
        cost = lot
    spent = (points // cost) * cost
    m.points = np.int32(m.points - spent)
    tl.counts[day, m.cell, POINTS_EXCHANGED if away else POINTS_REDEEMED] += spent
    return True
