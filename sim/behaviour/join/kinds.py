"""Kinds: segments differ in how often their members come and in how fast they leave.

    logit + segment_visit z_k,   hazard of leaving x exp(segment_leave z_k)

z_k are normal scores, dealt to the segments by their names and the seed: which of them comes most
is not known, and in each world another. Less their mean over joiners, so that the community is at
the same level however they fall. Where the scenario says how a segment differs, that holds.
With homophily, neighbours then behave alike without any influence (M50).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.draws import decision_key, uniform

MECHANISM: Final = Mechanism(
    "kinds",
    title="kinds of members",
    title_zh="群体差异",
    switches=("segment_visit", "segment_leave"),
    parameters=(
        Parameter(
            "segment_visit", 0.0, unit="logit", low=0.0, high=3.0, typical=0.3, grade="assumed",
            evidence="B",
            source="M50: a trait that drives ties and behaviour",
            meaning="spread of the propensity to visit between segments",
            meaning_zh="群体间访问差异",
        ),
        Parameter(
            "segment_leave", 0.0, unit="ln", low=0.0, high=3.0, typical=0.5, grade="assumed",
            evidence="B",
            source="M50: homophily is about half of what looks like influence",
            meaning="spread of the hazard of leaving between segments",
            meaning_zh="群体间退出差异",
        ),
    ),
)  # fmt: skip


def scores(segments: int) -> list[float]:
    """Return the normal score of each segment; 0 for a single one."""
    normal = NormalDist()
    return [normal.inv_cdf((k + 0.5) / segments) for k in range(segments)]


def dealt(names: Sequence[str], shares: Sequence[float], seed: int) -> dict[str, float]:
    """Return the score of each segment in a world, by name; not by their order."""
    drawn = {
        name: float(uniform(np.uint64(0), decision_key(seed, f"segment {name}", 0)))
        for name in names
    }
    ranked = sorted(names, key=lambda name: (drawn[name], name))
    found = dict(zip(ranked, scores(len(names)), strict=True))
    mean = math.fsum(found[name] * share for name, share in zip(names, shares, strict=True))
    return {name: score - mean for name, score in found.items()}
