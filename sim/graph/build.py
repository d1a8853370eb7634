"""Build a graph from wanted degrees: lines of places first, then swaps for what is left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.draws import GOLDEN, decision_key, mix64
from sim.graph.checked import Wholes
from sim.graph.kinds import ONE, Restriction, restrict

_LINES, _SWAPS = 4, 16
"""Rounds at most; hardly any graph needs them all."""

_WIDEST = 2.0
"""A member takes one more circle for every so many mean ties. So a hub's friends come from several
circles and seldom know each other, and hubs are tied to hubs about as often as chance would have
it; both are so in real networks."""

_HALF, _LOW = np.uint64(32), np.uint64(ONE - 1)

Pairs = NDArray[np.uint64]
"""Sorted ties, ``a << 32 | b``, a < b."""


@dataclass(frozen=True, slots=True)
class Knobs:
    """What decides about triangles and kinds.

    Parameters
    ----------
    circles
        Share of ties that are made in circles of friends, 0 to 1.
    own_kind
        Share of tie ends restricted to their own kind, for each attribute, 0 to 1.
    """

    circles: float
    own_kind: tuple[float, ...]

    def change(self, other: Knobs) -> float:
        """Return by how much the knob that differs most differs."""
        pairs = zip((self.circles, *self.own_kind), (other.circles, *other.own_kind), strict=True)
        return max(abs(mine - its) for mine, its in pairs)


def build(
    wanted: NDArray[np.int32], attributes: Wholes, seed: int, knobs: Knobs
) -> NDArray[np.int32]:
    """Tie members who want so many ties.

    Parameters
    ----------
    wanted
        Ties that each member wants, 0 or more, shape ``(members,)``.
    attributes
        Kinds as `checked_attributes` returns them, shape ``(members, A)``.
    seed
        Seed of the run.
    knobs
        See there.

    Returns
    -------
    NDArray[np.int32]
        Ties ``(a, b)``, a < b, each once, sorted, shape ``(E, 2)``.
    """
    restriction = restrict(knobs.own_kind, attributes)
    wanted = wanted.copy()
    known = np.zeros(0, np.uint64)
    widest = max(3, round(_WIDEST * float(wanted.mean())))
    circles = knobs.circles
    for again in range(_LINES):
        known = _line_up(wanted, known, restriction, circles, widest, seed, again)
        circles = 0.0
    for again in range(_SWAPS):
        if int(wanted.sum()) < 2 or len(known) == 0:
            break
        known = _swap(wanted, known, restriction, seed, again)
    edges = np.empty((len(known), 2), np.int32)
    edges[:, 0] = known >> _HALF
    edges[:, 1] = known & _LOW
    return edges


def _line_up(
    wanted: NDArray[np.int32],
    known: Pairs,
    restriction: Restriction,
    circles: float,
    widest: int,
    seed: int,
    again: int,
) -> Pairs:
    """Let all stand in line; return all ties so far, and take the new ones off `wanted`."""
    from sim.graph.lines import form_lines, greet, keep_new, take_places

    stubs = int(wanted.sum())
    order, place = np.empty(stubs, np.uint64), np.empty(stubs, np.uint64)
    group = np.empty(stubs, np.int32)
    places = take_places(
        wanted, np.uint64(round(circles * ONE)), widest, decision_key(seed, "start tie", again),
        restriction.ends, restriction.groups, restriction.total, order, place, group,
    )  # fmt: skip
    order = order[:places]
    order.sort()
    starts = np.empty(2 * restriction.total + 1, np.int64)
    member, wants = np.empty(places, np.int32), np.empty(places, np.int32)
    form_lines(order, place, group, starts, member, wants)
    pairs = np.empty(stubs // 2, np.uint64)
    pairs = pairs[: greet(starts, member, wants, pairs)]
    pairs.sort()
    return _joined(known, pairs[: keep_new(pairs, known, wanted)])


def _swap(
    wanted: NDArray[np.int32], known: Pairs, restriction: Restriction, seed: int, again: int
) -> Pairs:
    """Open ties for whoever wants one; return all ties then, and take new ones off `wanted`."""
    from sim.graph.lines import keep_new
    from sim.graph.swaps import swap

    ends = np.repeat(np.arange(len(wanted), dtype=np.int32), wanted)
    number = np.arange(len(ends), dtype=np.uint64)
    shuffled = mix64(mix64(number + np.uint64(GOLDEN)) ^ decision_key(seed, "start end", again))
    ends = ends[np.argsort(shuffled, kind="stable")]
    opened = np.zeros(len(known), np.uint8)
    pairs = np.empty(len(ends), np.uint64)
    made = swap(
        ends, known, restriction.ends, restriction.groups, restriction.strict,
        decision_key(seed, "start swap", again), opened, pairs,
    )  # fmt: skip
    pairs = pairs[:made]
    pairs.sort()
    gone = known[opened == 1]
    for half in (gone >> _HALF, gone & _LOW):
        wanted += np.bincount(half.astype(np.int64), minlength=len(wanted)).astype(np.int32)
    known = known[opened == 0]
    return _joined(known, pairs[: keep_new(pairs, known, wanted)])


def _joined(known: Pairs, new: Pairs) -> Pairs:
    return np.insert(known, np.searchsorted(known, new), new)
