"""Training: who has a place on a course writes more for as long as it is kept, the less the older.

    posting rate x (1 + training_gain max(T, training_kept k))

T, 0 to 1, is how fresh the course is that a member has a place on, and k the most that it was on a
visit of that member's: so much is never forgotten. It is no reward: nothing of the own motive is
lost by it (`crowding`).

Differs from the evidence: none was found that training makes members write more; that mentoring was
offered moved nobody (M81: 57,084 accounts). So it is off unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "training",
    title="training of writers",
    title_zh="创作者培训",
    switches=("training_gain",),
    needs="a plan's `training` lever",
    memory=True,
    parameters=(
        Parameter(
            "training_gain", 0.0, unit="1", low=0.0, high=3.0, typical=0.2, grade="assumed",
            evidence="D",
            source="none published; M81: offered mentoring moved nobody",
            meaning="rise of posting of one who has just been trained",
            meaning_zh="培训对产出的作用",
        ),
        Parameter(
            "training_kept", 0.0, unit="share", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="none published; 0: all is forgotten when the place is given up",
            meaning="share of that which is kept for good", meaning_zh="培训效果留存比例",
        ),
    ),
)  # fmt: skip

F = np.float32


def write_factor(values: Mapping[str, float], fresh: Table) -> Table:
    """Return by what training multiplies posting; `fresh` is T."""
    return 1.0 + values["training_gain"] * fresh


@inlined
def taught(theta: Theta, now: Float32) -> Whole:
    """Return how fresh the course is, in 255ths, that multiplies posting by `now`."""
    return np.int64((now - F(1.0)) / theta.training_gain * F(255.0) + F(0.5))


@inlined
def kept(theta: Theta, now: Float32, most: Whole) -> Float32:
    """Return by what training multiplies posting: by today's course, or by what is kept.

    Parameters
    ----------
    theta
        The behaviour.
    now
        By what today's course multiplies it.
    most
        How fresh a course was at most, in 255ths.
    """
    return max(now, F(1.0) + theta.training_gain * theta.training_kept * (F(most) / F(255.0)))
