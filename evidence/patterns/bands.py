"""P2: what was published of the members of a cohort that come on day 1, 7 and 30, in per cent."""

from __future__ import annotations

SOCIAL = ((30, 40), (18, 25), (12, 18))
SHOPPING = ((22, 30), (10, 16), (6, 12))
EDUCATION = ((20, 28), (10, 16), (5, 10))
ALL_APPS = ((21, 29), (10, 14), (5, 7))

BANDS = {
    "plain": SHOPPING,
    "forum": SOCIAL,
    "chat": SOCIAL,
    "brand": ALL_APPS,
    "knowledge": EDUCATION,
    "shop": SHOPPING,
    "game": ALL_APPS,
}
"""Least and most for each of the three days, by preset."""
