"""What may be had for next to nothing: published effects, scaled to what is spent.

Effects of what is given are concave in it: sales by e-mail rise as 1 - exp(-0.7 n) (M101),
referrals with the 0.2nd to 0.5th power of the reward (M95). With the largest of these powers the
least is left at a small spend, so that a hundredth of a plan's money may buy a tenth of the most
that was ever published on its strategy.
"""

from __future__ import annotations

from typing import Final

from strategies import STRATEGIES
from tests.free_lunch.ground import Ground

POWER: Final = 0.5
"""M95: effects rise with the 0.2nd to 0.5th power of what is given."""

SPEND: Final = 0.01
"""Share of what the shipped plan spends and owes that an adversary has."""

ACTIVITY: Final = 0.32
"""M28: coupons raise use by 31.7 % while they run, the most that was published on any lever."""

LIVE: Final = 0.6
"""M96: live selling raises revenue by 5 to 60 %."""

MONTH_DAYS: Final = 30


def published(kind: str, measure: str, ground: Ground) -> float:
    """Return the most that was published on a strategy's effect, as a share; at its full price.

    Where nothing was published on a measure, it is what follows from that on another: each friend
    who joins is at most one active member more, and who comes more often stays and earns more in
    proportion. Live sessions sell by themselves.
    """
    known = [one for one in STRATEGIES[kind].published if one.per is None]
    rates = [one for one in STRATEGIES[kind].published if one.per is not None]
    active = max((one.high for one in known), default=0.0)
    months = ground.size.days / MONTH_DAYS
    active += sum(one.high * months * ground.reach for one in rates)
    active = active or ACTIVITY
    return max(active, LIVE) if kind == "content" and measure == "gain" else active


def allowed(share: float) -> float:
    """Return what share of a published effect a share of the money may buy, 0 to 1."""
    return float(min(max(share, SPEND) ** POWER, 1.0))
