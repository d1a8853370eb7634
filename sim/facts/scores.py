"""Scores that operators make of facts: RFM, churn risk, predicted orders and value, densities.

Scores that rank are worked out at a refresh, among those who have not left; who joined since has 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.compiled.control import MEMBERS
from sim.compiled.deeds import DEED_WEEKS, FIRST_ORDER, LAST_ORDER, ORDERED, SPENT, VISITED
from sim.facts.done import days_since, in_weeks, total, window
from sim.facts.facts import Fact, Facts, Values

Floats = NDArray[np.float64]

R, ALPHA, A, B = 0.243, 4.414, 0.793, 2.426
"""BG/NBD of a shop's customers, in weeks (CDNOW; Fader, Hardie and Lee 2005; M63)."""

NEXT_WEEKS: Final = 52.0
"""Weeks ahead that predicted orders and value reach."""

USUAL_GAP: Final = 7.0
"""Days that a first gap between visits is taken for (assumed)."""

MOST_COUNTED: Final = 1_000_000
"""Different whole numbers that are counted one by one, where more are sorted."""

PARTS: Final = 5
"""Parts of an RFM score."""


def quintile(values: Floats, identity: NDArray[np.uint64], among: NDArray[np.bool_]) -> Floats:
    """Return 1 to 5 by rank of the value, ties by identity, equal parts; 0 for the others."""
    places = np.flatnonzero(among)
    order = np.lexsort((identity[places], values[places]))
    score = np.zeros(len(values))
    score[places[order]] = 1 + np.arange(len(order)) * PARTS // max(len(order), 1)
    return score


def percentile(values: Values, among: NDArray[np.bool_]) -> Floats:
    """Return the share of those who have less, half of those who have the same; 0 for others."""
    from sim.day.regroup import add_shares, count_each

    many, found = int(np.count_nonzero(among)), np.zeros(len(values))
    if not many:
        return found
    whole = values.dtype.kind in "iu"
    if whole and (highest := int(values.max())) - (lowest := int(values.min())) < MOST_COUNTED:
        # Counted and not sorted, as most facts can be.
        values, who = np.ascontiguousarray(values), among.view(np.uint8)
        count = np.zeros(highest - lowest + 1, np.int64)
        count_each(values, who, lowest, count)
        add_shares(values, who, lowest, (np.cumsum(count) - count / 2) / many, found)
        return found
    _, place, count = np.unique(values[among], return_inverse=True, return_counts=True)
    found[among] = ((np.cumsum(count) - count / 2) / many)[place]
    return found


def alive(orders: Floats, recency: Floats, age: Floats) -> Floats:
    """Return the probability that customers still buy, by the BG/NBD (V43).

    Parameters
    ----------
    orders
        Repeat orders, 0 or more.
    recency, age
        Weeks from the first order to the last, and to today.
    """
    ratio = ((ALPHA + age) / (ALPHA + recency)) ** (R + orders)
    gone = np.where(orders > 0, A / (B + np.maximum(orders, 1.0) - 1.0) * ratio, 0.0)
    return np.asarray(1.0 / (1.0 + gone), np.float64)


def expected_orders(orders: Floats, recency: Floats, age: Floats, weeks: float) -> Floats:
    """Return the orders that customers are expected to place in the next weeks (V43).

    Equation 10 of Fader, Hardie and Lee (2005).
    """
    from scipy.special import hyp2f1

    a, b, r, alpha = A, B + orders, R + orders, ALPHA
    z = weeks / (alpha + age + weeks)
    share = ((alpha + age) / (alpha + age + weeks)) ** r
    rise = 1.0 - share * hyp2f1(r, b, a + b - 1.0, z)
    live = alive(orders, recency, age)
    return np.asarray((a + b - 1.0) / (a - 1.0) * rise * live, np.float64)


def _customers(facts: Facts) -> tuple[NDArray[np.bool_], Floats, Floats, Floats]:
    """Return who ever ordered, and their repeat orders, recency and age in weeks."""
    who = facts.deed(ORDERED) > 0
    orders, first, last = (facts.deed(k)[who] for k in (ORDERED, FIRST_ORDER, LAST_ORDER))
    age = (facts.day - (first - 1)) / 7.0
    return who, (orders - 1).astype(np.float64), (last - first) / 7.0, age


def _of_customers(count: Callable[[Floats, Floats, Floats], Floats]) -> Callable[[Facts], Values]:
    def read(facts: Facts) -> Values:
        who, orders, recency, age = _customers(facts)
        found = np.zeros(len(who))
        # Many have the same history, and the special function is dear.
        rows = np.column_stack([orders, recency, age])
        kinds, place = np.unique(rows, axis=0, return_inverse=True)
        if len(kinds):
            found[who] = count(*kinds.T)[place.ravel()]
        return found

    return read


_predicted = _of_customers(lambda x, recency, age: expected_orders(x, recency, age, NEXT_WEEKS))


def _value(facts: Facts) -> Values:
    """Return predicted orders at what an order of the member's was worth."""
    orders = np.maximum(facts.deed(ORDERED), 1)
    each: Values = facts["predicted_orders"] * facts["spend"] / orders
    return each


