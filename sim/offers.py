"""What an operator offers, day by day: a table of levers over days, tiers and segments."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar

Compose = Literal["add", "max"]

MAX_TIERS: Final = 8
"""Levels a points programme may have, the lowest (no level yet) included."""

SOURCES: Final = ("professional", "kol", "member")
"""Who makes an item of content: staff (PGC), opinion leaders (KOL), prompted members (UGC)."""

FORMATS: Final = ("text", "video", "live")
"""Form of an item: image and text, short video, live session."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One column of the table.

    ``compose`` says how two strategies that pull the same lever add up; zero is neutral.
    """

    name: str
    unit: str
    compose: Compose
    meaning: str


LEVERS: Final = (
    Lever("points_per_visit", "points/visit", "add", "points given for a day's first visit"),
    Lever("points_per_post", "points/post", "add", "points given for each post"),
    Lever("point_value", "currency/point", "max", "what a point is worth to a member"),
    Lever("privilege", "logit/level", "add", "pull of the privileges of one level"),
    Lever("push", "messages/member/day", "add", "notifications sent to each member"),
    Lever("inviter_reward", "currency", "add", "paid to an inviter per unlock"),
    Lever("invited_reward", "currency", "add", "paid to a referred member who stays"),
    Lever("discount", "share of price", "max", "price reduction, 0 to 0.95"),
    Lever("ad_load", "share of feed", "add", "commercial items in the feed"),
    Lever("welcome", "share", "max", "newcomers' first posts that staff answers"),
    Lever("award", "share", "max", "writers of a day who are given an award"),
    Lever("moderation", "share", "max", "toxic comments that nobody gets to see"),
    Lever("game", "1", "max", "game layer in force, 0 to 1"),
    Lever("team_discount", "share of price", "max", "price reduction of an order in a team"),
)

LEVER_INDEX: Final = {lever.name: index for index, lever in enumerate(LEVERS)}


@dataclass(slots=True)
class Rules:
    """The fixed rules of a programme, the same on every day; zero or empty means none.

    Parameters
    ----------
    level_thresholds
        Lifetime points from which each level holds, strictly increasing, at most 7.
    reward_points
        Points that one reward costs; a redemption takes whole rewards. 0: no redemption.
    points_expiry_days
        Points lapse after so many days without a visit. 0: never.
    points_purse
        Points that may be issued in all; -1: no limit.
    unlock_after
        Accepted and held invitations that unlock one inviter reward. 0: no programme.
    hold_days
        Days a referred member must be a member, and come back once, to count.
    unlocks_purse_cents
        Money that may be granted as invitation rewards, in cents; -1: no limit.
    badge_posts
        Posts since the plan's beginning that win the badge. 0: no badge.
    endowed_points
        Points by which the way to the first level looks longer and already gone (M26).
    team_size
        Members that an order in a team takes, 2 or more.
    """

    level_thresholds: tuple[int, ...] = ()
    reward_points: int = 0
    points_expiry_days: int = 0
    points_purse: int = -1
    unlock_after: int = 0
    hold_days: int = 0
    unlocks_purse_cents: int = -1
    badge_posts: int = 0
    endowed_points: int = 0
    team_size: int = 3


@dataclass(slots=True)
class Offers:
    """All that is offered over a calendar.

    Parameters
    ----------
    calendar
        The days that the table covers.
    segments
        Number of segments (interest groups) of the community, at least 1.

    Attributes
    ----------
    table
        Levers, float32, shape ``(days, MAX_TIERS, segments, len(LEVERS))``; zero is neutral.
    supply
        Items of content, float32, shape ``(days, topics, len(SOURCES), len(FORMATS))``, with one
        topic a segment; items a day may be fractional.
    paid_arrivals
        Expected members a day won by paid acquisition, float32, shape ``(days,)``.
    rules
        The rules of the programmes.
    """

    calendar: Calendar
    segments: int
    table: NDArray[np.float32] = field(init=False)
    supply: NDArray[np.float32] = field(init=False)
    paid_arrivals: NDArray[np.float32] = field(init=False)
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        days = self.calendar.days
        self.table = np.zeros((days, MAX_TIERS, self.segments, len(LEVERS)), np.float32)
        self.supply = np.zeros((days, self.segments, len(SOURCES), len(FORMATS)), np.float32)
        self.paid_arrivals = np.zeros(days, np.float32)

    def pull(
        self,
        lever: str,
        value: float | NDArray[np.float32],
        *,
        days: slice = slice(None),
        tiers: slice = slice(None),
        segments: slice = slice(None),
    ) -> None:
        """Pull a lever: compose ``value`` into the table as the lever composes.

        Parameters
        ----------
        lever
            A name of `LEVERS`.
        value
            A number, or an array that broadcasts to the chosen days, tiers and segments.
        days, tiers, segments
            Where it holds; everywhere by default.
        """
        index = LEVER_INDEX[lever]
        cell = self.table[days, tiers, segments, index]
        pulled = np.asarray(value, np.float32)
        if LEVERS[index].compose == "add":
            cell += pulled
        else:
            np.maximum(cell, pulled, out=cell)

    def copy(self) -> Offers:
        """Return an independent copy."""
        twin = Offers(self.calendar, self.segments, rules=replace(self.rules))
        for name in ("table", "supply", "paid_arrivals"):
            setattr(twin, name, getattr(self, name).copy())
        return twin

    def equals(self, other: Offers) -> bool:
        """Return whether two offers are the same in everything."""
        return self.rules == other.rules and all(
            np.array_equal(getattr(self, name), getattr(other, name))
            for name in ("table", "supply", "paid_arrivals")
        )
