"""A plan's audiences, and in which of them each member is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.audience import Moved
from sim.errors import InputError
from sim.facts import BOOKED, CATALOGUE, Fact, Facts, catalogue, columns_of
from sim.metrics.catalogue import ask_for_deeds as measured_by_deeds
from sim.profiles import Column
from sim.spec import Attribute
from strategies.audiences.definition import Definition, compiled, names_in, said_by
from strategies.audiences.rule import Evaluate

MOST: Final = 8
"""Audiences that the strategies of one plan may be for."""

EVERY_DAYS: Final = 7
"""Days between two refreshes, from the plan's first day on."""

HELD: Final = " held"
"""In the place of an audience's name, who was in the one that is asked for since the last refresh;
only those that keep their members are told."""


@dataclass(frozen=True)
class Audiences:
    """Named audiences, each of which may be said by those before it.

    Parameters
    ----------
    definitions
        What is said of each, by name, in order.
    wanted
        Those that are kept up to date, as what strategies are for is; the others only help to say
        them.
    first
        Those of which it is kept who was in them when first looked at: on the plan's first day,
        or on joining. No plan moves anybody out of these, so effects can be told by them. Who
        joins is in no ranking among them, nor ranked against others, on whatever day.
    every_days
        Days between two refreshes, at least 1. Who joins between two is looked at on joining.
    facts
        Facts of the user's own that they may name, by name.
    """

    definitions: Mapping[str, Definition]
    wanted: tuple[str, ...]
    first: tuple[str, ...] = ()
    every_days: int = EVERY_DAYS
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*self.wanted, *self.first):
            if name not in self.definitions:
                known = ", ".join(self.definitions) or "none"
                raise InputError(f"there is no audience {name!r}; there are {known}", field="for")
        for names in (self.wanted, self.first):
            if len(names) > MOST:
                raise InputError(
                    f"its strategies are for {len(names)} audiences; at most {MOST} are allowed",
                    field="strategies",
                )

    @property
    def names(self) -> tuple[str, ...]:
        """Those that are kept up to date: bit 0 of a combination is the first one's."""
        return self.wanted

    @property
    def of_deeds(self) -> bool:
        """Whether they ask for what members have done (`CommunitySpec.deeds`)."""
        return ask_for_deeds(self.definitions, self.facts)

    def who(self, facts: Facts) -> dict[str, NDArray[np.bool_]]:
        """Return who is in each audience, those that only help too; bool, shape ``(rows,)``."""
        facts = self._knowing(facts)
        found = self._of_all(facts)
        found.update(self._in_blocks(self.definitions, facts, found))
        return found

    def moved(self, facts: Facts) -> Iterator[Moved]:
        """Tell who is in another combination than until now: their places, and which it is.

        A combination has a bit for each audience. All that is by each member alone is worked out
        in one walk over the members: the records are read once, in parts that stay in the cache,
        and what is told of a part may be written into them before the next is asked for.
        """
        from sim.day.regroup import find_moved

        facts = self._knowing(facts)
        held = np.repeat(np.asarray(facts.combinations, np.uint16), len(facts.spec.segments))
        found = self._of_all(facts)
        first = self._as_first_seen(facts) if self.first else {}
        names = (*self.wanted, *self.first)
        booked = BOOKED | {"join_day"} if self.first else BOOKED
        for places, part, known in self._by_block(names, facts, found, booked):
            byte = np.zeros(len(part.identity), np.uint8)
            for place, name in enumerate(self.wanted):
                byte |= known[name].view(np.uint8) * np.uint8(1 << place)
            now = byte.astype(np.uint16)
            if self.first:
                seen = known | {name: of[places] for name, of in first.items()}
                now |= self._first_bits(part, seen)
            changed = np.empty(len(now), np.uint32)
            changed = changed[: find_moved(now, part.column("cell"), held, changed)]
            if len(changed):
                yield changed + np.uint32(places.start), now[changed]

    def _first_bits(
        self, part: Facts, known: Mapping[str, NDArray[np.bool_]]
    ) -> NDArray[np.uint16]:
        """Return the bits of those audiences of which it is kept who was in them at first."""
        seen, kept = np.zeros(len(part.identity), np.uint16), 0
        for place, name in enumerate(self.first, len(self.wanted)):
            seen |= known[name] * np.uint16(1 << place)
            kept |= 1 << place
        return np.where(part.new, seen, part.held & np.uint16(kept))

    def _knowing(self, facts: Facts) -> Facts:
        """Return some facts with those of the user's own that audiences may name.

        What is made of them is by names of audiences, and so is these audiences' own.
        """
        return replace(facts, known={**facts.known, **self.facts}, _made={})

    def _of_all(self, facts: Facts) -> dict[str, NDArray[np.bool_]]:
        """Return who is in the audiences that hang on others, and in those that say of whom."""
        rules, of_all = self._rules(facts.spec.described), self._hanging_on_others(facts)
        found: dict[str, NDArray[np.bool_]] = {}
        if of_all:
            facts.load(columns_of({"flags"}.union(*(self._named_by[name] for name in of_all))))
        for name in of_all:
            before = [one for one in self._needed((name,)) if one != name]
            found.update(self._in_blocks(before, facts, found))
            known = {**found, HELD: self._held(name, facts)} if self._keeps(name) else found
            with np.errstate(all="ignore"):
                found[name] = np.asarray(rules[name](facts, known), np.bool_)
        return found

    def _in_blocks(
        self, names: Iterable[str], facts: Facts, found: Mapping[str, NDArray[np.bool_]]
    ) -> dict[str, NDArray[np.bool_]]:
        """Return who is in those of some audiences that are not found; each is in by oneself."""
        wanted = [name for name in names if name not in found]
        who = {name: np.empty(len(facts.identity), np.bool_) for name in wanted}
        if wanted:
            for places, _, known in self._by_block(wanted, facts, found):
                for name in wanted:
                    who[name][places] = known[name]
        return who

    def _by_block(
        self,
        names: Iterable[str],
        facts: Facts,
        found: Mapping[str, NDArray[np.bool_]],
        booked: frozenset[str] = frozenset(),
    ) -> Iterator[tuple[slice, Facts, dict[str, NDArray[np.bool_]]]]:
        """Walk the members by parts: places, what is known of them, who is in which audience.

        Parameters
        ----------
        names
            The audiences wanted; those by which they are said are told too.
        facts
            The members.
        found
            Who is in audiences that hang on others.
        booked
            Fields of the records that are read beside those that rules ask for.
        """
        rules = self._rules(facts.spec.described)
        wanted = {name: rules[name] for name in self._needed(names) if name not in found}
        columns = columns_of(booked.union(*(self._named_by[name] for name in wanted)))
        for places, part in facts.blocks():
            part.load(columns)
            known = {name: of[places] for name, of in found.items()}
            with np.errstate(all="ignore"):
                for name, evaluate in wanted.items():
                    known[name] = np.asarray(evaluate(part, known), np.bool_)
            yield places, part, known

    def _needed(self, names: Iterable[str]) -> list[str]:
        """Return some audiences and those by which they are said, in their order."""
        asked = frozenset(names)
        if asked not in self._all_needed:
            there = asked & self.definitions.keys()
            self._all_needed[asked] = list(needed_for(self.definitions, there))
        return self._all_needed[asked]

    def _keeps(self, name: str) -> bool:
        """Return whether who was in an audience has a claim to be in it still."""
        return getattr(self.definitions[name], "keeps", False)

    def _held(self, name: str, facts: Facts) -> NDArray[np.bool_]:
        """Return who was in an audience since the last refresh; bool, shape ``(rows,)``."""
        if name not in self.wanted:
            return np.zeros(len(facts.identity), np.bool_)
        return np.asarray(facts.held >> np.uint16(self.wanted.index(name)) & 1, np.bool_)

    def _as_first_seen(self, facts: Facts) -> dict[str, NDArray[np.bool_]]:
        """Return who is in each audience when first looked at: joiners of today ranked nowhere.

        They were not there to be ranked, and a plan may have brought them. Nothing is returned
        where all are in the audiences in which they are found.
        """
        born = int(facts.columns.born[facts.day])
        if not facts.whole or born == facts.rows.stop:
            return {}
        first, last = facts.rows.start, facts.rows.stop
        late = self.who(replace(facts, rows=slice(born, last), whole=False, _read={}, _made={}))
        # On other days those who were there have been looked at before.
        there = dict.fromkeys(self.first, np.zeros(born - first, np.bool_))
        if facts.day == facts.spec.past_days:
            there = self.who(replace(facts, rows=slice(first, born), _read={}, _made={}))
        return {name: np.concatenate([there[name], late[name]]) for name in self.first}

    def check(self, described: tuple[Attribute | Column, ...]) -> None:
        """Raise `InputError`, naming the audience, if a rule is none."""
        self._rules(described)

    def as_dict(self) -> dict[str, Any]:
        """Return all that it is as JSON values."""
        return {
            "definitions": {
                name: one if isinstance(one, str) else one.model_dump(mode="json")
                for name, one in self.definitions.items()
            },
            "for": list(self.wanted),
            "first": list(self.first),
            "every_days": self.every_days,
        }

    @cached_property
    def _named_by(self) -> dict[str, frozenset[str]]:
        """Facts and audiences that each names."""
        return {name: names_in(one) for name, one in self.definitions.items()}

    def _hanging_on_others(self, facts: Facts) -> tuple[str, ...]:
        """Return the audiences in which a member is by what others do, so that all are needed."""
        key, known = facts.spec.described, facts.known
        if key not in self._of_others:
            self._of_others[key] = tuple(
                name
                for name, one in self.definitions.items()
                if getattr(one, "of_all", False)
                or any(known[fact].of_all for fact in self._named_by[name] & known.keys())
            )
        return self._of_others[key]

    def __getstate__(self) -> dict[str, object]:
        """Return what it is, without what was worked out of it, for another process."""
        worked_out = ("_compiled", "_named_by", "_all_needed", "_of_others")
        return {name: value for name, value in vars(self).items() if name not in worked_out}

    def _rules(self, described: tuple[Attribute | Column, ...]) -> dict[str, Evaluate]:
        if described not in self._compiled:
            facts, rules = {**catalogue(described), **self.facts}, dict[str, Evaluate]()
            for name, definition in self.definitions.items():
                if name in facts:
                    raise InputError("a fact has that name; take another", field=name)
                try:
                    rules[name] = compiled(name, definition, facts, rules.keys())
                except InputError as error:
                    place = f"{name}.{error.field}" if error.field else name
                    raise InputError(error.message, field=place) from None
            self._compiled[described] = rules
        return self._compiled[described]

    @cached_property
    def _compiled(self) -> dict[tuple[Attribute | Column, ...], dict[str, Evaluate]]:
        return {}

    @cached_property
    def _of_others(self) -> dict[tuple[Attribute | Column, ...], tuple[str, ...]]:
        return {}

    @cached_property
    def _all_needed(self) -> dict[frozenset[str], list[str]]:
        return {}


