"""What the oracle's community feels as a whole: its audience, who is heard, how rough it is.

Equations: `audience`, `feedback`, `silence` and `toxicity` in `sim.behaviour`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from tests.oracle.arithmetic import exp, log

if TYPE_CHECKING:
    from tests.oracle.community import Oracle

F = np.float32


class Climate:
    """The moods of a day, which follow from what happened the day before.

    Attributes
    ----------
    audience
        By what the audience multiplies posting.
    reach
        Mean number of readers of an item.
    support
        Share of the smaller camp in the posts of the latest day with posts.
    hurt_share
        Share of writers who were hurt.
    written
        Today's posts, by the audiences and the segment of who wrote them.
    """

    def __init__(self, model: Oracle) -> None:
        self._model = model
        self._usual: np.float32 | None = None
        self.audience = F(1.0)
        self.reach = self.hurt_share = F(0.0)
        self.support = model.theta["minority_share"]
        self.written: Counter[tuple[tuple[str, ...], int]] = Counter()

    def _yesterday(self, name: str) -> np.float32:
        segments = range(len(self._model.spec.segments))
        return F(sum(self._model.counts[self._model.day - 1, j, name] for j in segments))

    def sense(self) -> None:
        """Set the moods of the day that begins."""
        written, self.written = self.written, Counter()
        if self._model.day == 0:
            return
        self._hear_the_audience(self._yesterday("visits"))
        self.reach = self._share("exposures", "supplied", F(0.0)) / self._crowd(written)
        self.support = self._share("minority_posts", "posts", self.support)
        self.hurt_share = self._share("hurt", "writers", F(0.0))

    def _crowd(self, written: Counter[tuple[tuple[str, ...], int]]) -> np.float32:
        """Return by how many more readers some posts have than others, a mean of yesterday's."""
        more = 0.0
        for (audiences, segment), posts in written.items():
            rows = self._model.effects_on(audiences)[self._model.offer_day()]
            more += posts * float(rows[0][segment].visibility)
        return F(1.0 + more / written.total()) if more > 0 else F(1.0)

    def _share(self, what: str, of: str, otherwise: np.float32) -> np.float32:
        whole = self._yesterday(of)
        return self._yesterday(what) / whole if whole > 0 else otherwise

    def _hear_the_audience(self, visits: np.float32) -> None:
        theta = self._model.theta
        self.audience = F(1.0)
        if self._usual is None:
            # Nobody is used to an audience of none.
            self._usual = visits if visits > 0 else None
            return
        if theta["audience_motive"] > 0:
            ratio = max(visits, F(0.5)) / self._usual
            self.audience = exp(theta["audience_motive"] * log(ratio))
        self._usual = self._usual + (visits - self._usual) / theta["audience_days"]
