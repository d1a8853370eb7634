"""Cohorts: exact where a fluid is exact, in line with single tickets, at a cost without volume."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.desk import Desk
from sim.desk.profile import cumulative
from sim.desk.shift import Shift
from sim.desk.tickets import Arrivals, Cohort, Handling, Ticket
from sim.draws import decision_key
from sim.hours import HOURLY
from sim.spec import DeskSpec

SINGLE_LIMIT = DeskSpec().single_limit

WEEK = tuple(range(7))


def live(staff: int, end: float, *entries: Ticket | Cohort) -> Shift:
    shift = Shift(staff, 0.0, end, (deque(), deque()), [])
    shift.run(sorted(entries, key=lambda entry: entry.start))
    for entry in entries:
        if isinstance(entry, Cohort):
            entry.advance(end, 0.0)
    return shift


def test_a_cohort_that_staff_keep_up_with_does_not_wait() -> None:
    cohort = Cohort(0, 0.0, 3.0, 30, 0.1)
    shift = live(2, 3.0, cohort)
    assert cohort.waited == pytest.approx(0.0, abs=1e-9)
    assert shift.busy == pytest.approx(3.0)
    assert shift.answered[0] == pytest.approx(30)


def test_a_cohort_that_waits_for_opening() -> None:
    """60 tickets are there, 20 an hour are answered: the last waits 3 h, the mean one 1.5 h."""
    cohort = Cohort(0, 0.0, 0.0, 60, 0.1)
    live(2, 10.0, cohort)
    assert cohort.waited / 60 == pytest.approx(1.5)


def test_a_cohort_asked_faster_than_answered() -> None:
    """20 an hour for 3 h against 10 an hour: 30 wait at 3 h and none at 6 h, an area of 90."""
    cohort = Cohort(0, 0.0, 3.0, 60, 0.1)
    shift = live(1, 10.0, cohort)
    assert cohort.waited == pytest.approx(90.0)
    assert shift.busy == pytest.approx(6.0)


def test_what_is_left_of_staff_serves_the_next_class() -> None:
    """Complaints need half of one person; 15 questions on the rest, 5 an hour, take 3 h."""
    complaints = Cohort(1, 0.0, 3.0, 15, 0.1)
    questions = Cohort(0, 0.0, 0.0, 15, 0.1)
    shift = live(1, 3.0, complaints, questions)
    assert complaints.waited == pytest.approx(0.0, abs=1e-6)
    assert questions.waited == pytest.approx(15 * 1.5)
    assert shift.busy == pytest.approx(3.0)


def test_a_complaint_interrupts_a_cohort_of_questions() -> None:
    complaint = Ticket(1, 2.0, 0.5)
    questions = Cohort(0, 0.0, 0.0, 100, 0.1)
    live(1, 12.0, questions, complaint)
    assert complaint.wait == 0.0
    # Of the 100 questions 80 wait half an hour longer.
    assert questions.waited == pytest.approx(100 * 5 + 80 * 0.5)


def test_a_ticket_in_hand_goes_on_at_the_next_shift() -> None:
    first = Shift(1, 0.0, 8.0, (deque(), deque()), [])
    first.run([Ticket(0, 7.5, 2.0)])
    assert first.in_hand == [1.5]
    assert first.busy == pytest.approx(0.5)
    late = Ticket(0, 9.0, 0.1)
    second = Shift(1, 9.0, 17.0, (deque([late]), deque()), first.in_hand)
    second.run([])
    assert late.wait == pytest.approx(1.5)
    assert second.in_hand == []
    assert second.busy == pytest.approx(1.6)


def test_the_area_of_a_cohort_in_steps() -> None:
    whole, stepped = (Cohort(0, 3.0, 3.0, 24, 0.1) for _ in range(2))
    whole.advance(11.0, 0.0)
    for hour in (3.7, 5.9, 6.0, 6.1, 11.0):
        stepped.advance(hour, 0.0)
    assert whole.waited == pytest.approx(24 * 6.5)
    assert stepped.waited == pytest.approx(whole.waited)


def mean_waits(
    spec: DeskSpec, asked: NDArray[np.int64], limit: int, seed: int, cv: float = 1.0
) -> NDArray[np.float64]:
    """Minutes by class, over all tickets."""
    desk = Desk(replace(spec, single_limit=limit), 0, seed, handling_cv=cv)
    waits = desk.serve(asked).waits_hours
    mean: NDArray[np.float64] = (waits * asked).sum(axis=0) / asked.sum(axis=0) * 60
    return mean


@pytest.mark.parametrize(
    ("spec", "volume"),
    [
        (DeskSpec(staff=5), (100, 50)),
        (DeskSpec(staff=5, cohort_hours=1), (100, 50)),
        (DeskSpec(staff=3, shift_start=8, shift_end=22, days_open=WEEK), (70, 70)),
        (DeskSpec(staff=6, shift_start=8, shift_end=22, days_open=WEEK), (200, 100)),
        (DeskSpec(staff=3, shift_start=0, shift_end=24, days_open=WEEK), (90, 80)),
        (DeskSpec(staff=1, handling_minutes=2), (70, 70)),
    ],
)
def test_cohorts_agree_with_single_tickets(spec: DeskSpec, volume: tuple[int, int]) -> None:
    """In expectation, to two handling times (docs/desk.md says where that comes from)."""
    differences = []
    for seed in range(5):
        asked = np.random.default_rng(seed).poisson(volume, (49, 2))
        single, cohort = (mean_waits(spec, asked, limit, seed) for limit in (10**6, 0))
        differences.append(cohort - single)
    luck = 3 * np.std(differences, axis=0, ddof=1) / math.sqrt(len(differences))
    assert luck.max() < 60
    assert (np.abs(np.mean(differences, axis=0)) <= 2 * spec.handling_minutes + luck).all()


def test_agreement_under_overload() -> None:
    """Equal handling times take most of the luck out of a backlog that grows for weeks."""
    asked = np.tile([230, 60], (30, 1))
    single, cohort = (mean_waits(DeskSpec(staff=5), asked, limit, 21, 0.0) for limit in (10**6, 0))
    assert single[0] > 10_000
    np.testing.assert_allclose(cohort, single, rtol=0.01, atol=20)


def test_the_switch() -> None:
    arrivals = Arrivals(3, Handling(0.1, 1.0), SINGLE_LIMIT, 1)
    few, many = arrivals.draw(0, SINGLE_LIMIT * 8, 5), arrivals.draw(0, SINGLE_LIMIT * 8 + 1, 5)
    assert len(few) == SINGLE_LIMIT * 8
    assert all(isinstance(entry, Ticket) for entry in few)
    assert len(many) <= 8
    assert sum(entry.count for entry in many if isinstance(entry, Cohort)) == SINGLE_LIMIT * 8 + 1


@pytest.mark.parametrize("count", [400, 4000])
def test_both_ways_follow_the_profile(count: int) -> None:
    edges = np.diff(cumulative(3))
    assert sum(HOURLY) == 1000
    for limit in (0, 10**6):
        arrivals = Arrivals(3, Handling(0.1, 1.0), limit, 3)
        total = np.zeros(8)
        for day in range(30):
            for entry in arrivals.draw(0, count, day):
                total[int(entry.start // 3)] += entry.count if isinstance(entry, Cohort) else 1
        assert total.sum() == count * 30
        error = np.sqrt(edges * (1 - edges) / (count * 30))
        assert (np.abs(total / (count * 30) - edges) < 4 * error).all()


@pytest.mark.parametrize("cv", [0.5, 1.0, 1.5])
def test_work_of_a_cohort_is_the_sum_of_its_tickets(cv: float) -> None:
    handling = Handling(0.2, cv)
    key = decision_key(1, "work", 0)
    count, draws = 50, 4000
    averages = np.array([handling.average(count, draw, key) for draw in range(draws)])
    singles = np.array([handling.single(draw, key) for draw in range(draws * 10)])
    assert averages.mean() == pytest.approx(0.2, rel=4 * cv / math.sqrt(count * draws))
    assert singles.mean() == pytest.approx(0.2, rel=4 * cv / math.sqrt(draws * 10))
    assert averages.std() == pytest.approx(0.2 * cv / math.sqrt(count), rel=0.05)
    assert singles.std() == pytest.approx(0.2 * cv, rel=0.1)


def test_cost_does_not_depend_on_volume(monkeypatch: pytest.MonkeyPatch) -> None:
    """SimPy events of 20 days, for a hundred to a hundred million tickets a day."""
    from simpy import Environment

    events = 0
    step = Environment.step

    def counted(self: Environment) -> None:
        nonlocal events
        events += 1
        step(self)

    monkeypatch.setattr(Environment, "step", counted)
    cost = []
    for scale in (1, 100, 10_000, 1_000_000):
        events = 0
        asked = np.tile([70 * scale, 70 * scale], (20, 1))
        answers = Desk(DeskSpec(staff=5 * scale), 0, 1).serve(asked)
        assert answers.answered.sum() > 1000 * scale
        cost.append(events)
    assert max(cost) <= 1.2 * min(cost)
    assert max(cost) <= 20 * 16 * 6
