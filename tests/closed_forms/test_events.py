"""M97, V32: who comes to an event, what it sells, how it tires."""

from __future__ import annotations

import math

import pytest

from sim.offers import Offers
from sim.run import Run
from tests.closed_forms.limits import CERTAIN, binomial, logit, near, play, world
from tests.communities import Fixed

DAY = 10


def held(spec_days: int, lever: str, days: int, members: int, **values: float) -> Run:
    """Return a world in which one lever of an event is pulled all the way for some days."""

    def offer(offers: Offers) -> None:
        offers.pull(lever, 1.0, days=slice(DAY, DAY + days))

    return play(world(members, spec_days, **values), 97, Fixed(offer))


def raised(p: float, pull: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit(p) - pull))


def test_m97_half_of_those_who_signed_up_come() -> None:
    """M97: a pull of 1.5 on members who come on one day in six.

    Expected: 0.472668 on the event's day, 1/6 on the day before.
    Runs: one of 20,000 members.
    Tolerance: 4 standard errors.
    Power: fails when the pull is 0.06 off.
    """
    expected = raised(1 / 6, 1.5)
    assert expected == pytest.approx(0.472668, abs=1e-6)
    lived = held(14, "event", 1, 20_000, visit_base=logit(1 / 6), event_pull=1.5, fatigue_pull=0.0)
    visits = lived.trajectory.daily("visits")
    near(visits[DAY] / 20_000, expected, binomial(expected, 20_000))
    near(visits[DAY - 1] / 20_000, 1 / 6, binomial(1 / 6, 20_000))


def test_m97_who_came_is_tired_the_day_after() -> None:
    """M97: fatigue of 10 units, of which each takes 0.1, and a day leaves exp(-0.05).

    Expected: half come on the event's day, as ever; on the next those who did with
        1 / (1 + exp(0.951229)) = 0.278638, the others with 1/2: 0.389319.
    Runs: one of 20,000 members.
    Tolerance: 4 standard errors.
    Power: fails when the fatigue is 8 % off.
    """
    expected = (raised(0.5, -10 * 0.1 * math.exp(-0.05)) + 0.5) / 2
    assert expected == pytest.approx(0.389319, abs=1e-6)
    lived = held(
        14, "event", 1, 20_000, visit_base=0.0, event_pull=0.0, event_tire=10.0, fatigue_pull=0.1
    )
    visits = lived.trajectory.daily("visits")
    near(visits[DAY] / 20_000, 0.5, binomial(0.5, 20_000))
    near(visits[DAY + 1] / 20_000, expected, binomial(expected, 20_000))


def test_v32_what_an_event_sells_is_bought_sooner_only() -> None:
    """V32: twice as many orders for ten days, all of which would have come later anyway.

    Expected: 0.2 orders a member and day of the event; over the whole as many as without it, to
        the order.
    Runs: two of 5,000 members over 200 days, same seed.
    Tolerance: 4 standard errors; exact for orders.
    Power: fails for one order.
    """
    values = {"visit_base": CERTAIN, "buy_rate": 0.1, "pull_forward": 1.0}
    quo = play(world(5_000, 200, **values), 97)
    sold = held(200, "onsite", 10, 5_000, event_sale=1.0, **values)
    before, after = (one.trajectory.daily("buyers") for one in (quo, sold))
    near(after[DAY] / 5_000, 0.2, binomial(0.2, 5_000))
    assert after[DAY : DAY + 10].sum() > 1.5 * before[DAY : DAY + 10].sum()
    assert after.sum() == before.sum()
