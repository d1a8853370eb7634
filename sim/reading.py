"""What was read of the operator's items day by day, worked out from the record when asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table, each, reached
from sim.behaviour.read import consumed, hook, novelty, sources
from sim.rules import FORMATS, SOURCES

GOOD_WORTH: Final = 0.4
"""Worth from which an item is a good one: a member's own is, one of a machine among none but
machines' is not."""


@dataclass(eq=False)
class Reading:
    """What members read of what the operator published.

    Parameters
    ----------
    values
        Of the behaviour.
    published, supply
        Items for all and for some, and those for all, as in `Offers`.
    alone
        Items for those in each combination of audiences alone, in the order of the cells, shape
        ``(days, combinations, topics, sources, formats)``.
    hooks
        As in `Offers`.
    posts, crafted, drawn
        Posts by day of the community's whole life and topic, shape ``(life, topics)``; and of
        those in thousandths by how much pay made them better, and how many it drew together.
    rooms
        Into which the community is divided, by day of the plan, shape ``(days,)``.
    exposures, visits
        Items read, and visits, by day of the plan and cell, shape ``(days, cells)``.
    ads, pinned
        Shares of what is read that are commercial, and of the rest for some alone, same shape.
    """

    values: Mapping[str, float]
    published: NDArray[np.float32]
    supply: NDArray[np.float32]
    alone: NDArray[np.float32]
    hooks: NDArray[np.float32]
    posts: NDArray[np.int64]
    crafted: NDArray[np.int64]
    drawn: NDArray[np.int64]
    rooms: Table
    exposures: NDArray[np.int64]
    visits: NDArray[np.int64]
    ads: Table
    pinned: Table

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reading):
            return NotImplemented
        mine, theirs = (
            [getattr(one, field.name) for field in fields(Reading)] for one in (self, other)
        )
        return mine[0] == theirs[0] and all(
            np.array_equal(a, b) for a, b in zip(mine[1:], theirs[1:], strict=True)
        )

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def stock(self) -> Table:
        """Posts that are still read in one room, shape ``(days, topics)``."""
        left = self._left(self.posts)
        if self.drawn.any():
            # Those that pay draws together are on the topic of most posts of the day before.
            drawn, first = self._left(self.drawn) / 1000, len(self.posts) - len(left)
            before = np.concatenate([np.zeros_like(self.posts[:1]), self.posts])[first:-1]
            popular = before.argmax(axis=1)
            left = left - drawn
            left[np.arange(len(left)), popular] += drawn.sum(axis=1)
        return np.asarray(left / self.rooms[:, None], np.float64)

    @cached_property
    def _lift(self) -> Table:
        """By how many ordinary posts those are better than so many of them, by day and topic."""
        return np.asarray(self._left(self.crafted) / 1000 / self.rooms[:, None], np.float64)

    def _left(self, posts: NDArray[np.int64]) -> Table:
        return _still_read(posts, len(self.rooms), self.values["novelty_days"])

    @property
    def items(self) -> Table:
        """Items published by day and source, shape ``(days, sources)``."""
        return np.asarray(self.published.astype(np.float64).sum(axis=(1, 3)), np.float64)

    @cached_property
    def good_items(self) -> Table:
        """Items of a worth of `GOOD_WORTH` and more by day, shape ``(days,)``."""
        alone = (self.published - self.supply).astype(np.float64)
        of_all = self._kept[:, :, None, None] * self._worth[:, None] >= GOOD_WORTH
        own = self._worth[:, None] * self.values["grading_gain"] >= GOOD_WORTH
        return np.asarray(
            (self._supply * of_all).sum(axis=(1, 2, 3)) + (alone * own).sum(axis=(1, 2, 3)),
            np.float64,
        )

    @property
    def assisted(self) -> Table:
        """AI-assisted items by day, shape ``(days,)``."""
        return np.asarray(self.items[:, SOURCES.index("ai")], np.float64)

    @cached_property
    def originals(self) -> Table:
        """Items by day that others can be made from, shape ``(days,)``."""
        return np.asarray(self.items[:, sources.ORIGINAL].sum(axis=1), np.float64)

    @cached_property
    def reused(self) -> Table:
        """Originals of a day of which something is made, expected, shape ``(days,)``."""
        return self.originals * sources.reused(sources.repeats(self.published))

    @cached_property
    def opened(self) -> Table:
        """Openings of the operator's items by day and form, shape ``(days, formats)``.

        Of sessions those who attend, as `sim.behaviour.buy.live` says: many see that there is one.
        """
        found = self._opened_and_worth[0].copy()
        live = FORMATS.index("live")
        for_all = self.supply[:, None, :, :, live]
        sessions = (for_all + self.alone[..., live]).astype(np.float64).sum(axis=-1)
        attend = reached(self.values["live_attend"], sessions.reshape(len(sessions), -1))
        found[:, live] = (self.visits * attend).sum(axis=1)
        return found

    @cached_property
    def finished(self) -> Table:
        """Of those, how many went to the end, shape ``(days, formats)``; of sessions 0."""
        return self.opened * consumed.finished(self.values, self._mean_worth)

    @cached_property
    def minutes(self) -> Table:
        """Minutes with the operator's items, shape ``(days, formats)``."""
        return self.opened * consumed.minutes(self.values, self._mean_worth)

    @cached_property
    def fresh(self) -> Table:
        """Worth of all that was read, were nothing alike, shape ``(days,)``; of all but ads."""
        return np.asarray(self._for_all.sum(axis=1) * self._worth_read[0], np.float64)

    @cached_property
    def lost(self) -> Table:
        """Of that, what was lost as it was alike: topics, assistance, repeats, hooks."""
        kept = self._for_all.sum(axis=1) * self._worth_read[1]
        return np.asarray(self.fresh - kept, np.float64)

    def readers_of(self, posts: NDArray[np.int64]) -> Table:
        """Return how often posts that some members wrote were read, by day, shape ``(days,)``.

        A post is read as any other of its age, whoever wrote it and however it is shown.

        Parameters
        ----------
        posts
            Theirs, by the day of the plan on which they were written, shape ``(days,)``.
        """
        left = self._left(posts[:, None])[:, 0]
        read = self._for_all.sum(axis=1) / self._total
        return np.asarray(left / self.rooms * read, np.float64)

    @cached_property
    def _supply(self) -> Table:
        return self.supply.astype(np.float64)

    @cached_property
    def _worth(self) -> Table:
        return sources.worth(self.values, self.published)

    @cached_property
    def _strength(self) -> Table:
        return hook.mean(self._supply.sum(axis=(2, 3)), self.hooks.astype(np.float64))

    @cached_property
    def _kept(self) -> Table:
        return hook.keeps(self.values, self._strength)

    @cached_property
    def _weight(self) -> Table:
        """Weight of the operator's items in the feed of posts, in the shape of the supply."""
        opens = hook.opens(self.values, self._strength)
        return self._supply * (opens * self._prominence[:, None])[:, :, None, None]

    @cached_property
    def _prominence(self) -> Table:
        """Posts that one item outweighs, shape ``(days,)``; see `sim.behaviour.read.rank`."""
        usual, decay = self.values["prominence"], self.values["rank_decay"]
        top, posts = self._supply.sum(axis=(1, 2, 3)), self.stock.sum(axis=1)
        found = np.full(len(top), usual)
        some = (top > 0) & (posts > 0)
        if decay == 0.0 or not some.any():
            return found
        power = 1.0 - decay
        seen = ((1.0 + top) ** power - 1.0) / ((1.0 + top + posts) ** power - 1.0 + (~some))
        some &= seen < 1.0
        found[some] = (seen / (1.0 - seen) * posts / np.where(top > 0, top, 1.0))[some]
        return found

    @cached_property
    def _total(self) -> Table:
        total = self.stock.sum(axis=1) + self._weight.sum(axis=(1, 2, 3))
        return np.where(total > 0, total, 1.0)

    @cached_property
    def _worth_read(self) -> tuple[Table, Table]:
        """Mean worth of what all read, were nothing alike and as it is, each ``(days,)``."""
        by_topic = self.stock + self._weight.sum(axis=(2, 3))
        posts = (self.stock + self._lift) * self.values["quality_member"]
        formats = self._worth / sources.factors(self.values, self.published)[:, :, None]
        new = posts + (self._weight * formats[:, None]).sum(axis=(2, 3))
        own = (self._weight * self._worth[:, None]).sum(axis=(2, 3)) * self._kept
        sated = each(math.exp, -self.values["satiation"] * by_topic / self._total[:, None])
        return (
            new.sum(axis=1) / self._total,
            ((posts + own) * sated).sum(axis=1) / self._total,
        )

    @cached_property
    def _for_all(self) -> Table:
        """Items read that all may read, ads left out, by day and cell."""
        return self._not_ads * (1.0 - self.pinned)

    @cached_property
    def _not_ads(self) -> Table:
        return self.exposures * (1.0 - self.ads)

    @cached_property
    def _opened_and_worth(self) -> tuple[Table, Table]:
        """Openings, and openings times worth, by day and form."""
        read = self._for_all.sum(axis=1) / self._total
        opened = self._weight.sum(axis=(1, 2)) * read[:, None]
        worth = self._weight * self._worth[:, None] * self._kept[:, :, None, None]
        worth_sum = worth.sum(axis=(1, 2)) * read[:, None]
        alone = self._not_ads * self.pinned
        topics = self._supply.shape[1]
        gain = self.values["grading_gain"]
        for place in range(self.alone.shape[1]):
            own = self.alone[:, place].astype(np.float64).sum(axis=1)
            count = own.sum(axis=(1, 2))
            cells = alone[:, place * topics : (place + 1) * topics].sum(axis=1)
            each_item = np.divide(cells, count, out=np.zeros_like(count), where=count > 0)
            opened = opened + own.sum(axis=1) * each_item[:, None]
            worth_sum += (own * self._worth).sum(axis=1) * each_item[:, None] * gain
        return opened, worth_sum

    @cached_property
    def _mean_worth(self) -> Table:
        opened, worth = self._opened_and_worth
        return np.divide(worth, opened, out=np.zeros_like(worth), where=opened > 0)


def _still_read(posts: NDArray[np.int64], days: int, half: float) -> Table:
    """Return the posts that are still read on the last days, as `sim.behaviour.read.novelty` says.

    Parameters
    ----------
    posts
        By day of the community's life and topic, shape ``(life, topics)``.
    days
        How many days at its end are asked for.
    half
        Days in which a post loses half of its attention; 0: only yesterday's are read.
    """
    life = posts.astype(np.float64)
    first = len(life) - days
    found = np.zeros((days, life.shape[1]))
    for back in range(1, min(novelty.LONGEST + 1 if half > 0 else 2, len(life))):
        left = math.exp(-math.log(2.0) * ((back - 1) / half) ** 0.4) if back > 1 else 1.0
        # In the community's first weeks there are fewer days before.
        missing = max(back - first, 0)
        found[missing:] += left * life[first + missing - back : len(life) - back]
    return found
