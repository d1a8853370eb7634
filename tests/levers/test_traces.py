"""A trace of any lever does next to nothing: whoever offers a millionth gets no more for it."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.levers import LEVERS
from sim.offers import Offers
from sim.run import Rehearsal
from tests.communities import Fixed
from tests.oracle.worlds import everything, further_levers
from tests.properties.plans import STRONGEST

DEEDS = (
    "visits", "posts", "buyers", "team_orders", "invitations", "accepted", "left", "returned",
    "answered", "awarded", "unlocks", "complaints", "points_exchanged", "subscribed",
)  # fmt: skip

TRACE = 1e-6
DAYS = 21  # Later all differs by chance: a visit more makes another community.
SLOW = {"perk_visibility": 60}
"""Days for levers that move few: readers of a post make one in some hundreds of writers post more.
"""


@cache
def deeds(lever: str, part: float) -> NDArray[np.int64]:
    """Return what members did by day, all else pulled and one lever at a part of its strongest."""

    def offer(offers: Offers) -> None:
        for rule in fields(offers.rules):
            setattr(offers.rules, rule.name, getattr(further_levers().rules, rule.name))
        for one in LEVERS:
            if (lever, one.name) == ("event", "onsite"):
                continue  # It sells at an event: without one there is none to sell at.
            strength = STRONGEST[one.name] * (part if one.name == lever else 0.1)
            offers.pull(one.name, strength)

    world = everything()
    if lever != "stock":
        # Who is served hangs on all who come: a visit more would make another community at once.
        unlimited = world.behaviour.updated({"stock_rate": 0.0}, "assumed", "made up for a test")
        world = replace(world, behaviour=unlimited)
    rehearsal = Rehearsal(world, Fixed(offer), 15)
    days = SLOW.get(lever, DAYS)
    rehearsal.live(world.past_days + days)
    lived = rehearsal.trajectory(survey=False)
    return np.array([lived.daily(name)[:days] for name in DEEDS])


@pytest.mark.parametrize("lever", [lever.name for lever in LEVERS])
def test_a_trace_of_a_lever_changes_next_to_nothing(lever: str) -> None:
    """Of what its strongest changes less than a twentieth, in the plan's first weeks."""
    zero, trace, full = (deeds(lever, part) for part in (0.0, TRACE, 1.0))
    assert np.abs(trace - zero).sum() <= 0.05 * np.abs(full - zero).sum()
    assert np.abs(full - zero).sum() > 0
