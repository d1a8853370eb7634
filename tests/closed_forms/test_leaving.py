"""V4, V5, V6, V42, M61: who stays, what those who stay bring, and who comes back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln

from sim.spec import EconomySpec
from tests.closed_forms.limits import CERTAIN, NEVER, binomial, near, play, world

N = 100_000


def survival(days: int, seed: int, **values: float) -> NDArray[np.float64]:
    """Return the share who have not left after 0, 1, ... days."""
    here = play(world(N, days, visit_base=NEVER, **values), seed).trajectory.members
    return np.concatenate([[N], here]) / N


def test_v4_geometric_retention() -> None:
    """V4: a constant hazard of leaving, h = 0.05 a day.

    Expected: S(1, 7, 30) = 0.95, 0.69834, 0.21464; mean lifetime 20 days; the retention rate r_t
        is 0.95 at every age.
    Runs: one of 100,000 members over 500 days.
    Tolerance: 4 standard errors.
    Power: fails when the hazard is 1.6 % off; at one age alone, 7 % (the first) to 15 % (the
        thirtieth).
    """
    s = survival(500, 11, leave_rate=0.05)
    for days, expected in ((1, 0.95), (7, 0.69834), (30, 0.21464)):
        near(s[days], expected, binomial(expected, N))
    near(s.sum(), 20, math.sqrt(0.95) / 0.05 / math.sqrt(N))
    for age in range(30):
        near(s[age + 1] / s[age], 0.95, binomial(0.95, N * s[age]))


@pytest.mark.parametrize(
    ("alpha", "beta", "expected"),
    [
        (0.704, 1.182, (0.626723, 0.473843, 0.388000, 0.332095, 0.292374, 0.262483, 0.239051,
                        0.220112)),
        (0.668, 3.806, (0.850693, 0.747264, 0.670896, 0.611934)),
    ],
)  # fmt: skip
def test_v5_shifted_beta_geometric(alpha: float, beta: float, expected: tuple[float, ...]) -> None:
    """V5: the aggregate hazard of the sBG, alpha / (alpha + beta + age).

    The engine's hazard of leaving with power 1 is this curve for leave_rate = alpha / (alpha +
    beta) and leave_days = alpha + beta: the same survival, here of equal members who settle, there
    of unequal members who do not change.

    Expected: S(1..8) = 0.626723 0.473843 0.388000 0.332095 0.292374 0.262483 0.239051 0.220112 for
        0.704 and 1.182, rising rates r(1..4) = 0.626723 0.756064 0.818837 0.855915; and B(alpha,
        beta + t) / B(alpha, beta) for 0.668 and 3.806.
    Runs: two of 100,000 members over 8 years of one step.
    Tolerance: 4 standard errors.
    Power: fails when a survival is 1.2 % (first year) to 3 % (eighth) off, a rate 1 %.
    """
    both = alpha + beta
    s = survival(8, 12, leave_rate=alpha / both, leave_days=both, leave_power=1.0)
    rates = s[1:] / s[:-1]
    for t, value in enumerate(expected, 1):
        near(s[t], value, binomial(value, N), bias=1e-6)
        rate = (beta + t - 1) / (both + t - 1)
        near(rates[t - 1], rate, binomial(rate, N * s[t - 1]))


def fitted(there: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return alpha, beta and log-likelihood of the sBG that fits best who is there each year."""
    year = np.arange(1, len(there))

    def misfit(logs: NDArray[np.float64]) -> float:
        alpha, beta = np.exp(logs)
        left = betaln(alpha + 1, beta + year - 1)
        stayed = betaln(alpha, beta + len(year))
        total = left @ -np.diff(there) + stayed * there[-1] - betaln(alpha, beta) * there[0]
        return -float(total)

    best = minimize(misfit, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-8})
    alpha, beta = np.exp(best.x)
    return float(alpha), float(beta), -float(best.fun)


def test_v5_fit_of_the_shifted_beta_geometric() -> None:
    """V5: the fit of greatest likelihood to 1,000 customers of whom 631, 468, 382, 326 stay.

    Expected: alpha = 0.76367, beta = 1.29583, log-likelihood -1401.559; the same alpha and beta
        from the engine's survivors of a hazard alpha / (alpha + beta + age).
    Runs: one of 100,000 members over 4 years of one step.
    Tolerance: half of the last digit; 4 standard errors, 0.0098 and 0.0211 by 400 drawn fits.
    Power: fails when the engine's alpha is 6.4 % off or its beta 8.2 %.
    """
    alpha, beta, likelihood = fitted(np.array([1000.0, 631.0, 468.0, 382.0, 326.0]))
    assert [alpha, beta] == pytest.approx([0.76367, 1.29583], abs=5e-6)
    assert likelihood == pytest.approx(-1401.559, abs=5e-4)
    both = alpha + beta
    s = survival(4, 15, leave_rate=alpha / both, leave_days=both, leave_power=1.0)
    found = fitted(N * s)
    near(found[0], alpha, 0.0098)
    near(found[1], beta, 0.0211)


