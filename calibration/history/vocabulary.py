"""Which events of a log make a member active."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

Activity = Literal["visit", "contribution"]

REGISTRATION: Final = "registration"
"""The event by which an account is made; it is not an act."""

POSTS: Final = frozenset({"post", "question", "answer", "message", "thread", "reply"})
"""Events counted together as ``posts``."""

COMMENTS: Final = frozenset({"comment"})
BOUNTIES: Final = frozenset({"bounty"})

GRANTS: Final = BOUNTIES | {"badge", "points", "reward", "coupon", "invitation_sent"}
"""Events about rewards and messages that a log may hold; they make nobody active."""

PASSIVE: Final = frozenset({"visit", "login", "session", "view", "read", "click", "open"})
"""Events that nobody else sees: activity where activity means a visit, but no contribution."""

Active = Activity | Collection[str]
"""What counts as activity: one of the two meanings, or the names of the events that count."""


def is_contribution(event: str) -> bool:
    """Whether an event is a visible act: anything but a registration, a grant, a passive event."""
    return event != REGISTRATION and event not in GRANTS and event not in PASSIVE


def is_active(event: str, activity: Active) -> bool:
    """Whether an event makes its member active on that day.

    Parameters
    ----------
    event
        Name of the event, lower case.
    activity
        ``"contribution"``: every contribution counts; ``"visit"``: passive events count as well; a
        collection of names: exactly these count.
    """
    if activity == "contribution":
        return is_contribution(event)
    if activity == "visit":
        return event in PASSIVE or is_contribution(event)
    return event in activity
