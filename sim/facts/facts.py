"""A fact of members, and the facts of some members on the morning of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.compiled.layout import LEFT, LEVEL_DAYS, LEVELS, MEMBER, THRESHOLDS, Columns
from sim.draws import decision_key, uniform
from sim.spec import CommunitySpec

Values = NDArray[Any]
T = TypeVar("T")


BLOCK: Final = 65_536
"""Members of whom everything is worked out before the next ones: they stay in the cache."""

PREFIX: Final = "column "

COLUMNS: Final = {
    PREFIX + name: (
        place // 4,
        8 * (place % 4),
        -1 if kind.itemsize == 4 else (1 << 8 * kind.itemsize) - 1,
    )
    for name, (kind, place, *_) in (MEMBER.fields or {}).items()
    if kind.kind in "iu"
}
"""Whole numbers of a member's record: word of 32 bits, shift and mask by which they are read."""


def levels(
    earned: NDArray[np.int32], last_visit: NDArray[np.int32], rules: NDArray[np.int64], day: int
) -> NDArray[np.int64]:
    """Return the level that members hold on a day, some lost since their last visit.

    Parameters
    ----------
    earned, last_visit
        Points ever earned, and the day of the last visit, of each.
    rules
        The rules in force.
    day
        The day.
    """
    if not rules[LEVELS]:
        return np.zeros(len(earned), np.int64)
    thresholds = rules[THRESHOLDS : THRESHOLDS + int(rules[LEVELS])]
    held = np.searchsorted(thresholds, earned, side="right")
    if days := int(rules[LEVEL_DAYS]):
        lost = (day - last_visit - 1) // days
        held = np.maximum(held - np.maximum(lost, 0), 0)
    return held.astype(np.int64)


