"""V1, V3, V47, M1: who comes on a day."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.community import Community
from sim.spec import CommunitySpec
from tests.closed_forms.limits import binomial, logit, near, play, tied, world


def test_v1_constant_visit_probability() -> None:
    """V1: everybody comes with probability 0.2 on each day.

    Expected: daily actives are Bin(10,000, 0.2), independent from day to day: mean 2,000, variance
        1,600; actives of 30 days 10,000 (1 - 0.8^30) = 9,987.62; DAU/MAU 0.20025.
    Runs: one of 10,000 members over 1,000 days.
    Tolerance: 4 standard errors.
    Power: fails when the probability is 0.3 % off, the variance 22 %, the absent of a month 25 %,
        or the correlation of one day with the next is 0.16.
    """
    t = play(world(10_000, 1000, visit_base=logit(0.2)), 1).trajectory
    daily = t.daily("visits")[1:].astype(float)  # all come on the day of joining
    days = len(daily)
    near(daily.mean(), 2000, 40 / math.sqrt(days))
    near(daily.var(ddof=1), 1600, 1600 * math.sqrt(2 / (days - 1)))
    near(np.corrcoef(daily[1:], daily[:-1])[0, 1], 0, 1 / math.sqrt(days))
    months = t.monthly_active[30::30]  # windows that do not overlap
    absent = 0.8**30
    near(months.mean(), 10_000 * (1 - absent), 100 * math.sqrt(absent / len(months)))
    near(daily.mean() / months.mean(), 0.20025, 0.2 * 40 / 2000 / math.sqrt(days))


def test_v3_weekday_factor() -> None:
    """V3: weekday weights whose mean is 1: 0.8 from Monday to Friday, 1.5 at the weekend.

    Expected: visits of a week 7 x 0.2 N, as without weights; the spectrum of the daily visits is
        white but for the harmonics of the week (periods 7, 3.5 and 2.33 days).
    Runs: one of 10,000 members over 52 weeks.
    Tolerance: 4 standard errors; at every other frequency power below 16 times the noise
        (probability 2e-5 for all of them together).
    Power: fails when the weekly total is 0.6 % off, a harmonic 2 %, 3 % or 8 %, or a swing of any
        other period has an amplitude of 1 % of the visits.
    """
    week, weekend, weeks = 0.16, 0.30, 52
    spec = world(
        10_000, 7 * (weeks + 1), visit_base=logit(week), weekend_pull=logit(weekend) - logit(week)
    )
    daily = play(spec, 2).trajectory.daily("visits")[7:].astype(float)
    variance = 10_000 * (5 * week * (1 - week) + 2 * weekend * (1 - weekend)) / 7
    near(daily.sum() / weeks, 7 * 0.2 * 10_000, math.sqrt(7 * variance / weeks))
    weights = np.array([week] * 5 + [weekend] * 2) * 10_000
    spectrum, expected = np.fft.rfft(daily), np.fft.rfft(np.tile(weights, weeks))
    noise = len(daily) * variance
    harmonics = np.array([weeks, 2 * weeks, 3 * weeks])
    for k in harmonics:
        near(abs(spectrum[k]), abs(expected[k]), math.sqrt(noise / 2))
    others = np.delete(np.arange(1, len(spectrum)), harmonics - 1)
    power = np.abs(spectrum[others]) ** 2 / noise
    assert power.max() < 16, f"period {len(daily) / others[power.argmax()]:.2f} days"


@pytest.mark.parametrize(
    ("p", "length", "kept"), [(0.9, 21, 0.109419), (0.97, 21, 0.527481), (0.8, 7, 0.209715)]
)
def test_v47_check_in_without_a_miss(p: float, length: int, kept: float) -> None:
    """V47: a challenge of L daily check-ins, begun by all on one day.

    Expected: share without a miss p^L: 0.109419 (0.9, 21 days), 0.527481 (0.97, 21), 0.209715
        (0.8, 7).
    Runs: three of 40,000 members.
    Tolerance: 4 standard errors.
    Power: fails when the share is 7.1 % off (2.4 % and 4.9 % in the other two), that is, when p is
        0.34 % off (0.11 %, 0.70 %).
    """
    spec = world(40_000, length + 1, visit_base=logit(p))
    community = Community(spec, 3)
    community.live(spec.days)
    share = (community.members["visits"] == length + 1).mean()
    near(share, kept, binomial(kept, 40_000))


def test_v47_days_until_a_run_is_complete() -> None:
    """V47: a week of daily check-ins, begun again after each miss, p = 0.8.

    Expected: mean days until a run of 7 is complete (p^-7 - 1) / (1 - p) = 18.84.
    Runs: one of 10,000 members, followed day by day.
    Tolerance: 4 standard errors.
    Power: fails when the mean is 3.7 % off, that is, when p is 0.8 % off.
    """
    p, length = 0.8, 7
    spec = world(10_000, 400, visit_base=logit(p))
    community = Community(spec, 4)
    streak = np.zeros(10_000, np.int64)
    done = np.zeros(10_000, np.int64)
    community.live(1)
    for day in range(1, spec.days):
        community.live(day + 1)
        streak = np.where(community.members["last_visit"] == day, streak + 1, 0)
        done[(streak == length) & (done == 0)] = day
    assert done.all()
    near(done.mean(), (p**-length - 1) / (1 - p), done.std() / math.sqrt(len(done)))


def logistic(pull: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of a logit."""
    return np.asarray(1 / (1 + np.exp(-pull)))


