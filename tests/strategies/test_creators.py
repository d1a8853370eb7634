"""Creators: pay, traffic support and samples; what each moves, costs, and where it backfires."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import pytest

from sim.run import Run
from strategies import Strategy, StrategyPlan
from strategies.audiences import Definition, Ranked, Seeds
from strategies.boost import REFERENCE_COST, Boost
from strategies.pay import Pay
from strategies.seeding import Seeding
from tests.free_lunch.ground import Ground
from tests.strategies.test_limits import gain, ground, rise
from tests.strategies.test_metered import DAYS, seen_of, told

MONTH: Final = slice(0, 28)
LAST_MONTH: Final = slice(-28, None)
CORE: Final[dict[str, Definition]] = {
    "core": Ranked(top=0.1, by="posts"),
    "rest": Ranked(top=1.0, after=0.1, by="posts"),
}
SPREADS: Final = {"adopt_alone": 0.0, "adopt_seed": 0.0, "adopt_pull": 0.5}


def lived(here: Ground, *own: Strategy, **audiences: Definition) -> list[Run]:
    return [here.run(StrategyPlan(own, audiences=audiences), seed) for seed in here.seeds]


def total(runs: list[Run], count: str, days: slice = slice(None)) -> int:
    return sum(int(one.trajectory.daily(count)[days].sum()) for one in runs)


# pay


def test_each_post_is_paid_in_whole_cents() -> None:
    found = told(Pay(per_post=0.104), seen_of(posts=[30] * DAYS))
    assert (found.reached, found.unit) == (30 * DAYS, "posts")
    assert (found.spent_cents, found.owed_cents) == (30 * DAYS * 10, 0)
    assert Pay(per_post=0.004).idle


@pytest.mark.parametrize("crowding", [0.0, 0.3])
def test_pay_brings_posts_and_takes_more_than_it_brought_when_it_ends(
    crowding: float,
) -> None:
    """M33: with crowding-out creators write less after it than if it had never come."""
    here = ground("forum", crowding_ties=0.0, crowding=crowding, write_reward=0.25)
    own = Pay(per_post=0.5, to_day=28)
    assert rise(here, own, "posts", MONTH) > 0.1
    after = rise(here, own, "posts", LAST_MONTH)
    assert after < -0.02 if crowding else abs(after) < 0.01


def test_creators_may_leave_when_pay_ends() -> None:
    """Assumed, off by default: more leave afterwards than if it had never come, none while it runs.

    Tolerance: the same worlds; a reward that makes up for the motive keeps everybody as before.
    """

    def rises(power: float) -> list[int]:
        here = ground("forum", crowding_ties=0.0, crowding=0.3, write_reward=0.25,
                      crowding_leave=power)  # fmt: skip
        paid = lived(here, Pay(per_post=0.5, to_day=28))
        quo = [here.without(seed) for seed in here.seeds]
        return [total(paid, "left", days) - total(quo, "left", days)
                for days in (MONTH, slice(28, None))]  # fmt: skip

    off, on = rises(0.0), rises(3.0)
    assert on[1] > off[1] + 20
    assert abs(on[0] - off[0]) < 0.25 * (on[1] - off[1])


def test_its_limit_money_takes_posts_of_the_well_tied() -> None:
    """M34: the same pay brings posts where ties do not matter and takes them where they do."""
    alone_, tied = (ground("forum", crowding=0.0, crowding_ties=t) for t in (0.0, 0.6))
    assert rise(alone_, Pay(per_post=1), "posts", MONTH) > 0.1
    assert rise(tied, Pay(per_post=1), "posts", MONTH) < 0
    assert gain(tied, Pay(per_post=1)) < 0


def test_points_and_pay_together_bring_more_than_either() -> None:
    from strategies import Points

    here = ground("forum", crowding=0.0, crowding_ties=0.0)
    points = Points(per_visit=0, per_post=50, reward_points=50, levels=())
    both = total(lived(here, points, Pay(per_post=0.5)), "posts")
    quo = total([here.without(seed) for seed in here.seeds], "posts")
    apart = [total(lived(here, one), "posts") - quo for one in (points, Pay(per_post=0.5))]
    assert max(apart) < both - quo < 1.3 * sum(apart)


# boost


def test_a_boost_for_everybody_is_one_for_nobody() -> None:
    here = ground("forum", feedback_gain=1.5, feedback_share=0.5)
    assert abs(rise(here, Boost(readers=5), "posts")) < 0.002
    assert gain(here, Boost(readers=5)) < 0


def test_what_the_boosted_gain_others_lose() -> None:
    """The core writes more and all others less: attention is finite."""
    here = ground("forum", feedback_gain=1.5, feedback_share=0.5)
    boosted, none = (
        lived(here, Boost(audience="rest", readers=readers, place_cost=0.05), Pay(
            audience="core", per_post=0, name="nothing"), **CORE)
        for readers in (5.0, 0.0)
    )  # fmt: skip
    posts = {
        name: [
            sum(one.trajectory.among(name).total("posts") for one in runs)
            for runs in (boosted, none)
        ]
        for name in CORE
    }
    assert posts["rest"][0] > posts["rest"][1]
    assert posts["core"][0] < posts["core"][1]


def test_it_is_gone_when_it_ends() -> None:
    here = ground("forum", feedback_gain=1.5, feedback_share=0.5, feedback_days=2.0)
    plan = Boost(audience="core", readers=5, to_day=28)
    runs = lived(here, plan, **CORE)
    quo = [here.without(seed) for seed in here.seeds]
    change = [total(runs, "posts", days) / total(quo, "posts", days) - 1
              for days in (MONTH, LAST_MONTH)]  # fmt: skip
    assert abs(change[0]) > 2 * abs(change[1])
    assert abs(change[1]) < 0.01


def test_places_that_are_not_accounted_for_are_not_given() -> None:
    """Half the price is half the readers; nothing is nothing."""
    from sim.levers import LEVER_INDEX
    from sim.offers import Offers
    from strategies import Brief
    from tests.strategies.test_commission import CALENDAR

    def pulled(own: Boost) -> float:
        offers = Offers(CALENDAR, 1)
        own.offers(Brief(CALENDAR, ("general",)), offers)
        return float(offers.table[0, 0, 0, LEVER_INDEX["perk_visibility"]])

    assert pulled(Boost(readers=2)) == pulled(Boost(readers=2, place_cost=10)) == 2
    assert pulled(Boost(readers=2, place_cost=REFERENCE_COST / 2)) == 1
    assert Boost(place_cost=0).idle
    found = told(Boost(readers=2, place_cost=0.1), seen_of(posts=[30] * DAYS))
    assert found.spent_cents == 30 * DAYS * 20


# samples


@cache
def spreading(tie: float, least: float = 1.0) -> Ground:
    return ground("forum", adopt_tie=tie, adopt_least=least, **SPREADS)


def test_samples_are_paid_for_all_who_take_it_up() -> None:
    found = told(Seeding(setup_cost=20, sample_cost=4), seen_of(adopted=[3] * DAYS))
    assert (found.reached, found.unit) == (3 * DAYS, "samples")
    assert found.spent_cents == 2000 + 3 * DAYS * 400


def test_without_seeds_nobody_has_it_and_with_them_their_ties_do() -> None:
    here = spreading(0.05)
    assert total([here.without(seed) for seed in here.seeds], "adopted") == 0
    runs = lived(here, Seeding(audience="seeds", tried=1.0), seeds=Seeds(seeds=10, by="random"))
    own = sum(one.trajectory.among("seeds").total("adopted") for one in runs)
    assert total(runs, "adopted") > 4 * own > 0


def test_nothing_passes_on_where_several_ties_are_needed_and_seeds_lie_apart() -> None:
    """M51: complex contagion; ten at random are hardly ever tied to the same member."""
    simple, complex_ = (
        lived(spreading(0.05, least), Seeding(audience="seeds", tried=1.0),
              seeds=Seeds(seeds=10, by="random"))
        for least in (1.0, 3.0)
    )  # fmt: skip
    assert total(complex_, "adopted") < 0.5 * total(simple, "adopted")


def test_its_limit_where_it_passes_on_easily_whom_to_choose_hardly_matters() -> None:
    """Random or by ties: much apart after a fortnight, next to nothing at the end."""
    adopted = {
        by: lived(spreading(0.2), Seeding(audience="seeds", tried=1.0),
                  seeds=Seeds(seeds=10, by=by))
        for by in ("random", "ties")
    }  # fmt: skip
    ends = [total(runs, "adopted") for runs in adopted.values()]
    assert abs(ends[1] / ends[0] - 1) < 0.05


def test_a_sample_of_half_the_price_is_tried_half_as_often() -> None:
    assert Seeding(tried=0.8, sample_cost=0).idle
    here = spreading(0.0001)
    seeds = Seeds(seeds=100, by="random")
    runs = [
        lived(here, Seeding(audience="seeds", tried=0.2, sample_cost=cost, to_day=7), seeds=seeds)
        for cost in (5.0, 2.5)
    ]
    full, half = (total(one, "adopted", slice(0, 7)) for one in runs)
    assert 0.4 < half / full < 0.75
    assert np.all([one.ledger.cost() > 0 for one in runs[1]])


@pytest.mark.parametrize("budget", [30.0, 150.0, 600.0])
def test_every_sample_is_paid_whatever_the_purse(budget: float) -> None:
    """Nobody has the practice without: a part of a day would be booked at a part of its part."""
    here = spreading(0.0001)
    seeds = Seeds(seeds=100, by="random")
    sent = Seeding(audience="seeds", tried=0.5, setup_cost=0.0, budget=budget, to_day=7)
    for one in lived(here, sent, seeds=seeds):
        adopted = one.trajectory.among("seeds").daily("adopted")[:7].sum()
        paid = one.ledger.balance("redemption", "seeding") + one.ledger.beyond("seeding")
        assert paid == 500 * adopted
