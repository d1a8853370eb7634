"""Grading: items for some alone, which stand first in their feed.

    p = min(n / attention, 1),   feed <- (1 - p) feed + p q,   suits <- suits + p attention

n is the day's items for the audience and q their worth, `grading_gain` times that of the same items
for all, by the match of their topics (`read`): what is made for beginners is worth more to
beginners (M15). They take the room of what all read, as attention is finite (M19); nobody else sees
them.

Differs from the evidence: M15 matches topics, and no experiment on items by experience is known;
that they are worth more to those for whom they are made is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "grading",
    title="items for some alone",
    title_zh="内容分级",
    switches=("grading_gain",),
    needs="a plan's content for an audience",
    parameters=(
        Parameter(
            "grading_gain", 1.1, unit="1", low=0.5, high=2.0, spread=0.1, neutral=1.0,
            grade="assumed", evidence="D",
            source="M15: match of topics; none published on experience",
            meaning="worth of an item to those for whom it is made, relative to one for all",
            meaning_zh="分级内容相对价值",
        ),
    ),
)  # fmt: skip

F = np.float32


def pinned(values: Mapping[str, float], items: Table, worth: Table) -> Table:
    """Return the share of a visit's reading that is theirs alone, and share times its worth.

    Parameters
    ----------
    values
        Of the behaviour.
    items, worth
        By topic, items of a day for the audience, and items times worth; shape ``(..., topics)``.

    Returns
    -------
    numpy.ndarray
        By the segment of the reader, shape ``(..., segments, 2)``.
    """
    topics = items.shape[-1]
    off = values["off_topic_match"]
    match = np.full((topics, topics), off) + (1.0 - off) * np.eye(topics)
    count = items.sum(axis=-1, keepdims=True)
    share = np.minimum(count / values["attention"], 1.0)
    mean = np.divide(worth, count, out=np.zeros_like(worth), where=count > 0)
    # Added topic by topic: the same on any machine.
    felt = np.zeros_like(worth)
    for topic in range(topics):
        felt = felt + mean[..., topic, None] * match[topic]
    return np.stack(
        [np.broadcast_to(share, felt.shape), share * felt * values["grading_gain"]], axis=-1
    )


@inlined
def worth(feed: Float32, share: Float32, own: Float32) -> Float32:
    """Return the worth of a feed of which a share, worth `own` in all, is for the reader alone."""
    return feed * (F(1.0) - share) + own


@inlined
def suiting(theta: Theta, suits: Float32, share: Float32) -> Float32:
    """Return the items that suit, those for the reader's audience included."""
    return suits + share * theta.attention
