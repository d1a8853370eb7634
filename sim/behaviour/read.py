"""Read: how much of the feed a visit takes in, and how good it is.

A member reads as much as `attention` allows. The worth of the feed to interest k is

    feed_k = (1 - exp(-items / attention)) sum_j share_j quality_j match_kj satiation_j

over topics j (M15): share is by weight, where one item of the operator outweighs `prominence` posts
(or as its rank says: `rank`); match is 1 on one's own topic and `off_topic_match` elsewhere;
quality is by source (`formats`); `satiation` and `congestion` take from it, `novelty` keeps older
posts in it.

Differs from the evidence: match has two values, one's own topic and any other, where M15 multiplies
vectors of topics.

From the register (`python -m forerun.model_page` writes it):

    prominence = 15 posts/item, 1 to 50; assumed, D: M19: visibility decays with rank, and items on
        top of a feed of a hundred are read by all
    off_topic_match = 0.4, 0 to 1; assumed, D: M15: match of topics
    quality_professional = 0.75 ± 0.08, 0 to 1; assumed, D: M18
    quality_kol = 0.7 ± 0.08, 0 to 1; assumed, D: M18
    quality_member = 0.55 ± 0.05, 0 to 1; assumed, D: M18
    read_noise = 0.25, 0 to 1; assumed, D: M15
"""

from __future__ import annotations

import numpy as np

from sim.behaviour import congestion, rank, satiation
from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Floats, Theta, Whole

F = np.float32


@inlined
def compose_feed(theta: Theta, posts: Floats, supply: Floats, load: Float32, feed: Floats) -> Whole:
    """Fill `feed` (segments,) from the posts that are read and today's supply; return the items.

    Parameters: `posts` float32 (segments,), yesterday's and what `novelty` leaves of older ones;
    `supply` float32 (segments, 2), weight and weight x quality of the operator's items, weight in
    items; `load` yesterday's posts a channel, for `congestion`.
    """
    segments = feed.shape[0]
    items = F(0.0)
    total = F(0.0)
    written = F(0.0)
    top = F(0.0)
    for j in range(segments):
        written = written + posts[j]
        top = top + supply[j, 0]
    prominence = rank.prominence(theta, top, written)
    for j in range(segments):
        items = items + posts[j] + supply[j, 0]
        total = total + posts[j] + prominence * supply[j, 0]
    if total <= F(0.0):
        for k in range(segments):
            feed[k] = F(0.0)
        return np.int64(0)
    volume = F(1.0) - exp32(-items / theta.attention)
    for k in range(segments):
        feed[k] = F(0.0)
    for j in range(segments):
        share = (posts[j] + prominence * supply[j, 0]) / total
        worth = posts[j] * theta.quality_member + prominence * supply[j, 1]
        worth = worth / total * satiation.factor(theta, share)
        for k in range(segments):
            match = F(1.0) if k == j else theta.off_topic_match
            feed[k] = feed[k] + volume * worth * match
    if theta.congestion_pain > F(0.0):
        loss = congestion.loss(theta, load)
        for k in range(segments):
            feed[k] = feed[k] - loss
    return np.int64(items + F(0.5))


@inlined
def luck(theta: Theta, items_read: Whole, u: Float32) -> Float32:
    """Return the luck of a few items: it averages out over many."""
    return (u - F(0.5)) * F(2.0) * theta.read_noise / np.sqrt(F(items_read))


@inlined
def experience(feed: Float32, luck: Float32, items_read: Whole) -> Float32:
    """Return how good the visit's reading was: the feed's worth and luck; nothing read is 0."""
    return feed + luck if items_read > 0 else F(0.0)
