"""The state of a run that is no member's: one array of whole numbers."""

from __future__ import annotations

from typing import Final

CONTROL: Final = (
    "members",  # rows in use
    "spilled",  # spill lines in use
    "day",  # next day to live
    "accepted",  # accepted invitations waiting to be born
    "joined",  # of today's joiners, how many have been let in
    "points_purse",  # points that may still be issued; -1: no limit
    "rewards_purse",  # cents that may still be promised; -1: no limit
    "full",  # 1: a column must grow before the day can be lived
    "organics",  # members whom no plan and no member won
    "groups",  # groups opened
    "drums",  # of a lottery, that are full
    "tickets",  # in the one that is open
    "prize",  # of that, cents
    "shelf",  # usual stock, in thousandths of an order
    "brought",  # orders that were brought in beyond it and are not sold
    "last_brought",  # that the plan has for the day that was lived last
)
(
    MEMBERS, SPILLED, DAY, ACCEPTED_WAITING, JOINED, POINTS_PURSE, REWARDS_PURSE, FULL, ORGANICS,
    GROUPS, DRUMS, TICKETS, DRUM_PRIZE, SHELF, BROUGHT, LAST_BROUGHT,
) = range(len(CONTROL))  # fmt: skip
