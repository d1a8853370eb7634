"""The state of a community between two days, in no model's own form.

The NumPy model lives a community's first weeks quickly; the Mesa models go on from there, since
sixty days of a million Mesa objects would take a quarter of an hour.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class State:
    """Members and ties after `day` days.

    Attributes
    ----------
    day
        Days lived; the next day has this number.
    members
        One array a property of a member, shape ``(members,)``. Habit, fatigue and loss are those
        of `last_visit`, `last_visit` and `loss_day`, and fade from there on.
    ties
        Every tie once, int32, shape ``(ties, 2)``.
    posts
        Yesterday's posts by segment.
    accepted
        Rows of those whose friend joins today, one entry a friend.
    """

    day: int
    members: dict[str, NDArray[np.generic]]
    ties: NDArray[np.int32]
    posts: list[int]
    accepted: list[int]

    @property
    def size(self) -> int:
        """Members who ever joined."""
        return len(self.members["join_day"])