def named(
    definitions: Mapping[str, Definition],
    wanted: Iterable[str],
    first: tuple[str, ...] = (),
    facts: Mapping[str, Fact] | None = None,
) -> Audiences | None:
    """Return the audiences that are asked for, and no others; None when there are none."""
    order = tuple(dict.fromkeys(wanted))
    if not order and not first:
        return None
    return Audiences(needed_for(definitions, (*order, *first)), order, first, facts=facts or {})


def needed_for(
    definitions: Mapping[str, Definition], names: Iterable[str]
) -> dict[str, Definition]:
    """Return some audiences and those by which they are said, in their order.

    Raises
    ------
    InputError
        If there is none of a name.
    """
    wanted = dict.fromkeys(names)
    for name in wanted:
        if name not in definitions:
            known = ", ".join(definitions) or "none"
            raise InputError(f"there is no audience {name!r}; there are {known}", field="for")
    for name in reversed(list(definitions)):
        if name in wanted:
            wanted |= dict.fromkeys(said_by(definitions[name]) & definitions.keys())
    return {name: one for name, one in definitions.items() if name in wanted}


class Planned(Protocol):
    """A plan, as far as it says what it consists of."""

    @property
    def strategies(self) -> tuple[Any, ...]:
        """Its strategies."""
        ...


def ask_for_deeds(
    definitions: Mapping[str, Definition],
    facts: Mapping[str, Fact] | None = None,
    measures: Iterable[str] = (),
    plans: Iterable[Planned] = (),
) -> bool:
    """Return whether audiences, measures or strategies ask for what members have done."""
    if measured_by_deeds(measures):
        return True
    if any(one.of_deeds for plan in plans for one in plan.strategies):
        return True
    named_facts = frozenset[str]().union(*(names_in(one) for one in definitions.values()))
    known = {**CATALOGUE, **(facts or {})}
    return any(known[name].of_deeds for name in named_facts & known.keys())


def check(
    definitions: Mapping[str, Definition],
    described: tuple[Attribute | Column, ...],
    facts: Mapping[str, Fact] | None = None,
) -> None:
    """Raise `InputError`, with the field in a scenario, if one of some audiences is none."""
    try:
        Audiences(definitions, (), facts=facts or {}).check(described)
    except InputError as error:
        raise InputError(error.message, field=f"audiences.{error.field}") from None
