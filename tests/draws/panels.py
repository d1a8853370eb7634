"""Panels of draws: along columns one part of the address counts up, along rows another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.draws import GOLDEN
from tests.draws.schemes import ARRIVALS, NUMBERS, ONE, TIE, VISIT, ZERO, Scheme, U, Words, count

COLUMNS: Final = 64
ROWS: Final = 2**12
"""A panel of the fast battery holds 262,144 draws."""

DAY: Final = np.array([3], U)


def across_members(s: Scheme, rows: int) -> Words:
    """Founders 0 .. 63 of one seed; rows are days."""
    return s.draw(s.founders(ONE, count(COLUMNS)), s.key(ONE, VISIT, count(rows)[:, None]))


def across_members_of_seeds(s: Scheme, rows: int) -> Words:
    """Founders 0 .. 63 on one day; rows are seeds, which have other founders each."""
    seed = count(rows)[:, None]
    return s.draw(s.founders(seed, count(COLUMNS)), s.key(seed, VISIT, DAY))


def across_days(s: Scheme, rows: int) -> Words:
    """Days 0 .. 63; rows are founders."""
    return s.draw(s.founders(ONE, count(rows))[:, None], s.key(ONE, VISIT, count(COLUMNS)))


def across_decisions(s: Scheme, rows: int) -> Words:
    """All decisions that have a name; rows are founders."""
    return s.draw(s.founders(ONE, count(rows))[:, None], s.key(ONE, NUMBERS, DAY))


def across_seeds(s: Scheme, rows: int) -> Words:
    """Seeds 0 .. 63 with the same members, as where an identity is given; rows are founders."""
    return s.draw(s.founders(ONE, count(rows))[:, None], s.key(count(COLUMNS), VISIT, DAY))


def across_far_seeds(s: Scheme, rows: int) -> Words:
    """Seeds that differ in one bit: 1, 2, 4, ... 2**63; rows are founders."""
    seed = ONE << count(COLUMNS)
    return s.draw(s.founders(ONE, count(rows))[:, None], s.key(seed, VISIT, DAY))


def across_seeds_and_days(s: Scheme, rows: int) -> Words:
    """Eight seeds by eight days; rows are founders."""
    key = s.key(count(8)[:, None], VISIT, count(8)).ravel()
    return s.draw(s.founders(ONE, count(rows))[:, None], key)


def across_arrivals(s: Scheme, rows: int) -> Words:
    """The draw of how many arrive: seeds 0 .. 63; rows are days."""
    day = s.numbered(ZERO, count(rows, start=1))[:, None]
    return s.draw(day, s.key(count(COLUMNS), ARRIVALS, ZERO))


def across_counters(s: Scheme, rows: int) -> Words:
    """A newcomer's tries to make ties, 1 .. 64; rows are founders."""
    base = s.draw(s.founders(ONE, count(rows))[:, None], s.key(ONE, TIE, ZERO))
    return s.numbered(base, count(COLUMNS, start=1))


def across_reuse(s: Scheme, rows: int) -> Words:
    """One draw, and what is hashed from it again and again; rows are founders."""
    words = [s.draw(s.founders(ONE, count(rows)), s.key(ONE, TIE, ZERO))]
    for salt in (0, GOLDEN, 0, 0, GOLDEN, 0, GOLDEN):
        words.append(s.draw(words[-1], U(salt)))
    return np.stack(words, axis=1)


def across_siblings(s: Scheme, rows: int) -> Words:
    """An inviter and the first 63 whom it invites, on one day; rows are founders."""
    parent = s.founders(ONE, count(rows))[:, None]
    family = np.concatenate([parent, s.child(parent, count(COLUMNS - 1))], axis=1)
    return s.draw(family, s.key(ONE, VISIT, DAY))


def across_cousins(s: Scheme, rows: int) -> Words:
    """The 64 grandchildren by eight children with eight each; rows are founders."""
    child = s.child(s.founders(ONE, count(rows))[:, None], count(8))
    cousins = s.child(child[:, :, None], count(8)).reshape(rows, COLUMNS)
    return s.draw(cousins, s.key(ONE, VISIT, DAY))


def across_generations(s: Scheme, rows: int) -> Words:
    """A line of 64 generations, each the first whom the one before invited; rows are founders."""
    line = [s.founders(ONE, count(rows))]
    for _ in range(COLUMNS - 1):
        line.append(s.child(line[-1], ZERO))
    return s.draw(np.stack(line, axis=1), s.key(ONE, VISIT, DAY))


PANELS: Final[dict[str, Callable[[Scheme, int], Words]]] = {
    "members": across_members,
    "members of seeds": across_members_of_seeds,
    "days": across_days,
    "decisions": across_decisions,
    "seeds": across_seeds,
    "far seeds": across_far_seeds,
    "seeds and days": across_seeds_and_days,
    "arrivals": across_arrivals,
    "counters": across_counters,
    "reuse": across_reuse,
    "siblings": across_siblings,
    "cousins": across_cousins,
    "generations": across_generations,
}
"""All panels by name."""