@cache
def _where(names: tuple[str, ...]) -> NDArray[np.int32]:
    """Return the words, shifts and masks of some columns, shape ``(3, columns)``."""
    return np.array([COLUMNS[name] for name in names], np.int32).T.copy()


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
    of_deeds
        Whether it asks for what members have done (`CommunitySpec.deeds`).
    of_all
        Whether a member's value may hang on the others', as a rank does: it is then worked out of
        all at once.
    stored
        Whether it is a field of the records as it stands.
    """

    title: str
    title_zh: str
    unit: str
    read: Callable[[Facts], Values]
    names: bool = False
    of_deeds: bool = False
    of_all: bool = False
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of some members on the morning of a day.

    Attributes
    ----------
    spec
        The community.
    columns
        Its members.
    rows
        Those who are looked at.
    day
        Today, from the launch.
    rules
        The rules in force (`sim.compiled.layout.RULES`), by which levels are held.
    combinations
        Of audiences, by place; see `held`.
    seed
        Of the world, for arms by hash.
    known
        The facts that there are, by name.
    whole
        Whether they are all members, not only those who joined today.
    """

    spec: CommunitySpec
    columns: Columns
    rows: slice
    day: int
    rules: NDArray[np.int64]
    combinations: Sequence[int]
    seed: int
    known: Mapping[str, Fact]
    whole: bool = True
    _read: dict[str, Values] = field(default_factory=dict)
    _made: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Values:
        """Return a fact's values, shape ``(rows,)``.

        Raises
        ------
        KeyError
            If there is no such fact.
        """
        if name not in self._read:
            fact = self.known[name]
            at_once = fact.of_all or fact.stored
            self._read[name] = fact.read(self) if at_once else self.in_blocks(fact.read)
        return self._read[name]

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what was made of these facts under a key; made when it is first asked for."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def blocks(self) -> Iterator[tuple[slice, Facts]]:
        """Walk the members by parts that stay in the cache: places, and what is known of them.

        What was read of all as a column is not read again.
        """
        size = self.rows.stop - self.rows.start
        if size <= BLOCK:
            yield slice(0, size), self
            return
        read = {name: self._read[name] for name in self._read if name in COLUMNS}
        for first in range(0, size, BLOCK):
            places = slice(first, min(first + BLOCK, size))
            rows = slice(self.rows.start + places.start, self.rows.start + places.stop)
            own = {name: column[places] for name, column in read.items()}
            yield places, replace(self, rows=rows, _read=own, _made={})

    def in_blocks(self, read: Callable[[Facts], Values]) -> Values:
        """Return values that are each member's own, worked out part by part."""
        return self.each_in_blocks((read,))[0]

    def each_in_blocks(self, reads: Sequence[Callable[[Facts], Values]]) -> list[Values]:
        """Return several such values; all of a part's are worked out while it is in the cache."""
        if self.rows.stop - self.rows.start <= BLOCK:
            return [read(self) for read in reads]
        found: list[Values] = []
        for places, part in self.blocks():
            values = [read(part) for read in reads]
            found = found or [np.empty(len(self.identity), of.dtype) for of in values]
            for whole, of in zip(found, values, strict=True):
                whole[places] = of
        return found

    def column(self, name: str) -> NDArray[np.int32]:
        """Return a field of the members' records (`COLUMNS`), int32, shape ``(rows,)``."""
        name = PREFIX + name
        if name not in self._read:
            self.load((name,))
        return self._read[name]

    def load(self, names: Iterable[str]) -> None:
        """Read columns, all in one look at the records: each further look would cost as much.

        Parameters
        ----------
        names
            Names of `COLUMNS`.
        """
        from sim.day.regroup import gather

        missing = tuple(name for name in dict.fromkeys(names) if name not in self._read)
        if not missing:
            return
        words = self.members.view(np.int32).reshape(-1, MEMBER.itemsize // 4)
        which, shift, mask = _where(missing)
        out = np.empty((len(missing), len(words)), np.int32)
        gather(words, which, shift, mask, out)
        self._read.update(zip(missing, out, strict=True))

    @property
    def identity(self) -> NDArray[np.uint64]:
        """The members' identities, for ties in a ranking and for arms."""
        return self.columns.identity[self.rows]

    @property
    def here(self) -> NDArray[np.bool_]:
        """Who has not left."""
        if "" not in self._read:
            self._read[""] = np.asarray((self.column("flags") & LEFT) == 0)
        return self._read[""]

    @property
    def held_places(self) -> NDArray[np.int64]:
        """The place of the combination that each was in until now."""
        return self.column("cell").astype(np.int64) // len(self.spec.segments)

    @property
    def held(self) -> NDArray[np.uint16]:
        """The combination of audiences that each was in until now."""
        return np.asarray(self.combinations, np.uint16)[self.held_places]

    @property
    def new(self) -> NDArray[np.bool_]:
        """Who is looked at for the first time: all on a plan's first day, else who joined today."""
        joined = self.column("join_day") == self.day
        return np.asarray(joined | (self.day == self.spec.past_days))

    @property
    def members(self) -> NDArray[np.void]:
        """The members' records."""
        return self.columns.members[self.rows]

    @property
    def consented(self) -> NDArray[np.bool_]:
        """Who consented to be contacted (`sim.behaviour.visit.consent`)."""
        share = np.float32(self.spec.behaviour.values["consent_share"])
        if share == 1:
            return np.ones(len(self.identity), np.bool_)
        return uniform(self.identity, decision_key(self.seed, "consent", 0)) < share

    @property
    def line(self) -> NDArray[np.int64]:
        """Each member's line of the profiles (`sim.profiles`)."""
        if "profile line" not in self._read:
            assert self.spec.profiles is not None
            segment = np.ascontiguousarray(self.members["segment"])
            self._read["profile line"] = self.spec.profiles.lines(self.identity, segment, self.seed)
        return self._read["profile line"]

    def deed(self, column: int) -> NDArray[np.int64]:
        """Return one column of what they have done (`sim.compiled.deeds`), shape ``(rows,)``."""
        key = f"deed {column}"
        if key not in self._read:
            # Apart from the rows at once: each further look at them would cost as much again.
            self._read[key] = self.columns.deeds[self.rows, column].copy()
        return self._read[key]
