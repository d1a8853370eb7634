"""V10, V29, V30: who posts, how habit grows, how attention is spent."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.community import Community
from sim.draws import decision_key, uniform
from sim.offers import Offers
from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import CERTAIN, lived, logit, near, play, world
from tests.communities import Fixed


def test_v29_habit_of_those_who_never_miss() -> None:
    """V29: a visit a day, gain k = 0.044375 (95 % of the asymptote after 66 days).

    Expected: H(21) = 1 - (1 - k)^21 = 0.61449, for everybody.
    Runs: one of 100 members.
    Tolerance: 1e-5, the last digit of the figure and of 32-bit arithmetic.
    Power: fails when the gain is 0.003 % off.
    """
    spec = world(100, 21, visit_base=CERTAIN, habit_gain=0.044375)
    habit = lived(spec, 5).members["habit"]
    assert np.abs(habit - 0.61449).max() < 1e-5


def test_v29_habit_under_random_visits() -> None:
    """V29: visits with p = 0.2 a day, a quarter of the gain lost on a day without one.

    Expected: E H = k p / (k p + d (1 - p)) = 1/2 for d = k / 4.
    Runs: one of 20,000 members after 700 days (12 relaxation times).
    Tolerance: 4 standard errors of the sample.
    Power: fails when the mean is 0.42 % off, that is, when gain or decay is 0.84 % off.
    """
    k, days = 0.044375, 700
    decay = -math.log(1 - k / 4)
    spec = world(20_000, days, visit_base=logit(0.2), habit_gain=k, habit_decay=decay)
    members = lived(spec, 6).members
    habit = members["habit"] * np.exp(-decay * (days - 1 - members["last_visit"]))
    near(habit.mean(), 0.5, habit.std() / math.sqrt(len(habit)))


def test_v30_attention_is_spent_to_the_item() -> None:
    """V30: everybody comes every day, and reads what the others wrote the day before.

    Expected: exposures of a day = sum over members of min(A_i, n), with the attention
        A_i = whole part of (4 (1/2 + u_i) + 1/2), u_i drawn by its address.
    Runs: one of 2,000 members over 40 days; n goes from 0 to above every A_i.
    Tolerance: exact.
    Power: fails for one item on one day.
    """
    spec = world(2000, 40, visit_base=CERTAIN, attention=4.0, write_rate=0.001, write_spread=0.0)
    community = lived(spec, 7)
    identity = community.columns.identity[: community.size]
    u = uniform(identity, decision_key(7, "trait attention", 0))
    attention = np.floor(np.float32(4.0) * (np.float32(0.5) + u) + np.float32(0.5))
    counts = community.tallies.counts[: spec.days].sum(axis=1)
    items = counts[:, COUNT_INDEX["supplied"]]
    assert items[0] == 0
    assert np.array_equal(items[1:], counts[:-1, COUNT_INDEX["posts"]])
    assert {0, 1, 2, 3, 4} <= set(items.tolist())
    read = np.minimum(attention[None, :], items[:, None]).sum(axis=1)
    assert np.array_equal(counts[:, COUNT_INDEX["exposures"]], read)


def test_v30_twice_the_items_halve_the_exposures_of_each() -> None:
    """V30: far more items than anybody reads, and then twice as many.

    Expected: exposures do not change; exposures an item are exactly half.
    Runs: two of 500 members over 10 days, same seed.
    Tolerance: exact.
    Power: fails for one item on one day.
    """

    def supplied(items: float) -> tuple[int, int]:
        def write(offers: Offers) -> None:
            offers.supply[:, :, 0, 0] = items / 4  # four topics

        spec = world(500, 10, visit_base=CERTAIN, write_rate=0.0)
        t = play(spec, 8, Fixed(write)).trajectory
        return t.total("exposures"), t.total("supplied")

    (once, items), (twice, doubled) = supplied(100), supplied(200)
    assert doubled == 2 * items == 2 * 1000
    assert twice == once > 0


@pytest.mark.parametrize(
    ("sigma", "shares", "gini"),
    [(2.3263, {0.01: 0.500, 0.10: 0.852}, 0.900), (1.6832, {0.20: 0.800}, 0.766)],
)
def test_v10_participation_concentration(
    sigma: float, shares: dict[float, float], gini: float
) -> None:
    """V10: log-normal posting rates.

    Expected: the top share q holds Phi(sigma - z_(1-q)): for sigma = 2.3263 the top 1 % hold 50 %
        and the top 10 % 85.2 %, Gini 0.900; for 1.6832 the top 20 % hold 80 %; ln rates have mean
        -sigma^2 / 2 and spread sigma, so that the mean rate is `write_rate`.
    Runs: ten of 50,000 members for each sigma.
    Tolerance: 4 standard errors over the ten, and 0.001 for the rounding of the figures.
    Power: fails when sigma is 0.5 % off, the mean of ln rates 0.9 %, a share or Gini 2 points
        (the top 1 % of the heavier law: 5).
    """
    found: dict[float, list[float]] = {q: [] for q in shares}
    ginis = []
    logs = []
    for seed in range(10):
        community = Community(world(50_000, 1, write_spread=sigma, write_rate=1.0), seed)
        community.live(1)
        rates = np.sort(community.members["write_trait"].astype(float))
        logs.append(np.log(rates))
        share = np.cumsum(rates[::-1]) / rates.sum()
        for q in shares:
            found[q].append(share[round(q * len(rates)) - 1])
        rank = np.arange(1, len(rates) + 1)
        ginis.append(2 * (rank @ rates) / (len(rates) * rates.sum()) - 1)
    log = np.concatenate(logs)
    near(log.mean(), -(sigma**2) / 2, sigma / math.sqrt(log.size))
    near(log.std(), sigma, sigma / math.sqrt(2 * log.size))
    for values, expected in [*((found[q], shares[q]) for q in shares), (ginis, gini)]:
        near(np.mean(values), expected, np.std(values, ddof=1) / math.sqrt(10), bias=0.001)
