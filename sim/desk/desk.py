"""The service desk: staff, shifts and queues, day after day."""

from __future__ import annotations

import copy
import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.desk.tickets import CLASSES, PRIORITY, WHOLE, Arrivals, Cohort, Handling, Ticket
from sim.errors import InputError
from sim.ranges import PYTHON
from sim.spec import DeskSpec

if TYPE_CHECKING:
    from sim.desk.shift import Queue

DAY: Final = 24.0


@dataclass(frozen=True, slots=True)
class Answers:
    """What the desk did over some days; the last axis is the class: question, complaint.

    Attributes
    ----------
    waits_hours
        Mean hours from asking to being taken up, of the tickets asked on that day, float64, shape
        ``(days, 2)``; NaN where none was asked. It is what is known at the day's end: tickets that
        wait then count with their wait so far and the wait expected from what is ahead of them.
    answered
        Tickets taken up on that day, int64, shape ``(days, 2)``.
    backlog
        Tickets that wait at the day's end, int64, shape ``(days, 2)``.
    utilisation
        Share of the paid hours that staff worked on tickets, float64, shape ``(days,)``; NaN on
        days without a shift.
    wages_cents
        Paid to staff, whole cents, int64, shape ``(days,)``.
    """

    waits_hours: NDArray[np.float64]
    answered: NDArray[np.int64]
    backlog: NDArray[np.int64]
    utilisation: NDArray[np.float64]
    wages_cents: NDArray[np.int64]


