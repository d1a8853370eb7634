"""A newcomer's segment and attributes."""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import inlined
from sim.compiled.draws import ATTRIBUTE, key, uniform
from sim.compiled.layout import HOMOPHILY_FIRST, HOMOPHILY_SECOND
from sim.compiled.types import Columns, Days, Float32, Floats, Whole, Word


@inlined
def segment_drawn(d: Days, u: Float32) -> Whole:
    for k in range(d.segment_edges.shape[0] - 1):
        if u < d.segment_edges[k]:
            return np.uint8(k)
    return np.uint8(d.segment_edges.shape[0] - 1)


@inlined
def _attribute(d: Days, seed: Word, identity: Word, which: Whole) -> Whole:
    """Return the value of an attribute of a newcomer, 0 to 15."""
    if which >= d.attribute_edges.shape[0]:
        return 0
    u = uniform(identity, key(seed, ATTRIBUTE, which))
    value: Whole = 0
    while value < 15 and u >= d.attribute_edges[which, value]:
        value += 1
    return value


@inlined
def set_attributes(
    c: Columns, graph: Floats, d: Days, seed: Word, row: Whole, inviter: Whole
) -> None:
    """Draw a newcomer's attributes; each is the inviter's with the probability of its homophily."""
    identity = c.identity[row]
    first = _attribute(d, seed, identity, 0)
    second = _attribute(d, seed, identity, 1)
    if inviter >= 0:
        if uniform(identity, key(seed, ATTRIBUTE, 2)) < graph[HOMOPHILY_FIRST]:
            first = np.int64(c.attributes[inviter] & 15)
        if uniform(identity, key(seed, ATTRIBUTE, 3)) < graph[HOMOPHILY_SECOND]:
            second = np.int64(c.attributes[inviter] >> 4)
    c.attributes[row] = np.uint8(first + 16 * second)
