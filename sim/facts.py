"""Facts of members that an operator can see, one column each; hidden traits are not among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.compiled.layout import (
    LEFT,
    LEVEL_DAYS,
    LEVELS,
    MUTED,
    PAID,
    REFERRED,
    THRESHOLDS,
    Columns,
)
from sim.spec import Attribute

Values = NDArray[Any]


def levels(members: NDArray[np.void], rules: NDArray[np.int64], day: int) -> NDArray[np.int64]:
    """Return the level that members hold on a day, some lost since their last visit."""
    thresholds = rules[THRESHOLDS : THRESHOLDS + int(rules[LEVELS])]
    held = np.searchsorted(thresholds, members["lifetime_points"], side="right")
    if days := int(rules[LEVEL_DAYS]):
        lost = (day - members["last_visit"] - 1) // days
        held = np.maximum(held - np.maximum(lost, 0), 0)
    return held.astype(np.int64)


VISITS_KEPT: Final = 255
"""Visits since joining are counted up to here."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of every member.

    Attributes
    ----------
    title, title_zh
        What a reader sees.
    unit
        Of its values; empty for names and for yes or no (1 or 0).
    read
        Its values for the members of a `Facts`.
    names
        Whether its values are names, to be compared with ``==`` and ``!=`` only.
    """

    title: str
    title_zh: str
    unit: str
    read: Callable[[Facts], Values]
    names: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of some members on the morning of a day.

    Attributes
    ----------
    columns
        The community's members.
    rows
        Those who are looked at.
    day
        Today, from the launch.
    levels
        Level of each of them, shape ``(rows,)``.
    segments
        Names of the segments.
    attributes
        The community's attributes.
    seed
        Of the world, for arms by hash.
    whole
        Whether they are all members, not only those who joined today.
    """

    columns: Columns
    rows: slice
    day: int
    levels: NDArray[np.int64]
    segments: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    seed: int
    whole: bool = True
    _read: dict[str, Values] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Values:
        """Return a fact's values, shape ``(rows,)``.

        Raises
        ------
        KeyError
            If there is no such fact.
        """
        if name not in self._read:
            self._read[name] = catalogue(self.attributes)[name].read(self)
        return self._read[name]

    @property
    def identity(self) -> NDArray[np.uint64]:
        """The members' identities, for ties in a ranking and for arms."""
        return self.columns.identity[self.rows]

    @property
    def here(self) -> NDArray[np.bool_]:
        """Who has not left."""
        return np.asarray((self.members["flags"] & LEFT) == 0)

    @property
    def members(self) -> NDArray[np.void]:
        """The members' records."""
        return self.columns.members[self.rows]


def _field(name: str) -> Callable[[Facts], Values]:
    return lambda facts: np.asarray(facts.members[name], np.int64)


def _since(name: str) -> Callable[[Facts], Values]:
    return lambda facts: facts.day - np.asarray(facts.members[name], np.int64)


def _flag(bit: np.uint8) -> Callable[[Facts], Values]:
    return lambda facts: np.asarray((facts.members["flags"] & bit) != 0, np.int64)


def _segment(facts: Facts) -> Values:
    names: Values = np.asarray(facts.segments)[facts.members["segment"]]
    return names


def _opted_out(facts: Facts) -> Values:
    memories = facts.columns.memories
    if len(memories) == 1:
        return np.zeros(len(facts.identity), np.int64)
    return np.asarray((memories["notes"][facts.rows] & MUTED) != 0, np.int64)


CATALOGUE: Final[dict[str, Fact]] = {
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
    "level": Fact("level held", "等级", "levels", lambda facts: facts.levels),
    "segment": Fact("interest group", "兴趣群", "", _segment, names=True),
    "referred": Fact("was referred", "由好友邀请", "", _flag(REFERRED)),
    "paid": Fact("was won by paid acquisition", "付费获客", "", _flag(PAID)),
    "opted_out": Fact("turned messages off", "已关闭通知", "", _opted_out),
}  # fmt: skip
"""Facts by name; the attributes of a community come beside them."""


def catalogue(attributes: tuple[Attribute, ...] = ()) -> dict[str, Fact]:
    """Return the facts of a community with some attributes, by name."""
    found = dict(CATALOGUE)
    for place, attribute in enumerate(attributes):
        found[attribute.name] = Fact(
            attribute.name, attribute.name, "", _attribute(place, attribute.values), names=True
        )
    return found


def _attribute(place: int, values: tuple[str, ...]) -> Callable[[Facts], Values]:
    names = np.asarray(values)
    return lambda facts: names[facts.columns.attributes[facts.rows] >> (4 * place) & 15]
