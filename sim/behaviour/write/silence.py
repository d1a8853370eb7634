"""Silence: a member speaks when enough support for its own camp is seen.

    speaks  if  support >= silence theta_i

Two camps: the smaller one has `minority_share` of the members. Support is the camp's share of the
posts of the latest day that had any (at first, of the members); theta_i is uniform, and 0 for a
`hard_core` (M24; Granovetter 1978 for thresholds). Both are drawn for life.

Differs from the evidence: support is that of the whole community, so that silence is never local as
in M24, and the hard core always speaks, not more when support falls.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta

MECHANISM: Final = Mechanism(
    "silence",
    title="spiral of silence",
    title_zh="沉默的螺旋",
    switches=("silence",),
    memory=True,
    parameters=(
        Parameter(
            "silence", 0.0, unit="1", low=0.0, high=1.0, typical=0.6, grade="assumed",
            evidence="B",
            source="M24: speak if the support that is seen is above a threshold",
            meaning="largest threshold among members", meaning_zh="发声阈值上限",
        ),
        Parameter(
            "minority_share", 0.3, unit="1", low=0.0, high=0.5, grade="assumed", evidence="D",
            source="user's own",
            meaning="members of the smaller camp", meaning_zh="少数派占比",
        ),
        Parameter(
            "hard_core", 0.1, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M24: hard core 5-20 %",
            meaning="members who always speak", meaning_zh="铁杆占比",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def threshold(theta: Theta, u: Float32, core: Float32) -> Float32:
    """Return a member's threshold; `u` and `core` are its two draws on [0, 1)."""
    return F(0.0) if core < theta.hard_core else theta.silence * u


@inlined
def speaks(support: Float32, threshold: Float32) -> Flag:
    """Return whether a member of a camp with that support speaks."""
    return support >= threshold
