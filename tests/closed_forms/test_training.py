"""Training multiplies posting, and takes nothing of the own motive."""

from __future__ import annotations

import math

import numpy as np

from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import near, world
from tests.closed_forms.test_moods import WRITERS, daily, offered

N, RATE, GAIN = 20_000, 0.5, 0.8


def test_training_multiplies_posting_by_how_fresh_it_is_and_takes_no_motive() -> None:
    """Posts are 0.5 (1 + 0.8 T) a visit: T = 1, 0.5 and 0 for five days each.

    Tolerance: 4 standard errors; fails when posts of five days are 2 % off.
    """
    spec = world(
        N, 15, **WRITERS, write_rate=RATE, training_gain=GAIN, crowding=2.0, crowding_ties=1.0
    )
    community, offers = offered(spec, 92)
    offers.pull("training", 1.0, days=slice(0, 5))
    offers.pull("training", 0.5, days=slice(5, 10))
    community.offer(offers, 0)
    community.live(spec.days)
    posts = daily(community, "posts").reshape(3, 5).sum(axis=1)
    for found, fresh in zip(posts, (1.0, 0.5, 0.0), strict=True):
        mean = 5 * N * RATE * (1 + GAIN * fresh)
        near(found, mean, math.sqrt(mean))
    assert not np.any(community.columns.memories["motive"])


def test_what_is_kept_of_a_course_stays_when_the_place_is_given_up() -> None:
    """Posts are 0.5 (1 + 0.8 max(T, 0.25)) a visit of those who had a place, T = 1 and then 0.

    Tolerance: 4 standard errors; fails when posts of five days are 2 % off.
    """
    spec = world(
        N, 10, spec={"segments": ("one", "other"), "segment_shares": (0.5, 0.5)}, **WRITERS,
        write_rate=RATE, training_gain=GAIN, training_kept=0.25,
    )  # fmt: skip
    community, offers = offered(spec, 93)
    offers.pull("training", 1.0, days=slice(0, 5), segments=slice(0, 1))
    community.offer(offers, 0)
    community.live(spec.days)
    members = [int((community.members["segment"] == k).sum()) for k in (0, 1)]
    posts = community.tallies.counts[:10, :, COUNT_INDEX["posts"]].reshape(2, 5, 2).sum(axis=1)
    for days, gains in zip(posts, ((1.0, 0.0), (0.25, 0.0)), strict=True):
        for found, gain, there in zip(days, gains, members, strict=True):
            mean = 5 * there * RATE * (1 + GAIN * gain)
            near(found, mean, math.sqrt(mean))


def test_of_a_trace_of_a_course_a_trace_is_kept() -> None:
    """What is kept is of what was taught: of a thousandth of a course nothing stays."""
    spec = world(500, 4, **WRITERS, write_rate=RATE, training_gain=GAIN, training_kept=1.0)
    community, offers = offered(spec, 94)
    offers.pull("training", 0.001, days=slice(0, 1))
    offers.pull("training", 0.4, days=slice(2, 3))
    community.offer(offers, 0)
    community.live(2)
    assert not np.any(community.columns.memories["trained"])
    community.live(4)
    assert set(community.columns.memories["trained"][:500].tolist()) == {102}
