"""What there is to read in the oracle's community today: see `sim.behaviour.read.read`.

Equations: `read`, and where they are on `novelty`, `rank` and `congestion`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.oracle.arithmetic import exp, log

if TYPE_CHECKING:
    from tests.oracle.community import Oracle
    from tests.oracle.effect import Effect

F = np.float32
ONE = F(1.0)
ZERO = F(0.0)
_LONGEST = 28


class Feed:
    """The feed of a day.

    Parameters
    ----------
    model
        The community.
    supply
        The operator's items of today, their weight and weight x quality, float32, shape
        ``(segments, 3)``.

    Attributes
    ----------
    supplied, items
        Items of all rooms together, and of one: that there are to read.
    worth, suits
        Worth of the feed to each segment, read as far as one likes, and the items that suit it.
    """

    def __init__(self, model: Oracle, supply: np.ndarray[tuple[int, int], np.dtype[np.float32]]):
        self._model = model
        theta = model.theta
        segments = range(len(model.spec.segments))
        rooms = model.for_all().rooms
        everywhere = self._gathered([self._still_read(j) for j in segments])
        there = (post + item for post, item in zip(everywhere, supply[:, 0], strict=True))
        self.supplied = int(sum(there, ZERO) + F(0.5))
        posts = [p / rooms for p in everywhere]
        lift = [self._still_read(j, "craft_thousandths") * F(0.001) / rooms for j in segments]
        written = sum(posts, ZERO)
        prominence = self._prominence(sum(supply[:, 0], ZERO), written)
        items = total = ZERO
        for j in segments:
            items = items + posts[j] + supply[j, 0]
            total = total + posts[j] + prominence * supply[j, 1]
        self.worth = [ZERO for _ in segments]
        self.suits = [ZERO for _ in segments]
        self.items = 0
        if total <= 0:
            return
        self.items = int(items + F(0.5))
        for j in segments:
            share = (posts[j] + prominence * supply[j, 1]) / total
            worth = (posts[j] + lift[j]) * theta["quality_member"] + prominence * supply[j, 2]
            worth = worth / total * exp(-theta["satiation"] * share)
            for k in segments:
                match = ONE if k == j else theta["off_topic_match"]
                self.worth[k] = self.worth[k] + worth * match
                self.suits[k] = self.suits[k] + (posts[j] + supply[j, 0]) * match
        loss = self._congestion()
        self.worth = [worth - loss for worth in self.worth]

    def gives(self, segment: int, attention: np.float32, pinned: np.float32) -> np.float32:
        """Return what share of the feed's worth one has who reads so many items at most.

        A share of what one reads may be for one's audience alone.
        """
        theta = self._model.theta
        read = min(attention, self.suits[segment] + pinned * theta["attention"])
        return ONE - exp(-read / theta["read_enough"])

    def worth_to(self, segment: int, effect: Effect) -> np.float32:
        """Return the worth of the feed with what is for one's audience alone, before privileges."""
        worth = self.worth[segment] * (ONE - effect.pinned) + effect.pinned_worth
        return worth * (ONE - effect.ad_share)

    def _gathered(self, posts: list[np.float32]) -> list[np.float32]:
        """Return posts by topic, those that pay draws together on that of most yesterday."""
        yesterday = self._model.day - 1
        written = [self._model.counts[yesterday, j, "posts"] for j in range(len(posts))]
        popular = written.index(max(written))
        gathered = ZERO
        for j, before in enumerate(posts):
            if j != popular:
                drawn = self._still_read(j, "drawn_thousandths") * F(0.001)
                gathered = gathered + drawn
                posts[j] = before - drawn
        posts[popular] = posts[popular] + gathered
        return posts

    def _still_read(self, segment: int, what: str = "posts") -> np.float32:
        """Return a segment's posts of yesterday, and with novelty what is left of older ones."""
        theta, today = self._model.theta, self._model.day
        posts = {
            age: F(self._model.counts[today - 1 - age, segment, what])
            for age in range(min(today, _LONGEST))
        }
        stock = posts.get(0, ZERO)
        if theta["novelty_days"] == 0:
            return stock
        for age in range(1, len(posts)):
            faded = exp(F(0.4) * log(F(age) / theta["novelty_days"]))
            stock = stock + exp(-F(0.6931472) * faded) * posts[age]
        return stock

    def _prominence(self, top: np.float32, posts: np.float32) -> np.float32:
        """Return how many posts one item of the operator outweighs."""
        theta = self._model.theta
        if theta["rank_decay"] == 0 or top <= 0 or posts <= 0:
            return theta["prominence"]
        power = ONE - theta["rank_decay"]

        def seen(items: np.float32) -> np.float32:
            return (exp(power * log(ONE + items)) - ONE) / power

        share = seen(top) / seen(top + posts)
        if share >= 1:
            return theta["prominence"]
        return share / (ONE - share) * posts / top

    def _congestion(self) -> np.float32:
        """Return the worth that is lost when there were more posts than the channels bear."""
        theta, model = self._model.theta, self._model
        segments = range(len(model.spec.segments))
        posts = F(sum(model.counts[model.day - 1, j, "posts"] for j in segments))
        channels = sum(bool(group.members) for group in model.groups)
        load = posts / F(max(channels, 1)) / model.for_all().rooms / theta["congestion_cap"]
        over = min(max(load - ONE, ZERO), F(2.0))
        return theta["congestion_pain"] * over * over
