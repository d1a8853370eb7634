"""Pay by reads and by revenue: a share of nothing moves nobody, and no timing gains by its lag."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import pytest

from sim.levers import LEVER_INDEX
from sim.run import Rehearsal
from strategies import STRATEGIES, Strategy, StrategyPlan
from strategies.ads import Ads
from strategies.audiences import Ranked
from strategies.pay import Pay
from strategies.placement import Placement
from tests.free_lunch.adversary import Adversary, Depth
from tests.free_lunch.choices import choices_of, turned
from tests.free_lunch.ground import Ground, Size
from tests.free_lunch.test_responses import doings

SIZE: Final = Size(members=400, past=60, days=70)
CORE: Final = {"core": Ranked(top=0.1, by="posts")}
SELLS: Final = Ads(share=0.1, per_thousand=20, monthly_fee=0)
LAG: Final = 1.25
"""Times what was paid that may be felt: it is told a week late, while posting rises and falls."""


@cache
def ground() -> Ground:
    here = Ground("forum", SIZE, range(3), ("visits", "posts", "gain"))
    values = {"crowding": 0.0, "crowding_ties": 0.0}
    behaviour = here.scenario.behaviour.updated(values, "assumed", "made up for a test")
    here.spec = here.scenario.with_behaviour(behaviour).spec()
    return here


def plan(*own: Strategy) -> StrategyPlan:
    return StrategyPlan(own, audiences=CORE)


@pytest.mark.parametrize("seller", [
    None, Ads(per_thousand=0, monthly_fee=0), Ads(share=0, per_thousand=1000),
    Ads(monthly_fee=100, budget=50), Placement(to_day=20, from_day=19, monthly_fee=0),
    Ads(audience="nobody", per_thousand=1000, monthly_fee=0),
], ids=str)  # fmt: skip
def test_an_announced_share_of_no_revenue_moves_nobody(seller: Strategy | None) -> None:
    """Nobody sells, or at no price, none of the feed, unpaid for, on other days, to nobody."""
    here = ground()
    sells = () if seller is None else (seller,)
    own = Pay(revenue_share=1.0, from_day=20)
    audiences = {"nobody": "posts < 0"}
    with_it, without = (
        here.run(StrategyPlan((*sells, *more), audiences=audiences), 0) for more in ((own,), ())
    )
    assert np.array_equal(doings(with_it), doings(without))
    assert with_it.ledger.cost("pay") == 0


def test_a_high_price_of_reads_that_nobody_makes_moves_nobody() -> None:
    here = ground()
    late = Pay(per_thousand_reads=100_000, from_day=SIZE.days - 1)
    found = here.run(plan(late), 0)
    assert np.array_equal(doings(found)[:, :-1], doings(here.without(0))[:, :-1])
    nobody = Pay(per_thousand_reads=100_000, audience="none")
    other = StrategyPlan((nobody,), audiences={"none": "posts < 0"})
    assert np.array_equal(doings(here.run(other, 0)), doings(here.without(0)))


def drawn(random: np.random.Generator) -> tuple[Strategy, ...]:
    """Return sellers and a pay of any timing, audience, price and money."""

    def span() -> dict[str, Any]:
        first = int(random.integers(0, 50))
        return {"from_day": first, "to_day": first + int(random.integers(1, 40))}

    sellers = (
        Ads(share=random.random() / 2, per_thousand=10 ** (3 * random.random()), monthly_fee=0,
            **span()),
        Placement(share=random.random() / 2, monthly_fee=0, **span()),
    )  # fmt: skip
    if random.random() < 0.5:
        price: dict[str, Any] = {"revenue_share": random.random()}
    else:
        price = {"per_thousand_reads": 10 ** (3 * random.random())}
    some = {
        "audience": (None, "core")[random.integers(2)],
        "on_weekdays": (None, ("mon",), ("sun", "mon"))[random.integers(3)],
        "budget": (None, 20.0)[random.integers(2)],
    }
    return (*sellers, Pay(**price, **some, **span()))


@pytest.mark.parametrize("seed", range(12))
def test_what_is_felt_in_all_was_paid(seed: int) -> None:
    """Of whoever writes, the pay felt with each post comes to no more than was paid, but for lag.

    Tolerance: a quarter, and what a week's first look cannot know of posts, a dollar.
    """
    here, own = ground(), drawn(np.random.default_rng(seed))
    lived = Rehearsal(here.spec, plan(*own), 0)
    lived.live(SIZE.days)
    record, pay = lived.result(), own[-1]
    offers = lived.standing.offers
    mine = offers.composed((1,) if pay.audience else (0,))[:, 0, 0, LEVER_INDEX["pay"]]
    wrote = record.trajectory.among(pay.audience).daily("posts")
    felt = float((mine[: SIZE.days] * wrote).sum())
    assert felt <= LAG * record.ledger.cost("pay") / 100 + 1.0


class Sharing(Adversary):
    """Looks for gifts of a pay that is set up by reads or revenue, beside what sells the feed."""

    def __init__(self, own: Pay) -> None:
        depth = Depth(trials=20, panel=1, fresh=6, size=SIZE)
        self.own = own
        panel, fresh = (Ground("forum", SIZE, worlds) for worlds in (range(1), range(1, 7)))
        self._begin("pay", depth, panel, fresh, choices_of(own), (), 0)

    def _plan(self, values: dict[str, Any]) -> StrategyPlan:
        own = turned(self.own, values)
        free = Ads(share=1e-4, per_thousand=20, monthly_fee=0)
        return StrategyPlan((own, free))


@pytest.mark.parametrize("own", [Pay(per_thousand_reads=5), Pay(revenue_share=0.5)], ids=str)
def test_nothing_much_for_next_to_nothing(own: Pay) -> None:
    assert STRATEGIES["pay"] is Pay
    assert [str(gift) for gift in Sharing(own).gifts()] == []
