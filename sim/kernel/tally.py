"""Counting: whole numbers by day and segment, rolling distinct actives, the cohort triangle."""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.layout import (
    EFFECTS_DAY,
    LEVELS,
    NEVER,
    NO_COHORT,
    THRESHOLDS,
    WINDOW,
)
from sim.kernel.types import Days, Member, Tallies, Whole, Wholes
from sim.trajectory import COUNTS

(
    VISITS,
    ACTIVE,
    EXPOSURES,
    SUPPLIED,
    POSTS,
    WRITERS,
    BUYERS,
    GMV_CENTS,
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
    if member.cohort == NO_COHORT:
        member.cohort = np.uint16(week)
        tl.triangle[week, week] += 1
    else:
        tl.triangle[member.cohort, week] += np.int32(d.week[before] != week)
    member.last_active = np.int32(day)
