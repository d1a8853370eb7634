"""V11, V14, V53: referral as a branching process, and what is conserved in it."""

from __future__ import annotations

import math

import numpy as np

from sim.community import Community
from sim.kernel.layout import HUNTER, REFERRED
from sim.trajectory import COUNT_INDEX
from tests.worlds import STILL, community


def lived(members: int, days: int, seed: int, **values: float) -> Community:
    spec = community(members, days, arrivals=0.0, values={**STILL, **values})
    one = Community(spec, seed)
    one.live(days)
    return one


def test_v11_subcritical_referral() -> None:
    # Everybody comes once, invites one friend with certainty on average 1 (trait 2u, cut at 1:
    # mean 0.75), and each accepts with 0.4 / 0.75: offspring mean K = 0.4, total 1 / (1 - K).
    # Offspring is 0 or 1, so a chain has geometric length: variance K / (1 - K)^2 = 1.111.
    one = lived(
        4000, 30, 3, visit_base=-9.0, invite_rate=1.0, accept_rate=0.4 / 0.75, hunter_share=0.0,
        invite_satisfaction=0.0,
    )  # fmt: skip
    total = one.size / 4000
    assert abs(total - 1 / 0.6) < 4 * math.sqrt(1.111 / 4000) + 0.02


def test_v53_every_referred_member_has_one_parent() -> None:
    one = lived(1000, 40, 5, visit_base=-1.5, invite_rate=0.05, accept_rate=0.4, hunter_share=0.2)
    members, inviter = one.members, one.columns.inviter[: one.size]
    referred = (members["flags"] & REFERRED) > 0
    assert (inviter[referred] >= 0).all()
    assert (inviter[~referred] == -1).all()
    assert (inviter[referred] < np.flatnonzero(referred)).all()  # a forest: parents come first
    counts = one.tallies.counts.sum(axis=(0, 1))
    waiting = int(one.columns.control[3])
    assert counts[COUNT_INDEX["accepted"]] == referred.sum() + waiting
    assert counts[COUNT_INDEX["joined_referred"]] == referred.sum()
    assert referred.sum() > 100
    hunters = (members["flags"] & HUNTER) > 0
    assert counts[COUNT_INDEX["hunters"]] == hunters.sum()
    assert (members["visits"][hunters] == 1).all()
    assert members["invitations"].sum() == counts[COUNT_INDEX["invitations"]]


def test_identities_are_unique() -> None:
    one = lived(2000, 40, 7, visit_base=-1.5, invite_rate=0.05, accept_rate=0.4)
    assert len(np.unique(one.columns.identity[: one.size])) == one.size
