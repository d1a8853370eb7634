"""What an operator offers, day by day: a table of levers over days, tiers and segments."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.audience import Audiences
from sim.calendar import Calendar
from sim.errors import InputError
from sim.levers import LEVER_INDEX, LEVERS
from sim.rules import FORMATS, MAX_TIERS, SOURCES, Rules

SUPPLIES: Final = ("supply", "pinned", "hooks", "paid_arrivals", "paid_trait")
"""Arrays of `Offers` beside its table, by day."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one offers apart.

    Attributes
    ----------
    audience
        To whom; None: to everybody.
    table
        Levers, as in `Offers`.
    pinned
        Items that nobody else sees, in the shape of `Offers.supply`.
    """

    audience: str | None
    table: NDArray[np.float32]
    pinned: NDArray[np.float32]


@dataclass(slots=True)
class Offers:
    """All that is offered over a calendar.

    Parameters
    ----------
    calendar
        The days that the table covers.
    segments
        Number of segments (interest groups) of the community, at least 1.
    audiences
        Those whom a part of it is for; None: all of it is for everybody.

    Attributes
    ----------
    table
        Levers, float32, shape ``(days, MAX_TIERS, segments, len(LEVERS))``; zero is neutral.
    layers
        By name, the same of one who offers apart: for those in an audience alone, or for all.
    supply
        Items of content, float32, shape ``(days, topics, len(SOURCES), len(FORMATS))``, with one
        topic a segment; items a day may be fractional. All see them.
    pinned
        In the same shape, items for those in an audience alone; written in offers that are `apart`.
    hooks
        Items of `supply` times the strength of their hooks, 0 to 1, float32, shape
        ``(days, topics)``.
    paid_arrivals
        Expected members a day won by paid acquisition, float32, shape ``(days,)``.
    paid_trait
        What these have in their propensity to visit above others, logit, a mean over the channels
        of a day, same shape.
    rules
        The rules of the programmes.
    """

    calendar: Calendar
    segments: int
    audiences: Audiences | None = None
    table: NDArray[np.float32] = field(init=False)
    layers: dict[str, Layer] = field(default_factory=dict, init=False)
    supply: NDArray[np.float32] = field(init=False)
    pinned: NDArray[np.float32] = field(init=False)
    hooks: NDArray[np.float32] = field(init=False)
    paid_arrivals: NDArray[np.float32] = field(init=False)
    paid_trait: NDArray[np.float32] = field(init=False)
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        days = self.calendar.days
        self.table = np.zeros((days, MAX_TIERS, self.segments, len(LEVERS)), np.float32)
        self.supply = np.zeros((days, self.segments, len(SOURCES), len(FORMATS)), np.float32)
        self.pinned = np.zeros_like(self.supply)
        self.hooks = np.zeros((days, self.segments), np.float32)
        self.paid_arrivals = np.zeros(days, np.float32)
        self.paid_trait = np.zeros(days, np.float32)

    def pull(
        self,
        lever: str,
        value: float | NDArray[np.float32],
        *,
        days: slice = slice(None),
        tiers: slice = slice(None),
        segments: slice = slice(None),
    ) -> None:
        """Pull a lever: compose ``value`` into the table as the lever composes.

        Parameters
        ----------
        lever
            A name of `LEVERS`.
        value
            A number, or an array that broadcasts to the chosen days, tiers and segments.
        days, tiers, segments
            Where it holds; everywhere by default.

        Raises
        ------
        InputError
            If it is pulled farther than it goes. What several pull together goes no farther either.
        """
        index = LEVER_INDEX[lever]
        high = LEVERS[index].high
        cell = self.table[days, tiers, segments, index]
        pulled = np.asarray(value, np.float32)
        if high is not None and pulled.size and pulled.max() > high:
            raise InputError(f"{pulled.max():g} is outside 0 to {high:g}", field=lever)
        cell[...] = _together(index, cell, pulled)

    def win(self, members: NDArray[np.float64], trait: float) -> None:
        """Win members by a paid channel, beside those of other channels.

        Parameters
        ----------
        members
            Expected members a day, shape ``(days,)``.
        trait
            What they have above others, logit.
        """
        before = self.paid_arrivals.astype(np.float64)
        both = before + members
        mean = (before * self.paid_trait + members * trait) / np.where(both > 0, both, 1.0)
        self.paid_arrivals[:] = both
        self.paid_trait[:] = mean

    @property
    def tables(self) -> tuple[NDArray[np.float32], ...]:
        """What is offered to everybody, and what each layer adds."""
        return (self.table, *(layer.table for layer in self.layers.values()))

    def apart(self, name: str, audience: str | None) -> Offers:
        """Return these offers with a table of their own; all else is shared.

        Parameters
        ----------
        name
            Of the layer, made if it is not there.
        audience
            One of those there are, to whom alone it is offered; None: to everybody.
        """
        if name not in self.layers:
            self.layers[name] = Layer(
                audience, np.zeros_like(self.table), np.zeros_like(self.supply)
            )
        own = copy(self)
        own.table, own.pinned = self.layers[name].table, self.layers[name].pinned
        return own

    @property
    def published(self) -> NDArray[np.float32]:
        """Items for all and for audiences alone, in the shape of `supply`."""
        found = self.supply
        for layer in self.layers.values():
            if layer.pinned.any():
                found = found + layer.pinned
        return found

    def pinned_for(self, combination: int) -> NDArray[np.float32]:
        """Return the items for members in a combination of audiences alone, bits as `composed`."""
        found = np.zeros_like(self.supply)
        for layer in self._held(combination):
            found += layer.pinned
        return found

    def composed(self, combinations: Sequence[int]) -> NDArray[np.float32]:
        """Return the levers of members in combinations of audiences, one after the other.

        Parameters
        ----------
        combinations
            Bits of `Audiences.names`; 0 is nobody's audience.

        Returns
        -------
        numpy.ndarray
            Shape ``(days, MAX_TIERS, len(combinations) x segments, len(LEVERS))``.
        """
        if not self.layers and list(combinations) == [0]:
            return self.table
        return np.concatenate([self._of(bits) for bits in combinations], axis=2)

    def names_held(self, combination: int) -> tuple[str, ...]:
        """Return the names of the layers that members in a combination of audiences have."""
        names = self.audiences.names if self.audiences else ()
        held = {name for place, name in enumerate(names) if combination >> place & 1} | {None}
        return tuple(name for name, one in self.layers.items() if one.audience in held)

    def _held(self, combination: int) -> list[Layer]:
        return [self.layers[name] for name in self.names_held(combination)]

    def _of(self, combination: int) -> NDArray[np.float32]:
        table = self.table
        for layer in self._held(combination):
            # Of a dozen events each layer pulls a lever or two.
            pulled = np.flatnonzero(layer.table.any(axis=(0, 1, 2)))
            table = table.copy() if pulled.size and table is self.table else table
            for k in pulled.tolist():
                table[..., k] = _together(k, table[..., k], layer.table[..., k])
        return table

    def copy(self) -> Offers:
        """Return an independent copy."""
        twin = Offers(self.calendar, self.segments, self.audiences, rules=replace(self.rules))
        twin.layers = {
            name: Layer(layer.audience, layer.table.copy(), layer.pinned.copy())
            for name, layer in self.layers.items()
        }
        for name in ("table", *SUPPLIES):
            setattr(twin, name, getattr(self, name).copy())
        return twin

    def equals(self, other: Offers) -> bool:
        """Return whether two offers are the same in everything."""
        return (
            self.rules == other.rules
            and all(
                np.array_equal(getattr(self, name), getattr(other, name))
                for name in ("table", *SUPPLIES)
            )
            and self.layers.keys() == other.layers.keys()
            and all(
                np.array_equal(layer.table, other.layers[name].table)
                and np.array_equal(layer.pinned, other.layers[name].pinned)
                for name, layer in self.layers.items()
            )
        )


def _together(
    lever: int, one: NDArray[np.float32], other: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return what two pull together of the lever of that place; no farther than it goes."""
    compose, high = LEVERS[lever].compose, LEVERS[lever].high
    both = one + other if compose == "add" else np.maximum(one, other)
    return both if high is None else np.minimum(both, np.float32(high))
