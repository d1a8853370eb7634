"""V62, V66 and the lessons of a deal: equations of what is learnt, against exact figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.behaviour.buy import quantiles
from tests.behaviour.theta import theta
from tests.compiled import FromPython

belief = FromPython("sim.behaviour.visit.belief")
deal = FromPython("sim.behaviour.buy.deal")


def test_v66_a_promise_that_pays_three_times_in_ten() -> None:
    """V66: lambda 0.2, paid with 0.3: mean 0.3, variance 0.0233333; five misses leave 0.294912."""
    learns = theta(belief_fade=0.2, belief_gain=0.2, belief_seen=0.0)
    held = np.float32(0.9)
    for _ in range(5):
        held = belief.after(learns, held, False, False)
    assert held == pytest.approx(0.294912, abs=1e-6)
    assert math.log(0.5) / math.log(1 - 0.2) == pytest.approx(3.10628, abs=1e-5)
    paid, seen = np.random.default_rng(66).random(20_000) < 0.3, []
    for each in paid:
        held = belief.after(learns, held, bool(each), False)
        seen.append(float(held))
    # Neighbours are correlated by 0.8: as good as a ninth of them.
    assert np.mean(seen) == pytest.approx(0.3, abs=4 * math.sqrt(0.0233333 * 9 / 20_000))
    assert np.var(seen) == pytest.approx(0.0233333, rel=0.08)


@pytest.mark.parametrize(
    ("shape", "three", "share", "prize"),
    [
        (1.0, 0.052734, 0.316406, 11.378),
        (0.5, 0.066707, 0.442810, 8.995),
        (0.2, 0.077308, 0.640017, 7.761),
    ],
)
def test_v62_who_brings_three_where_inviters_are_uneven(
    shape: float, three: float, share: float, prize: float
) -> None:
    """V62: 0.6 friends on average by negative binomial: the more uneven, the more bring three.

    Of all who come, `share` are brought by those; a prize for three costs as much as w a friend
    when it is `prize` w.
    """
    brought = 0.6 * quantiles.gamma_rates(shape).astype(np.float64)
    bring_three = stats.poisson.sf(2, brought).mean()
    by_them = (brought * stats.poisson.sf(1, brought)).mean() / 0.6
    assert bring_three == pytest.approx(three, rel=0.01)
    assert by_them == pytest.approx(share, rel=0.01)
    assert 0.6 / bring_three == pytest.approx(prize, rel=0.01)
    assert stats.poisson.sf(2, 0.6) == pytest.approx(0.023115, abs=1e-6), "where all are alike"


def test_m71_the_same_deal_wins_the_new_and_loses_the_old() -> None:
    """M71: at half the price a first purchase raises later ones, each further one lowers them."""
    learns = theta(deal_new=0.3, deal_old=0.3)
    half = np.float32(500_000)
    first = deal.after(learns, 0, half, True)
    assert deal.factor(first) == pytest.approx(1.15, abs=2e-4)
    then = deal.after(learns, first, half, False)
    assert deal.factor(then) == pytest.approx(1.15 * 0.85, abs=4e-4)
    for _ in range(60):
        then = deal.after(learns, then, half, False)
    assert deal.factor(then) == pytest.approx(0.1, abs=1e-3), "never less than a tenth is left"
    assert deal.after(learns, 77, np.float32(1_000_000), False) in (76, 77)
