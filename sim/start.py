"""How the founders are tied on the first day, when their ties are not grown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled.layout import Columns
from sim.graph.checked import checked_edges, checked_segments
from sim.spec import CommunitySpec, GivenTies


def given_segments(spec: CommunitySpec) -> NDArray[np.uint8]:
    """Return the segments that the founders are given, shape ``(founders,)``, else empty.

    Raises
    ------
    InputError
        If there is not one for each founder, or one is no segment of the community.
    """
    start = spec.graph.start
    if not isinstance(start, GivenTies) or start.segments is None:
        return np.zeros(0, np.uint8)
    return checked_segments(
        start.segments, spec.founders, len(spec.segments), "graph.start.segments"
    )


def start_ties(spec: CommunitySpec, columns: Columns, seed: int) -> NDArray[np.int32]:
    """Return the founders' ties as pairs of rows, shape ``(ties, 2)``.

    Parameters
    ----------
    spec
        The community, whose graph has a `start`.
    columns
        The founders, in their segments.
    seed
        Seed of the run.

    Raises
    ------
    InputError
        If given ties are not of founders, or not each once; see `checked_edges`.
    """
    start = spec.graph.start
    if isinstance(start, GivenTies):
        return checked_edges(start.edges, spec.founders, "graph.start.edges")
    if start is None:
        return np.zeros((0, 2), np.int32)
    from sim.graph import generate

    kinds = [columns.members["segment"][: spec.founders]]
    for which in range(len(spec.attributes)):
        kinds.append((columns.attributes[: spec.founders] >> np.uint8(4 * which)) & np.uint8(15))
    return generate(start, np.stack(kinds, axis=1), seed)
