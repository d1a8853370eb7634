"""Silence: a member speaks when enough support for its own camp is seen.

    speaks  if  support >= silence theta_i

Two camps: the smaller one has `minority_share` of the members. Support is the camp's share of the
posts of the latest day that had any (at first, of the members); theta_i is uniform, and 0 for a
`hard_core` (M24; Granovetter 1978 for thresholds). Both are drawn for life.

Differs from the evidence: support is that of the whole community, so that silence is never local as
in M24, and the hard core always speaks, not more when support falls.

From the register (`python -m forerun.model_page` writes it):

    silence = 0 (on: 0.6), 0 to 1; assumed, B: M24: speak if the support that is seen is above a
        threshold
    minority_share = 0.3, 0 to 0.5; assumed, D: user's own
    hard_core = 0.1, 0 to 1; assumed, D: M24: hard core 5-20 %
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Flag, Float32, Theta

F = np.float32


@inlined
def threshold(theta: Theta, u: Float32, core: Float32) -> Float32:
    """Return a member's threshold; `u` and `core` are its two draws on [0, 1)."""
    return F(0.0) if core < theta.hard_core else theta.silence * u


@inlined
def speaks(support: Float32, threshold: Float32) -> Flag:
    """Return whether a member of a camp with that support speaks."""
    return support >= threshold
