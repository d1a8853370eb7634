"""V11, V12, V14, V15, V62, M43: referral as a branching process; how often the referred come."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import gammaln
from scipy.stats import binom, nbinom, poisson

from sim.calendar import Calendar
from sim.community import Community
from sim.offers import Offers
from sim.response import effects_table
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX, COUNTS
from strategies import Invite, StrategyPlan
from tests.closed_forms.limits import (
    CERTAIN,
    NEVER,
    binomial,
    inviters,
    lived,
    logit,
    near,
    play,
    total,
    world,
)

VISITS = 40
"""Visits of a member's life in `crowd`: enough for the friends who accept to be Poisson."""


def inviting(founders: int, days: int, accept: float, **values: float) -> CommunitySpec:
    """Return a world where each visit invites one friend, and nobody comes for a bounty."""
    return world(
        founders, days, accept_rate=accept, hunter_share=0.0, invite_satisfaction=0.0,
        **{"invite_rate": 1e6, "visit_base": NEVER, "referred_stay": 0.0, **values},
    )  # fmt: skip


def visits(count: int) -> dict[str, float]:
    """Return values for a life of `count` visits on consecutive days.

    The newcomer's pull ends by definition after 16 `newcomer_days`; until then it is made strong
    enough for every day.
    """
    if count == 1:
        return {}
    days = (count - 1.1) / 16
    strength = 2 * abs(NEVER) * math.exp((count - 2) / days)
    return {"newcomer_pull": strength, "newcomer_days": days}


@cache
def fading(count: float) -> float:
    """Return the `newcomer_days` for which a pull of 25 on -20 makes `count` visits a life."""
    low, high = 1.0, 5000.0
    while high - low > 1e-9 * high:
        days = (low + high) / 2
        age = np.arange(int(16 * days) + 1)
        expected = 1 + (1 / (1 + np.exp(20 - 25 * np.exp(-age / days)))).sum()
        low, high = (days, high) if expected < count else (low, days)
    return low


@cache
def crowd(k: float, founders: int, days: int) -> Community:
    """Return a community of founders who bring Poisson(k) friends each, all cascades at their end.

    Forty visits a life, each of which brings a friend with k / 40: the number is Poisson but for a
    share k / 80 of its variance.
    """
    pull = {"visit_base": -20.0, "newcomer_pull": 25.0, "newcomer_days": fading(VISITS)}
    community = lived(inviting(founders, days, k / VISITS, **pull), 21)
    of_deeds = np.arange(len(COUNTS)) != COUNT_INDEX["reachable"]
    late = community.tallies.counts[days - 30 : days, ..., of_deeds]
    assert late.sum() == 0, "cascades must have ended"
    return community


def forest(community: Community) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each member the founder of its cascade and its depth, shape ``(size,)`` each."""
    parent = inviters(community)
    root = np.arange(len(parent))
    depth = np.zeros(len(parent), np.int64)
    ancestor = parent
    while (ancestor >= 0).any():
        on = ancestor >= 0
        root[on] = ancestor[on]
        depth[on] += 1
        ancestor = np.where(on, parent[ancestor], -1)
    return root, depth


def cascades(community: Community) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return size and greatest depth of each founder's cascade, shape ``(founders,)`` each."""
    root, depth = forest(community)
    founders = int((depth == 0).sum())
    deepest = np.zeros(founders, np.int64)
    np.maximum.at(deepest, root, depth)
    return np.bincount(root, minlength=founders), deepest


