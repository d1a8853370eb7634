"""Seats of a course: so many of an audience, by lot, the same ones for a term.

Audiences are chosen once a week. On the first look of a term the seats go by keyed hash, anew for
each term, to those of the audience who came in the week before. Who has one keeps it to the end of
the term; the seats of those who left go in the same way to others.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key, uniform
from sim.facts import Facts
from strategies.audiences.audiences import EVERY_DAYS, HELD
from strategies.audiences.definition import Arm
from strategies.audiences.rule import Evaluate, Known
from strategies.audiences.strata import among


class Seats(Arm):
    """Those who have a seat on a course. It is made by a strategy and stands in no file.

    Attributes
    ----------
    lot
        The course's name, by which lots are drawn.
    seats
        How many there are.
    first, weeks
        Day of the plan on which the first term begins, and how long each lasts.
    """

    lot: str
    seats: int
    first: int
    weeks: int
    of_all: ClassVar[bool] = True
    keeps: ClassVar[bool] = True
    """Whether who was in it has a claim to be in it still."""

    def evaluate(self, name: str) -> Evaluate:
        """Return who is in it: bool, shape ``(rows,)``."""
        return self._who

    def _who(self, facts: Facts, known: Known) -> NDArray[np.bool_]:
        found = np.zeros(len(facts.identity), np.bool_)
        # The look from which on the next week holds the first day.
        since = facts.day - facts.spec.past_days - self.first // EVERY_DAYS * EVERY_DAYS
        if since < 0 or not facts.whole:
            return found
        term, in_term = divmod(since, EVERY_DAYS * self.weeks)
        if in_term:
            found |= known[HELD] & facts.here
        drawn = uniform(facts.identity, decision_key(facts.seed, f"course {self.lot} lot", term))
        lately = facts["days_since_visit"] <= EVERY_DAYS
        open_to = np.flatnonzero(lately & among(facts, known, self.of) & facts.here & ~found)
        by_lot = open_to[np.lexsort((facts.identity[open_to], drawn[open_to]))]
        found[by_lot[: self.seats - int(found.sum())]] = True
        return found
