"""Commercial load: too much commerce in the feed tires.

    fatigue of a visit = ad_fatigue max(0, load - ad_tolerance)

load is a share of the feed (M20). Who is tired comes less and so tires less.

Differs from the evidence: what a load earns, load times visits, falls behind the load but has no
best inside (`docs/studies.md`), where M20 has one, the lower the longer the horizon.

From the register (`python -m forerun.model_page` writes it):

    ad_fatigue = 5 (off: 0) units/share/visit, 0 to 50; assumed, C: M20
    ad_tolerance = 0.1 share of feed, 0 to 1; published, C: M20: retention fell above 10 %
        commercial items
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.behaviour.curves import Table


def fatigue(values: Mapping[str, float], load: Table) -> Table:
    """Return the fatigue that a visit to a commercial feed adds, units."""
    return values["ad_fatigue"] * np.maximum(load - values["ad_tolerance"], 0.0)
