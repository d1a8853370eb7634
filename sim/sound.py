"""Is a community that was read from a file one that the kernel may be trusted with?

Compiled code does not check the rows that it is led to, so a file that was tampered with could
lead it anywhere. This looks at every number that is used as a place, and at the lengths and sums
that compiled code takes for granted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.columns import ON_DEMAND, make_columns
from sim.community import Community
from sim.compiled.control import (
    ACCEPTED_WAITING,
    DAY,
    GROUPS,
    JOINED,
    MEMBERS,
    ORGANICS,
    POINTS_PURSE,
    SPILLED,
)
from sim.compiled.deeds import LAST_ORDER, LAST_POST
from sim.compiled.layout import NEVER, NO_DEBUT, REFERRED, SLOTS, Columns
from sim.rules import MAX_TIERS


def check(community: Community, organic: NDArray[np.int32]) -> None:
    """Look at every place that is stored.

    Parameters
    ----------
    community
        What was read.
    organic
        Organic joiners of each day as what is in force implies.

    Raises
    ------
    ValueError
        If one lies outside its array, or an array is not as long as the others ask for.
    """
    _check_lengths(community)
    c, spec = community.columns, community.spec
    size, day = int(c.control[MEMBERS]), int(c.control[DAY])
    _within("control", c.control[[MEMBERS, SPILLED, DAY, JOINED, ORGANICS, GROUPS]], 0, 2**31)
    _within("members", c.control[[MEMBERS]], 0, len(c.members) + 1)
    _within("spilled", c.control[[SPILLED]], 0, len(c.spill) + 1)
    _within("day", c.control[[DAY]], 0, spec.days + 1)
    _within("organics", c.control[[ORGANICS]], 0, size + 1)
    _within("groups", c.control[[GROUPS]], 0, len(c.group_size) + 1)
    _check_days(community, organic)
    _check_waiting(community)
    _check_members(community, size, day)
    _check_ties(community, size)
    _within("inviter", c.inviter[:size], -1, size)
    if len(c.invited_in) > 1:
        _within("invited_in", c.invited_in[:size], 0, len(community.combinations))
    _within("born", np.concatenate([[0], c.born[: day + 1], [size]]), 0, size + 1, rising=True)
    organics = int(c.control[ORGANICS])
    others = c.roster[len(c.roster) - (size - organics) :]
    _within("roster", np.concatenate([c.roster[:organics], others]), 0, max(size, 1))
    if len(c.group) > 1:
        _check_groups(c, size)
    if len(c.memories) > 1:
        held = c.memories["level_held"][:size]
        _within("level_held", held, 0, MAX_TIERS)
        for what in ("spur_day", "award_day", "hurt_day"):
            _within(what, c.memories[what][:size].astype(np.int64), 0, day + 1)
    if len(c.deeds) > 1:
        _within("deeds", c.deeds[:size, LAST_POST : LAST_ORDER + 1], 0, day + 1)
    _within("queue", c.queue, 0, max(size, 1))
    _within("order", c.order, 0, len(c.queue))


def _check_lengths(community: Community) -> None:
    """Hold all columns against such as are made for as many members, lines and queues."""
    c = community.columns
    sizes = [len(array) for array in (c.members, c.spill, c.queue, c.group_size)]
    made = make_columns(community.spec, *sizes)
    for name in Columns._fields:
        found, wanted = getattr(c, name).shape, getattr(made, name).shape
        on_demand = name in ON_DEMAND and found[0] == len(c.members)
        on_demand = on_demand and found[1:] == wanted[1:]
        if found != wanted and not on_demand:
            raise ValueError(f"{name} of {found} instead of {wanted}")
    if c.control[POINTS_PURSE] >= 0 and len(c.claims) != len(c.members):
        raise ValueError("a purse without claims on it")


def _check_days(community: Community, organic: NDArray[np.int32]) -> None:
    """Look at what a run itself writes into its days: joiners that are drawn, the desk's waits."""
    days, spec, today = community.days, community.spec, community.today
    drawn = np.zeros(spec.days, np.bool_)
    if spec.behaviour.has("market"):
        drawn[1:today] = ~spec.organic_known[1:today]
    # What was published may have changed since.
    lived = slice(spec.past_days, max(today, spec.past_days))
    drawn[lived] |= ~spec.organic_known[lived]
    if np.any(days.organic[~drawn] != organic[~drawn]):
        raise ValueError("joiners whom the scenario does not have")
    _within("organic", days.organic[drawn], 0, community.size + 1)
    _within("waits", days.waits.ravel(), 0, np.inf)