class Desk:
    """One pool of staff with shifts, and complaints before questions.

    All that passes from one day to the next is a short list of waiting tickets and the hours left
    on those in hand; a SimPy environment lives for one shift. So a desk can be copied at any
    midnight, and one call of many days equals many calls of one.

    Parameters
    ----------
    spec
        Staff, shift, handling time, wage.
    weekday_of_first_day
        Weekday of the first day served, Monday 0 to Sunday 6.
    seed
        Seed of the run.
    handling_cv
        Coefficient of variation of handling times, 0 or more; 1 is the exponential distribution.
    hours
        When in the day members ask, 24 weights; empty: as it is assumed (`sim.hours`).

    Raises
    ------
    InputError
        If a value of `spec` is outside its range.
    """

    def __init__(
        self,
        spec: DeskSpec,
        weekday_of_first_day: int,
        seed: int,
        *,
        handling_cv: float = 1.0,
        hours: tuple[float, ...] = (),
    ) -> None:
        check(spec)
        self.spec = spec
        handling = Handling(spec.handling_minutes / 60, handling_cv)
        self._arrivals = Arrivals(spec.cohort_hours, handling, spec.single_limit, seed, hours)
        self._weekday = weekday_of_first_day
        self._day = 0
        self._queues: tuple[Queue, ...] = tuple(deque() for _ in CLASSES)
        self._in_hand: list[float] = []

    def copy(self) -> Desk:
        """Return a desk that goes on from the same day with the same backlog, on its own."""
        return copy.deepcopy(self)

    def state(self) -> dict[str, Any]:
        """Return what passes from the last day served to the next, as JSON values."""
        return {
            "queues": [
                {
                    "tickets": [[e.start, e.handling] for e in queue if isinstance(e, Ticket)],
                    "cohorts": [[e.count, e.handling] for e in queue if isinstance(e, Cohort)],
                }
                for queue in self._queues
            ],
            "in_hand": self._in_hand,
        }

    def restore(self, day: int, state: Mapping[str, Any]) -> None:
        """Go on with a day from where a desk of the same spec and seed has left off.

        Parameters
        ----------
        day
            Days that it has served.
        state
            What its `state` was.

        Raises
        ------
        ValueError, TypeError, KeyError
            If no desk of this spec can have left this.
        """
        queues: list[Queue] = []
        for kind, waiting in zip(range(len(CLASSES)), state["queues"], strict=True):
            tickets = _listed(waiting["tickets"], self._arrivals.daily_limit)
            cohorts = _listed(waiting["cohorts"], 1)
            queue: Queue = deque()
            for start, hours in tickets:
                queue.append(Ticket(kind, _between(-math.inf, start, 0), _between(0, hours)))
            for count, hours in cohorts:
                size = int(_between(1, count, 2**53))
                queue.append(Cohort(kind, -DAY, 0.0, size, _between(0, hours)))
            queues.append(queue)
        in_hand = [_between(0, hours) for hours in _listed(state["in_hand"], self.spec.staff)]
        self._day, self._queues, self._in_hand = day, tuple(queues), in_hand

    def serve(self, tickets: NDArray[np.int64]) -> Answers:
        """Serve the days that follow those of the last call.

        Parameters
        ----------
        tickets
            Tickets asked, 0 or more, shape ``(days, 2)``: questions, complaints.

        Returns
        -------
        Answers
            Waits, backlog, utilisation and wages of those days.

        Raises
        ------
        InputError
            If ``tickets`` has another shape or a negative count.
        """
        asked = np.asarray(tickets, np.int64)
        if asked.ndim != 2 or asked.shape[1] != len(CLASSES) or (asked < 0).any():
            raise InputError(
                "counts of questions and complaints are wanted, 0 or more, shape (days, 2)",
                field="tickets",
            )
        days = len(asked)
        answers = Answers(
            waits_hours=np.full((days, len(CLASSES)), np.nan),
            answered=np.zeros((days, len(CLASSES)), np.int64),
            backlog=np.zeros((days, len(CLASSES)), np.int64),
            utilisation=np.full(days, np.nan),
            wages_cents=np.zeros(days, np.int64),
        )
        for row in range(days):
            self._live(asked[row].tolist(), answers, row)
        return answers

    @property
    def _open(self) -> bool:
        return (self._weekday + self._day) % 7 in self.spec.days_open

    def _days_worked(self) -> int:
        """Return the shifts before today."""
        weeks, days = divmod(self._day, 7)
        begun = sum((self._weekday + day) % 7 in self.spec.days_open for day in range(days))
        return weeks * len(self.spec.days_open) + begun

    def _live(self, asked: list[int], answers: Answers, row: int) -> None:
        """Live one day and write its row of the answers."""
        today: list[Ticket | Cohort] = []
        for kind, count in enumerate(asked):
            if count:
                today += self._arrivals.draw(kind, count, self._day)
        today.sort(key=lambda entry: entry.start)
        if self._open:
            paid = self.spec.staff * (self.spec.shift_end - self.spec.shift_start)
            busy, answered = self._work(today)
            answers.utilisation[row] = busy / paid
            answers.answered[row] = answered
            wage = paid * self.spec.wage_per_hour * 100
            before = self._days_worked()
            # What lies below a cent is paid on a later day.
            answers.wages_cents[row] = round((before + 1) * wage) - round(before * wage)
        else:
            self._line_up(today)
        self._day += 1
        for kind, hours in enumerate(self._waits(today)):
            if asked[kind]:
                answers.waits_hours[row, kind] = hours / asked[kind]
        answers.backlog[row] = self._carry_over()

    def _line_up(self, entries: list[Ticket | Cohort]) -> None:
        for entry in entries:
            self._queues[entry.kind].append(entry)

    def _work(self, today: list[Ticket | Cohort]) -> tuple[float, list[int]]:
        """Live a day with a shift; return staff-hours worked and tickets taken up by class."""
        start, end = self.spec.shift_start, self.spec.shift_end
        self._line_up([entry for entry in today if entry.start < start])
        during = [entry for entry in today if start <= entry.start < end]
        busy, answered = 0.0, [0] * len(CLASSES)
        if during or self._in_hand or any(self._queues):
            # SimPy takes 35 ms to import, which a run without tickets need not pay.
            from sim.desk.shift import Shift

            shift = Shift(self.spec.staff, start, end, self._queues, self._in_hand)
            shift.run(during)
            self._in_hand = shift.in_hand
            busy = shift.busy
            # What is left of a half-answered ticket of a cohort waits as a whole one.
            answered = [math.floor(tickets + 100 * WHOLE) for tickets in shift.answered]
        self._line_up([entry for entry in today if entry.start >= end])
        return busy, answered

    def _waits(self, today: list[Ticket | Cohort]) -> list[float]:
        """Return the ticket-hours waited by class of what was asked today, as known at midnight.

        Whatever waits still is expected to be taken up when staff have worked off what is ahead, in
        the order of priority, should nothing more urgent arrive. Staff take up the next ticket when
        the first of them is free, not when the last is, hence ``staff - 1`` tickets less; this is
        exact for exponential handling times.
        """
        hours = [0.0] * len(CLASSES)
        for entry in today:
            if isinstance(entry, Cohort):
                entry.advance(DAY, 0.0)
                hours[entry.kind] += entry.waited
            elif not math.isnan(entry.wait):
                hours[entry.kind] += entry.wait
        ahead = math.fsum(self._in_hand)
        spared = (self.spec.staff - 1) * self._arrivals.handling.mean
        for kind in PRIORITY:
            for entry in self._queues[kind]:
                count = entry.waiting(DAY) if isinstance(entry, Cohort) else 1.0
                if entry.start >= 0:
                    before = ahead + max(count - 1, 0.0) / 2 * entry.handling
                    staffed = max(before - spared, 0.0) / self.spec.staff
                    so_far = DAY - entry.start if isinstance(entry, Ticket) else 0.0
                    hours[kind] += so_far + count * self._until_staffed(staffed)
                ahead += count * entry.handling
        return hours

    def _until_staffed(self, staffed: float) -> float:
        """Return the hours from the coming midnight until so many hours of shifts have passed."""
        start, length = self.spec.shift_start, self.spec.shift_end - self.spec.shift_start
        weeks, left = divmod(staffed, length * len(self.spec.days_open))
        day = 0
        while True:
            if (self._weekday + self._day + day) % 7 in self.spec.days_open:
                if left < length:
                    return weeks * 7 * DAY + day * DAY + start + left
                left -= length
            day += 1

    def _carry_over(self) -> list[int]:
        """Turn the queues to the next day's clock and return how many tickets wait by class.

        A backlog beyond what may travel one by one in a day travels as one cohort from then on: its
        waits have been reported, only its count and its work matter.
        """
        backlog = []
        for kind, queue in enumerate(self._queues):
            cohorts = [entry for entry in queue if isinstance(entry, Cohort)]
            singles = [entry for entry in queue if isinstance(entry, Ticket)]
            waiting = [cohort.waiting(DAY) for cohort in cohorts]
            count = len(singles) + sum(math.ceil(tickets - WHOLE) for tickets in waiting)
            backlog.append(count)
            if cohorts or count > self._arrivals.daily_limit:
                work = math.fsum(ticket.handling for ticket in singles)
                for cohort, tickets in zip(cohorts, waiting, strict=True):
                    work += tickets * cohort.handling
                queue.clear()
                if count:
                    queue.append(Cohort(kind, -DAY, 0.0, count, work / count))
            for ticket in singles:
                ticket.start -= DAY
        return backlog


