"""M33: who lost the own motive to a reward leaves the likelier when that no longer makes up."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.community import Community
from tests.closed_forms.limits import binomial, near, world
from tests.closed_forms.test_moods import WRITERS, daily, offered

N, SPELL = 40_000, 6
"""Founders; and days of each of the spells: before, paid, paid less, and after."""

HAZARD, LOST = 0.02, 0.5


def lived(**values: float) -> Community:
    """Return a community whose writers are paid for some days, then less, then nothing."""
    spec = world(
        N, 4 * SPELL, **WRITERS, write_rate=9.0, write_reward=1.0, reward_most=1e9,
        leave_rate=HAZARD, crowding_most=LOST, crowding_back=0.0,
        **{"crowding": 2.0, **values},
    )  # fmt: skip
    community, offers = offered(spec, 91)
    offers.pull("pay", 0.4, days=slice(SPELL, 2 * SPELL))
    offers.pull("pay", 0.03, days=slice(2 * SPELL, 3 * SPELL))
    community.offer(offers, 0)
    community.live(spec.days)
    return community


def test_m33_who_lost_the_motive_leaves_when_the_reward_ends() -> None:
    """M33: hazard x exp(k max(-m - ln w, 0)), an assumed power of what is lost, here 2.

    From the first pay on m is -0.5.

    Expected: 0.02 before, and while w = 5 makes up for all; 0.02 exp(1 - 2 ln 1.3) = 0.03217 while
        w = 1.3; 0.02 e = 0.05437 after.
    Runs: one of 40,000 members over 24 days; the first day of a spell counts with it.
    Tolerance: 4 standard errors, for each spell.
    Power: fails when the hazard of a spell is 6 % off, of the last 4 %; when m is 0.02 off.
    """
    community = lived(crowding_leave=2.0)
    left = daily(community, "left")
    there = N - np.concatenate([[0], np.cumsum(left)[:-1]])
    rises = (0.0, 0.0, 2.0 * (LOST - math.log(1.3)), 2.0 * LOST)
    for spell, rise in enumerate(rises):
        days = slice(spell * SPELL, (spell + 1) * SPELL)
        expected, at_risk = HAZARD * math.exp(rise), int(there[days].sum())
        near(left[days].sum() / at_risk, expected, binomial(expected, at_risk))


@pytest.mark.parametrize(
    "nothing", [{"crowding_leave": 0.0}, {"crowding": 0.0, "crowding_ties": 1.0}]
)
def test_where_none_is_lost_or_none_minds_nobody_leaves_for_it(nothing: dict[str, float]) -> None:
    """Zero strength: the same members leave on the same days, to the bit."""
    with_it = lived(**{"crowding_leave": 2.0, **nothing})
    without = lived(**{**nothing, "crowding_leave": 0.0})
    assert np.array_equal(daily(with_it, "left"), daily(without, "left"))
    assert np.array_equal(with_it.members, without.members)
