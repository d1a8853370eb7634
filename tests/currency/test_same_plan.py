"""The same plan in any currency meets the same people, and pays back as much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from planning.search import search
from sim.behaviour.preset import Behaviour
from sim.run import run
from strategies import Content, Invite, Points, StrategyPlan
from tests.communities import community
from tests.currency.plans import COUNTS, UNITS, measured, referral


def assert_same_money(
    theirs: dict[str, NDArray[np.float64]], ours: dict[str, NDArray[np.float64]], times: float
) -> None:
    """Compare amounts to their rounding in either currency, and ROI to what that makes.

    Points redeemed, points owed and rewards owed are each rounded down to a cent.
    """
    cents = 0.03 * max(times, 1.0)
    for name in ("cost", "revenue"):
        assert_allclose(theirs[name], ours[name] * times, rtol=1e-9, atol=cents)
    assert theirs.keys() == ours.keys()
    if "roi" not in ours:  # Nothing was paid in any world.
        return
    paid = theirs["cost"][1] > 0
    rounding = 2 * cents / theirs["cost"][1][paid].min() if paid.any() else 0.0
    roi = [each["roi"][1][paid] for each in (theirs, ours)]
    assert_allclose(roi[0], roi[1], rtol=1e-9, atol=rounding)


@pytest.fixture(scope="module")
def dollars() -> dict[str, NDArray[np.float64]]:
    return measured(referral("USD", 1.0))


@pytest.mark.parametrize("currency", sorted(UNITS))
def test_a_plan_in_another_currency(currency: str, dollars: dict[str, NDArray[np.float64]]) -> None:
    found = measured(referral(currency, UNITS[currency]))
    for name in COUNTS:
        assert_array_equal(found[name], dollars[name], name)
    assert dollars["hunters"][1].sum() > 0 < dollars["accepted"][1].sum()
    assert_same_money(found, dollars, UNITS[currency])


def test_without_its_scale_it_is_another_plan(dollars: dict[str, NDArray[np.float64]]) -> None:
    found = measured(referral("JPY", 150.0, unit=1.0))
    assert found["joined"][1].sum() > 1.05 * dollars["joined"][1].sum()


@settings(max_examples=10, deadline=None)
@given(
    # So many times whole cents are whole cents, and float32 still holds them.
    times=st.integers(2, 1000),
    inviter=st.integers(0, 5000),
    invited=st.integers(0, 3000),
    point=st.integers(0, 20),
    budget=st.integers(1, 5000),
)
def test_any_amounts_in_any_unit(
    times: int, inviter: int, invited: int, point: int, budget: int
) -> None:
    amounts = {
        "inviter": inviter / 100, "invited": invited / 100, "point": point / 100,
        "budget": float(budget), "members": 200, "days": 60,
    }  # fmt: skip
    ours = measured(referral("USD", 1.0, **amounts), 2)  # type: ignore[arg-type]
    theirs = measured(referral("XXX", times, unit=times, **amounts), 2)  # type: ignore[arg-type]
    for name in COUNTS:
        assert_array_equal(theirs[name], ours[name], name)
    assert_same_money(theirs, ours, times)


@pytest.mark.parametrize("unit", [2.0, 7.0, 150.0, 16000.0])
def test_defaults_in_python(unit: float) -> None:
    spec = community(400, 60, values={"invite_rate": 0.02, "buy_rate": 0.02})
    basket = 30 * unit
    behaviour = Behaviour.preset("plain", unit)
    behaviour = behaviour.updated({**spec.behaviour.values, "basket": basket}, "measured", "test")
    plan = StrategyPlan((Points(), Content(), Invite()), 3000.0)
    scaled = StrategyPlan(plan.strategies, 3000.0 * unit, unit)
    ours = run(spec, plan, 1)
    theirs = run(replace(spec, behaviour=behaviour), scaled, 1)
    counts = [each.trajectory.total("joined_referred") for each in (ours, theirs)]
    assert counts[0] == counts[1] > 0
    # What is paid and what is owed is rounded to a cent, of either currency, in every account.
    assert theirs.ledger.cost() == pytest.approx(ours.ledger.cost() * unit, abs=3 * unit)
    assert ours.ledger.cost() > 0


@pytest.mark.slow
@pytest.mark.parametrize("currency", ["CNY", "JPY"])
def test_a_search_tries_the_same_plans(currency: str) -> None:
    times = UNITS[currency]
    small = {"members": 150, "days": 40}
    ours, theirs = (
        search(referral(name, k, **small), trials=14, panel=2, seeds=2)  # type: ignore[arg-type]
        for name, k in (("USD", 1.0), (currency, times))
    )
    money = {"points.budget", "invite.budget", "invite.inviter_reward", "invite.invited_reward",
             "invite.check_effort"}  # fmt: skip
    assert len(ours.trials) == len(theirs.trials) == 14
    for mine, other in zip(ours.trials, theirs.trials, strict=True):
        assert mine.parameters.keys() == other.parameters.keys() > money
        for name, value in mine.parameters.items():
            expected = value * times if name in money else value
            assert other.parameters[name] == pytest.approx(expected, rel=1e-9), name
        assert mine.values == other.values
    assert ours.winner is not None
    assert theirs.winner is not None
    assert ours.winner.number == theirs.winner.number