def test_m1_members_differ_by_a_logit_normal_law() -> None:
    """M1: the logit of a daily visit is normal over members, mean logit(0.2), spread 1.2.

    Expected: the mean of p is E p = 0.251446, and the covariance of a member's shares of visits in
        two halves of the time, in which chance is independent, is Var p = 0.036513.
    Runs: one of 40,000 members over 100 days.
    Tolerance: 4 standard errors.
    Power: fails when the mean of p is 1.9 % off, or its variance 4.1 %, that is, the spread 2.4 %.
    """
    n, half, spread = 40_000, 50, 1.2
    z, weight = np.polynomial.hermite_e.hermegauss(120)
    weight /= weight.sum()
    p = logistic(logit(0.2) + spread * z)
    mean = weight @ p
    off, chance = p - mean, p * (1 - p) / half
    variance = weight @ off**2
    assert [mean, variance] == pytest.approx([0.251446, 0.036513], abs=1e-6)
    community = Community(world(n, 2 * half + 1, visit_base=logit(0.2), visit_spread=spread), 5)
    community.live(half + 1)
    before = community.members["visits"].astype(float)
    community.live(2 * half + 1)
    first, second = (before - 1) / half, (community.members["visits"] - before) / half
    near((first.mean() + second.mean()) / 2, mean, math.sqrt((variance + weight @ chance / 2) / n))
    # Given p, the halves are independent: E (x - m)^2 (y - m)^2 = E (chance + off^2)^2.
    product = weight @ (chance + off**2) ** 2 - variance**2
    near(((first - mean) * (second - mean)).mean(), variance, math.sqrt(product / n))


def day_by_day(spec: CommunitySpec, seed: int) -> NDArray[np.bool_]:
    """Return who came on each day, shape ``(days, founders)``."""
    community = Community(spec, seed)
    came = np.zeros((spec.days, spec.founders), bool)
    for day in range(spec.days):
        community.live(day + 1)
        came[day] = community.members["last_visit"] == day
    return came


def test_m1_two_ties_draw_each_other() -> None:
    """M1: pairs, 0.2 a day, and 0.4 on the logit after a day on which the other was here.

    Expected: p0 = 0.2 and p1 = 0.271644 after a day without and with the other; so the chain has
        p0 / (1 - (p1 - p0)) = 0.215435 on a day in the long run.
    Runs: one of 10,000 pairs over 61 days, followed day by day; the last 50 for the long run.
    Tolerance: 4 standard errors (of the long run: of a chain whose days and halves correlate by
        p1 - p0 at most, so that its variance is at most (1 + r) / (1 - r) times a binomial one).
    Power: fails when p0 is 1.1 % off, p1 1.7 %, or the long run 1.0 %, that is, the pull 6 %.
    """
    pairs, base, pull, days = 10_000, logit(0.2), 0.4, 61
    row = np.arange(pairs)
    spec = world(
        2 * pairs, days, graph=tied(np.stack([row, row + pairs], axis=1)), visit_base=base,
        peer_pull=pull,
    )  # fmt: skip
    came = day_by_day(spec, 6)
    other = np.roll(came, pairs, axis=1)[:-1]
    alone, drawn = 0.2, float(logistic(np.array(base + pull)))
    for was_here, p in ((False, alone), (True, drawn)):
        found = came[1:][other == was_here]
        near(found.mean(), p, binomial(p, len(found)))
    link = drawn - alone
    long_run = alone / (1 - link)
    assert [drawn, long_run] == pytest.approx([0.271644, 0.215435], abs=1e-6)
    error = binomial(long_run, 2 * pairs * 50) * math.sqrt((1 + link) / (1 - link))
    near(came[-50:].mean(), long_run, error)


def test_m1_the_share_of_ties_draws() -> None:
    """M1: a ring in which each has four ties; 0.8 on the logit when all of them were here.

    Expected: 1 / (1 + exp(-(logit(0.4) + 0.8 k / 4))) after a day on which k of them were.
    Runs: one of 20,000 members over 41 days, followed day by day.
    Tolerance: 4 standard errors, for each k.
    Power: fails when the probability is 2.0 % off for k = 0, 1.1 % for 1, 1 % for 2 and 3, or
        1.7 % for 4.
    """
    n, base, pull = 20_000, logit(0.4), 0.8
    row = np.arange(n)
    edges = np.stack([np.tile(row, 2), np.concatenate([(row + 1) % n, (row + 2) % n])], axis=1)
    came = day_by_day(world(n, 41, graph=tied(edges), visit_base=base, peer_pull=pull), 7)
    here = np.sum([np.roll(came, step, axis=1) for step in (-2, -1, 1, 2)], axis=0)[:-1]
    for k in range(5):
        found, p = came[1:][here == k], float(logistic(np.array(base + pull * k / 4)))
        near(found.mean(), p, binomial(p, len(found)))
