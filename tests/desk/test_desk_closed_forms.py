"""Single tickets and staff who never go home against the closed forms of queueing theory.

Seeds are fixed. Each tolerance is three standard deviations of the same figure over 12 to 40 other
seeds, so that it is as narrow as the simulated time allows.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.desk import Desk
from sim.desk.shift import Queue, Shift
from sim.desk.tickets import Handling, Ticket
from sim.draws import decision_key
from sim.spec import DeskSpec

ONE_BY_ONE = 10**9


def always_open(staff: int, handling_minutes: float) -> DeskSpec:
    # One window of 24 hours makes the profile flat, so that arrivals are a Poisson process.
    return DeskSpec(
        staff=staff,
        shift_start=0.0,
        shift_end=24.0,
        days_open=tuple(range(7)),
        handling_minutes=handling_minutes,
        cohort_hours=24,
    )


def questions(per_hour: float, days: int, seed: int) -> NDArray[np.int64]:
    counts = np.random.default_rng(seed).poisson(per_hour * 24, days)
    return np.stack([counts, np.zeros_like(counts)], axis=1)


def mean_wait_minutes(waits_hours: NDArray[np.float64], asked: NDArray[np.int64]) -> float:
    return float(np.nansum(waits_hours * asked) / asked.sum() * 60)


def erlang_c(staff: int, load: float) -> float:
    """Probability that a ticket has to wait, for an offered load in Erlangs."""
    last = load**staff / math.factorial(staff) * staff / (staff - load)
    return last / (sum(load**k / math.factorial(k) for k in range(staff)) + last)


def long_shift(
    per_hour: float, per_person: float, staff: int, hours: float, seed: int, urgent: float = 0.0
) -> list[Ticket]:
    """Live one shift of many hours with Poisson arrivals and exponential handling times."""
    rng = np.random.default_rng(seed)
    handling = Handling(1 / per_person, 1.0)
    key = decision_key(seed, "closed form", 0)
    asked = np.sort(rng.uniform(0, hours, rng.poisson(per_hour * hours)))
    tickets = [
        Ticket(int(rng.uniform() < urgent), float(start), handling.single(index, key))
        for index, start in enumerate(asked)
    ]
    Shift(staff, 0.0, hours, (deque(), deque()), []).run(tickets)
    return tickets


def waits_of(tickets: list[Ticket], kind: int = 0) -> NDArray[np.float64]:
    """Waits of the class, hours, of those who were taken up."""
    waits = [ticket.wait for ticket in tickets if ticket.kind == kind]
    return np.array([wait for wait in waits if not math.isnan(wait)])


def test_m_m_1() -> None:
    """V21: 4 an hour against 6 an hour keep one person 2/3 busy; L 2, Lq 4/3, W 30, Wq 20 min."""
    asked = questions(4, 800, seed=2)
    answers = Desk(always_open(1, 10), 0, 2, single_limit=ONE_BY_ONE).serve(asked)
    wait = mean_wait_minutes(answers.waits_hours, asked)
    queue = answers.backlog[:, 0].mean()
    assert answers.utilisation.mean() == pytest.approx(2 / 3, rel=0.015)
    assert wait == pytest.approx(20, rel=0.10)
    assert queue == pytest.approx(4 / 3, rel=0.20)
    assert wait + 10 == pytest.approx(30, rel=0.065)
    assert queue + answers.utilisation.mean() == pytest.approx(2, rel=0.135)


def test_little_holds_on_every_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """V21: the area under the queue is the sum of the waits, once nobody waits any more."""
    from simpy import Environment

    area = 0.0
    queues: tuple[Queue, ...] = (deque(), deque())
    step = Environment.step

    def watched(self: Environment) -> None:
        nonlocal area
        length, before = len(queues[0]) + len(queues[1]), self.now
        step(self)
        area += length * (float(self.now) - float(before))

    monkeypatch.setattr(Environment, "step", watched)
    handling = Handling(1 / 6, 1.0)
    key = decision_key(3, "little", 0)
    asked = np.sort(np.random.default_rng(3).uniform(0, 400, 1600))
    tickets = [Ticket(i % 2, float(t), handling.single(i, key)) for i, t in enumerate(asked)]
    Shift(1, 0.0, 600.0, queues, []).run(tickets)
    assert all(not math.isnan(ticket.wait) for ticket in tickets)
    assert area == pytest.approx(sum(ticket.wait for ticket in tickets), rel=1e-9)
    assert area > 100


@pytest.mark.parametrize(
    ("cv", "minutes", "tolerance"), [(0.0, 10.0, 0.03), (1.0, 20.0, 0.06), (1.5, 32.5, 0.135)]
)
def test_pollaczek_khinchine(cv: float, minutes: float, tolerance: float) -> None:
    """V22: the wait grows with the variance of handling times."""
    asked = questions(4, 800, seed=5)
    desk = Desk(always_open(1, 10), 0, 5, handling_cv=cv, single_limit=ONE_BY_ONE)
    wait = mean_wait_minutes(desk.serve(asked).waits_hours, asked)
    assert wait == pytest.approx(minutes, rel=tolerance)


@pytest.mark.parametrize(
    ("per_hour", "per_person", "staff", "busy", "minutes", "days", "tolerance"),
    [
        (30, 12, 3, 0.702247, 7.0225, 200, 0.13),
        (30, 12, 4, 0.319857, 1.0662, 100, 0.15),
        (30, 12, 5, 0.130371, 0.2607, 100, 0.16),
        (30, 12, 6, 0.047445, 0.0678, 100, 0.22),
        (20, 6, 4, 0.657722, 9.8658, 200, 0.20),
        (20, 6, 5, 0.326669, 1.9600, 100, 0.15),
    ],
)
def test_erlang_c(
    per_hour: float,
    per_person: float,
    staff: int,
    busy: float,
    minutes: float,
    days: int,
    tolerance: float,
) -> None:
    """V23: the chance of waiting and the mean wait with several staff."""
    load = per_hour / per_person
    assert erlang_c(staff, load) == pytest.approx(busy, abs=1e-6)
    asked = questions(per_hour, days, seed=7)
    desk = Desk(always_open(staff, 60 / per_person), 0, 7, single_limit=ONE_BY_ONE)
    answers = desk.serve(asked)
    assert mean_wait_minutes(answers.waits_hours, asked) == pytest.approx(minutes, rel=tolerance)
    assert answers.utilisation.mean() == pytest.approx(load / staff, rel=0.02)


@pytest.mark.parametrize(("staff", "share"), [(4, 0.241962), (5, 0.026815)])
def test_tail_of_erlang_c(staff: int, share: float) -> None:
    """V23: the chance of waiting at all, and of waiting more than a quarter of an hour."""
    tickets = long_shift(20, 6, staff, hours=3000, seed=11)
    waits = waits_of(tickets)
    assert (waits > 0).mean() == pytest.approx(erlang_c(staff, 20 / 6), rel=0.05)
    assert (waits > 0.25).mean() == pytest.approx(share, rel=0.26)


def test_priority_without_preemption() -> None:
    """Cobham (1954): each class waits R / ((1 - more urgent load)(1 - load with its own))."""
    tickets = long_shift(4, 6, staff=1, hours=20_000, seed=13, urgent=0.25)
    urgent, load = 1 / 6, 2 / 3
    residual = load / 6
    complaints, calm = waits_of(tickets, 1).mean(), waits_of(tickets, 0).mean()
    assert complaints == pytest.approx(residual / (1 - urgent), rel=0.045)
    assert calm == pytest.approx(residual / ((1 - urgent) * (1 - load)), rel=0.095)


@pytest.mark.slow
@pytest.mark.parametrize(("staff", "minutes"), [(3, 7.0225), (4, 1.0662), (5, 0.2607), (6, 0.0678)])
def test_erlang_c_over_a_long_time(staff: int, minutes: float) -> None:
    """V23 again, over years."""
    asked = questions(30, 1500, seed=17)
    desk = Desk(always_open(staff, 5), 0, 17, single_limit=ONE_BY_ONE)
    wait = mean_wait_minutes(desk.serve(asked).waits_hours, asked)
    assert wait == pytest.approx(minutes, rel=0.055)
