"""What strategies that run side by side may not be to each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

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
    _at_most_all(
        strategies,
        lambda one: one.feed_share,
        "{names} sell {sum:g} of the feed on day {day}; together they may sell at most 1: lower "
        "their shares, or let them run on different days",
    )


def check_what_it_earns(strategies: tuple[Strategy, ...]) -> None:
    """Refuse shares of what the feed earns that add up to more than all of it."""
    _at_most_all(
        strategies,
        lambda one: one.feed_claim,
        "{names} pay out {sum:g} of what the feed earns on day {day}; together they may pay out at "
        "most 1: lower their shares, or let them run on different days",
    )


def _at_most_all(
    strategies: tuple[Strategy, ...], part: Callable[[Strategy], float], message: str
) -> None:
    """Raise `InputError` where parts of one whole add up to more than 1 on any day."""
    some = [one for one in strategies if part(one) > 0]
    for first in some:
        # The most meet on the first day of one of them.
        day = first.from_day
        meet = [s for s in some if s.from_day <= day and (s.to_day is None or day < s.to_day)]
        # In decimals 0.7 + 0.2 + 0.1 is 1.
        if (total := math.fsum(part(one) for one in meet)) > 1 + 1e-9:
            names = " and ".join(repr(one.called) for one in meet)
            raise InputError(message.format(names=names, sum=total, day=day), field="strategies")
