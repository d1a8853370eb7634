"""The funnel of an event, read off the record: how many came to each stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.trajectory import ORDERS, Trajectory
from strategies.event_days import Held

if TYPE_CHECKING:
    from strategies.event_terms import EventTerms

STAGES = ("invited", "saw", "signed_up", "left_out", "came", "took_part", "bought")
"""Stages in their order; who is left out has signed up and has no seat."""


def stages_of(
    event: EventTerms, held: Sequence[Held], seen: Trajectory
) -> tuple[tuple[str, int], ...]:
    """Return the stages of all times together, each with how many; none if it is never held.

    Who came, took part (wrote) and bought is counted once a day, so that of an event of some days
    more may have come than signed up. Who saw it is reckoned from those who signed up, by the
    interest; where nobody signs up it is not known.

    Parameters
    ----------
    event
        The event.
    held
        When it was held.
    seen
        The record of the plan.
    """
    if not held:
        return ()
    found = dict.fromkeys(STAGES, 0)
    whole, coming = seen.among(event.audience), seen.among(event.guests or event.audience)
    days, waiting = seen.calendar.days, seen.among(event.waiting) if event.waiting else None
    for one in held:
        first, last = one.first, min(one.ends, days)
        # The morning of its first day is the evening of the day before it is told of.
        there = whole.daily("reachable") if event.invites else whole.members
        invited = int(there[one.begins])
        found["invited"] += invited
        if waiting is not None:
            seated, beyond = int(coming.members[first]), int(waiting.members[first])
            found["signed_up"] += seated + beyond
            found["left_out"] += beyond
            heard = round((seated + beyond) / event.interest) if event.interest else invited
            found["saw"] += min(heard, invited)
        for stage, count in (("came", "visits"), ("took_part", "writers"), ("bought", ORDERS)):
            found[stage] += int(coming.daily(count)[first:last].sum())
    if waiting is None:
        del found["saw"], found["signed_up"], found["left_out"]
    return tuple(found.items())
