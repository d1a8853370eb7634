"""Counting: whole numbers by day and cell, rolling distinct actives, the cohort triangle."""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import inlined
from sim.compiled.layout import (
    EFFECTS_DAY,
    LEVEL_DAYS,
    LEVELS,
    NEVER,
    NO_DEBUT,
    THRESHOLDS,
    WINDOW,
)
from sim.compiled.types import Days, Member, Tallies, Whole, Wholes
from sim.trajectory import COUNTS

(
    VISITS,
    ACTIVE,
    EXPOSURES,
    LEVEL_VISITS,
    SUPPLIED,
    POSTS,
    WRITERS,
    BUYERS,
    SOLD,
    POINTS_ISSUED,
    POINTS_REDEEMED,
    POINTS_EXPIRED,
    POINTS_CLAWED_BACK,
    INVITATIONS,
    ACCEPTED,
    HUNTERS,
    QUALIFIED,
    UNLOCKS,
    REWARDS_ISSUED,
    REWARDS_PAID,
    REWARDS_CLAWED_BACK,
    JOINED_ORGANIC,
    JOINED_PAID,
    JOINED_REFERRED,
    LEFT,
    RETURNED,
    QUESTIONS,
    COMPLAINTS,
    PUSHES,
    ANSWERED,
    AWARDED,
    HURT,
    MUTED,
    ADOPTED,
    MINORITY_POSTS,
    TEAMS,
    TEAM_ORDERS,
    POINTS_REFUSED,
    REWARDS_REFUSED,
    BACK_AFTER_1,
    BACK_AFTER_7,
    BACK_AFTER_30,
    REACHABLE,
    FIRST_POSTS,
    CHALLENGES,
    BADGES,
    POINTS_EXCHANGED,
    SUBSCRIBED,
    RENEWED,
    LAPSED,
    REORDERS,
    CHECKS,
    CAUGHT,
    LOST_ORDERS,
    STOCK_BROUGHT,
    STOCK_LEFT,
    STOCK_CLEARED,
    STOCK_HELD,
    CRAFTED,
    DRAWN_TOGETHER,
) = range(len(COUNTS))


@inlined
def offer_row(d: Days, day: Whole) -> Whole:
    """Return the row of the plan's tables that holds on a day; the first before the plan."""
    row = day - d.rules[EFFECTS_DAY]
    return min(max(row, 0), d.effects.shape[0] - 1)


@inlined
def level_of(d: Days, lifetime_points: Whole) -> Whole:
    """Return the level that lifetime points have reached, 0 to 7."""
    level = 0
    while level < d.rules[LEVELS] and lifetime_points >= d.rules[THRESHOLDS + level]:
        level += 1
    return level


@inlined
def level_now(d: Days, m: Member, day: Whole) -> Whole:
    """Return the level that a member holds on a day: some may be lost since the last visit."""
    level = level_of(d, m.lifetime_points)
    if d.rules[LEVEL_DAYS] == 0:
        return level
    lost = (day - np.int64(m.last_visit) - 1) // d.rules[LEVEL_DAYS]
    return max(level - max(lost, 0), 0)


@inlined
def lose_levels(d: Days, m: Member, day: Whole) -> None:
    """Take the points of the levels that were lost since the last visit."""
    level = level_now(d, m, day)
    if level < level_of(d, m.lifetime_points):
        kept: Whole = 0 if level == 0 else d.rules[THRESHOLDS + level - 1]
        m.lifetime_points = np.int32(kept)


@inlined
def _roll(change: Wholes, days: Whole, day: Whole, before: Whole) -> None:
    """Count one member among the distinct actives of a window that ends today or later."""
    change[max(before + days, day)] += 1
    change[day + days] -= 1


@inlined
def mark_active(d: Days, tl: Tallies, member: Member, day: Whole) -> None:
    """Count a member as active on a day, at most once a day."""
    before = np.int64(member.last_active)
    _roll(tl.weekly, 7, day, before)
    _roll(tl.monthly, 30, day, before)
    # Branches that no processor can foresee cost more than all of the counting.
    until = before + WINDOW
    tl.newly[day] += np.int64(before == NEVER)
    tl.resurrected[day] += np.int64((until < day) & (before != NEVER))
    tl.churned[max(until, day)] -= np.int64(until >= day)
    tl.churned[day + WINDOW] += 1
    week = d.week[day]
    if member.debut == NO_DEBUT:
        member.debut = np.uint16(day)
        tl.triangle[week, week] += 1
    else:
        debut = np.int64(member.debut)
        tl.triangle[d.week[debut], week] += np.int32(d.week[before] != week)
        counts = tl.counts[day, member.cell]
        counts[BACK_AFTER_1] += np.int64(day - debut == 1)
        counts[BACK_AFTER_7] += np.int64(day - debut == 7)
        counts[BACK_AFTER_30] += np.int64(day - debut == 30)
    member.last_active = np.int32(day)
