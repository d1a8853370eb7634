"""Facts of what members have done: totals since the launch, and of the latest weeks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.compiled.deeds import (
    BUCKETS,
    DEED_WEEKS,
    FIRST_ORDER,
    LAST_ORDER,
    LAST_POST,
    ORDERED,
    POSTED,
    SPENT,
    VISITED,
    WEEK_OF_DEEDS,
)
from sim.facts.facts import Fact, Facts, Values

_MILLIONTHS: Final = 1e6


def total(kind: int) -> Callable[[Facts], Values]:
    return lambda facts: facts.deed(kind)


def in_weeks(facts: Facts, kind: int, first: int, last: int) -> NDArray[np.int64]:
    """Return what was done from `first` weeks ago to `last` weeks ago, shape ``(rows,)``.

    Parameters
    ----------
    facts
        The members.
    kind
        One of the four totals of `sim.compiled.deeds.DEEDS`.
    first, last
        Weeks, 0 the latest; the week that is under way counts as one, and begins on the weekday
        on which the plan does: on the days of a weekly refresh they are the last 7 days each.
    """
    from sim.day.regroup import add_weeks

    latest = (facts.day - 1 + 7 - facts.spec.past_days % 7) // 7
    done = np.zeros(len(facts.identity), np.int64)
    bucket = BUCKETS + kind * DEED_WEEKS
    add_weeks(facts.columns.deeds[facts.rows], WEEK_OF_DEEDS, bucket, latest, first, last, done)
    return done


def window(kind: int, weeks: int) -> Callable[[Facts], Values]:
    return lambda facts: in_weeks(facts, kind, 0, weeks - 1)


def _money(read: Callable[[Facts], Values]) -> Callable[[Facts], Values]:
    def value(facts: Facts) -> Values:
        return read(facts) * (facts.spec.behaviour.values["basket"] / _MILLIONTHS)

    return value


def days_since(facts: Facts, column: int) -> NDArray[np.int64]:
    """Return days since a deed; since the day before joining for who never did it."""
    on = facts.deed(column) - 1
    joined = np.asarray(facts.column("join_day"), np.int64)
    return facts.day - np.where(on < 0, joined - 1, on)


def _since(column: int) -> Callable[[Facts], Values]:
    return lambda facts: days_since(facts, column)


_KINDS: Final = (
    ("visits", VISITED, "visits", "访问次数"),
    ("posts", POSTED, "posts", "发帖数"),
    ("orders", ORDERED, "orders", "订单数"),
    ("spend", SPENT, "currency", "消费额"),
)


def _windows() -> dict[str, Fact]:
    facts = {}
    for name, kind, unit, title_zh in _KINDS:
        for weeks in (1, DEED_WEEKS):
            read = window(kind, weeks)
            facts[f"{name}_{7 * weeks}d"] = Fact(
                f"{name} of the last {7 * weeks} days, in whole weeks from the plan's first day",
                f"近{7 * weeks}天{title_zh}", unit, _money(read) if kind == SPENT else read,
                of_deeds=True,
            )  # fmt: skip
    return facts


DONE: Final[dict[str, Fact]] = {
    "orders": Fact("orders since the launch; of those in teams, the teams that the member opened",
                   "累计订单数", "orders", total(ORDERED), of_deeds=True),
    "spend": Fact("spent on them", "累计消费额", "currency", _money(total(SPENT)), of_deeds=True),
    "days_since_post": Fact(
        "days since the last post; since the day before joining for who never posted",
        "距上次发帖天数", "days", _since(LAST_POST), of_deeds=True),
    "days_since_order": Fact(
        "days since the last order; since the day before joining for who never ordered",
        "距上次下单天数", "days", _since(LAST_ORDER), of_deeds=True),
    "days_since_first_order": Fact(
        "days since the first order; since the day before joining for who never ordered",
        "距首单天数", "days", _since(FIRST_ORDER), of_deeds=True),
    **_windows(),
}  # fmt: skip
"""Facts by name."""
