"""V35, V43, V44, V70: who buys, how often, and until when."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import hyp2f1
from scipy.stats import binom

from sim.behaviour.buy import team
from sim.offers import Offers
from sim.spec import EconomySpec
from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import CERTAIN, NEVER, binomial, lived, near, play, total, world
from tests.communities import Fixed

SHAPE, SCALE, QUIT_A, QUIT_B = 0.243, 4.414, 0.793, 2.426
"""CDNOW's r, alpha (weeks), a and b."""

MEMBERS = 25_000


def expected_purchases(weeks: float) -> float:
    """Return E[X(t)] of BG/NBD (Fader, Hardie and Lee 2005, equation 9)."""
    r, alpha, a, b = SHAPE, SCALE, QUIT_A, QUIT_B
    grown = hyp2f1(r, b, a + b - 1, weeks / (alpha + weeks))
    return (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + weeks)) ** r * grown)


def bought(weeks: int, seed: int, **values: float) -> NDArray[np.int64]:
    """Return purchases by day of members who come every day and buy at CDNOW's rates."""
    spec = world(
        MEMBERS, 7 * weeks, visit_base=CERTAIN, buy_rate=SHAPE / SCALE / 7, buy_shape=SHAPE,
        **{"buy_quit_a": QUIT_A, "buy_quit_b": QUIT_B, **values},
    )  # fmt: skip
    return lived(spec, seed).tallies.counts[: spec.days, :, COUNT_INDEX["buyers"]].sum(axis=1)


def test_v43_expected_purchases() -> None:
    """V43: BG/NBD with the parameters of CDNOW; a visit a day, so that a day is a short step.

    Expected: E[X(t)] for t = 1, 13, 26, 39, 52, 78 weeks 0.0532679 0.534440 0.902637 1.196723
        1.446051 1.860519 purchases a member.
    Runs: one of 25,000 members over 78 weeks.
    Tolerance: 4 standard errors (spreads of X(t) from two million draws of the law), and 0.3 % for
        steps of a day and for parameters of three digits.
    Power: fails when a figure is 15 % (a week), 7.4 %, 7 %, 7 %, 7 % or 7.2 % off; without drop-out
        they would be 34 % higher after 13 weeks and 131 % after 78.
    """
    total = np.cumsum(bought(78, 43)) / MEMBERS
    figures = (0.0532679, 0.534440, 0.902637, 1.196723, 1.446051, 1.860519)
    spreads = (0.248, 1.198, 1.919, 2.535, 3.089, 4.075)
    for weeks, figure, spread in zip((1, 13, 26, 39, 52, 78), figures, spreads, strict=True):
        assert expected_purchases(weeks) == pytest.approx(figure, rel=2e-3)
        near(total[7 * weeks - 1], figure, spread / math.sqrt(MEMBERS), bias=0.003 * figure)


def test_v43_who_never_buys() -> None:
    """V43: the same members, of whom each stops after the first purchase, so that buyers count.

    Expected: P(X(39) = 0) = (alpha / (alpha + 39))^r = 0.573786.
    Runs: one of 25,000 members over 39 weeks.
    Tolerance: 4 standard errors, and 0.002 for steps of a day.
    Power: fails when the share is 3.1 % off; with purchase rates all alike it would be 0.117.
    """
    formula = (SCALE / (SCALE + 39)) ** SHAPE
    assert formula == pytest.approx(0.573786, abs=3e-4)
    buyers = bought(39, 44, buy_quit_a=100.0, buy_quit_b=0.01).sum()
    near(1 - buyers / MEMBERS, 0.573786, binomial(0.573786, MEMBERS), bias=0.002)


def test_v44_negative_binomial_purchases() -> None:
    """V44: rates of shape 0.2 and five purchases on average; each stops after the first.

    Expected: P(0) = (1 + 5 / 0.2)^-0.2 = 0.521201.
    Runs: one of 15,000 members over 350 days.
    Tolerance: 4 standard errors, and 0.0005 for steps of a day.
    Power: fails when the share is 4 % off; with purchase rates all alike it would be 0.007.
    """
    formula = (1 + 5 / 0.2) ** -0.2
    assert formula == pytest.approx(0.521201, abs=1e-6)
    n, days = 15_000, 350
    spec = world(
        n, days, visit_base=CERTAIN, buy_rate=5 / days, buy_shape=0.2, buy_quit_a=100.0,
        buy_quit_b=0.01,
    )  # fmt: skip
    near(1 - total(lived(spec, 45), "buyers") / n, 0.521201, binomial(0.521201, n), bias=0.0005)


