"""V32, V33, V55: prices, and money spent without effect."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.metrics.return_on_investment import roi, roi_marketing
from sim.offers import Offers
from sim.run import Run
from sim.spec import EconomySpec
from strategies import Content, Invite, Points, Strategy, StrategyPlan
from strategies.coupon import Coupon
from tests.closed_forms.limits import CERTAIN, binomial, near, play, world
from tests.communities import Fixed

NO_EFFECT = {
    "reward_pull": 0.0, "status_pull": 0.0, "goal_gradient": 0.0, "push_pull": 0.0,
    "fatigue_pull": 0.0, "write_reward": 0.0, "write_satisfaction": 0.0, "invite_reward": 0.0,
    "invite_satisfaction": 0.0, "invite_gradient": 0.0, "accept_reward": 0.0, "hunter_reward": 0.0,
}  # fmt: skip
"""What a lever can act through, all at zero; `STILL` switches the rest off."""


def sold(discount: float, elasticity: float = -2.62) -> Run:
    """Return 20 days of 10,000 members who all come, and buy with 0.2 at the list price of 30."""
    spec = world(
        10_000, 20, visit_base=CERTAIN, buy_rate=0.2, basket=30.0, price_elasticity=elasticity,
        spec={"economy": EconomySpec(margin=0.4)},
    )  # fmt: skip
    return play(spec, 41, Fixed(lambda offers: offers.pull("discount", discount)))


@pytest.mark.parametrize("refunds", [0.0, 0.25])
def test_v32_a_promotion_that_only_moves_purchases(refunds: float) -> None:
    """V32: a coupon of 30 % for ten days, all of whose extra orders would have come later.

    Expected: on its first day orders x 0.7^-2.62 = 2.54574; over the whole as many as without it,
        to the order; revenue lower by what coupons cost, so ROI -100 % of what it cost, whatever
        share of orders is paid back.
    Runs: two of 5,000 members over 300 days, same seed.
    Tolerance: 4 standard errors; exact for orders; two cents for money, which is rounded twice.
    Power: fails for one order.
    """
    spec = world(
        5_000, 300, visit_base=CERTAIN, buy_rate=0.1, basket=30.0, pull_forward=1.0,
        price_elasticity=-2.62, refund_share=refunds,
        spec={"economy": EconomySpec(margin=0.4)},
    )  # fmt: skip
    plan = StrategyPlan((Coupon(discount=0.3, valid_days=10, from_day=10),))
    quo, promoted = play(spec, 32), play(spec, 32, plan)
    before, after = quo.trajectory.daily("buyers"), promoted.trajectory.daily("buyers")
    near(after[10] / 5_000, 0.254574, binomial(0.254574, 5_000))
    assert after[10:20].sum() > 1.5 * before[10:20].sum()
    assert after[20:].sum() < before[20:].sum()
    assert after.sum() == before.sum()
    assert promoted.ledger.cost() > 0
    gained = promoted.ledger.margin_at_list() - quo.ledger.margin_at_list()
    assert abs(gained) <= 2
    assert quo.ledger.revenue() - promoted.ledger.revenue() == pytest.approx(
        promoted.ledger.cost(), abs=2
    )
    assert roi(promoted, quo) == pytest.approx(-1.0, abs=2 / promoted.ledger.cost())


@pytest.mark.parametrize("side", ["deal_new", "deal_old"])
def test_m71_what_a_discount_teaches(side: str) -> None:
    """M71: half the price for twenty days, of which nobody buys more then; a lesson of 0.4.

    Expected: purchases a visit afterwards 0.1 (1 + 0.2 (1 - 0.9^20)) = 0.117569 where first ones
        teach; where later ones do, 0.1 E[0.8^(n - 1)] over the law of the purchases n of twenty
        days, each at the rate that those before it have left: 0.082119.
    Runs: two of 20,000 members over 60 days.
    Tolerance: 4 standard errors, with members' rates as spread as a fifth of the mean.
    Power: fails when the rate is 1.6 % off, that is, the lesson 9 %.
    """
    first = side == "deal_new"
    chance = np.zeros(21)
    chance[0] = 1.0
    kept = np.array([1.0, *(1.2 if first else 0.8 ** (n - 1) for n in range(1, 21))])
    for _ in range(20):
        buys = 0.1 * kept * chance
        chance = chance - buys
        chance[1:] += buys[:-1]
    expected = float(0.1 * kept @ chance)
    assert expected == pytest.approx(0.117569 if first else 0.082119, abs=1e-6)
    spec = world(
        20_000, 60, visit_base=CERTAIN, buy_rate=0.1, price_elasticity=0.0, **{side: 0.4},
    )  # fmt: skip
    coupon = StrategyPlan((Coupon(discount=0.5, valid_days=20),))
    after = play(spec, 71, coupon).trajectory.daily("buyers")[20:].sum() / (40 * 20_000)
    near(after, expected, math.hypot(binomial(expected, 800_000), 0.2 * expected / 20_000**0.5))


def test_v33_units_at_constant_elasticity() -> None:
    """V33: 20 % off at an elasticity of -2.62.

    Expected: units x 1.79434, sold at 24.00 each, to the cent.
    Runs: two of 10,000 members over 20 days, same seed.
    Tolerance: 4 standard errors; exact for the price.
    Power: fails when the units are 1.5 % off, that is, the elasticity 2.6 %.
    """
    list_price, cheap = sold(0.0).trajectory, sold(0.2).trajectory
    visits = list_price.total("visits")
    assert visits == cheap.total("visits") == 200_000
    near(list_price.total("buyers") / visits, 0.2, binomial(0.2, visits))
    near(cheap.total("buyers") / visits, 0.2 * 1.79434, binomial(0.2 * 1.79434, visits))
    # Whoever buys at the list price buys at a lower one: the same draws.
    assert (cheap.by_segment("buyers") >= list_price.by_segment("buyers")).all()
    assert list_price.total("gmv_cents") == 3000 * list_price.total("buyers")
    assert cheap.total("gmv_cents") == 2400 * cheap.total("buyers")


@pytest.mark.parametrize(("elasticity", "ratio"), [(-2.62, 0.897169), (-3.1063, 1.0)])
def test_v33_gross_profit_of_a_price_cut(elasticity: float, ratio: float) -> None:
    """V33: what 20 % off does to gross profit at a margin of 40 % of the list price.

    Expected: gross profit x 0.897169; it breaks even at an elasticity of -3.1063.
    Runs: two pairs of 10,000 members over 20 days, each pair with one seed.
    Tolerance: 4 standard errors of the two totals.
    Power: fails when the ratio is 3 % off.
    """
    before, after = (
        sold(0.0, elasticity).ledger.gross_margin(),
        sold(0.2, elasticity).ledger.gross_margin(),
    )
    error = np.hypot(binomial(0.2, 200_000) / 0.2, binomial(0.36, 200_000) / 0.36)
    near(after / before, ratio, ratio * error)


PAID: list[Strategy] = [
    Points(point_cost=0.02, reward_points=10, setup_cost=500.0),
    Content(items_per_day=5.0),
    Invite(inviter_reward=20.0, invited_reward=5.0, setup_cost=500.0),
]


@pytest.mark.parametrize("strategy", PAID, ids=lambda strategy: strategy.kind)
def test_v55_without_effects_all_that_is_spent_is_lost(strategy: Strategy) -> None:
    """V55: a strategy at full strength in a world where nothing that it pulls has an effect.

    Expected: visits, posts, purchases, invitations and revenue as without it; ROI exactly -100 %
        (marketing form: 0).
    Runs: three pairs of 500 members over 40 days, same seed.
    Tolerance: exact.
    Power: fails for one cent of revenue.
    """
    spec = world(
        500, 40, visit_base=-1.0, leave_rate=0.01, invite_rate=0.05, accept_rate=0.4,
        spec={"economy": EconomySpec(revenue_per_visit=0.1, revenue_per_post=0.5)},
        **NO_EFFECT,
    )  # fmt: skip
    nothing, paid = play(spec, 42), play(spec, 42, StrategyPlan((strategy,)))
    assert paid.ledger.cost() > 0
    for count in ("visits", "posts", "buyers", "invitations", "joined_referred", "left"):
        assert np.array_equal(paid.trajectory.daily(count), nothing.trajectory.daily(count)), count
    assert paid.ledger.gross_margin() == nothing.ledger.gross_margin() > 0
    assert roi(paid, nothing) == -1.0
    assert roi_marketing(paid, nothing) == 0.0


ORDERS = (15_813, 4_422)
"""Orders alone and in teams in the world below, whatever its currency."""


@pytest.mark.parametrize("scale", [1.0, 0.3, 0.0003, 16_000.0])
def test_what_lies_below_a_cent_is_carried(scale: float) -> None:
    """A price of 0.0173 and 0.0007 a visit, in currencies of any scale.

    Expected: the same orders in each; money in proportion, to half a cent of the whole.
    Runs: one of 3,000 members over 20 days for each scale.
    Tolerance: half a cent a total, as it is rounded once.
    Power: fails when a cent is lost or added on two days.
    """
    spec = world(
        3_000, 20, visit_base=CERTAIN, buy_rate=0.2, basket=0.0173 * scale, team_rate=0.05,
        spec={"economy": EconomySpec(revenue_per_visit=0.0007 * scale, margin=0.35)},
    )  # fmt: skip

    def pull(offers: Offers) -> None:
        offers.pull("discount", 0.1)
        offers.pull("team_discount", 0.25)

    result = play(spec, 43, Fixed(pull))
    seen, ledger = result.trajectory, result.ledger
    assert (seen.total("buyers"), seen.total("team_orders")) == ORDERS
    alone, team = ORDERS
    sales = 100 * 0.0173 * scale * (0.9 * alone + 0.75 * team)
    assert seen.total("gmv_cents") == pytest.approx(sales, abs=0.5, rel=1e-7)
    assert seen.by_segment("gmv_cents").sum() == seen.total("gmv_cents")
    traffic = 100 * 0.0007 * scale * seen.total("visits")
    assert ledger.revenue() == pytest.approx(sales + traffic, abs=1.0, rel=1e-7)
    goods = 100 * 0.0173 * scale * 0.65 * (alone + team)
    assert ledger.balance("goods") == pytest.approx(goods, abs=0.5, rel=1e-7)
