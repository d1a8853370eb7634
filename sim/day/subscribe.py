"""Paid memberships, once a week: who joins, who goes on, whose is over."""

from __future__ import annotations

import numpy as np

from sim.behaviour.buy import membership, repurchase
from sim.compiled.compile import entry, inlined
from sim.compiled.draws import uniform
from sim.compiled.layout import FEE, LEFT, PAID_MONTHS, PAID_UNTIL, PERKS
from sim.compiled.types import (
    Columns,
    Days,
    Flag,
    Float32,
    Floats,
    Member,
    Tallies,
    Theta,
    Whole,
    Word,
)
from sim.day.tally import LAPSED, RENEWED, SUBSCRIBED, offer_row

F = np.float32


@inlined
def _joins(theta: Theta, m: Member, day: Whole, u: Float32) -> Flag:
    """Return whether a willing member joins: of those who came in the week that is over."""
    came = m.visits > 0 and day - np.int64(m.last_visit) <= membership.WEEK_DAYS
    return came and u < theta.subscribe_rate


@inlined
def _lapses(theta: Theta, m: Member, day: Whole, own: Float32, left: Float32, u: Float32) -> Flag:
    away = F(np.int32(day - np.int64(m.last_visit) - 1))
    idle = min(away / F(membership.MONTH_DAYS), F(1.0))
    return u < membership.lapse_probability(theta, own, idle, F(m.ties), left)


@entry
def subscribe_all(
    c: Columns,
    theta: Theta,
    d: Days,
    tl: Tallies,
    members: Whole,
    day: Whole,
    lapses: Floats,
    k_willing: Word,
    k_lapse: Word,
    k_join: Word,
    k_renew: Word,
) -> None:
    """Let memberships begin, go on and end on the morning of a day.

    Parameters
    ----------
    c, theta, d, tl
        As everywhere.
    members, day
        Rows in use; today.
    lapses
        Table of the probability to lapse (`quantiles.beta_shares`).
    k_willing, k_lapse, k_join, k_renew
        Keys of the two traits, and of today's two draws.
    """
    effects = d.effects[offer_row(d, day)]
    for row in range(members):
        months = c.club[row, PAID_MONTHS]
        if months < 0:
            continue
        m = c.members[row]
        if m.flags & LEFT:
            if months > 0:
                c.club[row, PAID_MONTHS] = np.int32(-1)
                tl.counts[day, m.cell, LAPSED] += 1
            continue
        if months > 0 and np.int64(c.club[row, PAID_UNTIL]) > day:
            continue
        h = c.identity[row]
        # A membership is the same for all levels.
        effect = effects[0, m.cell]
        left = membership.surplus(effect[FEE], effect[PERKS], m.visit_trait)
        willing = uniform(h, k_willing) < membership.willing_share(theta, left)
        if months == 0:
            if willing and _joins(theta, m, day, uniform(h, k_join)):
                c.club[row, PAID_MONTHS] = np.int32(1)
                c.club[row, PAID_UNTIL] = np.int32(day + membership.MONTH_DAYS)
                tl.counts[day, m.cell, SUBSCRIBED] += 1
            continue
        own = repurchase.quantile(lapses, uniform(h, k_lapse))
        if not willing or _lapses(theta, m, day, own, left, uniform(h, k_renew)):
            c.club[row, PAID_MONTHS] = np.int32(-1)
            tl.counts[day, m.cell, LAPSED] += 1
        else:
            c.club[row, PAID_MONTHS] = np.int32(months + 1)
            c.club[row, PAID_UNTIL] = np.int32(day + membership.MONTH_DAYS)
            tl.counts[day, m.cell, RENEWED] += 1
