"""One shift in SimPy: staff take up the most urgent ticket first, until they go home."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Generator, Iterable
from heapq import heappop, heappush

import simpy

from sim.desk.tickets import CLASSES, PRIORITY, Cohort, Ticket

Queue = deque[Ticket | Cohort]
Process = Generator[simpy.Event, object, None]

_INSTANT = 1e-9
"""Hours below which two events are one, so that the clock always moves."""


class Shift:
    """A pool of staff at work from the start of a shift to its end.

    A person who takes up a single ticket stays with it (no pre-emption). Staff who are left work
    together on the cohort that is first in line, at ``staff / handling`` tickets an hour, or as
    fast as it is asked once nobody in it waits; they leave it at once for something more urgent. So
    between two events all rates are constant, and a cohort costs a few events whatever its count.

    Parameters
    ----------
    staff
        People, 1 or more.
    start, end
        Hours from today's midnight, ``start < end``.
    queues
        Waiting tickets of each class, first come first served; they are worked off in place.
    in_hand
        Hours still needed for the tickets that staff left in hand at the end of the last shift.

    Attributes
    ----------
    busy
        Staff-hours worked.
    answered
        Tickets taken up, by class; of cohorts, fractions too.
    """

    def __init__(
        self,
        staff: int,
        start: float,
        end: float,
        queues: tuple[Queue, ...],
        in_hand: Iterable[float],
    ) -> None:
        self.busy = 0.0
        self.answered = [0.0] * len(CLASSES)
        self._staff = staff
        self._end = end
        self._queues = queues
        self._env = simpy.Environment(initial_time=start)
        self._wake = self._env.event()
        self._rates: list[tuple[Cohort, float]] = []
        self._occupied = 0.0
        self._since = start
        self._finishing: list[float] = []
        for hours in in_hand:
            self._take(hours)

    @property
    def in_hand(self) -> list[float]:
        """Hours still needed for the tickets in hand, ascending."""
        return sorted(max(hour - self._env.now, 0.0) for hour in self._finishing)

    def run(self, arriving: Iterable[Ticket | Cohort]) -> None:
        """Live the shift.

        Parameters
        ----------
        arriving
            What is asked during the shift, by the time of asking.
        """
        self._env.process(self._arrive(arriving))
        self._env.process(self._work())
        self._env.run(until=self._end)
        self._progress()

    def _arrive(self, arriving: Iterable[Ticket | Cohort]) -> Process:
        for entry in arriving:
            yield self._env.timeout(max(entry.start - self._env.now, 0.0))
            self._queues[entry.kind].append(entry)
            self._alert()

    def _work(self) -> Process:
        while True:
            self._wake = self._env.event()
            pause = self._assign()
            while pause is None:
                pause = self._assign()
            if pause < math.inf:
                yield self._env.timeout(max(pause, _INSTANT)) | self._wake
            else:
                yield self._wake
            self._progress()

    def _assign(self) -> float | None:
        """Share the staff out by priority.

        Returns
        -------
        float or None
            Hours until a queue runs empty or a window ends; None when somebody took up a single
            ticket, so that fewer are left and it has to be done again.
        """
        now = self._env.now
        self._rates = []
        idle = float(self._staff - len(self._finishing))
        pause = math.inf
        for kind in PRIORITY:
            queue = self._queues[kind]
            while queue and idle > _INSTANT:
                first = queue[0]
                if isinstance(first, Ticket):
                    queue.popleft()
                    first.wait = max(now - first.start, 0.0)
                    self.answered[kind] += 1
                    self._take(first.handling)
                    return None
                first.advance(now, 0.0)
                waiting, inflow = first.waiting(now), first.inflow(now)
                if not waiting and not inflow:
                    queue.popleft()
                    continue
                rate = idle / first.handling
                if not waiting:
                    rate = min(rate, inflow)
                elif rate > inflow:
                    pause = min(pause, waiting / (rate - inflow))
                if inflow:
                    pause = min(pause, first.end - now)
                self._rates.append((first, rate))
                idle -= rate * first.handling
                # Behind a cohort that is still being asked there is nobody yet.
                break
        self._occupied = self._staff - max(idle, 0.0)
        return pause

    def _take(self, hours: float) -> None:
        heappush(self._finishing, self._env.now + hours)
        done = self._env.timeout(hours)
        assert done.callbacks is not None
        done.callbacks.append(self._finish)

    def _finish(self, _: simpy.Event) -> None:
        heappop(self._finishing)
        self._alert()

    def _alert(self) -> None:
        if not self._wake.triggered:
            self._wake.succeed()

    def _progress(self) -> None:
        """Book what was done since the last assignment."""
        now = self._env.now
        self.busy += self._occupied * (now - self._since)
        for cohort, rate in self._rates:
            self.answered[cohort.kind] += cohort.advance(now, rate)
        self._since = now
