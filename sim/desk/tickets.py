"""Tickets on their way: one by one, or as cohorts of a class, a window and a count."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np

from sim.desk.profile import cumulative
from sim.draws import decision_key, normal, uniform53

CLASSES: Final = ("question", "complaint")
"""Ticket classes, in the order of every array's last axis."""

PRIORITY: Final = (1, 0)
"""Indices of `CLASSES`, the most urgent first: complaints before questions."""

WHOLE: Final = 1e-6
"""Tickets fewer than these are rounding, not tickets."""


@dataclass(slots=True)
class Ticket:
    """One ticket.

    Parameters
    ----------
    kind
        Index into `CLASSES`.
    start
        When it was asked, hours from today's midnight (negative: before today).
    handling
        What it takes one person, hours.
    wait
        Hours until somebody took it up; NaN until then.
    """

    kind: int
    start: float
    handling: float
    wait: float = math.nan


@dataclass(slots=True)
class Cohort:
    """Tickets of one class asked evenly over one window, as a fluid.

    Parameters
    ----------
    kind
        Index into `CLASSES`.
    start, width
        The window in hours from today's midnight; width 0 means that all of them are there.
    count
        Tickets, 1 or more.
    handling
        What each takes one person, hours.

    Attributes
    ----------
    served
        Tickets answered so far.
    waited
        Ticket-hours waited until `seen`: the area between what was asked and what was answered.
    seen
        The hour up to which `served` and `waited` are known.
    """

    kind: int
    start: float
    width: float
    count: int
    handling: float
    served: float = 0.0
    waited: float = 0.0
    seen: float = field(init=False)

    def __post_init__(self) -> None:
        self.seen = self.start

    @property
    def end(self) -> float:
        """Hour at which the window ends."""
        return self.start + self.width

    def asked(self, hour: float) -> float:
        """Tickets asked until an hour."""
        if hour >= self.end:
            return float(self.count)
        return self.count * max(hour - self.start, 0.0) / self.width

    def inflow(self, hour: float) -> float:
        """Tickets asked an hour, from that hour on."""
        return self.count / self.width if self.start <= hour < self.end else 0.0

    def waiting(self, hour: float) -> float:
        """Tickets asked and not answered; what is less than `WHOLE` is none."""
        tickets = self.asked(hour) - self.served
        return tickets if tickets > WHOLE else 0.0

    def advance(self, hour: float, rate: float) -> float:
        """Move on to an hour, answering at a constant rate, and return the tickets answered.

        Parameters
        ----------
        hour
            Not before `seen`.
        rate
            Tickets answered an hour since `seen`, at most what there was to answer.
        """
        span = hour - self.seen
        if span <= 0:
            return 0.0
        answered = min(rate * span, self.asked(hour) - self.served)
        self.waited += self._area(hour) - self._area(self.seen)
        self.waited -= (self.served + answered / 2) * span
        self.served += answered
        self.seen = hour
        return answered

    def _area(self, hour: float) -> float:
        """Integral of `asked` until an hour."""
        if hour >= self.end:
            return self.count * (hour - self.start - self.width / 2)
        return self.count * max(hour - self.start, 0.0) ** 2 / (2 * self.width)


@dataclass(frozen=True, slots=True)
class Handling:
    """How long a ticket takes one person.

    Parameters
    ----------
    mean
        Hours, above 0.
    cv
        Coefficient of variation, 0 or more: 1 is the exponential distribution, any other value
        the log-normal one, which handling times of contact centres follow (Brown et al. 2005,
        JASA 100(469), 36-50).
    """

    mean: float
    cv: float

    def single(self, ticket: int, key: np.uint64) -> float:
        """Draw the hours of one ticket."""
        if self.cv == 1.0:
            return -self.mean * math.log(uniform53(ticket, int(key)))
        variance = math.log1p(self.cv**2)
        z = normal(np.uint64(ticket), key)
        return self.mean * math.exp(math.sqrt(variance) * z - variance / 2)

    def average(self, count: int, window: int, key: np.uint64) -> float:
        """Draw the mean hours of the tickets of a cohort.

        Their sum has the mean and the variance of that many single tickets, so that a busy desk
        queues as it does with single tickets. Drawn as a gamma variable by the cube of a normal
        one (Wilson and Hilferty 1931, PNAS 17(12), 684-688).
        """
        spread = self.cv**2 / count
        root = 1 - spread / 9 + normal(np.uint64(window), key) * math.sqrt(spread) / 3
        # The normal variable has a tail below zero, a handling time has not.
        return self.mean * float(max(root, 0.1) ** 3)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How a day's tickets arrive.

    Parameters
    ----------
    window_hours
        Width of a cohort's window, hours, a divisor of 24.
    handling
        Handling times.
    single_limit
        Tickets a window, on the mean of a class's day, up to which they travel one by one.
    seed
        Seed of the run.
    hours
        When in the day they come, 24 weights; empty: as it is assumed.
    """

    window_hours: int
    handling: Handling
    single_limit: int
    seed: int
    hours: tuple[float, ...] = ()

    @property
    def daily_limit(self) -> int:
        """Tickets of one class that travel one by one on one day, at most."""
        return self.single_limit * 24 // self.window_hours

    def draw(self, kind: int, count: int, day: int) -> list[Ticket] | list[Cohort]:
        """Return the tickets of one class and day, by the time of asking.

        The switch between the two ways looks only at the day's count, so that desks of any
        staff share their draws.
        """
        if count <= self.daily_limit:
            return self._tickets(kind, count, day)
        return self._cohorts(kind, count, day)

    def _tickets(self, kind: int, count: int, day: int) -> list[Ticket]:
        when = int(decision_key(self.seed, f"desk ask {CLASSES[kind]}", day))
        work = decision_key(self.seed, f"desk handling {CLASSES[kind]}", day)
        edges = cumulative(self.window_hours, self.hours)
        tickets = []
        for ticket in range(count):
            u = uniform53(ticket, when)
            window = bisect_right(edges, u) - 1
            inside = (u - edges[window]) / (edges[window + 1] - edges[window])
            start = (window + inside) * self.window_hours
            tickets.append(Ticket(kind, start, self.handling.single(ticket, work)))
        return sorted(tickets, key=lambda ticket: ticket.start)

    def _cohorts(self, kind: int, count: int, day: int) -> list[Cohort]:
        when = decision_key(self.seed, f"desk ask {CLASSES[kind]}", day)
        work = decision_key(self.seed, f"desk handling {CLASSES[kind]}", day)
        cohorts = []
        left = count
        for window, (low, high) in enumerate(pairwise(cumulative(self.window_hours, self.hours))):
            # Binomial among those left, by its normal approximation; the last takes the rest.
            share = min((high - low) / (1 - low), 1.0) if low < 1 else 0.0
            noise = normal(np.uint64(window), when) * math.sqrt(left * share * (1 - share))
            size = min(max(round(left * share + noise), 0), left)
            left -= size
            if size:
                mean = self.handling.average(size, window, work)
                start = float(window * self.window_hours)
                cohorts.append(Cohort(kind, start, self.window_hours, size, mean))
        return cohorts
