"""What was published on the effects of a family of levers: the ranges that a result is held to."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """The range of published effects of a strategy on one measure.

    Parameters
    ----------
    measure
        A measure of the catalogue.
    low, high
        Smallest and largest effect published: 0.05 is +5 %.
    source
        Rows of the evidence table, with what they say.
    per
        None: the effect is the relative change of the measure, over what it would have been. Else
        a measure of members, and the effect is the change of the first for each of these members
        and 30 days.
    """

    measure: str
    low: float
    high: float
    source: str
    per: str | None = None


def of_use(low: float, high: float, source: str) -> tuple[Published, ...]:
    """Return a range of effects on how much a community is used: active members and visits."""
    return tuple(Published(measure, low, high, source) for measure in ("weekly_active", "visits"))


def together(ranges: tuple[Published, ...]) -> Published:
    """Return what strategies that run side by side can do to one measure, by what was published.

    Relative changes multiply, as those of independent causes would; rates add up. A strategy on
    which nothing was published for this measure adds nothing.

    Parameters
    ----------
    ranges
        Of one measure and one kind, at least one.
    """
    first, *others = ranges
    if not others:
        return first
    lows, highs = ([min(one.low, 0.0) for one in ranges], [max(one.high, 0.0) for one in ranges])
    source = "; ".join(dict.fromkeys(one.source for one in ranges))
    if first.per is not None:
        return Published(first.measure, sum(lows), sum(highs), source, first.per)
    low, high = (math.prod(1 + change for change in side) - 1 for side in (lows, highs))
    return Published(first.measure, low, high, source)
