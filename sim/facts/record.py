"""Facts that every community knows: they stand in the members' records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.compiled.layout import MUTED, PAID, REFERRED
from sim.facts.facts import Fact, Facts, Values, levels
from sim.profiles import Column
from sim.spec import Attribute

VISITS_KEPT: Final = 255
"""Visits since joining are counted up to here."""


def _field(name: str) -> Callable[[Facts], Values]:
    # Apart from the records at once: each further look at them would cost as much again.
    return lambda facts: facts.members[name].astype(np.int32)


def _since(name: str) -> Callable[[Facts], Values]:
    return lambda facts: np.int32(facts.day) - facts.members[name]


def _flag(bit: np.uint8) -> Callable[[Facts], Values]:
    return lambda facts: (facts.members["flags"] & bit != 0).astype(np.int32)


def _level(facts: Facts) -> Values:
    return levels(facts.members, facts.rules, facts.day)


def _segment(facts: Facts) -> Values:
    names: Values = np.asarray(facts.spec.segments)[facts.members["segment"]]
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
    "visits": Fact(f"visits since joining, up to {VISITS_KEPT}", "访问次数", "visits",
                   _field("visits")),
    "posts": Fact("posts since the plan began", "方案开始后的发帖数", "posts", _field("posts")),
    "ties": Fact("ties", "好友数", "members", _field("ties")),
    "invitations": Fact("invitations sent", "发出邀请数", "invitations", _field("invitations")),
    "points": Fact("points in hand", "可用积分", "points", _field("points")),
    "lifetime_points": Fact("points ever earned", "累计积分", "points",
                            _field("lifetime_points")),
    "level": Fact("level held", "等级", "levels", _level),
    "segment": Fact("interest group", "兴趣群", "", _segment, names=True),
    "referred": Fact("was referred", "由好友邀请", "", _flag(REFERRED)),
    "paid": Fact("was won by paid acquisition", "付费获客", "", _flag(PAID)),
    "consented": Fact("consented to be contacted", "已授权触达", "", _consented),
    "opted_out": Fact("turned messages off", "已关闭通知", "", _opted_out),
}  # fmt: skip
"""Facts by name."""


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
