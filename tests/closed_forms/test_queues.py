"""V21, V22, V23: queues at the service desk, of single tickets and staff who never go home.

A mean wait needs years of tickets to settle, and the desk lives some tens of thousands in a second.
So its figures are taken with a control variate, the recursion of Lindley (1952) and of Kiefer and
Wolfowitz (1955): the desk's mean, less the recursion's on the very tickets of the desk, plus the
recursion's on eight million others. The law of the desk's own tickets is a case of its own.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.desk import Desk
from sim.desk.desk import Answers
from sim.desk.shift import Queue, Shift
from sim.desk.tickets import Arrivals, Cohort, Handling, Ticket
from sim.draws import decision_key
from sim.spec import DeskSpec
from tests.closed_forms.limits import binomial, near
from tests.closed_forms.recursion import (
    BATCH,
    BATCHES,
    SETTLED,
    Floats,
    drawn,
    long_busy,
    long_run,
    waits_by_class,
    waits_in_turn,
)

ONE_BY_ONE = 10**9
"""Tickets a window that no day reaches: all travel one by one."""

INSTANT = 1e-9
"""Hours below which nobody has waited."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a desk did with its tickets.

    Attributes
    ----------
    start, handling, wait
        Of each ticket, hours; the wait is NaN where nobody has taken it up. Shape ``(tickets,)``.
    asked
        Tickets asked, shape ``(days, 2)``.
    answers
        What the desk reports.
    """

    start: Floats
    handling: Floats
    wait: Floats
    asked: NDArray[np.int64]
    answers: Answers

    @property
    def reported_wait(self) -> float:
        """Mean wait by the desk's report, hours."""
        return float(np.nansum(self.answers.waits_hours * self.asked) / self.asked.sum())


def questions(per_hour: float, days: int, seed: int) -> NDArray[np.int64]:
    """Return counts of questions for Poisson arrivals, and no complaints, shape ``(days, 2)``."""
    counts = np.random.default_rng(seed).poisson(per_hour * 24, days)
    return np.stack([counts, np.zeros_like(counts)], axis=1)


def always_open(staff: int, minutes: float) -> DeskSpec:
    """Return a desk that never closes; one window a day makes arrivals even, so Poisson."""
    return DeskSpec(
        staff=staff, shift_start=0.0, shift_end=24.0, days_open=tuple(range(7)),
        handling_minutes=minutes, cohort_hours=24, single_limit=ONE_BY_ONE,
    )  # fmt: skip


def served(
    monkeypatch: pytest.MonkeyPatch, asked: NDArray[np.int64], staff: int, minutes: float,
    seed: int, cv: float = 1.0,
) -> Served:  # fmt: skip
    """Let a desk serve its days, and keep its tickets."""
    kept: list[tuple[float, Ticket]] = []
    draw = Arrivals.draw

    def keep(self: Arrivals, kind: int, count: int, day: int) -> list[Ticket] | list[Cohort]:
        drawn = draw(self, kind, count, day)
        kept.extend((24.0 * day + each.start, each) for each in drawn if isinstance(each, Ticket))
        return drawn

    monkeypatch.setattr(Arrivals, "draw", keep)
    desk = Desk(always_open(staff, minutes), 0, seed, handling_cv=cv)
    answers = desk.serve(asked)
    assert len(kept) == asked.sum()
    return Served(
        np.array([start for start, _ in kept]),
        np.array([ticket.handling for _, ticket in kept]),
        np.array([ticket.wait for _, ticket in kept]), asked, answers,
    )  # fmt: skip


def by_the_recursion(found: Served, staff: int) -> Floats:
    """Return the recursion's waits of the desk's tickets; each taken up has waited as long."""
    waits = waits_in_turn(found.start, found.handling, staff)
    taken = ~np.isnan(found.wait)
    assert taken.mean() > 0.99
    assert np.abs(found.wait - waits)[taken].max() < 1e-6
    return np.asarray(waits)


