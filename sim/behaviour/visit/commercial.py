"""Commercial load: commerce takes room in the feed, and too much of it tires.

    worth of the feed x (1 - load),   fatigue of a visit = ad_fatigue max(0, load - ad_tolerance)

load is a share of the feed (M20, M103). A brand that is woven into items counts `placement_felt`
times as much as an advertisement. Who is tired comes less and so tires less.

Differs from the evidence: what a load earns, load times visits, falls behind the load but has no
best inside (`docs/reference/studies.md`), where M20 has one, the lower the longer the horizon.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "commercial",
    title="commercial load",
    title_zh="商业内容占比",
    switches=("ad_fatigue",),
    needs="a plan's `ad_load` lever",
    parameters=(
        Parameter(
            "ad_fatigue", 5.0, unit="units/share/visit", low=0.0, high=50.0, neutral=0.0,
            grade="assumed", evidence="C",
            source="M20",
            meaning="fatigue per visit and share above tolerance", meaning_zh="广告疲劳",
        ),
        Parameter(
            "ad_tolerance", 0.1, unit="share of feed", low=0.0, high=1.0, grade="published",
            evidence="C",
            source="M20: retention fell above 10 % commercial items",
            meaning="commercial share that tires nobody", meaning_zh="广告容忍度",
        ),
        Parameter(
            "placement_felt", 0.5, unit="1", low=0.0, high=1.0, spread=0.15, grade="assumed",
            evidence="D",
            source="practitioners: soft placement tires less than plain advertising; none measured",
            meaning="load of a brand woven into an item, relative to an advertisement",
            meaning_zh="软植入相对负荷",
        ),
    ),
)  # fmt: skip


def load(values: Mapping[str, float], ads: Table, placements: Table) -> Table:
    """Return the commercial load of advertisements and of woven-in brands, share of the feed."""
    return np.minimum(ads + values["placement_felt"] * placements, 1.0)


def fatigue(values: Mapping[str, float], loaded: Table) -> Table:
    """Return the fatigue that a visit to a commercial feed adds, units."""
    return values["ad_fatigue"] * np.maximum(loaded - values["ad_tolerance"], 0.0)