def test_v6_power_law_leaving() -> None:
    """V6: the hazard 0.47 / n on the n-th day.

    Expected: S(n) = Gamma(n + 0.53) / (Gamma(n + 1) Gamma(0.53)): S(1, 10, 100, 1000) = 0.53,
        0.199836, 0.068475, 0.0232285; the slope of ln S on ln n tends to -0.47.
    Runs: one of 100,000 members over 1,000 days.
    Tolerance: 4 standard errors.
    Power: fails when a survival is 1.5 %, 3.2 %, 5.8 % or 10 % off, the slope 8 %.
    """
    s = survival(1000, 13, leave_rate=0.47, leave_days=1.0, leave_power=1.0)
    for n, expected in ((1, 0.53), (10, 0.199836), (100, 0.068475), (1000, 0.0232285)):
        near(s[n], expected, binomial(expected, N))
    # ln S(1000) - ln S(100) is a binomial share of those there on day 100.
    rate = 0.0232285 / 0.068475
    error = binomial(rate, N * 0.068475) / rate / math.log(10)
    near(math.log10(s[1000] / s[100]), math.log10(rate), error)
    assert abs(math.log10(rate) + 0.47) < 0.001  # the asymptote is reached


def test_m61_who_left_comes_back() -> None:
    """M61: all leave on the first day, for good but for a comeback of 0.05 exp(-t / 20) a day.

    Expected: share still away after t days the product of (1 - 0.05 exp(-s / 20)), s = 1..t:
        0.676087 after ten days, 0.425215 after 40 and 0.372560 in the end.
    Runs: one of 40,000 members over 300 days.
    Tolerance: 4 standard errors.
    Power: fails when the share is 1.7 % off after ten days, 2.9 % after 40 and 3.2 % in the end,
        or the comebacks of days 41 to 60 are 14 % off.
    """
    n, days, rate, fading = 40_000, 301, 0.05, 20.0
    # The hazard of leaving is 1 on the first day and 2^-50 from the second on.
    spec = world(
        n, days, visit_base=NEVER, leave_rate=1.0, leave_power=50.0, leave_days=1.0,
        return_rate=rate, return_days=fading,
    )  # fmt: skip
    trajectory = play(spec, 16).trajectory
    assert trajectory.daily("left")[0] == n
    back = trajectory.daily("returned").cumsum()
    away = np.cumprod(1 - rate * np.exp(-np.arange(1, days) / fading))
    for t, figure in ((10, 0.676087), (40, 0.425215), (300, 0.372560)):
        assert away[t - 1] == pytest.approx(figure, abs=1e-6)
        near(1 - back[t] / n, figure, binomial(figure, n))
    late = away[39] - away[59]
    near((back[60] - back[40]) / n, late, binomial(late, n))


def test_v42_retention_lifetime_value() -> None:
    """V42: a payment of 100 on each visit, first at once; retention 0.8, discount 0.1.

    Expected: value of a member m (1 + d) / (1 + d - r) = 366.667; 500 without discount.
    Runs: one of 100,000 members over 150 periods, read off the ledger.
    Tolerance: 4 standard errors.
    Power: fails when the value is 1.4 % off (1.0 % under discount), that is, the hazard 1.4 %.
    """
    m, r, v = 100.0, 0.8, 1 / 1.1
    economy = {"economy": EconomySpec(revenue_per_visit=m)}
    spec = world(N, 150, spec=economy, visit_base=CERTAIN, leave_rate=1 - r)
    paid = -play(spec, 14).ledger.daily("revenue") / 100 / N
    near(paid.sum(), 500, m * math.sqrt(r) / (1 - r) / math.sqrt(N))

    def moment(k: int) -> float:
        """E v^(kT) of a lifetime T of 1, 2, ... periods."""
        return (1 - r) * v**k / (1 - r * v**k)

    spread = m / (1 - v) * math.sqrt(moment(2) - moment(1) ** 2)
    near(paid @ v ** np.arange(150), 366.667, spread / math.sqrt(N), bias=0.001)


def test_v42_value_of_what_survivors_buy() -> None:
    """V42: each who is left buys at 250 in each period, at a margin of 0.4; r = 0.8, d = 0.1.

    Expected: m = 100 a survivor and period, to the cent; value m (1 + d) / (1 + d - r) = 366.667.
    Runs: one of 100,000 members over 150 periods, read off the ledger.
    Tolerance: exact for the margin; 4 standard errors.
    Power: fails for one cent of margin, or when the value is 1.0 % off.
    """
    m, r, v, periods = 100.0, 0.8, 1 / 1.1, 150
    spec = world(
        N, periods, visit_base=CERTAIN, leave_rate=1 - r, buy_rate=1.0, basket=250.0,
        spec={"economy": EconomySpec(margin=0.4)},
    )  # fmt: skip
    lived_through = play(spec, 17)
    ledger = lived_through.ledger
    margin = -(ledger.daily("revenue") + ledger.daily("goods")) / 100
    # Whoever leaves in a period has bought in it.
    survivors = np.concatenate([[N], lived_through.trajectory.members[:-1]])
    assert np.array_equal(margin, m * survivors)
    periods_lived = np.arange(periods)
    lives = (1 - r) * r**periods_lived
    worth = m * (1 - v ** (periods_lived + 1)) / (1 - v)
    spread = math.sqrt(lives @ worth**2 - (lives @ worth) ** 2)
    near(margin @ v**periods_lived / N, 366.667, spread / math.sqrt(N), bias=0.001)
