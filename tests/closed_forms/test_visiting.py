"""V1, V3, V4, V10, V29 of the evidence: visiting, retention, participation, habit."""

from __future__ import annotations

import math

import numpy as np

from sim.community import Community
from sim.kernel.layout import LEFT
from sim.kernel.live import live  # noqa: F401  (compiles once for the module)
from sim.trajectory import COUNT_INDEX
from tests.worlds import STILL, community

VISITS = COUNT_INDEX["visits"]


def logit(p: float) -> float:
    return math.log(p / (1 - p))


def still(members: int, days: int, **values: float) -> Community:
    spec = community(members, days, arrivals=0.0, values={**STILL, **values})
    lived = Community(spec, 11)
    lived.live(days)
    return lived


def test_v1_constant_visit_probability() -> None:
    # 59 days of Bin(10000, 0.2): the mean of the days has sd 40/sqrt(59) = 5.2; |z| <= 4.
    lived = still(10_000, 60, visit_base=logit(0.2))
    daily = lived.tallies.counts[1:60, :, VISITS].sum(axis=1)
    assert abs(daily.mean() - 2000) < 4 * 40 / math.sqrt(59)
    # Variance 1600 with sd 1600 sqrt(2/58) = 297; 4 sd.
    assert abs(daily.var(ddof=1) - 1600) < 4 * 297
    monthly = np.cumsum(lived.tallies.monthly)[:60]
    expected = 10_000 * (1 - 0.8**30)
    # Each day's monthly actives: sd sqrt(N p (1-p)) = 3.5; days overlap, so no averaging gain.
    assert abs(monthly[35:60].mean() - expected) < 4 * 3.6
    stickiness = daily[35:].mean() / monthly[35:60].mean()
    assert abs(stickiness - 0.20025) < 0.0035


def test_v3_weekend_factor() -> None:
    # Weekend shift moves visits to the weekend by the odds ratio, and nowhere else.
    lived = still(10_000, 64, visit_base=logit(0.1), weekend_pull=0.5)
    daily = lived.tallies.counts[1:64, :, VISITS].sum(axis=1).astype(float)
    weekday = (np.arange(1, 64)) % 7
    weekend = daily[weekday >= 5].mean() / 10_000
    week = daily[weekday < 5].mean() / 10_000
    odds = 0.1 / 0.9 * math.exp(0.5)
    assert abs(weekend - odds / (1 + odds)) < 4 * math.sqrt(0.155 * 0.845 / 10_000 / 18)
    assert abs(week - 0.1) < 4 * math.sqrt(0.09 / 10_000 / 45)


def test_v4_geometric_retention() -> None:
    lived = still(10_000, 31, visit_base=logit(0.2), leave_rate=0.05)
    population = lived.tallies.population.sum(axis=1) / 10_000
    # A member may leave on each of the days 0 .. t, so S after day t is 0.95^(t+1).
    for days, expected in ((1, 0.95), (7, 0.69834), (30, 0.21464)):
        sd = math.sqrt(expected * (1 - expected) / 10_000)
        assert abs(population[days - 1] - expected) < 4 * sd
    left = (lived.members["flags"] & LEFT) > 0
    assert left.sum() == 10_000 - lived.tallies.population[30].sum()


def test_v10_participation_concentration() -> None:
    # sigma 2.3263: the top 1 % hold 50 % of the rates, the top 10 % 85.2 %, Gini 0.900. A finite
    # sample of 200,000 log-normals this heavy scatters by about 2 points for the top 1 %.
    lived = still(200_000, 1, write_spread=2.3263, write_rate=1.0)
    rates = np.sort(lived.members["write_trait"].astype(float))[::-1]
    share = np.cumsum(rates) / rates.sum()
    assert abs(share[2000] - 0.50) < 0.04
    assert abs(share[20_000] - 0.852) < 0.02
    assert abs(rates.mean() - 1.0) < 0.15
    n = len(rates)
    gini = 1 - 2 * (share.sum() / n) + 1 / n
    assert abs(abs(gini) - 0.900) < 0.015


def test_v29_habit_recursion() -> None:
    # Everybody visits every day: H(21) = 1 - (1 - k)^21 = 0.61449 with k = 0.044375.
    lived = still(100, 21, visit_base=3.0, visit_spread=0.0, habit_gain=0.044375, weekend_pull=1.0)
    never_missed = lived.members["visits"] == 21
    assert never_missed.sum() > 10
    assert np.allclose(lived.members["habit"][never_missed], 0.61449, atol=2e-5)


def test_attention_is_conserved() -> None:
    # V30: exposures = sum of min(A_i, n); with A the same for all within rounding.
    lived = still(2000, 30, visit_base=logit(0.5), attention=4.0, write_rate=2.0)
    counts = lived.tallies.counts
    supplied = counts[:30, :, COUNT_INDEX["supplied"]].sum(axis=1)
    exposures = counts[:30, :, COUNT_INDEX["exposures"]].sum(axis=1)
    visits = counts[:30, :, VISITS].sum(axis=1)
    assert exposures[0] == 0  # nothing to read on the first day
    assert supplied[1] == counts[0, :, COUNT_INDEX["posts"]].sum()
    plenty = supplied > 6
    # Attention is 2 to 6 items, mean 4; 4 sd of the mean over the visits.
    mean = exposures[plenty].sum() / visits[plenty].sum()
    assert abs(mean - 4.0) < 4 * 1.2 / math.sqrt(2000)
