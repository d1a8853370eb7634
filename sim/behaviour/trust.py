"""Trust: a shock takes trust, most of it comes back, and sometimes a scar stays.

    D(t) = severity (scar + (1 - scar) exp(-t / trust_days)),   t days after the shock
    pull: - trust_pull D,   hazard of leaving x exp(trust_leave D)

The scar is `scar_size` with probability `scar_share`, drawn by seed and shock, else 0: so outcomes
are bimodal (M60; Hansen, Kupfer and Hennig-Thurau 2018, doi:10.1016/j.ijresmar.2018.08.001).

Differs from the evidence: every severe crisis costs visits at first, where M60 found so for 58 % of
brands, and neither volume nor a late answer makes it worse.

From the register (`python -m forerun.model_page` writes it):

    trust_pull = 0 (on: 1) logit, 0 to 5; assumed, B: M60: brands lose; no size published
    trust_leave = 1 ln, 0 to 5; assumed, D: M60
    trust_days = 14 days, 1 to 365; assumed, D: M60: 7-30 days
    scar_share = 0.4 ± 0.1, 0 to 1; published, B: M60: 40 % of brands lose in the long run
    scar_size = 0.3, 0 to 1; assumed, D: none published
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key, uniform

if TYPE_CHECKING:
    from sim.spec import Shock


def lost(
    values: Mapping[str, float], shocks: Sequence[Shock], days: int, seed: int
) -> NDArray[np.float64]:
    """Return the trust that is lost on each day from the launch, 0 or more, shape ``(days,)``."""
    total = np.zeros(days)
    if values["trust_pull"] == 0.0:
        return total
    for index, shock in enumerate(shocks):
        scar = values["scar_size"] if _scars(values, seed, index) else 0.0
        for day in range(shock.day, days):
            fading = math.exp(-(day - shock.day) / values["trust_days"])
            total[day] += shock.severity * (scar + (1.0 - scar) * fading)
    return total


def _scars(values: Mapping[str, float], seed: int, index: int) -> bool:
    return bool(uniform(np.uint64(index), decision_key(seed, "scar", 0)) < values["scar_share"])