def busy_share(found: Served, waits: Floats, staff: int) -> float:
    """Return the share of a desk's time that its tickets took, by the recursion's waits."""
    end = 24.0 * len(found.asked)
    worked = np.minimum(found.handling, np.maximum(end - found.start - waits, 0.0))
    return float(worked.sum() / end / staff)


def agrees(found: float, same: float, batches: list[float], expected: float) -> None:
    """Assert a desk's figure, by the recursion's on the same tickets and on others."""
    error = float(np.std(batches, ddof=1)) / math.sqrt(len(batches))
    assert 4 * error < 0.03 * expected
    near(found - same + float(np.mean(batches)), expected, error)


def erlang_c(staff: int, load: float) -> float:
    """Return the probability that a ticket has to wait, for an offered load in Erlangs."""
    last = load**staff / math.factorial(staff) * staff / (staff - load)
    return last / (sum(load**k / math.factorial(k) for k in range(staff)) + last)


def means(batches: list[Floats]) -> list[float]:
    """Return the mean of each batch."""
    return [float(batch.mean()) for batch in batches]


def test_v21_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """V21: 4 tickets an hour against 6 an hour (M/M/1).

    Expected: one person 2/3 busy; Wq = 20 min, W = 30 min, Lq = 4/3, L = 2; each ticket waits what
        the recursion says, and as many wait at each midnight.
    Runs: one of 400 days, 38,000 tickets; 8 million of the recursion.
    Tolerance: 4 standard errors of the 8 million, 3 % at most; 1e-6 h a ticket; exact at midnight.
    Power: fails when a mean is 1.5 % off, or one ticket's wait 4 ms.
    """
    found = served(monkeypatch, questions(4, 400, seed=2), 1, 10, seed=2)
    waits = by_the_recursion(found, 1)
    midnights = 24.0 * np.arange(1, 401)
    begun = np.sort(found.start + waits)
    waiting = np.searchsorted(found.start, midnights) - np.searchsorted(begun, midnights)
    assert np.array_equal(found.answers.backlog[:, 0], waiting)
    minutes = [60 * mean for mean in means(long_run(4, 10, 1))]
    agrees(60 * found.reported_wait, 60 * waits.mean(), minutes, 20)
    in_line = [mean * 4 / 60 for mean in minutes]  # Little
    agrees(found.answers.backlog[:, 0].mean(), float(waiting.mean()), in_line, 4 / 3)
    busy, same_busy = found.answers.utilisation.mean(), busy_share(found, waits, 1)
    assert busy == pytest.approx(same_busy, rel=1e-6)
    long_shares = long_busy(4, 10, 1)
    agrees(busy, same_busy, long_shares, 2 / 3)
    through = [
        wait + 10 * share / (2 / 3) for wait, share in zip(minutes, long_shares, strict=True)
    ]
    work = 60 * found.handling.mean()
    agrees(60 * found.reported_wait + work, 60 * waits.mean() + work, through, 30)
    inside = [line + share for line, share in zip(in_line, long_shares, strict=True)]
    agrees(waiting.mean() + busy, float(waiting.mean()) + same_busy, inside, 2)


def test_v21_little_on_every_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """V21: the area under the queue, once nobody waits any more.

    Expected: the sum of the waits (Little's law on a path).
    Runs: one shift of 600 hours, 1,600 tickets of two classes.
    Tolerance: 1e-9.
    Power: fails for a second of one ticket.
    """
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


