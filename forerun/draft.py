"""What kind of community a history shows, as far as it can be guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from calibration.history import History

RECENT_DAYS: Final = 28
"""Days that are today's level, as in the naive forecast."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was guessed of a history.

    Attributes
    ----------
    preset
        Of the behaviour that the history does not show.
    activity
        What makes a member active: ``visit`` or ``contribution``.
    why
        What both were guessed from, a sentence.
    shop
        Whether purchases are all that the history has: a visit then stands for a day of buying.
    weekly
        Members active in a week of late, by which the plans' budgets are set.
    overrides
        Behaviour that is read off the history and not fitted: ``buy_rate``, ``basket``.
    """

    preset: str
    activity: str
    why: str
    shop: bool
    weekly: float
    overrides: Mapping[str, float]

    def with_buying(self, buy_rate: float) -> Draft:
        """Return a draft with another rate of purchases."""
        return replace(self, overrides={**self.overrides, "buy_rate": buy_rate})


def purchases(history: History) -> int:
    """Return the purchases of a history."""
    if "event_purchase" not in history.daily.columns:
        return 0
    return int(history.counts("event_purchase").sum())


def visible_acts(history: History) -> bool:
    """Whether a history knows contributions alone: no visits, and nothing that was bought."""
    from calibration.history.vocabulary import PASSIVE

    quiet = {f"event_{name}" for name in PASSIVE}
    return quiet.isdisjoint(history.daily.columns) and not purchases(history)


def without_purchases(history: History) -> History:
    """Return a history whose contributions are what was written, so that no purchase is a post."""
    import polars as pl

    if not purchases(history):
        return history
    written = pl.col("contributions") - pl.col("event_purchase")
    return replace(history, daily=history.daily.with_columns(contributions=written))


def draft(history: History) -> Draft:
    """Guess what kind of community a history is of."""
    bought = purchases(history)
    written = posts(history)
    active = max(int(history.counts("active_members").sum()), 1)
    overrides = {}
    if bought:
        overrides["buy_rate"] = min(bought / active, 1.0)
        if "revenue" in history.daily.columns:
            # Nobody buys twice on a simulated day: then a basket is all that a day brought.
            brought = float(history.daily["revenue"].sum())
            overrides["basket"] = max(brought / (overrides["buy_rate"] * active), 0.01)
    preset, activity, why = _kind(history, bought, written)
    return Draft(
        preset=preset,
        activity=activity,
        why=why,
        shop=bought > 0 and activity == "visit" and not written,
        weekly=history.in_a_week(RECENT_DAYS // 7),
        overrides=overrides,
    )


def posts(history: History) -> int:
    """Return the contributions of a history that are no purchases."""
    if "contributions" not in history.daily.columns:
        return 0
    return int(without_purchases(history).counts("contributions").sum())


def _kind(history: History, bought: int, written: int) -> tuple[str, str, str]:
    """Preset, activity, and why."""
    if bought and not written:
        return "shop", "visit", f"{bought:,} purchases and no posts: a shop"
    if bought:
        why = f"{bought:,} purchases beside {written:,} posts: a brand's community"
        return "brand", "visit", why
    if visible_acts(history):
        return "forum", "contribution", "posts and no visits: a forum whose readers nobody counted"
    return "forum", "visit", "visits: a forum whose readers count"