def _listed(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("not a list, or longer than it can be")
    return value


def _between(low: float, value: Any, high: float = math.inf) -> float:
    if type(value) not in (int, float) or not (low <= value <= high and math.isfinite(value)):
        raise ValueError("not a number, or outside its range")
    return float(value)


def check(spec: DeskSpec) -> None:
    """Raise `InputError` if a value of a desk is outside its range."""
    for name, right, allowed in (
        *(
            (name, PYTHON[f"desk.{name}"].hold(getattr(spec, name)), PYTHON[f"desk.{name}"].floor)
            for name in ("staff", "handling_minutes", "wage_per_hour", "single_limit")
        ),
        (
            "shift_start",
            PYTHON["desk.shift_start"].hold(spec.shift_start)
            and PYTHON["desk.shift_end"].hold(spec.shift_end)
            and spec.shift_start < spec.shift_end,
            "0 or more and before shift_end, which is 24 or less",
        ),
        (
            "days_open",
            0 < len(set(spec.days_open)) == len(spec.days_open)
            and set(spec.days_open) <= set(range(7)),
            "different weekdays from 0 (Monday) to 6, at least one",
        ),
        (
            "cohort_hours",
            spec.cohort_hours >= 1 and 24 % spec.cohort_hours == 0,
            "a divisor of 24",
        ),
    ):
        if not right:
            value = getattr(spec, name)
            raise InputError(f"{value!r} is not allowed: {allowed}", field=f"desk.{name}")
