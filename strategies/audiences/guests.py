"""Guests of an event: who heard of it and signed up, as far as there are seats.

Audiences are chosen once a week. On the days from which on the next week holds a day of the event,
those are its guests who have heard of it (who came by since it was told of, brought by a message or
not), who sign up (by keyed hash, anew for each event), and who have a seat; seats go to the lowest
hashes. Whoever signs up beyond them waits. Who joins between two looks hears of the next one.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key, uniform
from sim.facts import Facts
from strategies.audiences.audiences import EVERY_DAYS
from strategies.audiences.definition import Arm
from strategies.audiences.rule import Evaluate, Known
from strategies.audiences.strata import among


class Guests(Arm):
    """Those who signed up for an event and have a seat, or those who wait for one.

    Its `share` is of those who heard of it. It is made by an event and stands in no file.

    Attributes
    ----------
    lot
        The event's name, by which lots are drawn.
    seats
        How many there are.
    waits
        Whether those are meant who signed up beyond the seats.
    first, days
        Day of the plan on which the event begins, and how many it lasts.
    every
        Days from one to the next, longer than it lasts; 0: it comes once.
    heard_days
        Days before the look in which whoever came by heard of it.
    """

    lot: str
    seats: int
    waits: bool = False
    first: int
    days: int
    every: int = 0
    heard_days: int
    of_all: ClassVar[bool] = True

    def evaluate(self, name: str) -> Evaluate:
        """Return who is in it: bool, shape ``(rows,)``."""
        return self._who

    def _who(self, facts: Facts, known: Known) -> NDArray[np.bool_]:
        today = facts.day - facts.spec.past_days
        which = self.coming(today)
        found = np.zeros(len(facts.identity), np.bool_)
        if which is None or not facts.whole:
            return found
        begins = self.first + which * self.every
        # Whoever signed up at the first look for it has not heard of it less by the second.
        heard_days = self.heard_days + max(today - begins // EVERY_DAYS * EVERY_DAYS, 0)
        heard = facts["days_since_visit"] <= heard_days
        key = decision_key(facts.seed, f"event {self.lot} lot", which)
        drawn = uniform(facts.identity, key)
        signs = heard & (drawn < np.float32(self.share)) & among(facts, known, self.of)
        signed = np.flatnonzero(signs & facts.here)
        by_lot = signed[np.lexsort((facts.identity[signed], drawn[signed]))]
        found[by_lot[self.seats :] if self.waits else by_lot[: self.seats]] = True
        return found

    def coming(self, today: int) -> int | None:
        """Return which event has a day before the next look, the first being 0; None: none has."""
        if today + EVERY_DAYS <= self.first:
            return None
        if not self.every:
            return 0 if today < self.first + self.days else None
        # The first that has not ended by today.
        which = max((today - self.first - self.days) // self.every + 1, 0)
        return which if self.first + which * self.every < today + EVERY_DAYS else None
