"""Days at the desk: what is conserved, what does not depend on how it is asked, what is paid."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.desk import Answers, Desk
from sim.desk.tickets import Arrivals, Cohort, Handling, Ticket
from sim.errors import InputError
from sim.spec import DeskSpec

SINGLE_LIMIT = DeskSpec().single_limit

MONDAY, FRIDAY, SATURDAY = 0, 4, 5
VOLUMES = {"single": (6, 1), "mixed": (120, 9), "cohorts": (900, 140)}
STAFF = {"single": 1, "mixed": 4, "cohorts": 31}


def asked_days(volume: str, days: int = 60, seed: int = 0) -> NDArray[np.int64]:
    return np.random.default_rng(seed).poisson(VOLUMES[volume], (days, 2))


def desk(volume: str, seed: int = 1) -> Desk:
    return Desk(DeskSpec(staff=STAFF[volume]), FRIDAY, seed)


def assert_same(left: Answers, right: Answers) -> None:
    for name in Answers.__slots__:
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name), err_msg=name)


def joined(parts: list[Answers]) -> Answers:
    return Answers(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Answers.__slots__)
    )


@pytest.mark.parametrize("volume", VOLUMES)
def test_one_call_is_many_calls(volume: str) -> None:
    asked = asked_days(volume)
    whole = desk(volume).serve(asked)
    daily = desk(volume)
    assert_same(whole, joined([daily.serve(asked[day : day + 1]) for day in range(60)]))
    uneven = desk(volume)
    parts = [uneven.serve(asked[low:high]) for low, high in ((0, 7), (7, 7), (7, 31), (31, 60))]
    assert_same(whole, joined(parts))


@pytest.mark.parametrize("volume", VOLUMES)
def test_a_copy_goes_on_alone(volume: str) -> None:
    asked = asked_days(volume)
    whole = desk(volume).serve(asked)
    first = desk(volume)
    first.serve(asked[:25])
    second = first.copy()
    first.serve(np.full((3, 2), 1000))
    assert_same(joined([desk(volume).serve(asked[:25]), second.serve(asked[25:])]), whole)


@pytest.mark.parametrize("volume", VOLUMES)
def test_asked_is_answered_or_waits(volume: str) -> None:
    asked = asked_days(volume)
    answers = desk(volume).serve(asked)
    waiting = np.cumsum(asked, axis=0) - np.cumsum(answers.answered, axis=0)
    np.testing.assert_array_equal(waiting, answers.backlog)
    assert answers.backlog.any()


@pytest.mark.parametrize("volume", VOLUMES)
def test_a_backlog_is_cleared_and_nothing_is_lost(volume: str) -> None:
    asked = asked_days(volume)
    busy = desk(volume)
    before = busy.serve(asked)
    after = busy.serve(np.zeros((40, 2), np.int64))
    np.testing.assert_array_equal(asked.sum(0), (before.answered.sum(0) + after.answered.sum(0)))
    assert not after.backlog[-1].any()
    assert after.utilisation[-3] == 0
    # Staff worked exactly what the draws of those days ask for.
    arrivals = Arrivals(3, Handling(1 / 6, 1.0), SINGLE_LIMIT, 1)
    work = 0.0
    for day, kind in product(range(60), range(2)):
        for entry in arrivals.draw(kind, int(asked[day, kind]), day):
            work += entry.handling * (entry.count if isinstance(entry, Cohort) else 1)
    paid = STAFF[volume] * 8.0
    worked = np.nansum(before.utilisation) * paid + np.nansum(after.utilisation) * paid
    assert worked == pytest.approx(work, rel=1e-6)


def test_a_long_backlog_stays_short() -> None:
    """What waits beyond a day's worth of single tickets is kept as one cohort."""
    slow = Desk(DeskSpec(staff=1, handling_minutes=60), MONDAY, 1)
    answers = slow.serve(np.tile([30, 0], (100, 1)))
    assert answers.backlog[-1, 0] > 2000
    assert sum(len(queue) for queue in slow._queues) == 1


def test_other_seeds_are_other_luck() -> None:
    asked = asked_days("mixed")
    left, right = (desk("mixed", seed).serve(asked) for seed in (1, 2))
    assert (left.waits_hours != right.waits_hours).any()
    assert_same(left, desk("mixed", 1).serve(asked))


@pytest.mark.parametrize("volume", [6, 40, 64, 65, 200, 20_000])
def test_more_staff_never_wait_longer(volume: int) -> None:
    """First come, first served: on every single day, with the same draws."""
    asked = np.random.default_rng(volume).poisson((volume, 0), (60, 2))
    fewer: NDArray[np.float64] | None = None
    for staff in (1, 2, 3, 5, 9, 40, 2000):
        waits = Desk(DeskSpec(staff=staff), MONDAY, 3).serve(asked).waits_hours[:, 0]
        if fewer is not None:
            assert (waits <= fewer + 1e-6)[asked[:, 0] > 0].all()
            assert waits.sum() <= fewer.sum()
        fewer = waits


@pytest.mark.parametrize("volume", [(6, 1), (40, 8), (60, 60), (64, 70), (20_000, 900)])
def test_more_staff_never_wait_longer_by_class(volume: tuple[int, int]) -> None:
    """With priorities a single day may be unlucky, a span is not."""
    asked = np.random.default_rng(5).poisson(volume, (60, 2))
    fewer = np.full(2, np.inf)
    for staff in (1, 2, 3, 5, 9, 40, 2000):
        answers = Desk(DeskSpec(staff=staff), MONDAY, 3).serve(asked)
        mean = np.nanmean(answers.waits_hours, axis=0)
        assert (mean <= fewer + 1e-6).all()
        fewer = mean