def test_customers_who_join_with_a_purchase() -> None:
    """Customers, of whom nothing is known before their first purchase: purchases are activity.

    Expected: all 25,000 buy on the first day; after it E[X(t)] as above, of which none is a buyer's
        second on a day, and active is who buys.
    Runs: one of 25,000 members over 39 weeks.
    Tolerance: 4 standard errors, and 0.3 %.
    Power: fails when a first purchase may be the last (purchases 25 % lower), or is not made.
    """
    spec = world(
        MEMBERS, 273, visit_base=CERTAIN, buy_rate=SHAPE / SCALE / 7, buy_shape=SHAPE,
        buy_quit_a=QUIT_A, buy_quit_b=QUIT_B,
    )  # fmt: skip
    counts = lived(replace(spec, activity="purchase"), 47).tallies.counts[:273].sum(axis=1)
    buyers = counts[:, COUNT_INDEX["buyers"]]
    assert buyers[0] == MEMBERS
    assert np.array_equal(buyers, counts[:, COUNT_INDEX["active"]])
    near(buyers[1:].sum() / MEMBERS, 1.196723, 2.535 / math.sqrt(MEMBERS), bias=0.0036)


def test_whom_a_plan_brings_to_a_shop_need_not_buy() -> None:
    """Paid arrivals among customers who buy on 0.1 of their visits: free sales would pay for all.

    Expected: of 3,000 who are bought in, 0.1 buy on the day; all founders do.
    Runs: one of 100 founders over 30 days with 100 paid arrivals a day, who come only once.
    Tolerance: 4 standard errors.
    Power: fails when one in forty more buys.
    """
    still = world(100, 30, visit_base=NEVER, buy_rate=0.1)

    def bought_in(offers: Offers) -> None:
        offers.paid_arrivals[:] = 100.0

    run = play(replace(still, activity="purchase"), 49, Fixed(bought_in)).trajectory
    came = run.total("joined_paid")
    assert came > 2_500
    near((run.total("buyers") - 100) / came, 0.1, binomial(0.1, came))


def test_orders_of_a_visit_and_refunds() -> None:
    """A visit with a purchase has one order more with 0.2, each time; 0.1 of sales is paid back.

    Expected: 1 / (1 - 0.2) = 1.25 orders a buyer, 0.9 of the sales kept; the margin is of those.
    Runs: one of 5,000 members over 20 days, with and without.
    Tolerance: 4 standard errors; a cent.
    Power: fails when orders are 1.3 % off.
    """
    values = {"visit_base": CERTAIN, "buy_rate": 0.2, "basket": 30.0}
    economy = {"economy": EconomySpec(margin=0.4)}
    plain = play(world(5_000, 20, spec=economy, **values), 48).trajectory
    run = play(
        world(5_000, 20, spec=economy, order_again=0.2, refund_share=0.1, **values), 48
    )  # fmt: skip
    seen, buyers = run.trajectory, plain.total("buyers")
    spread = math.sqrt(0.2) / 0.8
    near(seen.total("orders") / buyers, 1.25, spread / math.sqrt(buyers))
    assert plain.total("net_sales_cents") == plain.total("gmv_cents") == 3000 * buyers
    assert seen.total("gmv_cents") == 3000 * seen.total("orders")
    assert seen.total("net_sales_cents") == pytest.approx(0.9 * seen.total("gmv_cents"), abs=1)
    assert run.ledger.revenue() == seen.total("net_sales_cents")
    assert run.ledger.gross_margin() == pytest.approx(0.4 * run.ledger.revenue(), abs=1)


