"""What is kept of members' deeds, where audiences ask for it: a row of whole numbers a member.

Totals since the launch, days from 1 on (0: never), and the totals of the latest weeks, the newest
first; weeks are counted from the plan's first day.
"""

from __future__ import annotations

from typing import Final

DEEDS: Final = (
    "visits",
    "posts",
    "orders",
    "spent",  # millionths of the list price
    "last_post",
    "first_order",
    "last_order",
    "week",  # of the last deed
)
(VISITED, POSTED, ORDERED, SPENT, LAST_POST, FIRST_ORDER, LAST_ORDER, WEEK_OF_DEEDS) = range(
    len(DEEDS)
)
DEED_WEEKS: Final = 4
BUCKETS: Final = len(DEEDS)
"""Column of `deeds` from which the weeks of the four totals stand, one total after the other."""
