"""Compiled: members stand in line with their kind, and each greets whoever comes next.

A *place* in a line belongs to a member and wants some ties. From the front, every place is tied to
the next places of its line until it has what it wants. Places that want one tie come out as random
pairs (the configuration model); places that want w come out as circles of about w + 1 friends who
know each other, which is where triangles come from. All degrees are met exactly, whatever they are,
but for the end of a line and for members who meet twice.
"""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import entry
from sim.compiled.draws import U, mix
from sim.compiled.types import Flag, Whole, Wholes, Word

_GOLDEN = U(0x9E3779B97F4A7C15)
_LOW = U(0xFFFFFFFF)


@entry
def take_places(
    wanted: Wholes,
    circles: Word,
    widest: Whole,
    key: Word,
    ends: Wholes,
    groups: Wholes,
    total: Whole,
    order: Wholes,
    place: Wholes,
    group: Wholes,
) -> Whole:
    """Give every member places for the ties that it wants, and return how many places there are.

    A member's places are spread evenly over the whole line, so that it hardly ever meets itself.

    Parameters
    ----------
    wanted
        Ties wanted, int32 (members,).
    circles
        Share of ties to be made in circles, times 2^32.
    widest
        A member takes one more circle for every so many ties.
    key
        Key of this round's draws.
    ends, groups, total
        See `sim.graph.kinds.Restriction`.
    order, place, group
        Filled for each place: a random word whose low half is the place's number (uint64), member
        and ties wanted (uint64, ``member << 16 | ties``), line (int32, below ``2 * total``; circles
        stand in the upper half). Room for the sum of `wanted`.
    """
    n = np.int64(0)
    for member in range(wanted.shape[0]):
        ties = np.int64(wanted[member])
        if ties == 0:
            continue
        base = mix(mix(U(member) + _GOLDEN) ^ key)
        in_circles = np.int64((U(ties) * circles + (base >> U(32))) >> U(32))
        count = min((ties + widest - 1) // widest, in_circles // 2)
        if count == 0:
            in_circles = np.int64(0)
        singles = ties - in_circles
        for j in range(count + singles):
            x = mix(base ^ mix(U(j) + _GOLDEN))
            interval = 0
            while (x & _LOW) >= ends[interval]:
                interval += 1
            line = groups[interval, member]
            if j < count:
                size = in_circles * (j + 1) // count - in_circles * j // count
                position = ((U(j) << U(32)) | (x >> U(32))) // U(count)
                line += total
            else:
                size = np.int64(1)
                position = ((U(j - count) << U(32)) | (x >> U(32))) // U(singles)
            order[n] = (position << U(32)) | U(n)
            place[n] = (U(member) << U(16)) | U(size)
            group[n] = np.int32(line)
            n += 1
    return n


@entry
def form_lines(
    order: Wholes, place: Wholes, group: Wholes, starts: Wholes, member: Wholes, wants: Wholes
) -> None:
    """Sort places by line, keeping the order of `order` within each.

    Parameters
    ----------
    order
        Sorted; see `take_places`.
    place, group
        See `take_places`.
    starts
        Filled with where each line starts and the last one ends, int64 (lines + 1,).
    member, wants
        Filled, int32 (places,).
    """
    lines = starts.shape[0] - 1
    for k in range(lines + 1):
        starts[k] = 0
    for n in range(order.shape[0]):
        starts[group[n]] += 1
    before: Whole = 0
    for k in range(lines):
        count = starts[k]
        starts[k] = before
        before += count
    for n in range(order.shape[0]):
        number = np.int64(order[n] & _LOW)
        line = group[number]
        to = starts[line]
        starts[line] = to + 1
        member[to] = np.int32(place[number] >> U(16))
        wants[to] = np.int32(place[number] & U(0xFFFF))
    for k in range(lines, 0, -1):
        starts[k] = starts[k - 1]
    starts[0] = 0


@entry
def greet(starts: Wholes, member: Wholes, wants: Wholes, pairs: Wholes) -> Whole:
    """Tie every place to the next ones of its line, and return how many pairs there are.

    Parameters
    ----------
    starts, member, wants
        See `form_lines`; `wants` is left with what nobody met.
    pairs
        Filled with ``a << 32 | b``, a < b, uint64; room for half the sum of `wants`.
    """
    n = np.int64(0)
    for line in range(starts.shape[0] - 1):
        end = starts[line + 1]
        for here in range(starts[line], end):
            a = member[here]
            there = here + 1
            while wants[here] > 0 and there < end:
                b = member[there]
                if wants[there] > 0 and a != b:
                    pairs[n] = (U(min(a, b)) << U(32)) | U(max(a, b))
                    n += 1
                    wants[here] -= 1
                    wants[there] -= 1
                there += 1
    return n


@entry
def keep_new(pairs: Wholes, known: Wholes, wanted: Wholes) -> Whole:
    """Move the pairs that are new to the front, and return how many; take them off `wanted`.

    Parameters
    ----------
    pairs
        Sorted pairs, some of them perhaps twice.
    known
        Sorted pairs that are tied already.
    wanted
        Ties that members still want, int32 (members,).
    """
    n = np.int64(0)
    k = np.int64(0)
    for p in range(pairs.shape[0]):
        pair = pairs[p]
        while k < known.shape[0] and known[k] < pair:
            k += 1
        met: Flag = k < known.shape[0] and known[k] == pair
        if met or (n > 0 and pairs[n - 1] == pair):
            continue
        pairs[n] = pair
        n += 1
        wanted[np.int64(pair >> U(32))] -= 1
        wanted[np.int64(pair & _LOW)] -= 1
    return n
