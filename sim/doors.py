"""Doors: who joins unasked or paid for while something is offered."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim import arrivals
from sim.behaviour.join import reach
from sim.compiled.types import Days
from sim.offers import Offers
from sim.shock import reach_left
from sim.spec import CommunitySpec


def opened(
    spec: CommunitySpec, seed: int, days: Days, offers: Offers, effects_day: int, since: int
) -> tuple[NDArray[np.float64], Days]:
    """Return what multiplies organic joiners on each day, and the days with who joins.

    What is published is seen outside and brings some; what reach is lost is lost to paid joiners,
    too. Where a market is finite its joiners are drawn day by day, not here.

    Parameters
    ----------
    spec, seed
        The community and its world.
    days
        Its days as they stand.
    offers, effects_day
        What is offered, from which day on, from the launch.
    since
        First day that is still to come, `effects_day` or later.
    """
    paid, trait, organic = days.paid.copy(), days.paid_trait.copy(), days.organic.copy()
    offered = np.arange(effects_day, len(paid))
    left = reach_left(spec.shocks, spec.days)
    means = offers.paid_arrivals[: len(offered)] * left[offered]
    paid[since:] = arrivals.counts(seed, "paid arrivals", offered, means)[since - effects_day :]
    trait[since:] = offers.paid_trait[since - effects_day : len(offered)]
    left[offered] *= reach.factor(spec.behaviour.values, offers.supply[: len(offered)])
    if not spec.behaviour.has("market"):
        organic[since:] = arrivals.organic(spec, seed, left)[since:]
    return left, days._replace(paid=paid, paid_trait=trait, organic=organic)