def hours_asked(spec: DeskSpec, seed: int, count: int) -> NDArray[np.float64]:
    handling = Handling(spec.handling_minutes / 60, 1.0)
    tickets = Arrivals(spec.cohort_hours, handling, 10**6, seed).draw(0, count, 0)
    return np.array([ticket.start for ticket in tickets if isinstance(ticket, Ticket)])


@pytest.mark.parametrize(
    ("weekday", "days_to_next"), [(MONDAY, 1), (FRIDAY, 3), (SATURDAY, 2), (6, 1)]
)
def test_asked_at_night_waits_until_morning(weekday: int, days_to_next: int) -> None:
    spec = DeskSpec(staff=50)
    asked = hours_asked(spec, 4, 30)
    opening = 24.0 * days_to_next + 9
    wait = np.where(asked < 17, np.maximum(9 - asked, 0), opening - asked)
    if weekday > FRIDAY:
        wait = opening - asked
    answers = Desk(spec, weekday, 4).serve(np.array([[30, 0]]))
    assert answers.waits_hours[0, 0] == pytest.approx(wait.mean(), abs=1e-9)
    assert answers.backlog[0, 0] == ((asked >= 17) | (weekday > FRIDAY)).sum()


def test_expected_wait_is_the_wait() -> None:
    """With one person and equal handling times nothing is luck: the queue by hand."""
    spec = DeskSpec(staff=1, handling_minutes=45, days_open=tuple(range(7)))
    asked = hours_asked(spec, 6, 30)
    free, waits = 0.0, []
    for hour in asked:
        # Hours on shift since Monday at 9:00; what is in hand at 17:00 goes on at 9:00.
        start = max(free, min(max(hour - 9, 0.0), 8.0))
        free = start + 0.75
        day, clock = divmod(start, 8)
        waits.append(24 * day + 9 + clock - hour)
    assert free > 20
    answers = Desk(spec, MONDAY, 6, handling_cv=0.0).serve(np.array([[30, 0]]))
    assert answers.waits_hours[0, 0] == pytest.approx(np.mean(waits), abs=1e-9)
    assert answers.utilisation[0] == pytest.approx(1.0, abs=0.05)


def test_complaints_go_first() -> None:
    """Three people can answer 720 a week, of the 840 asked: only questions pile up."""
    asked = np.tile([60, 60], (70, 1))
    answers = Desk(DeskSpec(staff=3), MONDAY, 8).serve(asked)
    question, complaint = answers.waits_hours.mean(axis=0)
    assert complaint < 0.2 * question
    assert answers.backlog[-3, 0] == pytest.approx(1200, rel=0.2)
    assert answers.backlog[-3, 1] < 60


def test_nobody_asks() -> None:
    spec = DeskSpec(staff=3, wage_per_hour=21.37, shift_start=8.5, shift_end=17.25)
    answers = Desk(spec, SATURDAY, 1).serve(np.zeros((9, 2), np.int64))
    assert np.isnan(answers.waits_hours).all()
    assert not answers.backlog.any()
    closed = np.array([True, True, False, False, False, False, False, True, True])
    np.testing.assert_array_equal(np.isnan(answers.utilisation), closed)
    assert (answers.utilisation[~closed] == 0).all()
    # 3 people x 8.75 h x 21.37 = 560.9625; what lies below a cent is paid on a later day.
    np.testing.assert_array_equal(np.isin(answers.wages_cents, (56096, 56097)), ~closed)
    total = np.cumsum(answers.wages_cents)
    assert np.abs(total - 56096.25 * np.cumsum(~closed)).max() <= 0.5
    one_by_one = Desk(spec, SATURDAY, 1)
    days = [int(one_by_one.serve(np.zeros((1, 2), np.int64)).wages_cents[0]) for _ in range(9)]
    assert days == answers.wages_cents.tolist()


@pytest.mark.parametrize("volume", VOLUMES)
def test_wages_do_not_depend_on_work(volume: str) -> None:
    answers = desk(volume).serve(asked_days(volume))
    expected = STAFF[volume] * 8 * 2000
    assert set(answers.wages_cents.tolist()) == {0, expected}
    assert (answers.wages_cents == 0).sum() == 18
    assert np.nanmax(answers.utilisation) <= 1 + 1e-9


def test_no_days() -> None:
    assert Desk(DeskSpec(), MONDAY, 1).serve(np.zeros((0, 2), np.int64)).waits_hours.shape == (0, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"staff": 0},
        {"shift_start": 17.0},
        {"shift_start": -1.0},
        {"shift_end": 24.5},
        {"days_open": ()},
        {"days_open": (0, 0)},
        {"days_open": (7,)},
        {"handling_minutes": 0.0},
        {"handling_minutes": float("nan")},
        {"wage_per_hour": -1.0},
        {"cohort_hours": 5},
        {"cohort_hours": 0},
    ],
)
def test_bad_desk(change: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        Desk(replace(DeskSpec(), **change), MONDAY, 1)  # type: ignore[arg-type]
    assert caught.value.field is not None
    assert caught.value.field.startswith("desk.")


@pytest.mark.parametrize("tickets", [[[1, -1]], [[1]], [1, 2]])
def test_bad_tickets(tickets: list[object]) -> None:
    with pytest.raises(InputError, match="questions and complaints"):
        Desk(DeskSpec(), MONDAY, 1).serve(np.array(tickets))


def test_simpy_waits_for_the_first_ticket() -> None:
    code = (
        "import sys, numpy, sim.spec; from sim.desk import Desk;"
        "desk = Desk(sim.spec.DeskSpec(), 0, 1); desk.serve(numpy.zeros((9, 2), int));"
        "assert 'simpy' not in sys.modules; desk.serve(numpy.full((1, 2), 5));"
        "assert 'simpy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
