"""Training: who has a seat, what it does to whom, what it costs, and when it never runs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.behaviour.preset import PRESETS, Behaviour
from sim.calendar import Calendar
from sim.levers import LEVER_INDEX
from sim.run import Run
from strategies import Stop, Strategy, StrategyPlan
from strategies.audiences import Definition, Ranked
from strategies.training import FADES_DAYS, Training
from tests.free_lunch.ground import Ground
from tests.free_lunch.test_responses import doings
from tests.strategies.test_conformance import CALENDAR
from tests.strategies.test_limits import ground

AUDIENCES: dict[str, Definition] = {"writers": Ranked(top=0.1, by="posts")}
SEATED = "training seats"


def lived(here: Ground, *own: Strategy, budget: float | None = None) -> list[Run]:
    return [here.run(StrategyPlan(own, budget, audiences=AUDIENCES), s) for s in here.seeds]


def posts(runs: list[Run], audience: str | None = None) -> int:
    return sum(int(one.trajectory.among(audience).total("posts")) for one in runs)


def test_no_preset_has_it() -> None:
    assert not any(Behaviour.preset(name).has("training") for name in PRESETS)


def test_never_more_have_a_seat_than_there_are_and_the_same_ones_for_a_term() -> None:
    here = ground("forum", training_gain=0.5)
    for one in lived(here, Training(seats=30)):
        record = one.trajectory
        there = record.among(SEATED).members
        assert record.by_audience is not None
        assert there.max() == 30
        # Some leave within a week, and their seats are taken at its end.
        assert there.min() >= 25
        told = one.deliveries[0].as_dict()
        assert told["reached"] == 30 * 4, "of ninety days four begin a term"
        own = record.by_audience.places(SEATED)
        moves = record.by_audience.moves
        others = [k for k in range(moves.shape[1]) if k not in own]
        entered = moves[:, others][:, :, own].sum(axis=(1, 2))
        begins = np.arange(len(entered)) % 4 == 0
        assert entered[begins].min() > 20
        assert entered[~begins].max() <= 2


def test_those_who_have_a_seat_write_more_and_others_hardly() -> None:
    on, off = (ground("forum", training_gain=gain, feedback_gain=0.0, audience_motive=0.0)
               for gain in (0.5, 1e-6))  # fmt: skip
    own = Training(seats=100)
    with_it, without = lived(on, own), lived(off, own)
    rise = posts(with_it, SEATED) / posts(without, SEATED) - 1
    # Of 0.5 at the first, what is left in a mean day of a term.
    mean = 0.5 * np.exp(-np.arange(28) / FADES_DAYS).mean()
    assert 0.6 * mean < rise < 1.3 * mean
    others = [posts(runs) - posts(runs, SEATED) for runs in (with_it, without)]
    assert abs(others[0] / others[1] - 1) < 0.03


def test_only_an_audience_has_seats() -> None:
    """Of those who wrote most lately; who has a seat keeps it for the term."""
    here = ground("forum", training_gain=0.5)
    for one in lived(here, Training(audience="writers", seats=10_000)):
        record = one.trajectory
        assert record.by_audience is not None
        own, those = (set(record.by_audience.places(name)) for name in (SEATED, "writers"))
        there = record.by_audience.members.sum(axis=2)
        assert there[0, sorted(own)].sum() > 10
        assert there[0, sorted(own - those)].sum() == 0
        assert there[20, sorted(own - those)].sum() > 0


def test_its_limit_seats_beyond_those_who_may_have_one_are_paid_for_in_vain() -> None:
    here = ground("forum", training_gain=0.5)
    few, many = (lived(here, Training(audience="writers", seats=n)) for n in (1_000, 2_000))
    assert posts(few) == posts(many)
    assert sum(one.ledger.cost() for one in few) < sum(one.ledger.cost() for one in many)


def test_its_limit_it_is_gone_when_the_term_is_over() -> None:
    here = ground("forum", training_gain=0.5, feedback_gain=0.0, audience_motive=0.0)
    runs, last = lived(here, Training(seats=200, to_day=28)), slice(-28, None)
    own, quo = (
        sum(int(one.trajectory.daily("posts")[last].sum()) for one in found)
        for found in (runs, [here.without(seed) for seed in here.seeds])
    )
    assert abs(own / quo - 1) < 0.02


def test_a_term_is_paid_in_full_and_the_last_that_the_money_does_not_cover_is_not_held() -> None:
    """By hand: 200 once and 20 seats at 20 every 28 days, on days 0, 28, 56 and 84."""
    here = ground("forum", training_gain=0.5)
    own = Training(seats=20, seat_cost=20, setup_cost=200)
    paid = lived(here, own)[0].ledger.daily("grant", "training") / 100
    assert np.flatnonzero(paid).tolist() == [0, 28, 56, 84]
    assert paid[paid > 0].tolist() == [600, 400, 400, 400]
    for money, terms in ((599.99, 0), (600, 1), (1399, 2), (1400, 3)):
        found = lived(here, own, budget=money)[0]
        assert found.ledger.cost("training") == (20_000 + 40_000 * terms if terms else 0)
        told = found.deliveries[0].as_dict()
        assert told["days"] == 28 * terms
        assert told["owed_cents"] == 0
        assert told["stop"]["reason"] == ("money" if terms else "set-up")
    short = here.run(StrategyPlan((own,), 599.99, audiences=AUDIENCES), 0)
    assert np.array_equal(doings(short), doings(here.without(0)))


@pytest.mark.parametrize("gain", [0.0, 0.5])
def test_without_the_mechanism_or_seats_it_is_no_plan(gain: float) -> None:
    here = ground("forum", training_gain=gain)
    own = Training(seats=0 if gain else 50)
    found = here.run(StrategyPlan((own,)), 0)
    assert np.array_equal(doings(found), doings(here.without(0)))
    assert found.ledger.cost("training") == 0
    told = found.deliveries[0].as_dict()
    assert (told["days"], told["stop"]["reason"]) == (0, "strength" if gain else "uncounted")
    (warning,) = StrategyPlan((Training(),)).foreseen(CALENDAR, ("g",), frozenset({"training"}))
    assert warning.stop == Stop("uncounted")


def test_nobody_to_train_is_told() -> None:
    here = ground("forum", training_gain=0.5)
    plan = StrategyPlan((Training(audience="nobody"),), audiences={"nobody": "posts < 0"})
    found = here.run(plan, 0)
    assert np.array_equal(doings(found), doings(here.without(0)))
    assert found.deliveries[0].as_dict()["stop"]["reason"] == "nobody"


def test_what_is_learnt_fades_within_a_term() -> None:
    plan = StrategyPlan((Training(from_day=3, weeks=2),))
    calendar = Calendar(CALENDAR.start, 40)
    pulled = plan.offers(calendar, ("g",)).composed((1,))[:, 0, 0, LEVER_INDEX["training"]]
    assert pulled[:3].tolist() == [0, 0, 0]
    assert pulled[[3, 17, 31]].tolist() == [1, 1, 1]
    assert pulled[16] == pytest.approx(np.exp(-13 / FADES_DAYS))
    assert not plan.offers(calendar, ("g",)).composed((0,))[..., LEVER_INDEX["training"]].any()
