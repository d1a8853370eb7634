"""P8 and P9: groups that nobody runs, and groups that grow too large."""

from __future__ import annotations

import numpy as np

from evidence.patterns.groups import GROUPS, SIZES, activity, by_month, by_size, lifetimes
from evidence.patterns.worlds import world
from sim.spec import GraphSpec


def test_p8_groups_that_nobody_runs_die_young_or_live() -> None:
    """P8: chat groups without any plan.

    Band: 40 to 70 % are silent at 90 days; the median life is at most three months; lifetimes are
        bimodal: deaths of the first month and survivors of half a year are each more than twice
        those of any other month, and the death rate of the first month is more than five times that
        of months four to six (it would be the same if lives were geometric).
    Source: pattern P8; M8 (57 % of 472,231 new Facebook groups dead in three months; short- and
        long-lived WeChat groups, ar5iv.org/abs/1512.07831).
    Runs: 400 groups over 180 days, one seed each.
    Power: fails when `write_rate` is twice or a third as high, or `write_spread` 1.0.
    """
    lives = lifetimes()
    assert 0.40 <= (lives < 90).mean() <= 0.70
    assert np.median(lives) <= 90
    deaths = by_month(lives)
    survivors = GROUPS - deaths.sum()
    assert min(deaths[0], survivors) > 2 * deaths[1:].max()
    late = deaths[3:].sum() / (3 * (GROUPS - deaths[:3].sum()))
    assert deaths[0] / GROUPS > 5 * late


def test_p9_activity_a_head_has_its_maximum_at_a_middle_size() -> None:
    """P9: chats in a single channel, of different sizes.

    Band: visits a head rise with size, reach a maximum inside, where the posts of a day are at most
        what the channel bears (`congestion_cap`), and fall after it; divided into groups of 500,
        the largest community is as active again as at its best.
    Source: pattern P9; M22 (overload in 600 groups; Jones and others' Usenet and chat channels).
    Runs: sizes 30 to 32,000 over 120 days, 40 seeds for the smallest to 1 for the largest.
    Power: fails when `congestion_pain` is 0, or `congestion_cap` a quarter or twice as high.
    """
    found = by_size()
    heads = np.array([visits for visits, _ in found])
    best = int(heads.argmax())
    assert 0 < best < len(SIZES) - 1
    assert heads[best] > 1.1 * max(heads[0], heads[-1])
    assert found[best][1] <= world("chat").behaviour.values["congestion_cap"]
    assert activity(SIZES[-1], 1, GraphSpec(group_cap=500))[0] > 0.97 * heads[best]
