"""P14: what a crisis leaves behind."""

from __future__ import annotations

from dataclasses import replace

from evidence.patterns.worlds import lived, world
from sim.spec import Shock
from sim.trajectory import COUNT_INDEX

SHOCK_DAY, DAYS, CRISES = 60, 240, 60


def losses(preset: str, seed: int) -> tuple[float, float]:
    """Return the share of visits lost in the first week and in the sixth month after a crisis.

    Against the same community without it.
    """
    calm = world(preset, founders=400, days=DAYS, arrivals=2.0)
    visits = []
    for spec in (calm, replace(calm, shocks=(Shock(SHOCK_DAY, 0.8),))):
        counts = lived(spec, seed).tallies.counts[: spec.days].sum(axis=1)
        visits.append(counts[:, COUNT_INDEX["visits"]])
    kept = [float(visits[1][days].sum() / visits[0][days].sum())
            for days in (slice(SHOCK_DAY, SHOCK_DAY + 7), slice(DAYS - 30, DAYS))]  # fmt: skip
    return 1 - kept[0], 1 - kept[1]
