"""V45: adstock and Hill, and what follows for the cost of a member."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies.channels import CHANNELS, adstock, hill, won

CARRY = 0.7


def test_v45_steady_state_and_half_life() -> None:
    """V45: adstock with a carry of 0.7, of the same spend each day and of one pulse.

    Expected: x / (1 - 0.7) = 3.3333 x for a plain adstock, of which ours is 1 - 0.7; half-life
        ln 0.5 / ln 0.7 = 1.94336 days; all of a pulse works, once.
    Runs: none; arithmetic.
    Tolerance: 1e-6 of the level, 1e-5 days.
    Power: fails when the carry is 0.0001 % off.
    """
    spend = np.full(200, 30.0)
    plain = adstock(spend, CARRY) / (1 - CARRY)
    assert plain[-1] == pytest.approx(30 * 3.3333333)
    pulse = np.zeros(200)
    pulse[0] = 1.0
    tail = adstock(pulse, CARRY)
    assert tail.sum() == pytest.approx(1.0)
    half_life = math.log(0.5) / math.log(tail[11] / tail[10])
    assert half_life == pytest.approx(1.94336, abs=1e-5)


@pytest.mark.parametrize("slope", [1.0, 1.7, 3.0])
def test_v45_half_at_the_half(slope: float) -> None:
    """V45: Hill at nothing, at the half, far beyond it, and at 0.4 of it.

    Expected: 0, 0.5, 1, and 1 / (1 + 0.4^-slope).
    Runs: none; arithmetic.
    Tolerance: 1e-6.
    Power: fails when the half is 0.001 % off.
    """
    shares = hill(np.array([0.0, 50.0, 5e9]), 50.0, slope)
    assert shares == pytest.approx([0.0, 0.5, 1.0], abs=1e-6)
    x = 20.0
    assert hill(np.array([x]), 50.0, slope)[0] == pytest.approx(1 / (1 + (x / 50) ** -slope))


def test_m65_each_further_member_costs_more() -> None:
    """M65: members over a spend of 1 to 1,000 a day in a channel that is half full at 200.

    Expected: the marginal cost of a member is 10 / 2 (1 + x / 200)^2 at spend x; the mean at 200
        is 10.
    Runs: none; arithmetic.
    Tolerance: 0.1 %, that of the differences.
    Power: fails when the half is 0.2 % off.
    """
    half, cost = 200.0, 10.0
    spend = np.linspace(1.0, 1000.0, 400)
    members = won(spend, 0.0, half, 1.0, cost)
    marginal = np.diff(spend) / np.diff(members)
    assert np.all(np.diff(marginal) > 0)
    middle = (spend[1:] + spend[:-1]) / 2
    assert marginal == pytest.approx(cost / 2 * (1 + middle / half) ** 2, rel=1e-3)
    # At the half the mean is what a member is said to cost, and the marginal one twice that.
    at_half = won(np.array([half]), 0.0, half, 1.0, cost)[0]
    assert half / at_half == pytest.approx(cost)


@pytest.mark.parametrize("slope", [2.0, 3.0])
def test_a_steeper_channel_is_never_cheaper_than_at_its_best(slope: float) -> None:
    spend = np.linspace(0.1, 2000.0, 5000)
    mean = spend / won(spend, 0.0, 200.0, slope, 10.0)
    assert mean[0] > 1000
    # At half_spend a member costs 10; with a slope of 3 the best lies a little beyond it.
    best = {2.0: 10.0, 3.0: 10.0 / 2 * 3 / 2 ** (2 / 3)}[slope]
    assert mean.min() == pytest.approx(best, rel=1e-3)


@given(
    st.lists(st.floats(0, 1000), min_size=1, max_size=60), st.floats(0, 0.95), st.floats(1, 500),
)  # fmt: skip
def test_carried_over_money_brings_nothing_twice(
    spend: list[float], carry: float, half: float
) -> None:
    """By adstock no more works than was spent, and no member is cheaper than the first."""
    days = np.array(spend)
    assert adstock(days, carry).sum() <= days.sum() * (1 + 1e-9)
    assert won(days, carry, half, 1.0, 10.0).sum() * 5.0 <= days.sum() * (1 + 1e-9)


def test_channels_say_where_they_come_from() -> None:
    for channel in CHANNELS.values():
        assert 0 <= channel.carry < 1
        assert 0.75 <= channel.quality <= 1
        assert channel.member_cost > 0
        assert channel.source
        assert any("\u4e00" <= letter <= "\u9fff" for letter in channel.title_zh)
