"""The days of an event: it is told of, held, gone back over; once, or again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategies.days import Phase

WARM_UP, BURST, RETURN = "warm-up", "burst", "return"
"""The phases of each time that an event is held."""


@dataclass(frozen=True, slots=True)
class Held:
    """One time that an event is held, by days of the plan; each end is the first day after.

    Attributes
    ----------
    begins
        Day on which it is first told of.
    first, ends
        Its own days.
    over
        Where the days after it end.
    """

    begins: int
    first: int
    ends: int
    over: int

    def phases(self, number: int) -> dict[str, Phase]:
        """Return those of its phases that have a day, by names that tell it from other times."""
        spans = {
            WARM_UP: (self.begins, self.first),
            BURST: (self.first, self.ends),
            RETURN: (self.ends, self.over),
        }
        return {
            f"{name} {number}": Phase(from_day=first, to_day=end)
            for name, (first, end) in spans.items()
            if first < end
        }


def times(
    window: slice, lengths: tuple[int, int, int], every: int, to_day: int | None
) -> list[Held]:
    """Return when an event is held; whatever would be told of and never begin is left out.

    Parameters
    ----------
    window
        Days of the plan on which it may run.
    lengths
        Days of the phases.
    every
        Days from one time to the next; 0: once.
    to_day
        End of its days, which may lie beyond the plan; None: none.
    """
    warm_up, own, back = lengths
    found: list[Held] = []
    begins = window.start
    while begins < window.stop and begins + warm_up < window.stop and own:
        first = begins + warm_up
        ends = first + own if to_day is None else min(first + own, to_day)
        over = ends + back if to_day is None else min(ends + back, to_day)
        found.append(Held(begins, first, ends, over))
        begins += every or window.stop
    return found


def named_phases(held: Sequence[Held]) -> dict[str, Phase]:
    """Return all phases of all times, by name."""
    return {name: phase for k, one in enumerate(held) for name, phase in one.phases(k).items()}


def days_of(spans: Iterable[tuple[int, int]], days: int) -> NDArray[np.bool_]:
    """Return which of so many days lie in some spans, shape ``(days,)``."""
    found = np.zeros(days, np.bool_)
    for first, end in spans:
        found[first:end] = True
    return found
