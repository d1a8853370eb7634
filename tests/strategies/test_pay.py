"""Pay by reads and by revenue: what is paid, what of it is felt and when, and what stops it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.behaviour.preset import Behaviour
from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import Ledger
from sim.levers import LEVER_INDEX
from sim.metrics import evaluate
from sim.offers import Offers
from sim.plan import NoPlan
from sim.reading import Reading
from sim.run import Rehearsal, Run
from sim.trajectory import Trajectory
from strategies import Stop, Strategy, StrategyPlan, search_space, with_values
from strategies.ads import Ads
from strategies.audiences import Ranked
from strategies.pay import Pay
from strategies.placement import Placement
from tests.free_lunch.ground import Ground
from tests.metrics.recorded import trajectory
from tests.strategies.test_conformance import same
from tests.strategies.test_limits import ground

START, DAYS = date(2024, 1, 1), 28
CALENDAR = Calendar(START, DAYS)
WEEK = 7
PAY = LEVER_INDEX["pay"]
AUDIENCES = {"core": Ranked(top=0.1, by="posts"), "rest": Ranked(top=1.0, after=0.1, by="posts")}
NO_DOUBT = {"crowding": 0.0, "crowding_ties": 0.0}
ALIKE = {"craft_item": 0.0, "craft_reach": 0.0, "craft_topics": 0.0}


def seen_of(posts: list[int], read: list[int], novelty_days: float = 0.0) -> Trajectory:
    """Return a record of a community that reads nothing but what its members write."""
    days = len(posts)
    written = np.asarray(posts, np.int64)
    none = np.zeros((days, 1, 5, 5), np.float32)
    reading = Reading(
        values={**Behaviour.preset("plain").values, "novelty_days": novelty_days},
        published=none, supply=none, alone=none[:, None], hooks=np.zeros((days, 1), np.float32),
        posts=written[:, None], crafted=0 * written[:, None], drawn=0 * written[:, None],
        rooms=np.ones(days),
        exposures=np.asarray(read, np.int64)[:, None], visits=np.zeros((days, 1), np.int64),
        ads=np.zeros((days, 1)), pinned=np.zeros((days, 1)),
    )  # fmt: skip
    return trajectory(START, days, posts=posts, exposures=read, reading=reading)


def settled(seen: Trajectory, *own: Strategy, budget: float | None = None) -> Ledger:
    ledger = Ledger(seen.calendar.days)
    StrategyPlan(own, budget).settle(seen, ledger)
    return ledger


def felt(seen: Trajectory, *own: Strategy, budget: float | None = None) -> NDArray[np.float32]:
    """Return the pay that is offered on each day, deciding as a run does."""
    plan, today = StrategyPlan(own, budget), 0
    offers = plan.offers(seen.calendar, seen.segments)
    while (today := plan.next_decision(today) or DAYS) < DAYS:
        plan.adapt(seen, today, offers)
    pulled: NDArray[np.float32] = offers.composed((0,))[:, 0, 0, PAY]
    return pulled


def lived(here: Ground, *own: Strategy, budget: float | None = None) -> list[Run]:
    return [here.run(StrategyPlan(own, budget, audiences=AUDIENCES), seed) for seed in here.seeds]


def posts(runs: list[Run]) -> int:
    return sum(one.trajectory.total("posts") for one in runs)


# what is paid


def test_reads_of_posts_written_since_it_began_are_paid_when_they_happen() -> None:
    """By hand: ten posts a day, each read on the next day alone, a hundred times a day in all."""
    seen = seen_of([10] * DAYS, [100] * DAYS)
    ledger = settled(seen, Pay(per_thousand_reads=2, from_day=7))
    paid = ledger.daily("redemption", "pay")
    # The posts of day 6, read on day 7, were written for nothing.
    assert paid[:8].tolist() == [0] * 8
    assert paid[8:].tolist() == [20] * (DAYS - 8)


def test_an_older_post_is_read_as_novelty_says() -> None:
    """One post, then none: on the next day it is all there is, and later the only one left."""
    seen = seen_of([1] + [0] * (DAYS - 1), [0] + [10] * (DAYS - 1), novelty_days=2.0)
    paid = settled(seen, Pay(per_thousand_reads=1000)).daily("redemption", "pay")
    assert paid.tolist() == [0] + [1000] * (DAYS - 1)


def test_what_all_audiences_are_read_is_no_more_than_was_read() -> None:
    runs = lived(
        ground("forum", novelty_days=2.0),
        *(Pay(name=name, audience=name, per_thousand_reads=1000) for name in AUDIENCES),
    )
    for one in runs:
        paid = sum(one.ledger.cost(name) for name in AUDIENCES) / 100
        total = one.trajectory.total("exposures")
        # Of the first days, posts from before the plan are read, too.
        assert 0.85 * total < paid <= total


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_a_share_of_revenue_is_what_was_booked_times_it_and_never_more(share: float) -> None:
    sellers = (Ads(share=0.1, per_thousand=7), Placement(share=0.05, audience="rest"))
    for one in lived(ground("forum"), *sellers, Pay(revenue_share=share)):
        earned = sum(-one.ledger.daily("revenue", each.kind) for each in sellers)
        paid = one.ledger.daily("redemption", "pay")
        wrote = one.trajectory.daily("posts") > 0
        assert np.all(np.cumsum(paid) <= share * np.cumsum(earned))
        assert paid.sum() == pytest.approx(share * (earned * wrote).sum(), abs=1)
        assert one.ledger.cost("pay") == paid.sum()


def test_of_a_day_on_which_nobody_writes_nothing_is_shared() -> None:
    seen = seen_of([5, 0] * (DAYS // 2), [1000] * DAYS)
    paid = settled(seen, Ads(share=1, per_thousand=1), Pay(revenue_share=0.5))
    assert paid.daily("redemption", "pay").tolist() == [50, 0] * (DAYS // 2)


@pytest.mark.parametrize("own", [Pay(per_thousand_reads=5), Pay(revenue_share=0.5)], ids=str)
@pytest.mark.parametrize("budget", [0.5, 20.0, 1e6])
def test_it_ends_with_its_purse_to_the_cent(own: Pay, budget: float) -> None:
    own = own.model_copy(update={"budget": budget})
    for one in lived(ground("forum"), Ads(share=0.2, per_thousand=20), own):
        assert one.ledger.beyond("pay") == 0
        assert 0 < one.ledger.cost("pay") <= 100 * budget
        assert one.ledger.owed("pay") == 0


# what is felt


def test_a_post_is_felt_as_what_it_came_to_lately() -> None:
    seen = seen_of([10] * DAYS, [100] * DAYS)
    by_reads = felt(seen, Pay(per_thousand_reads=2))
    # On day 1 no read of a post of day 0 has been paid, then 10 a post but for the last day's.
    assert by_reads[:8].tolist() == [0] * 8
    assert by_reads[8] == pytest.approx(0.02 * 7 / 8)
    assert by_reads[22] == pytest.approx(0.02 * 21 / 22)
    by_revenue = felt(seen, Ads(share=0.2, per_thousand=50), Pay(revenue_share=0.5))
    assert by_revenue[0] == 0
    assert by_revenue[1:] == pytest.approx(0.05)


def test_what_is_decided_hangs_on_nothing_later() -> None:
    rng = np.random.default_rng(5)
    written, read = rng.poisson(9, DAYS), rng.poisson(300, DAYS)
    for own in (Pay(per_thousand_reads=2), Pay(revenue_share=0.5, budget=3)):
        plan = StrategyPlan((Ads(share=0.2, per_thousand=50), own))
        for today in (8, 15):
            pulled = []
            for later in (0, 3):
                record = [
                    [int(n) if day < today else later for day, n in enumerate(counts)]
                    for counts in (written, read)
                ]
                offers = plan.offers(CALENDAR, ("general",))
                plan.adapt(seen_of(*record), today, offers)
                pulled.append(offers.composed((0,))[today, 0, 0, PAY])
            assert pulled[0] == pulled[1] > 0


def test_it_ends_on_the_day_on_which_nothing_is_sold() -> None:
    seen = seen_of([10] * DAYS, [100] * DAYS)
    own = Ads(share=0.2, per_thousand=50, from_day=7, to_day=18), Pay(revenue_share=0.5)
    assert np.flatnonzero(felt(seen, *own)).tolist() == list(range(8, 18))


def test_more_who_share_is_seen_on_the_day_after() -> None:
    """A hundred times as many posts on the last day of a week: nobody feels the old share."""
    busy = [10] * 7 + [1000] * (DAYS - 7)
    seen = seen_of(busy, [100] * DAYS)
    audience = {"new": Ranked(top=0.5, by="posts")}
    plan = StrategyPlan(
        (Ads(share=0.2, per_thousand=50), Pay(revenue_share=0.5, audience="new")),
        audiences=audience,
    )
    offers = plan.offers(CALENDAR, ("general",))
    plan.adapt(seen, 8, offers)
    assert 0 < offers.composed((1,))[8, 0, 0, PAY] <= 0.5 / 1000


@pytest.mark.parametrize("sure", [Pay(per_thousand_reads=8), Pay(revenue_share=0.5)], ids=str)
def test_pay_brings_posts_and_its_limit_takes_those_of_the_well_tied(sure: Pay) -> None:
    """M91, M34: what is paid for does not matter to what money does."""
    ads = Ads(share=0.1, per_thousand=50, monthly_fee=0)
    brings, ties = ground("forum", **NO_DOUBT), ground("forum", crowding=0.0, crowding_ties=0.6)
    assert posts(lived(brings, ads, sure)) > 1.05 * posts(lived(brings, ads))
    assert posts(lived(ties, ads, sure)) < posts(lived(ties, ads))


@pytest.mark.parametrize("own", [Pay(per_thousand_reads=5), Pay(revenue_share=0.6)], ids=str)
def test_what_is_yet_to_be_seen_brings_about_what_the_same_money_brings(own: Pay) -> None:
    """Where quality is the same whatever is paid for.

    Tolerance: felt late by reads, to the cent by the post, and of revenue more while posts are few.
    """
    here, ads = ground("forum", **NO_DOUBT, **ALIKE), Ads(share=0.1, per_thousand=50, monthly_fee=0)
    shared, none = lived(here, ads, own), posts(lived(here, ads))
    each = sum(one.ledger.cost("pay") for one in shared) / posts(shared) / 100
    sure = posts(lived(here, ads, Pay(per_post=each))) - none
    assert 0.5 * sure < posts(shared) - none < 1.2 * sure


def test_a_boost_is_not_paid_for_as_reads() -> None:
    """A known limit: of whose posts more were shown nothing is recorded."""
    from strategies.boost import Boost

    here = ground("forum", **NO_DOUBT, feedback_gain=0.0, award_gain=0.0)
    own = Pay(audience="core", per_thousand_reads=5)
    alone, boosted = (lived(here, own, *more) for more in ((), (Boost(audience="core"),)))
    assert [one.ledger.cost("pay") for one in alone] == [one.ledger.cost("pay") for one in boosted]


# what it says, and what it refuses


def test_with_nothing_sold_it_never_ran() -> None:
    plan = StrategyPlan((Pay(revenue_share=0.5),))
    (warning,) = plan.foreseen(CALENDAR, ("general",))
    assert warning.stop == Stop("uncounted")
    (told,) = plan.account(seen_of([9] * DAYS, [9] * DAYS), Ledger(DAYS))
    assert (told.days, told.reached, told.stop) == (0, 0, Stop("uncounted"))
    apart = StrategyPlan((Ads(to_day=7), Pay(revenue_share=0.5, from_day=7)))
    assert apart.foreseen(CALENDAR, ("general",))[0].stop == Stop("uncounted")
    part = StrategyPlan((Ads(monthly_fee=0, to_day=7), Pay(revenue_share=0.5)))
    assert part.foreseen(CALENDAR, ("general",)) == ()
    _, told = part.account(seen_of([9] * DAYS, [999] * DAYS), Ledger(DAYS))
    assert (told.days, told.last_day, told.reached, told.stop) == (7, 6, 63, None)


def test_what_sells_for_nothing_is_told_as_reaching_nobody() -> None:
    plan = StrategyPlan((Ads(per_thousand=0), Pay(revenue_share=0.5)))
    _, told = plan.account(seen_of([9] * DAYS, [999] * DAYS), Ledger(DAYS))
    assert told.stop == Stop("nobody")


@pytest.mark.parametrize("zero", [{"per_thousand_reads": 0}, {"revenue_share": 0}], ids=str)
def test_zero_strength_is_no_plan(zero: dict[str, float]) -> None:
    own, ads = Pay(**zero, day_cost=10), Ads(monthly_fee=0)
    assert own.idle
    offers = StrategyPlan((own, ads)).offers(CALENDAR, ("general",))
    assert same(offers, StrategyPlan((ads,)).offers(CALENDAR, ("general",)))
    assert same(StrategyPlan((own,)).offers(CALENDAR, ("general",)), _none())
    assert StrategyPlan((own,)).next_decision(0) is None
    assert settled(seen_of([9] * DAYS, [9] * DAYS), own).frame().is_empty()


def _none() -> Offers:
    return NoPlan().offers(CALENDAR, ("general",))


def test_it_is_paid_for_one_thing_and_one_is_searched() -> None:
    with pytest.raises(InputError, match="give per_post or revenue_share"):
        Pay(per_post=1, revenue_share=0.5)
    with pytest.raises(InputError, match="give one of per_post, per_thousand_reads, revenue_share"):
        Pay(per_post=None)
    for own in (Pay(), Pay(per_thousand_reads=3), Pay(revenue_share=0.5)):
        (turned,) = [one.path for one in search_space(StrategyPlan((own,)))]
        assert getattr(own, turned.split(".")[1]) is not None
        assert with_values(StrategyPlan((own,)), {turned: 0}).strategies[0].idle


def test_no_more_than_all_that_is_earned_is_shared() -> None:
    def pays(*days: tuple[int, int | None]) -> StrategyPlan:
        return StrategyPlan(tuple(
            Pay(name=f"pay{n}", revenue_share=0.6, from_day=first, to_day=end)
            for n, (first, end) in enumerate(days)
        ))  # fmt: skip

    with pytest.raises(InputError, match=r"pay out 1\.2 of what the feed earns on day 7"):
        pays((0, None), (7, None))
    assert pays((0, 7), (7, None))


def test_an_unknown_reading_is_no_reading() -> None:
    seen = trajectory(START, DAYS, posts=[9] * DAYS, exposures=[9] * DAYS)
    assert settled(seen, Pay(per_thousand_reads=5)).cost() == 0


def test_a_rehearsal_that_is_lived_in_parts_decides_the_same() -> None:
    here = ground("forum", **NO_DOUBT)
    plan = StrategyPlan((Ads(share=0.2, per_thousand=50), Pay(revenue_share=0.5)))
    parts = Rehearsal(here.spec, plan, 0)
    for day in (3, 8, 20, here.spec.horizon_days):
        parts.live(day)
    assert np.array_equal(parts.result().trajectory.counts, here.run(plan, 0).trajectory.counts)


@pytest.mark.parametrize("own", [Pay(per_thousand_reads=5), Pay(revenue_share=0.6)], ids=str)
def test_paid_by_readers_posts_get_better_and_by_the_post_worse(own: Pay) -> None:
    """M91: the sign depends on what is paid for; topics are left out, as they take from some.

    Tolerance: the same worlds, and the same money a post to a cent.
    """
    here, ads = (
        ground("forum", **NO_DOUBT, craft_topics=0.0),
        Ads(share=0.1, per_thousand=50, monthly_fee=0),
    )
    shared = lived(here, ads, own)
    each = sum(one.ledger.cost("pay") for one in shared) / posts(shared) / 100
    sure = lived(here, ads, Pay(per_post=each))
    better, worse = (
        over([evaluate(["post_quality"], one, one)["post_quality"] for one in runs])
        for runs in (shared, sure)
    )
    assert worse < 0.99 < 1.01 < better
    alike = ground("forum", **NO_DOUBT, **ALIKE)
    as_ever = [lived(alike, ads, one) for one in (own, Pay(per_post=each))]
    read = [sum(r.trajectory.total("visits") for r in of) for of in (shared, sure, *as_ever)]
    assert read[0] > read[2]
    assert read[1] < read[3]


def test_pay_by_readers_narrows_what_is_written_about() -> None:
    """M91: of posts a share is drawn to the topic of most, and none by pay for the post."""
    here = ground("forum", **NO_DOUBT)
    by_reads = lived(here, Pay(per_thousand_reads=20))
    by_post = lived(here, Pay(per_post=0.2))
    drawn = [sum(r.trajectory.total("drawn_thousandths") for r in of) for of in (by_reads, by_post)]
    assert 0.01 < drawn[0] / 1000 / posts(by_reads) < 0.13
    assert drawn[1] == 0


def over(values: list[float]) -> float:
    return sum(values) / len(values)
