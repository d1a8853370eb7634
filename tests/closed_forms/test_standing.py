"""M13, M32, M37: standing that few have, points that partners take, what customers lean to."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.community import Community
from sim.compiled.deeds import ORDERED
from sim.offers import Offers
from sim.spec import Attribute, CommunitySpec
from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import CERTAIN, logit, near, total, world


def lived_with(spec: CommunitySpec, seed: int, offers: Offers) -> Community:
    """Return a community that has lived all its days under offers."""
    community = Community(spec, seed)
    community.offer(offers, 0)
    community.live(spec.days)
    return community


def empty(spec: CommunitySpec) -> Offers:
    """Return an offer of nothing for all days of a community."""
    return Offers(Calendar(spec.launch, spec.days), len(spec.segments))


def test_m37_two_customers_answer_one_coupon_by_what_they_lean_to() -> None:
    """M37: a cut of 30 % at an elasticity of -2, for all; half lean to prices, half to standing.

    Expected: a leaning t counts 1 + 0.8 t, uniform on 0 .. 1 for the price-minded and on -1 .. 0
        for the others, so purchases rise F = 0.7^-2 by F (F^0.8 - 1) / (0.8 ln F) = 2.752 and
        F (1 - F^-0.8) / (0.8 ln F) = 1.555.
    Runs: one of 20,000 members over 20 days, 5 % of whose visits end with a purchase at list price.
    Tolerance: 4 standard errors, of draws and of leanings.
    Power: fails when purchases of the price-minded are 2.4 % off, or of the others 3.2 %.
    """
    p, days, spread = 0.05, 20, 0.8
    minds = Attribute("minds", ("prices", "standing"), (0.5, 0.5), 0.0, (0.5, -0.5))
    spec = world(
        20_000, days, spec={"attributes": (minds,), "deeds": True}, visit_base=CERTAIN,
        buy_rate=p, price_elasticity=-2.0, order_again=0.0, leaning_spread=spread,
    )  # fmt: skip
    offers = empty(spec)
    offers.pull("discount", 0.3)
    community = lived_with(spec, 37, offers)
    orders = community.columns.deeds[: community.size, ORDERED]
    minded = community.columns.attributes[: community.size] & 15
    log_f = -2.0 * math.log(0.7)
    for value, low in ((0, 0.0), (1, -1.0)):
        t = low + (np.arange(1000) + 0.5) / 1000
        factors = np.exp(log_f * (1 + spread * t))
        own = orders[minded == value]
        mean = p * float(factors.mean()) * days
        error = math.sqrt(mean + (p * days * float(factors.std())) ** 2) / math.sqrt(len(own))
        near(float(own.mean()), mean, error)


@pytest.mark.parametrize("segments", [slice(2, 3), slice(0, 4)])
def test_m13_a_sign_is_worth_less_the_more_wear_it(segments: slice) -> None:
    """M13: a sign that draws by 0.8, and by e^-5 of it if all wear it; a fifth do, or everybody.

    Expected: wearers come with logit(0.2) + 0.8 exp(-5 share), the others as ever.
    Runs: two of 20,000 members over 30 days.
    Tolerance: 4 standard errors.
    Power: fails when visits of the fifth are 2.1 % off, of all 1.0 %.
    """
    spec = world(
        20_000, 30, visit_base=logit(0.2), symbol_pull=1.0, symbol_inflation=5.0
    )  # fmt: skip
    offers = empty(spec)
    offers.pull("symbol", 0.8, segments=segments)
    community = lived_with(spec, 13, offers)
    visits: NDArray[np.int64] = community.tallies.counts[1:30, :, COUNT_INDEX["visits"]].sum(axis=0)
    sizes = np.bincount(community.members["segment"], minlength=4)
    wearers = np.zeros(4, np.bool_)
    wearers[segments] = True
    share = float(sizes[wearers].sum()) / community.size
    pulled = 1 / (1 + math.exp(-logit(0.2) - 0.8 * math.exp(-5 * share)))
    for wears, p in ((True, pulled), (False, 0.2)):
        n = 29 * int(sizes[wearers == wears].sum())
        if n:
            near(int(visits[wearers == wears].sum()) / n, p, math.sqrt(p * (1 - p) / n))


def test_m32_points_that_partners_take() -> None:
    """M32: all come daily and earn a reward's points; partners ask for as many as a reward costs.

    Expected: 0.2 of visits redeem at home, 0.8 x 0.5 x 0.6 = 0.24 at a partner's, each time all
        that is in hand: of the points used 0.24 / 0.44 go to partners.
    Runs: one of 5,000 members over 60 days.
    Tolerance: 4 standard errors of a share among the uses, of which there are 0.44 a visit.
    Power: fails when the share is 1.4 % off.
    """
    spec = world(
        5000, 60, visit_base=CERTAIN, redeem_rate=0.2, exchange_rate=0.5
    )  # fmt: skip
    offers = empty(spec)
    offers.pull("points_per_visit", 10.0)
    offers.rules.reward_points = offers.rules.exchange_points = 10
    offers.pull("exchange", 0.6)
    offers.pull("exchange_worth", 0.01)
    community = lived_with(spec, 32, offers)
    at_home, away = total(community, "points_redeemed"), total(community, "points_exchanged")
    held = int(community.members["points"].sum())
    assert at_home + away + held == total(community, "points_issued")
    share = 0.24 / 0.44
    # A use takes the points of 1 / 0.44 visits on average, and their square is 2.6 times as large.
    uses = 0.44 * 5000 * 59
    near(away / (at_home + away), share, math.sqrt(share * (1 - share) * 1.6 / uses))
