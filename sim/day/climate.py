"""What the community as a whole remembers: its usual audience, who is heard, how rough it is."""

from __future__ import annotations

import numpy as np

from sim.behaviour.read import novelty
from sim.behaviour.write import audience
from sim.compiled.compile import inlined
from sim.compiled.control import GROUPS, MEMBERS
from sim.compiled.draws import U
from sim.compiled.layout import (
    AUDIENCE,
    HURT_SHARE,
    REACH,
    SUPPORT,
    USUAL_AUDIENCE,
    VISIBILITY,
)
from sim.compiled.types import Columns, Days, Float32, Floats, Tallies, Theta, Today, Whole
from sim.day.groups import grouped
from sim.day.tally import (
    CRAFTED,
    DRAWN_TOGETHER,
    EXPOSURES,
    HURT,
    MINORITY_POSTS,
    POSTS,
    SUPPLIED,
    VISITS,
    WRITERS,
)

F = np.float32


@inlined
def _of_topic(tl: Tallies, t: Today, day: Whole, topic: Whole, what: Whole) -> Whole:
    """Return a count of a day on a topic: of its segment, whatever audiences they are in."""
    total: Whole = 0
    for cell in range(topic, tl.counts.shape[1], t.posts.shape[0]):
        total += tl.counts[day, cell, what]
    return total


@inlined
def stock_posts(theta: Theta, t: Today, tl: Tallies, day: Whole) -> None:
    """Fill the posts that are still read: yesterday's, or with novelty what is left of older.

    What they are better than ordinary ones by is beside them; those that pay draws together are on
    the topic on which most was written yesterday.
    """
    popular: Whole = 0
    for j in range(t.posts.shape[0]):
        t.posts[j] = _of_topic(tl, t, day - 1, j, POSTS) if day > 0 else 0
        if t.posts[j] > t.posts[popular]:
            popular = j
    gathered = F(0.0)
    for j in range(t.posts.shape[0]):
        stock = F(t.posts[j])
        lift = F(0.0)
        drawn = F(0.0)
        if day > 0:
            lift = F(_of_topic(tl, t, day - 1, j, CRAFTED))
            drawn = F(_of_topic(tl, t, day - 1, j, DRAWN_TOGETHER))
        if theta.novelty_days > F(0.0):
            for back in range(2, min(day, np.int64(novelty.LONGEST)) + 1):
                weight = novelty.weight(theta, F(np.int32(back - 1)))
                stock = stock + weight * F(_of_topic(tl, t, day - back, j, POSTS))
                lift = lift + weight * F(_of_topic(tl, t, day - back, j, CRAFTED))
                drawn = drawn + weight * F(_of_topic(tl, t, day - back, j, DRAWN_TOGETHER))
        t.lift[j] = lift * F(0.001)
        if j != popular:
            drawn = drawn * F(0.001)
            gathered = gathered + drawn
            stock = stock - drawn
        t.stock[j] = stock
    t.stock[popular] = t.stock[popular] + gathered


@inlined
def there_is(stock: Floats, supply: Floats) -> Whole:
    """Return the items of all rooms together."""
    items = F(0.0)
    for j in range(stock.shape[0]):
        items = items + stock[j] + supply[j, 0]
    return np.int64(items + F(0.5))


@inlined
def divide(t: Today, rooms: Float32) -> None:
    """Leave of the posts those of one room; what the operator publishes stands in each."""
    for j in range(t.stock.shape[0]):
        t.stock[j] = t.stock[j] / rooms
        t.lift[j] = t.lift[j] / rooms


@inlined
def posts_a_channel(c: Columns, theta: Theta, t: Today) -> Float32:
    """Return yesterday's posts a channel: a group with members, or the whole community.

    0 where no channel can be congested.
    """
    if theta.congestion_pain == F(0.0):
        return F(0.0)
    posts: Whole = 0
    for j in range(t.posts.shape[0]):
        posts += t.posts[j]
    channels: Whole = 0
    if grouped(c):
        for group in range(c.control[GROUPS]):
            channels += np.int64(c.group_size[group] > 0)
    return F(posts) / F(np.int32(max(channels, 1)))


@inlined
def yesterday(tl: Tallies, day: Whole, what: Whole) -> Whole:
    """Return a count of everybody's on the day before."""
    total: Whole = 0
    for j in range(tl.counts.shape[1]):
        total += tl.counts[day - 1, j, what]
    return total


@inlined
def sense(c: Columns, theta: Theta, t: Today, tl: Tallies, day: Whole) -> None:
    """Set the moods of a day from what happened the day before."""
    t.moods[AUDIENCE] = F(1.0)
    t.moods[REACH] = F(0.0)
    t.moods[HURT_SHARE] = F(0.0)
    if day == 0:
        return
    visits = F(yesterday(tl, day, VISITS))
    t.moods[AUDIENCE] = audience.factor(theta, visits, c.climate[USUAL_AUDIENCE])
    c.climate[USUAL_AUDIENCE] = audience.usual_after(theta, visits, c.climate[USUAL_AUDIENCE])
    items = yesterday(tl, day, SUPPLIED)
    if items > 0:
        t.moods[REACH] = F(yesterday(tl, day, EXPOSURES)) / F(items)
    posts = yesterday(tl, day, POSTS)
    if posts > 0:
        c.climate[SUPPORT] = F(yesterday(tl, day, MINORITY_POSTS)) / F(posts)
    writers = yesterday(tl, day, WRITERS)
    if writers > 0:
        t.moods[HURT_SHARE] = F(yesterday(tl, day, HURT)) / F(writers)


@inlined
def share_out(d: Days, t: Today, tl: Tallies, row: Whole, day: Whole) -> None:
    """Take from all posts the readers whom boosts and perks add to some: attention is finite.

    By yesterday's posts; what levels add is beside it. Sums are of whole numbers times 32 bits, so
    that they hang on no order.
    """
    posts = 0.0
    added = 0.0
    for cell in range(d.effects.shape[2]):
        written = np.float64(tl.counts[day - 1, cell, POSTS])
        posts += written
        added += written * np.float64(d.effects[row, 0, cell, VISIBILITY])
    if added > 0.0:
        t.moods[REACH] = t.moods[REACH] / F(1.0 + added / posts)


@inlined
def spread(c: Columns) -> None:
    """Show in the evening who took up the practice today."""
    for word in range((c.control[MEMBERS] + 63) >> 6):
        c.adopted[word] |= c.adopting[word]
        c.adopting[word] = U(0)