def _check_waiting(community: Community) -> None:
    """Look at what is under way from one day to the next: queues are made to its measure."""
    c, spec, size, day = community.columns, community.spec, community.size, community.today
    given = spec.graph.start is not None and day == 0
    if c.control[JOINED] != (spec.founders if given else 0):
        raise ValueError("joiners of a day that has not begun")
    accepted = int(np.bitwise_count(c.accepted).sum())
    if c.control[ACCEPTED_WAITING] != accepted or (day == 0 and accepted):
        raise ValueError("invitations that nobody accepted")
    if community.tallies.accepted.any() or c.leaving.any():
        raise ValueError("a day that has not ended")
    for name in ("accepted", "returned"):
        marked = np.unpackbits(getattr(c, name).view(np.uint8), bitorder="little")
        if marked[size:].any():
            raise ValueError(f"{name} for nobody")


def _check_groups(c: Columns, size: int) -> None:
    opened, cap = int(c.control[GROUPS]), c.group_rows.shape[1]
    _within("group", np.concatenate([c.group[:size], c.open_group]), -1, opened)
    _within("group_size", c.group_size, 0, cap + 1)
    _within("group_rows", c.group_rows, 0, max(size, 1))
    held = np.bincount(c.group[:size][c.group[:size] >= 0], minlength=len(c.group_size))
    if np.any(held > c.group_size) or c.group_size[opened:].any():
        raise ValueError("groups of more or fewer than are in them")


def _check_members(community: Community, size: int, day: int) -> None:
    m = community.columns.members[:size]
    segments = len(community.spec.segments)
    _within("segment", m["segment"], 0, segments)
    _within("cell", m["cell"], 0, community.days.effects.shape[2])
    if np.any(m["cell"] % segments != m["segment"]):
        raise ValueError("a cell of another segment")
    _within("ties", m["ties"], 0, size + 1)
    _within("join_day", m["join_day"], 0, day + 1)
    _within("last_visit", m["last_visit"], -1, day + 1)
    _within("loss_day", m["loss_day"], 0, day + 1)
    active = m[m["last_active"] != NEVER]
    _within("last_active", active["last_active"], 0, day + 1)
    if np.any((m["debut"] == NO_DEBUT) != (m["last_active"] == NEVER)):
        raise ValueError("a first day without a last, or a last day without a first")
    if np.any(active["debut"] > active["last_active"]):
        raise ValueError("a first day after the last")
    invited = (m["flags"] & REFERRED) != 0
    if np.any(community.columns.inviter[:size][invited] < 0):
        raise ValueError("an invitation of nobody")


def _check_ties(community: Community, size: int) -> None:
    """Walk all chains of lines at once: a chain that never ends would be walked for ever."""
    c, spilled = community.columns, int(community.columns.control[SPILLED])
    ties = c.members["ties"][:size].astype(np.int64)
    here = np.where(ties > 0, (ties - 1) % SLOTS + 1, 0)
    used = np.arange(SLOTS) < here[:, None]
    _within("lines", c.lines[:size, :SLOTS][used], 0, max(size, 1))
    _within("spill", c.spill[:spilled, :SLOTS], 0, max(size, 1))
    behind = c.spill[:spilled, SLOTS].astype(np.int64)
    if np.any(behind >= np.arange(spilled)):
        raise ValueError("a line of ties that leads on")
    link = c.lines[:size, SLOTS].astype(np.int64)
    left = (ties - here) // SLOTS
    while len(link):
        _within("links", link, -1, max(spilled, 1))
        if np.any((link >= 0) != (left > 0)):
            raise ValueError("more or fewer lines than ties")
        on = link >= 0
        link, left = behind[link[on]], left[on] - 1


def _within(
    name: str, places: NDArray[Any], low: int, high: float, *, rising: bool = False
) -> None:
    """Raise `ValueError` unless low <= places < high, and they rise if they must."""
    if len(places) and not (low <= places.min() and places.max() < high):
        raise ValueError(f"{name} outside {low} to {high - 1}")
    if rising and np.any(np.diff(places) < 0):
        raise ValueError(f"{name} does not rise")
