"""What kind of community a history shows, as far as it can be guessed."""

from __future__ import annotations

from dataclasses import dataclass
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
        What makes a member active: ``visit``, ``contribution`` or ``purchase``.
    why, why_zh
        What both were guessed from, a sentence, in English and Chinese.
    buys
        Whether the history has purchases.
    shop
        Whether the history has purchases and no posts.
    weekly
        Members active in a week of late, by which the plans' budgets are set.
    """

    preset: str
    activity: str
    why: str
    why_zh: str
    buys: bool
    shop: bool
    weekly: float


def purchases(history: History) -> int:
    """Return the purchases of a history."""
    if "event_purchase" not in history.daily.columns:
        return 0
    return int(history.counts("event_purchase").sum())


def visible_acts(history: History) -> bool:
    """Whether a history knows contributions alone: no visits, and nothing that was bought.

    Figures do not name visits; but where there are more actives than posts, not all write.
    """
    alone = not _visits(history) and not purchases(history)
    return alone and posts(history) >= int(history.active.sum())


def purchases_alone(history: History) -> bool:
    """Whether a history knows purchases alone: no visits, and nothing that was written.

    Figures do not name visits; but where there are more actives than purchases, not all buy.
    """
    bought = purchases(history)
    alone = bool(bought) and not posts(history) and not _visits(history)
    return alone and (history.purchases is not None or bought >= int(history.active.sum()))


def _visits(history: History) -> bool:
    from calibration.history.vocabulary import PASSIVE

    quiet = {f"event_{name}" for name in PASSIVE}
    return not quiet.isdisjoint(history.daily.columns)


def draft(history: History) -> Draft:
    """Guess what kind of community a history is of."""
    bought = purchases(history)
    written = posts(history)
    preset, activity, why, why_zh = _kind(history, bought, written)
    return Draft(
        preset=preset,
        activity=activity,
        why=why,
        why_zh=why_zh,
        buys=bought > 0,
        shop=bought > 0 and not written,
        weekly=history.in_a_week(RECENT_DAYS // 7),
    )


def posts(history: History) -> int:
    """Return the contributions of a history."""
    if "contributions" not in history.daily.columns:
        return 0
    return int(history.counts("contributions").sum())


def _kind(history: History, bought: int, written: int) -> tuple[str, str, str, str]:
    """Preset, activity, and why, in English and Chinese."""
    from calibration.history.record import LEAST

    told = history.buyers() >= LEAST
    sales = f"{bought:,} purchases" if told else "a few purchases"
    sold = f"{bought:,} 次购买" if told else "少量购买"
    if purchases_alone(history):
        why = f"{sales} and neither posts nor visits: a shop"
        return "shop", "purchase", why, f"{sold}，没有发帖和访问：商店"
    if bought and not written:
        why = f"{sales} beside visits and no posts: a shop"
        return "shop", "visit", why, f"{sold}，有访问、没有发帖：商店"
    if bought:
        why = f"{sales} beside {written:,} posts: a brand's community"
        return "brand", "visit", why, f"{sold}，另有 {written:,} 次发帖：品牌社区"
    if visible_acts(history):
        why = "posts and no visits: a forum whose readers nobody counted"
        return "forum", "contribution", why, "有发帖、没有访问：未统计读者的论坛"
    if written < int(history.active.sum()):
        why = "more members than posts: a forum whose readers count"
        return "forum", "visit", why, "成员多于发帖：统计读者的论坛"
    return "forum", "visit", "visits: a forum whose readers count", "有访问：统计读者的论坛"