@pytest.mark.parametrize("cv", [0.0, 1.0, 1.5])
def test_v21_law_of_the_tickets(cv: float) -> None:
    """V21: when tickets are asked and how long they take, with a variation of 0, 1 and 1.5.

    Expected: asked evenly over the day, mean 12 h and variance 48; handling mean 10 min and
        variance of its logarithm ln(1 + cv^2) (log-normal), or mean square 2 x 100 (exponential).
    Runs: 10 days of 10,000 tickets for each cv.
    Tolerance: 4 standard errors; exact for cv 0.
    Power: fails when the mean handling is 1.6 % off (2.4 % at 1.5), its mean square 3.5 % (the
        variance of the logarithm 2.2 %), or a quarter of the day 2.7 %.
    """
    n, days = 10_000, 10
    arrivals = Arrivals(24, Handling(1 / 6, cv), ONE_BY_ONE, 9)
    tickets = [each for day in range(days) for each in arrivals.draw(0, n, day)]
    start = np.array([ticket.start for ticket in tickets])
    minutes = 60 * np.array([ticket.handling for ticket in tickets])
    near(start.mean(), 12, 24 / math.sqrt(12 * n * days))
    near(start.var(), 48, 24**2 * math.sqrt(1 / 180 / (n * days)))
    for quarter in range(4):
        share = ((start >= 6 * quarter) & (start < 6 * quarter + 6)).mean()
        near(share, 0.25, binomial(0.25, n * days))
    if cv == 0.0:
        assert minutes == pytest.approx(np.full(n * days, 10.0), rel=1e-12)
        return
    near(minutes.mean(), 10, 10 * cv / math.sqrt(n * days))
    near(np.corrcoef(start, minutes)[0, 1], 0, 1 / math.sqrt(n * days))
    if cv == 1.0:
        near((minutes**2).mean(), 200, 100 * math.sqrt(20 / (n * days)))
    else:
        variance = math.log1p(cv**2)
        near(np.log(minutes).var(), variance, variance * math.sqrt(2 / (n * days)))