def _churn_risk(facts: Facts) -> Values:
    """Return ``1 - exp(-(t - g) / g)`` of absence t and own mean gap g, 0 within the gap."""
    joined = np.asarray(facts.column("join_day"), np.float64)
    last = np.asarray(facts.column("last_visit"), np.float64)
    visits = facts.deed(VISITED)
    gap = (np.maximum(last - joined, 0.0) + USUAL_GAP) / (visits + 1.0)
    beyond = np.maximum(facts.day - last - np.maximum(gap, 1.0), 0.0)
    return np.asarray(1.0 - np.exp(-beyond / np.maximum(gap, 1.0)))


def _part(value: Callable[[Facts], Values]) -> Callable[[Facts], Values]:
    def read(facts: Facts) -> Values:
        if not facts.whole:
            return np.zeros(len(facts.identity))
        among = facts.here & (facts.in_blocks(total(ORDERED)) > 0)
        return quintile(facts.in_blocks(value).astype(np.float64), facts.identity, among)

    return read


def _density(*values: Callable[[Facts], Values]) -> Callable[[Facts], Values]:
    """Return the mean of percentiles."""

    def read(facts: Facts) -> Values:
        found = np.zeros(len(facts.identity))
        if facts.whole:
            for each in facts.each_in_blocks(values):
                found += percentile(each, facts.here)
        return found / len(values)

    return read


def _friends_spend(facts: Facts) -> Values:
    """Return what the friends whom members brought have spent, in currency."""
    columns = facts.columns
    end = int(columns.control[MEMBERS])
    inviter = columns.inviter[:end]
    brought = np.flatnonzero(inviter >= 0)
    spent = np.zeros(end, np.int64)
    np.add.at(spent, inviter[brought], columns.deeds[brought, SPENT])
    each: Values = spent[facts.rows] * (facts.spec.behaviour.values["basket"] / 1e6)
    return each


def _growth(facts: Facts) -> Values:
    return in_weeks(facts, VISITED, 0, 1) - in_weeks(facts, VISITED, 2, 3)


def _named(name: str) -> Callable[[Facts], Values]:
    return lambda facts: facts[name]


def _score(
    title: str, title_zh: str, unit: str, read: Callable[[Facts], Values], of_all: bool = True
) -> Fact:
    return Fact(title, title_zh, unit, read, of_deeds=True, of_all=of_all)


SCORES: Final[dict[str, Fact]] = {
    "rfm_recency": _score(
        "recency of the last order among those who ordered, 5 the latest fifth", "RFM近度分",
        "score", _part(lambda facts: -days_since(facts, LAST_ORDER)),
    ),
    "rfm_frequency": _score(
        "orders among those who ordered, 5 the most", "RFM频度分", "score", _part(total(ORDERED)),
    ),
    "rfm_monetary": _score(
        "spend among those who ordered, 5 the most", "RFM金额分", "score", _part(total(SPENT)),
    ),
    "rfm": _score(
        "sum of the three parts, 3 to 15; 0 for who never ordered", "RFM总分", "score",
        lambda facts: facts["rfm_recency"] + facts["rfm_frequency"] + facts["rfm_monetary"],
    ),
    "buys_still": _score(
        "probability that a customer still buys, by the BG/NBD of a shop (CDNOW)", "仍会购买的概率",
        "probability", _of_customers(alive),
    ),
    "predicted_orders": _score(
        f"orders expected in the next {NEXT_WEEKS:.0f} weeks, by the same", "预测订单数", "orders",
        _predicted,
    ),
    "predicted_value": _score(
        "spend expected with them, at the member's own mean order", "预测消费额", "currency",
        _value,
    ),
    "friends_spend": _score(
        "what the friends whom the member brought have spent", "带来好友的消费额", "currency",
        _friends_spend,
    ),
    "koc_influence": _score(
        "influence of content: mean percentile of ties and of posts of the last 28 days",
        "KOC内容影响力", "share", _density(_named("ties"), _named("posts_28d")),
    ),
    "koc_conversion": _score(
        "power to convert: mean percentile of invitations and of what friends brought have spent",
        "KOC转化力", "share", _density(_named("invitations"), _friends_spend),
    ),
    "koc_tie": _score(
        "tie to the community: mean percentile of visits of the last 28 days and of days since "
        "joining", "KOC情感联结", "share",
        _density(_named("visits_28d"), _named("days_since_joining")),
    ),
    "churn_risk": _score(
        "1 - exp(-(t - g) / g) of days t since the last visit beyond the own mean gap g",
        "流失风险", "probability", _churn_risk, of_all=False,
    ),
    "relation_density": _score(
        "mean percentile of ties, visits and posts of the last 28 days", "关系密度", "share",
        _density(_named("ties"), _named("visits_28d"), _named("posts_28d")),
    ),
    "value_density": _score(
        "mean percentile of spend, spend of the last 28 days and orders", "价值密度", "share",
        _density(total(SPENT), window(SPENT, DEED_WEEKS), total(ORDERED)),
    ),
    "potential_density": _score(
        "mean percentile of growth in visits over two fortnights and of invitations", "潜力密度",
        "share", _density(_growth, _named("invitations")),
    ),
}  # fmt: skip
"""Facts by name."""
