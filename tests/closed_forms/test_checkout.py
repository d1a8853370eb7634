"""V64: purchases that are made in steps, by members who are not all as patient."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.behaviour.buy.quantiles import beta_shares
from sim.offers import Offers
from tests.closed_forms.limits import CERTAIN, near, play, world
from tests.communities import Fixed

STEPS, A, B = 5, 8.0, 2.0
BUY = 0.2
MEMBERS, DAYS = 25_000, 20
VISITS = MEMBERS * DAYS


def passing(steps: int, a: float = A, b: float = B) -> float:
    """Return E[p^steps] of p ~ Beta(a, b)."""
    return math.prod((a + j) / (a + b + j) for j in range(steps))


def orders(offer: dict[str, float], days: int = DAYS, **values: float) -> int:
    """Return the orders of members who come every day and begin a purchase often."""
    spec = world(
        MEMBERS, days, visit_base=CERTAIN,
        **{"buy_rate": BUY, "checkout_steps": STEPS, "step_a": A, "step_b": B, **values},
    )  # fmt: skip

    def pull(offers: Offers) -> None:
        for lever, value in offer.items():
            offers.pull(lever, value)

    return play(spec, 64, Fixed(pull) if offer else None).trajectory.total("buyers")


def error(mean: float, steps: int) -> float:
    """Return the standard error of orders a visit: luck of a visit, and of who the members are."""
    between = passing(2 * steps) / passing(steps) ** 2 - 1
    return math.sqrt(mean / VISITS + mean**2 * between / MEMBERS)


@pytest.mark.parametrize(
    ("saved", "times"),
    [(0.0, 1.0), (1.0, 1.166667), (1.9, 1.166667), (2.0, 1.378788), (9.0, 2.022222)],
)  # fmt: skip
def test_v64_a_step_less(saved: float, times: float) -> None:
    """V64: five equal steps, p ~ Beta(8, 2) for each member; some are done away with.

    Expected: orders x E[p^k] / E[p^5] with k steps left, 1.166667 for one less, where the average
        step would let one expect 1 / .8 = 1.25; a part of a step is none, and the payment stays.
    Runs: one of 25,000 members over 20 days.
    Tolerance: 4 standard errors.
    Power: fails when a figure is 2 % off.
    """
    left = max(STEPS - math.floor(saved), 1)
    assert passing(left) / passing(STEPS) == pytest.approx(times, abs=1e-6)
    mean = BUY * times
    near(orders({"shorter_path": saved}) / VISITS, mean, error(mean, left))


def test_v64_alike_members_lose_as_much_at_each_step() -> None:
    """V64: the same steps with members who are nearly alike, p ~ Beta(8,000, 2,000) / 10.

    Expected: a step less brings 1 / .8 = 1.25 times the orders, to a thousandth.
    Runs: one of 25,000 members over 20 days.
    Tolerance: 4 standard errors.
    Power: fails when the figure is 1.2 % off.
    """
    a, b = 800.0, 200.0
    times = passing(STEPS - 1, a, b) / passing(STEPS, a, b)
    assert times == pytest.approx(1.25, abs=1.5e-3)
    found = orders({"shorter_path": 1.0}, step_a=a, step_b=b) / VISITS
    near(found, BUY * times, math.sqrt(BUY * times / VISITS))


def test_v64_rates_of_the_steps_rise_though_all_are_equal() -> None:
    """V64: what share of those who came as far takes the next step.

    Expected: .8 .8182 .8333 .8462 .8571; .395604 finish, where alike members would .327680.
    Runs: none.
    Tolerance: 0.0002, for a table of 4,096 cells.
    Power: fails when a rate is 0.03 % off.
    """
    p = beta_shares(A, B).astype(float)
    reached = [float((p**k).mean()) for k in range(STEPS + 1)]
    rates = np.divide(reached[1:], reached[:-1])
    assert rates == pytest.approx([0.8, 0.8182, 0.8333, 0.8462, 0.8571], abs=2e-4)
    assert reached[-1] == pytest.approx(0.395604, abs=2e-4)


@pytest.mark.parametrize(("old", "days"), [(1.0, DAYS), (0.0, 1)])
def test_m104_trust_acts_on_the_odds_of_paying(old: float, days: int) -> None:
    """M104: signs of trust that double the odds of the payment, the last of five steps.

    Expected: orders x E[p^4 2p / (1 + p)] / E[p^5]; on their first day all are new.
    Runs: one of 25,000 members over 20 days, or one.
    Tolerance: 4 standard errors.
    Power: fails when the figure is 2 % off, over one day 6 %.
    """
    times = stats.beta(A, B).expect(lambda p: p**4 * 2 * p / (1 + p)) / passing(STEPS)
    mean = BUY * times
    found = orders({"trust": 1.0}, days, trust_gain=1.0, trust_old=old) / (MEMBERS * days)
    spread = error(mean, STEPS) if days > 1 else math.sqrt(mean / MEMBERS)
    near(found, mean, spread)


def test_m104_trust_does_nothing_for_who_has_bought_where_only_new_ones_need_it() -> None:
    """M104: customers, who have all bought before, where signs of trust are for new ones alone.

    Expected: with and without signs the same orders of each day.
    Runs: two of 5,000 members over 20 days, who join with a purchase.
    Tolerance: none.
    Power: fails when any of them is helped.
    """
    spec = world(
        5_000, DAYS, visit_base=CERTAIN, buy_rate=BUY, checkout_steps=STEPS, step_a=A, step_b=B,
        trust_gain=2.0, trust_old=0.0,
    )  # fmt: skip
    spec = replace(spec, activity="purchase")
    with_signs = play(spec, 64, Fixed(lambda offers: offers.pull("trust", 1.0))).trajectory
    assert np.array_equal(with_signs.daily("buyers"), play(spec, 64).trajectory.daily("buyers"))
