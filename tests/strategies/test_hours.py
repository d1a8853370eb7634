"""Staff hours: who gets how many contacts, what they cost, and where more of them is worth less."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import Ledger
from sim.levers import LEVER_INDEX
from sim.run import run
from sim.trajectory import COUNT_INDEX, COUNTS, ByAudience, Trajectory
from strategies import Brief, StrategyPlan, search_space, with_values
from strategies.hours import Hours
from strategies.messages import CHANNELS
from tests.communities import community
from tests.metrics.recorded import trajectory

START, DAYS = date(2024, 1, 1), 21
CALENDAR = Calendar(START, DAYS)
AUDIENCES = {"core": "ties >= 12", "rest": "ties < 12"}
PUSH = LEVER_INDEX["push"]
STAFF = CHANNELS["one-to-one"].reach * CHANNELS["one-to-one"].pull
MACHINE = CHANNELS["push"].reach * CHANNELS["push"].pull


def seen_of(core: int, rest: int) -> Trajectory:
    """Return a record in which so many of each may be written to on every day."""
    counts = np.zeros((DAYS, 3, 1, len(COUNTS)), np.int64)
    counts[:, 1, 0, COUNT_INDEX["reachable"]] = core
    counts[:, 2, 0, COUNT_INDEX["reachable"]] = rest
    none = np.zeros((DAYS, 3, 1), np.int64)
    by = ByAudience(("core", "rest"), (), (0, 1, 2), counts, none, np.zeros((3, 3, 3), np.int64))
    return trajectory(START, DAYS, by_audience=by, counts=counts.sum(axis=1))


def pulled(hours: Hours, seen: Trajectory, budget: float | None = None) -> dict[str, Any]:
    """Return what is pulled for each audience on each day."""
    plan = StrategyPlan((hours,), budget, audiences=AUDIENCES)
    offers = plan.offers(CALENDAR, seen.segments)
    today = 0
    while (today := plan.next_decision(today) or DAYS) < DAYS:
        plan.adapt(seen, today, offers)
    both = offers.composed((1, 2))[:, 0, :, PUSH]
    return {"core": both[:, 0], "rest": both[:, 1]}


def cost(hours: Hours, seen: Trajectory, budget: float | None = None) -> int:
    plan, ledger = StrategyPlan((hours,), budget, audiences=AUDIENCES), Ledger(DAYS)
    plan.settle(seen, ledger)
    return ledger.cost("hours")


SPLIT = Hours(per_day=10, minutes=6, split={"core": 7, "rest": 3}, most=0.5)


def test_hours_are_shared_by_weight_however_few_there_are() -> None:
    """By hand: 100 contacts a day, 70 to 200 members and 30 to 800."""
    found = pulled(SPLIT, seen_of(200, 800))
    assert found["core"][1] == pytest.approx(70 / 200 * STAFF, rel=1e-6)
    assert found["rest"][1] == pytest.approx(30 / 800 * STAFF, rel=1e-6)
    assert found["core"][0] == 0, "nobody has seen them yet"
    # On the days on which audiences are chosen anew, either may hold anybody.
    assert found["core"][7] == pytest.approx(70 / 1000 * STAFF, rel=1e-6)
    assert found["core"][8] == found["core"][1]


def test_only_proportions_matter() -> None:
    twin = SPLIT.model_copy(update={"split": {"core": 0.7, "rest": 0.3}})
    one, other = (pulled(each, seen_of(200, 800)) for each in (SPLIT, twin))
    assert one["core"] == pytest.approx(other["core"], rel=1e-6)


def test_hours_beyond_what_a_few_are_contacted_stand_idle_and_are_paid() -> None:
    """The known limit: 70 contacts for 20 members, of whom each is contacted half a time a day."""
    seen = seen_of(20, 800)
    found = pulled(SPLIT, seen)
    assert found["core"][1] == pytest.approx(0.5 * STAFF, rel=1e-6)
    (told,) = StrategyPlan((SPLIT,), audiences=AUDIENCES).account(seen, Ledger(DAYS))
    plain, anew = 0.5 * 20 + 30, 70 / 820 * 20 + 30 / 820 * 800
    assert told.reached == round(18 * plain + 2 * anew)
    assert cost(SPLIT, seen) == 20 * 10 * 2000


def test_a_machine_is_a_fixed_cost_against_wages() -> None:
    """By hand: 10 hours at 20 against 2 hours, a set-up, a fixed day and 80 contacts at a cent."""
    machine = SPLIT.model_copy(update={"automation": 0.8})
    seen = seen_of(200, 800)
    assert cost(SPLIT, seen) == 20 * 20_000
    assert cost(machine, seen) == 50_000 + 20 * (4_000 + 200 + 80)
    found = pulled(machine, seen)
    assert found["core"][1] == pytest.approx(70 / 200 * (0.2 * STAFF + 0.8 * MACHINE), rel=1e-6)
    by_days = [
        [cost(each.model_copy(update={"to_day": days}), seen) for days in (3, 21)]
        for each in (SPLIT, machine)
    ]
    assert by_days[0][0] < by_days[1][0], "over a few days people are cheaper"
    assert by_days[0][1] > by_days[1][1], "over weeks a machine is"


def test_it_stops_where_its_money_does() -> None:
    seen = seen_of(200, 800)
    assert cost(SPLIT, seen, budget=1000.0) == 5 * 20_000
    found = pulled(SPLIT, seen, budget=1000.0)
    assert np.flatnonzero(found["core"]).tolist() == [1, 2, 3, 4, 5]
    machine = SPLIT.model_copy(update={"automation": 1.0})
    assert cost(machine, seen, budget=400.0) == 0, "the set-up alone is dearer"
    assert cost(machine, seen, budget=520.0) <= 52_000


def test_it_runs_on_its_weekdays_and_in_its_phases_alone() -> None:
    seen = seen_of(200, 800)
    some = SPLIT.model_copy(update={"on_weekdays": ("mon", "sun"), "from_day": 3, "to_day": 18})
    assert np.flatnonzero(pulled(some, seen)["rest"]).tolist() == [6, 7, 13, 14]
    assert cost(some, seen) == 4 * 20_000


def test_without_a_split_all_hours_are_everybody_s() -> None:
    found = pulled(Hours(per_day=10, minutes=6), seen_of(200, 800))
    assert found["core"][1] == found["rest"][1] == pytest.approx(100 / 1000 * STAFF, rel=1e-6)


def test_the_split_is_searched_by_its_weights() -> None:
    plan = StrategyPlan((SPLIT,), audiences=AUDIENCES)
    paths = {one.path: (one.low, one.high) for one in search_space(plan)}
    assert paths["hours.split.core"] == (0.01, 7.0)
    assert {"hours.per_day", "hours.automation", "audiences.core.ties"} <= paths.keys()
    assert Hours.weights["split"].annotation is float, "or a sweep would not take it"
    turned = with_values(plan, {"hours.split.core": 1.0, "hours.split.rest": 3.0})
    assert turned.strategies[0].serves == {"core": 0.25, "rest": 0.75}
    with pytest.raises(InputError, match="needs at least one weight above 0"):
        with_values(plan, {"hours.split.core": 0.0, "hours.split.rest": 0.0})
    with pytest.raises(InputError, match="no parameter"):
        with_values(plan, {"hours.split.mass": 1.0})


def test_an_audience_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="there is no audience 'nobody'"):
        StrategyPlan((Hours(split={"nobody": 1}),), audiences=AUDIENCES)
    with pytest.raises(InputError, match="above 0"):
        Hours(split={"core": 0})


VALUES = {"visit_base": -1.5, "push_pull": 0.4, "fatigue_pull": 0.0, "optout_rate": 0.0}


def extra_visits(per_day: float, seeds: int = 6, **values: float) -> float:
    """Return the visits that so many hours a day add in eight weeks, a mean over worlds."""
    spec = community(600, 56, values={**VALUES, **values}, arrivals=0.0)
    found = [
        run(spec, StrategyPlan((Hours(per_day=hours, minutes=6, most=4),)), seed)
        .trajectory.total("visits")
        for seed in range(seeds)
        for hours in (per_day, 0.0)
    ]  # fmt: skip
    return float(np.mean(np.subtract(found[::2], found[1::2])))


def test_returns_diminish() -> None:
    """Four times the hours add far less than four times the visits, and tire who is contacted."""
    few, many = extra_visits(20.0), extra_visits(80.0)
    assert few > 0
    assert many < 3.0 * few
    tired = extra_visits(80.0, fatigue_pull=0.1)
    assert tired < few


def test_nobody_without_consent_gets_any_hours() -> None:
    spec = community(600, 28, values={**VALUES, "consent_share": 0.5}, arrivals=0.0)
    lived = run(spec, StrategyPlan((Hours(per_day=4, minutes=6),)), 2)
    reachable = lived.trajectory.daily("reachable")
    assert 200 < reachable[0] < 400
    pushes = lived.trajectory.daily("pushes")[1:]
    assert np.all(np.abs(pushes - 40 * STAFF) <= 3), "40 contacts, to whomever may be written to"


def test_what_it_is_told_of_a_brief() -> None:
    assert not Hours().funded(Brief(CALENDAR, ("general",), absent=frozenset({"push"}))).any()
