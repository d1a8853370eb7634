"""Profiles: what a table of a user's own members says that members are, several things at once.

A line of the table is a kind of member, such as a woman of 31 from the north who works in a shop,
and its weight says how many there are. Each member is of one line, drawn by its identity alone in
proportion to the weights, so that age, region and job go together as they do in the table; where
the lines name segments, among those of the member's segment. A profile never changes, and is drawn
again when it is asked for: it takes no memory, and no result hangs on the order of members.

Nothing in the model hangs on a profile, either: it says to whom an offer is made. What members of
different kinds answer differently is of segments (`sim.spec.SegmentLevel`) and mechanisms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key
from sim.errors import InputError

MOST_LINES: Final = 200_000
"""Different lines of a table."""

WHOLE: Final = 1 << 32
"""All weights together are made so much."""

BUCKETS: Final = 1 << 16
"""Parts of it for which the line is looked up before it is sought."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One thing that a table says of its members.

    Parameters
    ----------
    name
        What rules call it.
    values
        By line: numbers (float64) or names (str), shape ``(lines,)``.
    """

    name: str
    values: NDArray[Any]

    @property
    def names(self) -> bool:
        """Whether its values are names."""
        return bool(self.values.dtype.kind == "U")


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """The lines of a table of members.

    Parameters
    ----------
    columns
        What they say.
    weights
        How many members each stands for, above 0, float64, shape ``(lines,)``.
    segments
        Place of each line's segment in those of the community, ascending, int64, shape
        ``(lines,)``; None: they do not name any.

    Raises
    ------
    InputError
        If there are no lines or too many, a weight is not above 0, or segments do not ascend.
    """

    columns: tuple[Column, ...]
    weights: NDArray[np.float64]
    segments: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        lines = len(self.weights)
        if not 0 < lines <= MOST_LINES:
            raise InputError(
                f"{lines:,} different lines; 1 to {MOST_LINES:,} are allowed", field="profiles"
            )
        if not (np.isfinite(self.weights).all() and (self.weights > 0).all()):
            raise InputError("a weight is not above 0", field="profiles")
        if any(len(column.values) != lines for column in self.columns):
            raise InputError("columns are not as long as the weights", field="profiles")
        if self.segments is not None and (
            len(self.segments) != lines or (np.diff(self.segments) < 0).any()
        ):
            raise InputError("segments must ascend, one a line", field="profiles")

    def check(self, segments: int) -> None:
        """Raise `InputError` if a community's members would find no line of their segment."""
        if self.segments is None:
            return
        held = np.unique(self.segments)
        if len(held) != segments or not 0 <= held[0] <= held[-1] < segments:
            raise InputError(
                f"lines for {len(held)} segments; the community has {segments}", field="profiles"
            )

    def lines(
        self, identity: NDArray[np.uint64], segment: NDArray[np.uint8], seed: int
    ) -> NDArray[np.int64]:
        """Return each member's line.

        Parameters
        ----------
        identity, segment
            The members' identities and the places of their segments, shape ``(members,)``.
        seed
            Of the world.
        """
        from sim.day.profiles import find_lines

        total = np.cumsum(self.weights)
        # In whole numbers, so that the same line is met on every machine.
        ends = np.rint(total / total[-1] * WHOLE).astype(np.int64)
        edges = np.concatenate([[0], ends])
        parts = np.array([0, len(ends)], np.int64)
        if self.segments is not None:
            places = np.arange(self.segments[-1] + 2)
            parts = np.searchsorted(self.segments, places)
        starts = np.searchsorted(ends, np.arange(BUCKETS) * (WHOLE // BUCKETS), side="right")
        found = np.empty(len(identity), np.int64)
        find_lines(
            found, identity, segment, decision_key(seed, "profile", 0), edges,
            parts.astype(np.int64), starts.astype(np.int64),
        )  # fmt: skip
        return found
