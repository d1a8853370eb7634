"""Paid channels: what spending on one brings, day by day.

    e(t) = (1 - carry) x(t) + carry e(t - 1)            adstock of the spend x, none before the plan
    members(t) = 2 half_spend / member_cost  Hill(e)    Hill(e) = 1 / (1 + (e / half_spend)^-slope)

(M65, V45.) At a spend of `half_spend` a day a member costs `member_cost`, and each further one
costs more. With a slope of 1 the first costs half of that and a further one, at spend x,
``member_cost / 2 (1 + x / half_spend)^2``; with a steeper one there is a spend below which little
comes. Carried-over spend brings nothing twice: it is only later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.float64]

ChannelName = Literal["search", "feed", "leaders", "outdoor", "television", "partners"]


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to win members for money.

    Attributes
    ----------
    title, title_zh
        What it is.
    carry
        Share of a day's effect that is left on the next.
    quality
        Odds that one whom it brings visits on a day, of those of others, 0.1 to 1.
    member_cost
        Usual cost of a member at the spend at which half of the most come, in units of money.
    source
        Where these come from.
    """

    title: str
    title_zh: str
    carry: float
    quality: float
    member_cost: float
    source: str


CHANNELS: Final[dict[str, Channel]] = {
    "search": Channel(
        "search ads", "搜索广告", 0.0, 1.0, 10.0,
        "M65: works on new users; carry 0-0.3; cost assumed",
    ),
    "feed": Channel(
        "ads in feeds", "信息流投放", 0.2, 0.86, 6.0,
        "M100: organic retention 15-21 % better; M65: carry 0-0.3; cost assumed",
    ),
    "leaders": Channel(
        "opinion leaders for pay", "KOL付费推广", 0.3, 0.9, 8.0,
        "M93: small ones return more; size, carry and cost assumed",
    ),
    "outdoor": Channel(
        "posters and print", "户外与平面", 0.25, 0.86, 20.0,
        "M65: carry 0.1-0.4; quality and cost assumed",
    ),
    "television": Channel(
        "television", "电视", 0.55, 0.86, 25.0,
        "M65: carry 0.3-0.8; quality and cost assumed",
    ),
    "partners": Channel(
        "partners, for resources of one's own", "异业资源互换", 0.0, 0.95, 4.0,
        "practitioners: 12 partners in 3 months; all assumed: cost is what the resources are worth",
    ),
}  # fmt: skip
"""Channels by name."""


def adstock(spend: Days, carry: float) -> Days:
    """Return the spend as it works: smoothed, its sum no more than what was spent.

    Parameters
    ----------
    spend
        Of each day, shape ``(days,)``.
    carry
        Share that is left on the next day, 0 to less than 1.
    """
    found = np.zeros(len(spend))
    left = 0.0
    for day, today in enumerate(spend.tolist()):
        left = (1.0 - carry) * today + carry * left
        found[day] = left
    return found


def hill(effective: Days, half_spend: float, slope: float) -> Days:
    """Return the share of the most that spend brings, 0 to 1: half at `half_spend`."""
    powered = (effective / half_spend) ** slope
    return np.asarray(powered / (1.0 + powered), np.float64)


def won(spend: Days, carry: float, half_spend: float, slope: float, member_cost: float) -> Days:
    """Return the members whom a channel is expected to bring on each day, shape ``(days,)``.

    Parameters
    ----------
    spend
        Of each day, in currency.
    carry, half_spend, slope, member_cost
        As in the equation; the second and the last in currency.
    """
    most = 2.0 * half_spend / member_cost
    return most * hill(adstock(spend, carry), half_spend, slope)
