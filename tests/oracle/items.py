"""What the operator's items are worth, worked out one figure at a time.

Equations: `formats`, `sources`, `hook` and `grading` of `sim.behaviour.read`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from sim.offers import Offers
from sim.rules import FORMATS, SOURCES
from sim.spec import CommunitySpec

F = np.float32

Worths = list[list[float]]
"""Worth of an item by source and format."""


def worth_of_items(b: Mapping[str, float], offers: Offers, day: int) -> Worths:
    """Return what an item of a day is worth, by who made the items of the last four weeks."""
    made = dict.fromkeys(SOURCES, 0.0)
    published = offers.supply + sum(layer.pinned for layer in offers.layers.values())
    for then in published[max(day - 27, 0) : day + 1].tolist():
        for topic in then:
            for source, items in zip(SOURCES, topic, strict=True):
                made[source] += sum(items)
    total = sum(made.values())
    assisted = made["ai"] / total if total else 0.0
    originals = made["professional"] + made["kol"] + made["member"]
    first = 1.0
    if made["derivative"]:
        again = made["derivative"] / originals if originals else math.inf
        first = (1.0 - math.exp(-again)) / again
    kept = {"ai": math.exp(-b["ai_sameness"] * assisted), "derivative": first}
    trusted = math.exp(-b["ai_distrust"] * assisted)
    return [
        [
            b[f"quality_{source}"]
            * (1.0 if form == "text" else b[f"format_{form}"])
            * (kept.get(source, 1.0) * trusted)
            for form in FORMATS
        ]
        for source in SOURCES
    ]


def pinned(
    b: Mapping[str, float], topics: list[Worths], worth: Worths, segment: int
) -> tuple[float, float]:
    """Return the share of what a segment reads that is for it alone, and that times its worth."""
    count = sum(sum(map(sum, items)) for items in topics)
    if not count:
        return 0.0, 0.0
    share = min(count / b["attention"], 1.0)
    felt = 0.0
    for j, items in enumerate(topics):
        match = 1.0 if j == segment else b["off_topic_match"]
        felt += match * _sum_of(items, worth) / count
    return share, share * felt * b["grading_gain"]


def _sum_of(items: Worths, worth: Worths) -> float:
    return sum(
        n * q for row, qs in zip(items, worth, strict=True) for n, q in zip(row, qs, strict=True)
    )


def supply(
    spec: CommunitySpec, offers: Offers
) -> list[list[tuple[np.float32, np.float32, np.float32]]]:
    """Return the operator's items by day and segment: how many, their weight, and their worth."""
    b = spec.behaviour.values
    rows = []
    for day, segments in enumerate(offers.supply.tolist()):
        worth = worth_of_items(b, offers, day)
        row = []
        for items, hooked in zip(segments, offers.hooks[day].tolist(), strict=True):
            count = sum(map(sum, items))
            hook = min(hooked / count, 1.0) if count else 0.0
            opens, keeps = 1.0 + b["hook_opens"] * hook, 1.0 - b["hook_oversell"] * hook**2
            row.append((F(count), F(count * opens), F(_sum_of(items, worth) * opens * keeps)))
        rows.append(row)
    return rows
