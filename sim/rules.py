"""What an offer is made of beside levers: levels, sources and formats of content, fixed rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAX_TIERS: Final = 8
"""Levels a points programme may have, the lowest (no level yet) included."""

SOURCES: Final = ("professional", "kol", "member", "derivative", "ai")
"""Who makes an item of content: staff (PGC), opinion leaders (KOL), prompted members (UGC), whoever
makes one from another item (derivative), staff with a machine's help (AI-assisted)."""

FORMATS: Final = ("text", "video", "live")
"""Form of an item: image and text, short video, live session."""


@dataclass(slots=True)
class Rules:
    """The fixed rules of a programme, the same on every day; zero or empty means none.

    Parameters
    ----------
    level_thresholds
        Points towards a level from which each holds, strictly increasing, at most 7.
    reward_points
        Points that one reward costs; a redemption takes whole rewards. 0: no redemption.
    points_expiry_days
        Points lapse after so many days without a visit. 0: never.
    points_purse
        Points that may be issued in all; -1: no limit.
    unlock_after
        Accepted and held invitations that unlock one inviter reward. 0: no programme.
    hold_days
        Days a referred member must be a member to count, and come back on one of those after the
        first if there are any.
    unlocks_purse_cents
        Money that may be granted as invitation rewards, in cents; -1: no limit.
    counts_from
        Day of the plan from which accepted invitations count, 0 or more.
    reward_rise
        What each further unlock of an inviter pays more than its first, millionths of that.
    reward_rises
        Unlocks after the first that still pay more than the one before.
    most_unlocks
        Inviter rewards that one member may get; 0: no limit.
    one_in
        Unlocks of which one wins the inviter reward; 1: each does.
    check_cents
        What is spent on finding out whether an accepted friend is a bounty hunter, in cents.
    badge_posts
        Posts since the plan's beginning that win the badge, while lever `badge` offers it. 0: none.
    endowed_points
        Points by which the way to the first level looks longer and already gone (M26).
    team_size
        Members that an order in a team takes, 2 or more.
    team_days
        Days that friends have to join a team, 1 or more.
    team_recruits
        1: whoever fills a team and is no member must become one.
    level_days
        Days without a visit after each of which a level is lost. 0: levels are kept.
    challenge_days
        Days in a row that are a challenge won, while lever `challenge` offers it. 0: none.
    exchange_points
        Points that a partner asks for at a time, while lever `exchange` offers it. 0: none does.
    spend_alone
        1: points do not count towards levels, only what lever `level_spend` makes of spending.
    brought
        1: what friends whom members brought spend is recorded (`sim.brought`).
    """

    level_thresholds: tuple[int, ...] = ()
    reward_points: int = 0
    points_expiry_days: int = 0
    points_purse: int = -1
    unlock_after: int = 0
    hold_days: int = 0
    unlocks_purse_cents: int = -1
    counts_from: int = 0
    reward_rise: int = 0
    reward_rises: int = 0
    most_unlocks: int = 0
    one_in: int = 1
    check_cents: int = 0
    badge_posts: int = 0
    endowed_points: int = 0
    team_size: int = 3
    team_days: int = 1
    team_recruits: int = 0
    level_days: int = 0
    challenge_days: int = 0
    exchange_points: int = 0
    spend_alone: int = 0
    brought: int = 0
