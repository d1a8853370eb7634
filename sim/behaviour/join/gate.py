"""Gate: questions at the door turn away newcomers, rather those who would hardly come.

    let in if   r z + sqrt(1 - r^2) e >= c,   P(standard normal < c) = share turned away

z is the newcomer's own normal score of how often it would come (`propensity`), e the answers' luck
and r = `gate_insight` how far the answers tell it. Whom a member invited or who founded the
community is let in unasked. Assumed throughout: rows 87 and 115 ask for it, and nobody published
what a gate selects.

Differs from the evidence: there is none; M22 has access rules among the ways out of overload, and
nobody here minds being asked or turned away, nor comes back.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, each
from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta

MECHANISM: Final = Mechanism(
    "gate",
    title="an entry gate tells who will come",
    title_zh="入群门槛的筛选",
    switches=("gate_insight",),
    needs="a plan's `gate` lever",
    parameters=(
        Parameter(
            "gate_insight", 0.3, unit="1", low=0.0, high=1.0, spread=0.15, neutral=0.0,
            grade="assumed", evidence="D",
            source="none published",
            meaning="correlation of answers at the door with how often the newcomer would come",
            meaning_zh="入群审核与活跃度的相关",
        ),
    ),
)  # fmt: skip

F = np.float32

OPEN: Final = -100.0
"""A score that everybody has."""


def least(share: Table) -> Table:
    """Return the score from which newcomers are let in, of a share turned away, 0 to 1."""
    return each(lambda s: NormalDist().inv_cdf(s) if s > 0.0 else OPEN, share)


@inlined
def is_let_in(theta: Theta, z: Float32, luck: Float32, least: Float32) -> Flag:
    """Return whether a newcomer is let in; both scores standard normal."""
    r = theta.gate_insight
    return r * z + np.sqrt(F(1.0) - r * r) * luck >= least
