"""Which line of a table of members each member is (`sim.profiles`)."""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import entry
from sim.compiled.draws import U, mix
from sim.compiled.types import Whole, Wholes, Word

_SHIFT = 16
"""From the whole, 2^32, to its buckets, 2^16."""


@entry
def find_lines(
    found: Wholes,
    identity: Wholes,
    segment: Wholes,
    key: Word,
    edges: Wholes,
    parts: Wholes,
    starts: Wholes,
) -> None:
    """Fill `found`, int64 (members,), with the line on which each member's draw falls.

    Parameters
    ----------
    found, identity, segment
        Of the members.
    key
        Of the draw.
    edges
        Where lines begin and the last one ends, of 2^32, int64 (lines + 1,).
    parts
        Lines from which those of each segment stand, and their number; of one part: all lines.
    starts
        The line that holds the beginning of each bucket, int64 (2^16,).
    """
    many = parts.shape[0] > 2
    for row in range(identity.shape[0]):
        part: Whole = np.int64(segment[row]) if many else 0
        first, last = parts[part], parts[part + 1]
        low = edges[first]
        width = edges[last] - low
        at = low + np.int64((U(width) * (mix(identity[row] ^ key) >> U(32))) >> U(32))
        line = starts[min(at >> _SHIFT, starts.shape[0] - 1)]
        while line < last - 1 and edges[line + 1] <= at:
            line += 1
        found[row] = max(line, first)
