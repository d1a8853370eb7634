"""What friends whom members brought spend, friend by friend and day by day: what commission is on.

Kept where an offer asks for it (`sim.rules.Rules.brought`) and of friends who joined since the
plan began, from what they have spent in all: a midnight's total less what was noted before it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.compiled.control import DAY as TODAY
from sim.compiled.control import MEMBERS
from sim.compiled.deeds import SPENT
from sim.compiled.layout import Columns

BROUGHT: Final = ("day", "joined", "friend", "seller", "place", "millionths")
"""Columns of the record: days of the plan; rows of members; the seller's combination of audiences
when the friend joined; what was spent, in millionths of the list price of an order."""
(DAY, JOINED, FRIEND, SELLER, PLACE, MILLIONTHS) = range(len(BROUGHT))


def no_sales() -> NDArray[np.int64]:
    """Return a record with nothing in it."""
    return np.zeros((0, len(BROUGHT)), np.int64)


def noted(record: NDArray[np.int64], columns: Columns, past_days: int) -> NDArray[np.int64]:
    """Return the record with what was spent since it was last noted, as of the day before today.

    Parameters
    ----------
    record
        What was noted before, shape ``(rows, len(BROUGHT))``.
    columns
        The members; those of communities that keep no deeds have spent nothing.
    past_days
        Days from the launch to the plan's first day.
    """
    size, today = (int(columns.control[place]) for place in (MEMBERS, TODAY))
    first = int(columns.born[past_days])
    if len(columns.deeds) < size or today <= past_days or size <= first:
        return record
    friends = first + np.flatnonzero(columns.inviter[first:size] >= 0)
    before = np.zeros(size - first, np.int64)
    np.add.at(before, record[:, FRIEND] - first, record[:, MILLIONTHS])
    spent = columns.deeds[friends, SPENT] - before[friends - first]
    friends, spent = friends[spent > 0], spent[spent > 0]
    if not len(friends):
        return record
    places = np.zeros(len(friends), np.int64)
    if len(columns.invited_in) > 1:
        places = columns.invited_in[friends].astype(np.int64)
    new = np.empty((len(friends), len(BROUGHT)), np.int64)
    new[:, DAY] = today - 1 - past_days
    new[:, JOINED] = columns.members["join_day"][friends] - past_days
    new[:, FRIEND] = friends
    new[:, SELLER] = columns.inviter[friends]
    new[:, PLACE] = places
    new[:, MILLIONTHS] = spent
    return np.concatenate([record, new])
