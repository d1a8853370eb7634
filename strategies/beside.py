"""What strategies that run side by side may not be to each other."""

from __future__ import annotations

import math
from collections import Counter

from sim.errors import InputError
from strategies.base import Strategy


def check_told_apart(strategies: tuple[Strategy, ...]) -> None:
    """Refuse strategies that books, members or paths could not tell apart."""
    for kind, count in Counter(one.kind for one in strategies if one.keeps).items():
        if count > 1:
            raise InputError(
                f"{kind!r} comes {count} times; it keeps something in the member, so a plan holds "
                "one",
                field="strategies",
            )
    for rule, count in Counter(rule for one in strategies for rule in one.fixes).items():
        if count > 1:
            names = " and ".join(repr(one.called) for one in strategies if rule in one.fixes)
            raise InputError(f"{names} each set {rule}; a plan holds one", field="strategies")
    for what in ("audiences", "alerts"):
        if any(one.called == what for one in strategies):
            raise InputError(
                f"no strategy may be called {what}: paths of thresholds begin so",
                field="strategies",
            )
    for name, count in Counter(one.called for one in strategies).items():
        if count > 1:
            raise InputError(
                f"{name!r} comes {count} times; give each strategy a name of its own",
                field="strategies",
            )


def check_one_feed(strategies: tuple[Strategy, ...]) -> None:
    """Refuse ads that sell one feed several times over.

    Whoever is in two audiences has but one feed, and it is not known beforehand who will be, so
    that those for different audiences are added up like any others.
    """
    sellers = [one for one in strategies if one.feed_share > 0]
    for first in sellers:
        # The most meet on the first day of one of them.
        day = first.from_day
        meet = [s for s in sellers if s.from_day <= day and (s.to_day is None or day < s.to_day)]
        # In decimals 0.7 + 0.2 + 0.1 is 1.
        if (sold := math.fsum(one.feed_share for one in meet)) > 1 + 1e-9:
            names = " and ".join(repr(one.called) for one in meet)
            raise InputError(
                f"{names} sell {sold:g} of the feed on day {day}; together they may sell at most "
                "1: lower their shares, or let them run on different days",
                field="strategies",
            )
