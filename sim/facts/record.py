"""Facts that every community knows: they stand in the members' records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from sim.compiled.layout import MUTED, PAID, PAID_MONTHS, REFERRED
from sim.facts.facts import COLUMNS, PREFIX, Fact, Facts, Values, levels
from sim.profiles import Column
from sim.spec import Attribute

VISITS_KEPT: Final = 255
"""Visits since joining are counted up to here."""


def _field(name: str, title: str, title_zh: str, unit: str) -> Fact:
    return Fact(title, title_zh, unit, lambda facts: facts.column(name), stored=True)


def _since(name: str) -> Callable[[Facts], Values]:
    return lambda facts: np.int32(facts.day) - facts.column(name)


def _flag(bit: np.uint8) -> Callable[[Facts], Values]:
    return lambda facts: (facts.column("flags") & np.int32(bit) != 0).astype(np.int32)


def _paid_months(facts: Facts) -> Values:
    club = facts.columns.club
    if len(club) == 1:
        return np.zeros(len(facts.identity), np.int64)
    return np.maximum(club[facts.rows, PAID_MONTHS], 0).astype(np.int64)


def _level(facts: Facts) -> Values:
    earned, last_visit = facts.column("lifetime_points"), facts.column("last_visit")
    return levels(earned, last_visit, facts.rules, facts.day)


def _segment(facts: Facts) -> Values:
    names: Values = np.asarray(facts.spec.segments)[facts.column("segment")]
    return names


def _opted_out(facts: Facts) -> Values:
    memories = facts.columns.memories
    if len(memories) == 1:
        return np.zeros(len(facts.identity), np.int64)
    muted = (memories["notes"][facts.rows] & MUTED) != 0
    return np.asarray(muted & facts.consented, np.int64)


def _consented(facts: Facts) -> Values:
    return facts.consented.astype(np.int64)


RECORD: Final[dict[str, Fact]] = {
    "days_since_joining": Fact("days since joining", "入会天数", "days", _since("join_day")),
    "days_since_visit": Fact(
        "days since the last visit; since the day before joining for who never came",
        "距上次访问天数", "days", _since("last_visit"),
    ),
    "visits": _field("visits", f"visits since joining, up to {VISITS_KEPT}", "访问次数", "visits"),
    "posts": _field("posts", "posts since the plan began", "方案开始后的发帖数", "posts"),
    "ties": _field("ties", "ties", "好友数", "members"),
    "invitations": _field("invitations", "invitations sent", "发出邀请数", "invitations"),
    "points": _field("points", "points in hand", "可用积分", "points"),
    "lifetime_points": _field("lifetime_points", "points towards levels", "等级成长值", "points"),
    "level": Fact("level held", "等级", "levels", _level),
    "membership": Fact("is of the paid membership", "付费会员", "",
                       lambda facts: (_paid_months(facts) > 0).astype(np.int64)),
    "paid_months": Fact("months of the paid membership so far, the one that runs included",
                        "付费会员月数", "months", _paid_months),
    "segment": Fact("interest group", "兴趣群", "", _segment, names=True),
    "referred": Fact("was referred", "由好友邀请", "", _flag(REFERRED)),
    "paid": Fact("was won by paid acquisition", "付费获客", "", _flag(PAID)),
    "consented": Fact("consented to be contacted", "已授权触达", "", _consented),
    "opted_out": Fact("turned messages off", "已关闭通知", "", _opted_out),
}  # fmt: skip
"""Facts by name."""


OF_RECORD: Final[dict[str, tuple[str, ...]]] = {
    "days_since_joining": ("join_day",),
    "days_since_visit": ("last_visit",),
    **{name: (name,) for name in ("visits", "posts", "ties", "invitations", "points")},
    "lifetime_points": ("lifetime_points",),
    "level": ("lifetime_points", "last_visit"),
    "churn_risk": ("join_day", "last_visit"),
    "relation_density": ("ties",),
    "potential_density": ("invitations",),
    "koc_influence": ("ties",),
    "koc_conversion": ("invitations",),
    "koc_tie": ("join_day",),
    "referred": ("flags",),
    "paid": ("flags",),
}
"""Fields of a member's record that facts are made of."""

BOOKED: Final = frozenset({"cell"})
"""Fields that tell in which audiences a member was until now."""


def columns_of(names: Iterable[str]) -> list[str]:
    """Return the columns that are read for facts, or for fields themselves, of some names."""
    fields = {field for name in names for field in OF_RECORD.get(name, (name,))}
    return sorted(PREFIX + field for field in fields if PREFIX + field in COLUMNS)


def attribute_fact(place: int, attribute: Attribute) -> Fact:
    """Return the fact of one of a community's attributes."""
    names = np.asarray(attribute.values)
    return Fact(
        attribute.name, attribute.name, "",
        lambda facts: names[facts.columns.attributes[facts.rows] >> (4 * place) & 15], names=True,
    )  # fmt: skip


def profile_fact(column: Column) -> Fact:
    """Return the fact of one thing that a table of a user's own members says."""
    return Fact(
        column.name, column.name, "", lambda facts: column.values[facts.line], names=column.names
    )
