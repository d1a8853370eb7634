"""Trust: a shock takes trust, most of it comes back, and sometimes a scar stays.

    D(t) = severity (scar + (1 - scar) exp(-t / trust_days)),   t days after the shock
    pull: - trust_pull D,   hazard of leaving x exp(trust_leave D),
    complaints x exp(trust_complaints D),   purchases x exp(-trust_buy D)

The scar is `scar_size` with probability `scar_share`, drawn by seed and shock, else 0: so outcomes
are bimodal (M60; Hansen, Kupfer and Hennig-Thurau 2018, doi:10.1016/j.ijresmar.2018.08.001).

Differs from the evidence: every severe crisis costs visits at first, where M60 found so for 58 % of
brands, and neither volume nor a late answer makes it worse.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key, uniform

if TYPE_CHECKING:
    from sim.shock import Shock
from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "trust",
    title="trust and its shocks",
    title_zh="信任与危机",
    switches=("trust_pull",),
    needs="shocks in the scenario",
    parameters=(
        Parameter(
            "trust_pull", 0.0, unit="logit", low=0.0, high=5.0, typical=1.0, grade="assumed",
            evidence="B",
            source="M60: brands lose; no size published",
            meaning="pull lost when all trust is gone", meaning_zh="信任对访问的作用",
        ),
        Parameter(
            "trust_leave", 1.0, unit="ln", low=0.0, high=5.0, grade="assumed", evidence="D",
            source="M60",
            meaning="rise of the hazard of leaving when all trust is gone",
            meaning_zh="信任对退出的作用",
        ),
        Parameter(
            "trust_complaints", 1.5, unit="ln", low=0.0, high=5.0, grade="assumed", evidence="D",
            source="M60: volume of complaints aggravates; no size published",
            meaning="rise of complaints a visit when all trust is gone",
            meaning_zh="信任对投诉的作用",
        ),
        Parameter(
            "trust_buy", 1.0, unit="ln", low=0.0, high=5.0, grade="assumed", evidence="D",
            source="M60: 58 % of brands lose in the short run; no size published",
            meaning="fall of purchases a visit when all trust is gone",
            meaning_zh="信任对购买的作用",
        ),
        Parameter(
            "trust_days", 14.0, unit="days", low=1.0, high=365.0, grade="assumed", evidence="D",
            source="M60: 7-30 days",
            meaning="days in which a loss of trust falls to 37 %", meaning_zh="信任恢复天数",
        ),
        Parameter(
            "scar_share", 0.4, unit="1", low=0.0, high=1.0, spread=0.1, grade="published",
            evidence="B",
            source="M60: 40 % of brands lose in the long run",
            meaning="probability that a shock leaves a residue", meaning_zh="危机后遗症概率",
        ),
        Parameter(
            "scar_size", 0.3, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="none published",
            meaning="share of the lost trust that then never comes back",
            meaning_zh="危机后遗症程度",
        ),
    ),
)  # fmt: skip


def lost(
    values: Mapping[str, float], shocks: Sequence[Shock], days: int, seed: int
) -> NDArray[np.float64]:
    """Return the trust that is lost on each day from the launch, 0 or more, shape ``(days,)``."""
    total = np.zeros(days)
    if values["trust_pull"] == 0.0:
        return total
    for index, shock in enumerate(shocks):
        if shock.takes != "trust":
            continue
        scar = values["scar_size"] if _scars(values, seed, index) else 0.0
        for day in range(shock.day, days):
            fading = math.exp(-(day - shock.day) / values["trust_days"])
            total[day] += shock.severity * (scar + (1.0 - scar) * fading)
    return total


def _scars(values: Mapping[str, float], seed: int, index: int) -> bool:
    return bool(uniform(np.uint64(index), decision_key(seed, "scar", 0)) < values["scar_share"])