@pytest.mark.parametrize(("cv", "minutes"), [(0.0, 10.0), (1.0, 20.0), (1.5, 32.5)])
def test_v22_wait_grows_with_the_variance(
    cv: float, minutes: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V22: 4 tickets an hour of 10 min whose variation is 0, 1 and 1.5 (M/G/1).

    Expected: Wq = 10, 20 and 32.5 min (Pollaczek and Khinchine); each ticket waits what the
        recursion says.
    Runs: three of 200 days, 19,000 tickets; 8 million of the recursion for each.
    Tolerance: 4 standard errors of the 8 million, 3 % at most; 1e-6 h a ticket.
    Power: fails when the mean is 0.5 %, 1.5 % or 3 % off, or one ticket's wait 4 ms.
    """
    found = served(monkeypatch, questions(4, 200, seed=5), 1, 10, seed=5, cv=cv)
    waits = by_the_recursion(found, 1)
    others = [60 * mean for mean in means(long_run(4, 10, 1, cv))]
    agrees(60 * found.reported_wait, 60 * waits.mean(), others, minutes)


@pytest.mark.parametrize(
    ("per_hour", "per_person", "staff", "busy", "minutes"),
    [
        (30, 12, 3, 0.702247, 7.0225),
        (30, 12, 4, 0.319857, 1.0662),
        (30, 12, 5, 0.130371, 0.2607),
        (30, 12, 6, 0.047445, 0.0678),
        (20, 6, 4, 0.657722, 9.8658),
        (20, 6, 5, 0.326669, 1.9600),
    ],
)
def test_v23_mean_wait_with_several_staff(
    per_hour: float, per_person: float, staff: int, busy: float, minutes: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """V23: 30 tickets an hour of 5 min and 3 to 6 people; 20 of 10 min and 4 or 5 (M/M/c).

    Expected: C = 0.702247 0.319857 0.130371 0.047445 0.657722 0.326669 have to wait, Wq = 7.0225
        1.0662 0.2607 0.0678 9.8658 1.9600 min (Erlang); staff are busy for the load's share; each
        ticket waits what the recursion says.
    Runs: six of 40 days, 19,000 to 29,000 tickets; 8 million of the recursion for each.
    Tolerance: 4 standard errors of the 8 million, 3 % at most; 1e-6 h a ticket.
    Power: fails when a mean is 3 % off, or one ticket's wait 4 ms.
    """
    load = per_hour / per_person
    assert erlang_c(staff, load) == pytest.approx(busy, abs=1e-6)
    asked = questions(per_hour, 40, seed=7)
    found = served(monkeypatch, asked, staff, 60 / per_person, seed=7)
    waits = by_the_recursion(found, staff)
    batches = long_run(per_hour, 60 / per_person, staff)
    agrees(60 * found.reported_wait, 60 * waits.mean(), [60 * m for m in means(batches)], minutes)
    waited = float((found.wait > INSTANT).mean())
    shares = means([batch > INSTANT for batch in batches])
    agrees(waited, (waits > INSTANT).mean(), shares, busy)
    used, same = found.answers.utilisation.mean(), busy_share(found, waits, staff)
    assert used == pytest.approx(same, rel=1e-6)
    agrees(used, same, long_busy(per_hour, 60 / per_person, staff), load / staff)


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


def columns(tickets: list[Ticket]) -> tuple[Floats, Floats, Floats]:
    """Return when tickets were asked, what they take, and their waits, hours."""
    return (
        np.array([ticket.start for ticket in tickets]),
        np.array([ticket.handling for ticket in tickets]),
        np.array([ticket.wait for ticket in tickets]),
    )


@pytest.mark.parametrize(("staff", "share"), [(4, 0.241962), (5, 0.026815)])
def test_v23_tail_of_the_wait(staff: int, share: float) -> None:
    """V23: who waits for more than a quarter of an hour, 20 tickets an hour of 10 min.

    Expected: C exp(-(c mu - lambda) / 4) = 0.241962 with four people and 0.026815 with five.
    Runs: two shifts of 1,000 hours, 20,000 tickets; 20 million of the recursion for each.
    Tolerance: 4 standard errors of the 20 million, 3 % at most; 1e-6 h a ticket.
    Power: fails when the share is 3.5 % off, or one ticket's wait 4 ms.
    """
    start, handling, wait = columns(long_shift(20, 6, staff, hours=1000, seed=11))
    taken = ~np.isnan(wait)
    waits = waits_in_turn(start, handling, staff)
    assert taken.mean() > 0.99
    assert np.abs(wait - waits)[taken].max() < 1e-6
    shares = means([batch > 0.25 for batch in long_run(20, 10, staff, batches=40)])
    agrees((wait > 0.25)[taken].mean(), (waits > 0.25)[taken].mean(), shares, share)


def test_v23_complaints_before_questions() -> None:
    """V23: two classes at one person, a quarter urgent, none left halfway (Cobham 1954).

    Expected: the urgent wait R / (1 - u) = 8 min and the others R / ((1 - u)(1 - load)) = 24 min,
        u = 1/6 the load of the urgent, R = load / mu; each ticket waits what the recursion says.
    Runs: one shift of 5,000 hours, 20,000 tickets; 8 million of the recursion.
    Tolerance: 4 standard errors of the 8 million, 3 % at most; 1e-6 h a ticket.
    Power: fails when a mean is 2 % off, or one ticket's wait 4 ms.
    """
    tickets = long_shift(4, 6, staff=1, hours=5000, seed=13, urgent=0.25)
    start, handling, wait = columns(tickets)
    urgent = np.array([ticket.kind == 1 for ticket in tickets])
    taken = ~np.isnan(wait)
    waits = waits_by_class(start, handling, urgent)
    assert taken.mean() > 0.99
    assert np.abs(wait - waits)[taken].max() < 1e-6
    residual, share, load = 60 * (2 / 3) / 6, 1 / 6, 2 / 3
    long_waits: dict[bool, list[float]] = {True: [], False: []}
    for batch in range(BATCHES):
        asked, work = drawn(4, 10, 1.0, batch)
        first = np.random.default_rng([23, batch]).uniform(size=BATCH) < 0.25
        others = 60 * waits_by_class(asked, work, first)
        for kind, found in long_waits.items():
            found.append(float(others[SETTLED:][first[SETTLED:] == kind].mean()))
    for kind, expected in (
        (True, residual / (1 - share)), (False, residual / ((1 - share) * (1 - load))),
    ):  # fmt: skip
        chosen = taken & (urgent == kind)
        agrees(60 * wait[chosen].mean(), 60 * waits[chosen].mean(), long_waits[kind], expected)
