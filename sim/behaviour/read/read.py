"""Read: how much of the feed a visit takes in, and how good it is.

A member reads as much as `attention` allows. The worth of the feed to interest k, and the items in
it that suit it, are

    feed_k = sum_j share_j quality_j match_kj satiation_j,   suits_k = sum_j items_j match_kj

over topics j (M15): share is by weight, where one item of the operator outweighs `prominence` posts
(or as its rank says: `rank`); match is 1 on one's own topic and `off_topic_match` elsewhere;
quality is by source (`formats`, `sources`) and by what is paid for (`craft`); `satiation` and
`congestion` take from it, `novelty` keeps older posts in it. Whoever finds n that suit, as many as
there are or attention allows, has from them

    feed_k (1 - exp(-n / read_enough))

so that an item decides where there is little to read, and another one hardly matters where there is
much (M19, M23).

Differs from the evidence: match has two values, one's own topic and any other, where M15 multiplies
vectors of topics.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Decision, Parameter
from sim.behaviour.read import congestion, rank, satiation
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Floats, Theta, Whole

DECISION: Final = Decision(
    "read",
    title="reading",
    title_zh="阅读",
    parameters=(
        Parameter(
            "prominence", 15.0, unit="posts/item", low=1.0, high=50.0, grade="assumed",
            evidence="D",
            source="M19: visibility decays with rank, and items on top of a feed of a "
                   "hundred are read by all",
            meaning="ordinary posts that one item of the operator outweighs in the feed",
            meaning_zh="运营内容曝光权重",
        ),
        Parameter(
            "off_topic_match", 0.4, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M15: match of topics",
            meaning="worth of an item outside one's interest", meaning_zh="非兴趣内容价值",
        ),
        Parameter(
            "quality_professional", 0.75, unit="1", low=0.0, high=1.0, spread=0.08,
            grade="assumed", evidence="D",
            source="M18",
            meaning="worth of an item by staff", meaning_zh="专业内容质量",
        ),
        Parameter(
            "quality_kol", 0.7, unit="1", low=0.0, high=1.0, spread=0.08, grade="assumed",
            evidence="D",
            source="M18",
            meaning="worth of an item by an opinion leader", meaning_zh="KOL内容质量",
        ),
        Parameter(
            "quality_member", 0.55, unit="1", low=0.0, high=1.0, spread=0.05, grade="assumed",
            evidence="D",
            source="M18",
            meaning="worth of an item by a member", meaning_zh="用户内容质量",
        ),
        Parameter(
            "quality_derivative", 0.6, unit="1", low=0.0, high=1.0, spread=0.1,
            grade="assumed", evidence="D",
            source="M18; none published on items made from others",
            meaning="worth of the first item that is made from another one",
            meaning_zh="二次创作内容质量",
        ),
        Parameter(
            "quality_ai", 0.6, unit="1", low=0.0, high=1.0, spread=0.1, grade="assumed",
            evidence="C",
            source="Doshi and Hauser 2024: novelty and usefulness of amateurs' texts rise by "
                   "8 and 9 %",
            meaning="worth of an item made with a machine's help, while few are",
            meaning_zh="AI辅助内容质量",
        ),
        Parameter(
            "read_enough", 3.0, unit="items/visit", low=0.1, high=100.0, grade="assumed",
            evidence="D",
            source="M19: attention is finite; no size published",
            meaning="items that suit, of which a visit has 63 % of what a feed can give",
            meaning_zh="满足所需内容数",
        ),
        Parameter(
            "read_noise", 0.25, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M15",
            meaning="luck of one visit's reading", meaning_zh="阅读体验波动",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def compose_feed(
    theta: Theta,
    posts: Floats,
    lift: Floats,
    supply: Floats,
    load: Float32,
    feed: Floats,
    suits: Floats,
) -> Whole:
    """Fill `feed` and `suits` (segments,) from the posts and today's supply; return the items.

    Parameters: `posts` float32 (segments,), yesterday's and what `novelty` leaves of older ones;
    `lift`, by how many ordinary ones they are better than so many of these (`craft`);
    `supply` float32 (segments, 3), of the operator's items how many, their weight and weight x
    quality, weight in items (more of those with a `hook`); `load` yesterday's posts a channel, for
    `congestion`.
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
        total = total + posts[j] + prominence * supply[j, 1]
    if total <= F(0.0):
        for k in range(segments):
            feed[k] = F(0.0)
            suits[k] = F(0.0)
        return np.int64(0)
    for k in range(segments):
        feed[k] = F(0.0)
        suits[k] = F(0.0)
    for j in range(segments):
        share = (posts[j] + prominence * supply[j, 1]) / total
        worth = (posts[j] + lift[j]) * theta.quality_member + prominence * supply[j, 2]
        worth = worth / total * satiation.factor(theta, share)
        for k in range(segments):
            match = F(1.0) if k == j else theta.off_topic_match
            feed[k] = feed[k] + worth * match
            suits[k] = suits[k] + (posts[j] + supply[j, 0]) * match
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
def enough(theta: Theta, suiting: Float32) -> Float32:
    """Return the share of a feed's worth that so many items give, 0 to 1."""
    return F(1.0) - exp32(-suiting / theta.read_enough)


@inlined
def experience(feed: Float32, enough: Float32, luck: Float32, items_read: Whole) -> Float32:
    """Return how good the visit's reading was: the feed's worth and luck; nothing read is 0."""
    return feed * enough + luck if items_read > 0 else F(0.0)