@pytest.mark.parametrize(
    ("asked", "size", "filled"), [(8.0, 3, 0.496684), (8.0, 2, 0.832228), (3.5, 3, 0.1424)]
)
def test_v35_teams_that_are_filled(asked: float, size: int, filled: float) -> None:
    """V35: a group purchase: each opens a team of m and asks n friends, who join with 0.2.

    Expected: filled P(Bin(n, 0.2) >= m - 1): 0.496684 for 8 friends and a team of 3, 0.832228 for
        a pair, 0.1424 for 3 or 4 friends, at evens, and a team of 3; m orders each, at 24.00.
    Runs: three of 10,000 members over 10 days.
    Tolerance: 4 standard errors; exact for orders and money.
    Power: fails when the share is 1.6 % off (0.7 %, 3.9 %), that is, acceptance 1.2 %.
    """
    whole = math.floor(asked)
    law = (whole + 1 - asked) * binom.sf(size - 2, whole, 0.2)
    assert law + (asked - whole) * binom.sf(size - 2, whole + 1, 0.2) == pytest.approx(filled)

    def offer(offers: Offers) -> None:
        offers.pull("team_discount", 0.2)
        offers.rules.team_size = size

    spec = world(
        10_000, 10, visit_base=CERTAIN, basket=30.0, team_rate=1.0, team_asked=asked,
        team_accept=0.2,
    )  # fmt: skip
    t = play(spec, 35, Fixed(offer)).trajectory
    teams, orders = t.total("teams"), t.total("team_orders")
    assert teams == 100_000
    near(orders / size / teams, filled, binomial(filled, teams))
    assert t.total("gmv_cents") == 2400 * orders


@pytest.mark.parametrize(("size", "filled"), [(2, 0.67232), (3, 0.26272), (5, 0.00672)])
def test_v70_teams_of_five_asked(size: int, filled: float) -> None:
    """V70: whoever opens a team asks 5, each of whom joins with 0.2.

    Expected: a team of 2, 3 or 5 is filled with 0.67232, 0.26272, 0.00672.
    Runs: none; the equation of the day's table.
    Tolerance: 1e-9.
    Power: fails when acceptance is 0.0001 % off.
    """
    values = {"team_asked": 5.0, "team_accept": 0.2, "team_usual": 0.1}
    assert float(team.success(values, size)) == pytest.approx(filled, abs=1e-9)


@pytest.mark.parametrize(
    ("cut", "filled"),
    [(0.0, 0.0), (0.000001, 0.0), (0.05, 0.18695), (0.1, 0.49668), (0.95, 0.49668)],
)
def test_a_team_is_filled_for_what_it_saves(cut: float, filled: float) -> None:
    """V35 below the usual cut: of 8 friends each joins a team of 3 with 0.2 min(1, cut / 0.1).

    Expected: as large a share of teams opened; filled P(Bin(8, 0.1) >= 2) = 0.186895 of them for a
        cut of 5 %; for a millionth, under 2e-10.
    Runs: one of 10,000 members over 10 days.
    Tolerance: 4 standard errors.
    Power: fails when a trace of a cut fills any of 100,000 teams.
    """
    part = min(1.0, cut / 0.1)
    law = float(binom.sf(1, 8, 0.2 * part))
    assert law == pytest.approx(filled, abs=1e-4)
    spec = world(
        10_000, 10, visit_base=CERTAIN, basket=30.0, team_rate=1.0, team_asked=8, team_accept=0.2,
        team_usual=0.1,
    )  # fmt: skip
    t = play(spec, 35, Fixed(lambda offers: offers.pull("team_discount", cut))).trajectory
    near(t.total("teams") / 100_000, part, binomial(part, 100_000))
    near(t.total("team_orders") / 3 / 100_000, part * law, binomial(part * law, 100_000))


@pytest.mark.parametrize(("days", "filled"), [(1, 0.496684), (2, 0.573221), (30, 0.584625)])
def test_v35_a_team_that_waits_longer_is_filled_a_little_more_often(
    days: int, filled: float
) -> None:
    """V35: friends answer after half a day on average, and a team waits some days for them.

    Expected: each of 8 friends joins with 0.2 (1 - exp(-2 days)) / (1 - exp(-2)), so that most who
        ever join do so on the first day.
    Runs: one of 10,000 members over 10 days.
    Tolerance: 4 standard errors.
    Power: fails when the share is 1.3 % off.
    """
    part = -math.expm1(-2.0 * days) / -math.expm1(-2.0)
    assert float(binom.sf(1, 8, 0.2 * part)) == pytest.approx(filled, abs=1e-6)

    def offer(offers: Offers) -> None:
        offers.pull("team_discount", 0.2)
        offers.rules.team_days = days

    spec = world(
        10_000, 10, visit_base=CERTAIN, basket=30.0, team_rate=1.0, team_asked=8.0,
        team_accept=0.2, team_late=0.5,
    )  # fmt: skip
    t = play(spec, 35, Fixed(offer)).trajectory
    near(t.total("team_orders") / 3 / 100_000, filled, binomial(filled, 100_000))