def borel(k: float, n: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the law of the size of a cascade, P(n) = e^(-kn) (kn)^(n-1) / n!."""
    return np.asarray(np.exp(-k * n + (n - 1) * np.log(k * n) - gammaln(n + 1)))


@pytest.mark.parametrize(
    ("k", "founders", "days", "mean", "variance"),
    [
        (0.5, 40_000, 1200, 2.0, 4.0),
        (0.8, 10_000, 3000, 5.0, 100.0),
        (0.9, 8_000, 9000, 10.0, 900.0),
    ],
)
def test_v11_subcritical_referral(
    k: float, founders: int, days: int, mean: float, variance: float
) -> None:
    """V11: each member brings Poisson(K) friends.

    Expected: n founders grow to n / (1 - K); a founder's cascade has variance K / (1 - K)^3: 2 and
        4 for K = 0.5, 5 and 100 for 0.8, 10 and 900 for 0.9; accepted / joined is K a generation,
        K Z_g in the next.
    Runs: one of 40,000 founders (K = 0.5), one of 10,000 (0.8), one of 8,000 (0.9).
    Tolerance: 4 standard errors, and K / 40 of the variance.
    Power: fails when the mean is 2.5 % off (10 %, 17 %), that is, K 2.5 % (0.8: 2.5 %, 0.9: 1.7 %);
        the variance 15 % (45 %, 70 %).
    """
    community = crowd(k, founders, days)
    size, _ = cascades(community)
    n = np.arange(1, 20_000)
    law = borel(k, n)
    fourth = law @ (n - mean) ** 4.0
    near(size.mean(), mean, math.sqrt(variance / founders))
    error = math.sqrt((fourth - variance**2) / founders)
    near(size.var(ddof=1), variance, error, bias=variance * k / VISITS)
    generations = np.bincount(forest(community)[1])
    for g in range(3):
        near(generations[g + 1] / generations[g], k, math.sqrt(k / generations[g]))
    assert total(community, "accepted") == community.size - founders


def deep(k: float) -> float:
    """Return the share of cascades that reach a second generation."""
    return 1 - math.exp(k * math.expm1(-k))


def reproduction(share: float) -> float:
    """Return K from the share of cascades that reach a second generation."""
    return float(brentq(lambda k: deep(k) - share, 0.0, 1.0))


def test_v12_cascade_sizes_and_depths() -> None:
    """V12: the law of the cascades of V11 (Borel).

    Expected: for K = 0.5 P(size 1..5) = 0.606531 0.183940 0.083674 0.045112 0.026720; P(depth >= 2)
        = 1 - exp(K (e^-K - 1)) = 0.178617, and 0.035602 for K = 0.2, 0.009472 for 0.1. Turned
        round, K is what the share of size 1, e^-K, and that of depth 2 say: 70 to 95 % alone is K
        of 0.3567 to 0.0513, 1 to 4 % of depth 2 is K of 0.1028 to 0.2129.
    Runs: three of 40,000 founders.
    Tolerance: 4 standard errors and K / 40 of the figure (Poisson in forty parts).
    Power: fails when a share is 3.3 %, 7 %, 10 %, 13 % or 16 % off (sizes 1 to 5), 7 % (depth),
        14 % (depth, K = 0.2) or 26 % (depth, K = 0.1), that is, K 5 %.
    """
    size, _ = cascades(crowd(0.5, 40_000, 1200))
    expected = [0.606531, 0.183940, 0.083674, 0.045112, 0.026720]
    assert borel(0.5, np.arange(1, 6)) == pytest.approx(expected, abs=1e-6)
    for n, share in enumerate(expected, 1):
        near((size == n).mean(), share, binomial(share, 40_000), bias=share * 0.5 / VISITS)
    for k, days in ((0.5, 1200), (0.2, 600), (0.1, 400)):
        size, depth = cascades(crowd(k, 40_000, days))
        share, alone = deep(k), math.exp(-k)
        found = (depth >= 2).mean()
        near(found, share, binomial(share, 40_000), bias=share * k / VISITS)
        near(-math.log((size == 1).mean()), k, binomial(alone, 40_000) / alone, bias=k / VISITS)
        slope = (deep(k + 1e-6) - deep(k - 1e-6)) / 2e-6
        near(reproduction(found), k, binomial(share, 40_000) / slope, bias=k / VISITS)
    assert [-math.log(0.95), -math.log(0.70)] == pytest.approx([0.0513, 0.3567], abs=5e-5)
    assert [reproduction(0.01), reproduction(0.04)] == pytest.approx([0.1028, 0.2129], abs=5e-5)


def test_v14_three_invitations_and_one_in_five_accepts() -> None:
    """V14: three visits a life, an invitation on each, acceptance 0.2.

    Expected: friends of a member Bin(3, 0.2) = 0.512 0.384 0.096 0.008, K = 0.6; a founder's
        cascade has mean 2.5 and variance i c (1 - c) / (1 - K)^3 = 7.5.
    Runs: one of 40,000 founders.
    Tolerance: 4 standard errors (of the variance: from the sample's fourth moment).
    Power: fails when the mean is 2.7 % off, that is, K 1.8 %; the variance 13 %; a share of the
        law of friends 1.6 %, 2 %, 4.9 %, 18 %.
    """
    community = lived(inviting(40_000, 200, 0.2, **visits(3)), 22)
    # Draws have 24 bits: one in 2^24 is 0, which is below every probability, so NEVER is not quite.
    assert abs(total(community, "invitations") - 3 * community.size) <= 5
    parent = inviters(community)
    friends = np.bincount(parent[parent >= 0], minlength=community.size)
    for count, share in enumerate((0.512, 0.384, 0.096, 0.008)):
        near((friends == count).mean(), share, binomial(share, community.size))
    size, _ = cascades(community)
    near(size.mean(), 2.5, math.sqrt(7.5 / len(size)))
    spread = (size - size.mean()) ** 2
    near(size.var(ddof=1), 7.5, spread.std() / math.sqrt(len(size)))


@pytest.mark.parametrize(("count", "accept", "share"), [(8, 0.2, 0.20308), (10, 0.15, 0.17980)])
def test_v14_invite_three(count: int, accept: float, share: float) -> None:
    """V14: how many bring three friends out of i invitations.

    Expected: P(Bin(8, 0.2) >= 3) = 0.20308; P(Bin(10, 0.15) >= 3) = 0.17980.
    Runs: two of 40,000 founders.
    Tolerance: 4 standard errors.
    Power: fails when the share is 5.4 % off, that is, acceptance 2.5 %.
    """
    spec = inviting(40_000, count + 1, accept, **visits(count))
    parent = inviters(lived(spec, 23))
    friends = np.bincount(parent[(parent >= 0) & (parent < 40_000)], minlength=40_000)
    near((friends >= 3).mean(), share, binomial(share, 40_000))


def test_v14_invite_three_of_a_crowd() -> None:
    """V14: how many bring three friends where each brings Poisson(0.6).

    Expected: P(Poisson(0.6) >= 3) = 0.02312; in forty parts, P(Bin(40, 0.015) >= 3) = 0.02207.
    Runs: one of 40,000 founders and all whom they bring, 100,000 members.
    Tolerance: 4 standard errors around the forty parts.
    Power: fails when the share is 11 % off, that is, acceptance 4 %.
    """
    community = crowd(0.6, 40_000, 1600)
    parent = inviters(community)
    friends = np.bincount(parent[parent >= 0], minlength=community.size)
    assert poisson.sf(2, 0.6) == pytest.approx(0.02312, abs=5e-6)
    assert binom.sf(2, VISITS, 0.6 / VISITS) == pytest.approx(0.02207, abs=5e-6)
    near((friends >= 3).mean(), 0.02207, binomial(0.02207, community.size))


@pytest.mark.parametrize(
    ("shape", "share", "of_friends"),
    [(0.0, 0.023115, 0.121902), (1.0, 0.052734, 0.316406), (0.5, 0.066707, 0.442810),
     (0.2, 0.077308, 0.640017)],
)  # fmt: skip
def test_v62_three_friends_where_few_bring_many(
    shape: float, share: float, of_friends: float
) -> None:
    """V62: 0.6 friends a member, Poisson or negative binomial with k = 1, 0.5 and 0.2.

    Expected: who brings three or more: 0.023115, 0.052734, 0.066707, 0.077308; their part of all
        who are brought: 0.121902, 0.316406, 0.442810, 0.640017.
    Runs: four of 30,000 founders who visit on 300 days; of the first the rate is the same for all.
    Tolerance: 4 standard errors of the share; of the part as much as that share's; both 1 % more,
        as friends come in 300 parts and rates in a table.
    Power: fails when the share is 16 % off for the Poisson, 10 %, 8.6 % and 8 % for the others.
    """
    days = 300
    spec = inviting(
        30_000, days + 1, 1.0, invite_rate=0.6 / days, visit_base=CERTAIN,
        invite_shape=shape or 100.0,
    )  # fmt: skip
    law = nbinom(shape or 100.0, (shape or 100.0) / ((shape or 100.0) + 0.6))
    if shape:
        assert law.sf(2) == pytest.approx(share, abs=5e-7)
        assert 1 - (law.pmf(1) + 2 * law.pmf(2)) / 0.6 == pytest.approx(of_friends, abs=5e-7)
    else:
        assert poisson.sf(2, 0.6) == pytest.approx(share, abs=5e-7)
    parent = inviters(lived(spec, 62))
    friends = np.bincount(parent[(parent >= 0) & (parent < 30_000)], minlength=30_000)
    # The engine's most even inviters are gamma with a shape of 100.
    expected = law.sf(2)
    error = binomial(expected, 30_000)
    assert abs((friends >= 3).mean() - expected) < 4 * error + 0.01 * expected
    part = friends[friends >= 3].sum() / friends.sum()
    whole = 1 - (law.pmf(1) + 2 * law.pmf(2)) / 0.6
    assert abs(part - whole) < (4 * error / expected + 0.01) * whole


def test_v15_path_of_ten_edges() -> None:
    """V15: an independent cascade with p = 0.3 along a path of ten edges, from its end.

    One visit a life, an invitation with probability 1/2 on average, acceptance 0.6; the path ends
    with the tenth generation.

    Expected: members reached (1 - p^11) / (1 - p) = 1.428569.
    Runs: one of 100,000 founders over 11 days.
    Tolerance: 4 standard errors.
    Power: fails when the mean is 0.9 % off, that is, p 2 %.
    """
    p, founders = 0.3, 100_000
    community = lived(inviting(founders, 11, 0.6, invite_rate=0.5), 24)
    reach = np.arange(1, 11)
    mean = 1 + (p**reach).sum()
    assert mean == pytest.approx(1.428569, abs=1e-6)
    square = 1 + ((2 * reach + 1) * p**reach).sum()
    near(community.size / founders, mean, math.sqrt((square - mean**2) / founders))


def test_v15_binary_tree_of_depth_five() -> None:
    """V15: an independent cascade with p = 0.3 down a binary tree, from its root.

    Two visits a life, an invitation on each, acceptance 0.3; whoever is deeper than five is not
    counted.

    Expected: members reached: sum over d = 0..5 of (2 p)^d = 2.38336, (2 p)^d at depth d.
    Runs: one of 40,000 founders.
    Tolerance: 4 standard errors.
    Power: fails when the mean is 2.2 % off, that is, p 1.8 %.
    """
    founders, m, spread = 40_000, 0.6, 2 * 0.3 * 0.7
    community = lived(inviting(founders, 13, 0.3, **visits(2)), 25)
    depth = np.bincount(forest(community)[1])[:6] / founders
    for d in range(1, 6):
        variance = spread * m ** (d - 1) * (1 - m**d) / (1 - m)
        near(depth[d], m**d, math.sqrt(variance / founders))
    # The reach of depth d is 1 + the reaches of depth d - 1 of the friends.
    variance = 0.0
    for d in range(5):
        variance = spread * ((1 - m ** (d + 1)) / (1 - m)) ** 2 + m * variance
    near(depth.sum(), 2.38336, math.sqrt(variance / founders))


def test_invitations_accepted_before_the_programme_do_not_count() -> None:
    """A programme from day 3 on, no hold, one friend an unlock, in a world of sure invitations.

    Every member brings one friend, who comes on the next day and does the same.

    Expected: from day 4 on, each friend who accepted the day before counts, is paid and unlocks
        one reward; none before.
    Runs: one of 50 founders over 8 days.
    Tolerance: exact.
    Power: fails when the friends who accepted on day 2 count on day 3.
    """
    spec = inviting(50, 8, 1.0)
    invite = Invite(from_day=3, unlock_after=1, hold_days=0, inviter_reward=2, invited_reward=1)
    seen = play(spec, 26, StrategyPlan((invite,))).trajectory
    accepted = seen.daily("accepted")
    assert (accepted == 50).all()
    counted = np.array([0] * 4 + [50] * 4)
    assert np.array_equal(seen.daily("qualified"), counted)
    assert np.array_equal(seen.daily("unlocks"), counted)
    assert np.array_equal(seen.daily("rewards_paid_cents"), 300 * counted)


def test_a_reward_pulls_by_what_is_paid_in_whole_cents() -> None:
    """0.004 is paid as nothing and pulls as nothing; 0.006 is paid as 0.01 and pulls as 0.01."""
    spec = inviting(10, 1, 0.3)

    def effects(reward: float) -> NDArray[np.float32]:
        offers = Offers(Calendar(spec.start, 1), len(spec.segments))
        offers.pull("inviter_reward", reward)
        offers.pull("invited_reward", reward)
        return effects_table(spec, offers)

    assert np.array_equal(effects(0.004), effects(0.0))
    assert np.array_equal(effects(0.006), effects(0.01))
    assert not np.array_equal(effects(0.01), effects(0.0))
    idle = StrategyPlan((Invite(inviter_reward=0.004, invited_reward=0.004),))
    assert idle.offers(Calendar(spec.start, 1), spec.segments).rules.unlock_after == 0


def test_m43_the_referred_come_more_often() -> None:
    """M43: all come with 0.2 a day, and whom a friend brought with 0.2 more on the logit.

    Expected: visits of the founders with 0.2, of the referred with 0.233922: the logits of the two
        differ by 0.2.
    Runs: one of 40,000 founders and the 17,000 whom they bring in 60 days, over 60 days more.
    Tolerance: 4 standard errors.
    Power: fails when the rate of the referred is 0.9 % off, or the difference 6 %.
    """
    stay, days = 0.2, 60
    spec = inviting(
        40_000, 2 * days, 0.5, invite_rate=0.06, visit_base=logit(0.2), referred_stay=stay
    )
    community = Community(spec, 26)
    community.live(days)
    known = community.size
    before = community.members["visits"].astype(int)
    community.live(2 * days)
    visits = community.members["visits"][:known] - before
    referred = inviters(community)[:known] >= 0
    chances = days * np.array([(~referred).sum(), referred.sum()])
    assert chances[1] > 500_000
    found = np.array([visits[~referred].sum(), visits[referred].sum()]) / chances
    expected = 0.2, 1 / (1 + math.exp(-logit(0.2) - stay))
    assert expected[1] == pytest.approx(0.233922, abs=1e-6)
    for rate, p, number in zip(found, expected, chances, strict=True):
        near(rate, p, binomial(p, number))
    error = math.hypot(
        *(1 / math.sqrt(n * p * (1 - p)) for p, n in zip(expected, chances, strict=True))
    )
    near(logit(found[1]) - logit(found[0]), stay, error)
