"""Stock: what is sold is what is wanted or what there is, and the newsvendor's lost sales."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.community import Community
from sim.offers import Offers
from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import CERTAIN, lived, near, world

N = 2_000


def by_day(community: Community, name: str) -> NDArray[np.int64]:
    return community.tallies.counts[:-1, :, COUNT_INDEX[name]].sum(axis=1)


def test_where_more_is_wanted_all_that_comes_in_is_sold() -> None:
    """Two thousand want one each a day, and the supply is 22.2 a day: all that comes in is sold.

    Expected: three days' supply at the launch and one on each of 29 mornings, 710 whole orders.
    Runs: one of 2,000 members over 30 days.
    Tolerance: exact.
    Power: fails when parts of an order are lost, which would be 6 orders.
    """
    values = {"stock_rate": 0.0111, "stock_days": 3.0, "sold_out_hit": 0.0}
    one = lived(world(N, 30, visit_base=CERTAIN, buy_rate=1.0, **values), 1)
    sold, lost, held = (by_day(one, name) for name in ("buyers", "lost_orders", "stock_held"))
    assert sold.sum() == math.floor(32 * 22.2)
    assert np.array_equal(sold + lost, np.full(30, N))
    assert not held.any()


def test_what_is_not_wanted_is_kept_up_to_the_shelf() -> None:
    """Nobody buys: the shelf is full at the launch, and stays so."""
    values = {"stock_rate": 0.01, "stock_days": 5.0}
    one = lived(world(N, 10, visit_base=CERTAIN, buy_rate=0.0, **values), 2)
    assert by_day(one, "stock_held").tolist() == [5 * 20] * 10


def test_the_newsvendors_lost_sales() -> None:
    """Of D ~ B(2000, 0.1) orders wanted on each day, Q brought in for it: E (D - Q)+ is lost.

    Expected: s (f(z) - z (1 - F(z))) with z = (Q - 200) / s and s^2 = 180, for Q = 190, 200, 215;
        what is left is Q - 200 + that.
    Runs: three of 2,000 members over 300 days.
    Tolerance: 4 standard errors, and 0.1 for whole orders.
    Power: fails when lost sales are 15 %, 28 % or 70 % off.
    """
    days, s = 300, math.sqrt(180)
    values = {"buy_rate": 0.1, "stock_rate": 1e-9, "sold_out_hit": 0.0}
    for q in (190, 200, 215):
        spec = world(N, 2 * days, visit_base=CERTAIN, **values)
        community = Community(spec, q)
        offers = Offers(Calendar(spec.start, spec.days), len(spec.segments))
        # Every other day, so that what is left of one is cleared out before the next.
        for day in range(0, spec.days, 2):
            offers.pull("stock", float(q), days=slice(day, day + 1))
        community.offer(offers, 0)
        community.live(spec.days)
        lost, left, cleared, brought = (
            by_day(community, name)
            for name in ("lost_orders", "stock_left", "stock_cleared", "stock_brought")
        )
        z = (q - 200) / s
        law = NormalDist()
        mean = s * (law.pdf(z) - z * (1 - law.cdf(z)))
        assert lost.any(), "on some days more is wanted"
        spread = math.sqrt(float(lost[::2].var()) / days)
        near(lost[::2].mean(), mean, spread, bias=0.1)
        near(left[::2].mean(), q - 200 + mean, math.sqrt(float(left[::2].var()) / days), bias=0.1)
        assert np.array_equal(cleared[1::2], left[::2])
        assert brought[::2].tolist() == [q] * days
        assert not by_day(community, "buyers")[1::2].any()


def test_who_goes_without_is_less_satisfied_and_nobody_else() -> None:
    """Of those who want one, half are served; the others lose 0.4 of their satisfaction.

    Expected: 1 and 0.6 of what it is where nobody minds, a thousand members each.
    Runs: two of 2,000 members for a day.
    Tolerance: exact.
    Power: fails when anybody else loses any.
    """
    values = {"buy_rate": 1.0, "stock_rate": 0.5, "stock_days": 1.0, "sold_out_hit": 0.4}
    spec = world(N, 1, visit_base=CERTAIN, **values)
    with_hit = lived(spec, 3).members["satisfaction"]
    spec = world(N, 1, visit_base=CERTAIN, **{**values, "sold_out_hit": 0.0})
    without = lived(spec, 3).members["satisfaction"]
    change = with_hit / without
    assert np.sort(change)[N // 2 :] == pytest.approx(1.0)
    assert np.sort(change)[: N // 2] == pytest.approx(0.6)


def test_a_team_is_served_whole_or_not_at_all() -> None:
    """Ten orders are left for teams of four: two are served."""
    values = {"team_rate": 1.0, "team_usual": 0.01, "buy_rate": 0.0, "team_asked": 100.0}
    spec = world(
        N, 1, visit_base=CERTAIN, stock_rate=10 / N, stock_days=1.0, team_accept=1.0, **values
    )
    community = Community(spec, 4)
    offers = Offers(Calendar(spec.start, spec.days), len(spec.segments))
    offers.pull("team_discount", 0.5)
    offers.rules.team_size, offers.rules.team_days = 4, 7
    community.offer(offers, 0)
    community.live(1)
    assert by_day(community, "team_orders").tolist() == [8]
    assert by_day(community, "stock_held").tolist() == [2]
    assert by_day(community, "lost_orders")[0] > 100
