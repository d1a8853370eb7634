"""Scratch memory of the day: what is worked out for a block of members at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Work(NamedTuple):
    """Scratch of one thread for one block, and what it has counted apart from `Tallies`."""

    queued: NDArray[np.uint32]  # (BLOCK,) members who pass the screen, of the block to come
    rows: NDArray[np.uint32]  # (BLOCK,) members who passed
    words: NDArray[np.uint64]  # (BLOCK,) their draws of the visit
    fate: NDArray[np.uint8]  # (BLOCK,) what is certain before the draw
    come: NDArray[np.uint8]  # (BLOCK,) 1 for a member who comes
    ask: NDArray[np.uint8]  # (BLOCK,) 1 for a member who comes or not as the ties do
    bound: NDArray[np.uint8]  # (BLOCK,) visit bound
    leave_bound: NDArray[np.uint8]  # (BLOCK,)
    chosen: NDArray[np.uint32]  # (BLOCK,) places of those who come
    others: NDArray[np.uint32]  # (BLOCK,) places of those who do not
    identity: NDArray[np.uint64]  # (BLOCK,)
    trait: NDArray[np.float32]  # (BLOCK,) all of these, unless said otherwise
    age: NDArray[np.float32]  # days
    gap: NDArray[np.float32]  # days since the last visit
    extra: NDArray[np.float32]  # logit of what is remembered
    most: NDArray[np.float32]  # logit, a bound of that for later days
    harm: NDArray[np.float32]  # factor of the leaving hazard, a bound for later days
    loss: NDArray[np.float32]  # ties that left, weighted
    habit: NDArray[np.float32]
    fatigue: NDArray[np.float32]
    satisfaction: NDArray[np.float32]
    push: NDArray[np.float32]
    logit: NDArray[np.float32]
    feed: NDArray[np.float32]
    suits: NDArray[np.float32]  # items of the feed that suit, and that attention allows
    rate: NDArray[np.float32]  # posts a visit before the mood
    write_draw: NDArray[np.float32]
    invite_draw: NDArray[np.float32]
    items: NDArray[np.int32]  # read
    power: NDArray[np.float32]  # (4 BLOCK,) exponents, then exponentials
