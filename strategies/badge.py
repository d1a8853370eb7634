"""A badge for whoever writes so many posts.

It acts through the nearness of the badge (M27): who is close to it posts more, and invites less,
until it is won; then it pulls no more. Those who posted enough before it was on offer have missed
it. Known limit: at a low threshold it goes to those who would have written anyway, moves nobody and
costs the most; at a high one hardly anybody comes near. Who wins it wrote far more than others to
begin with, so that winners against others tells next to nothing of what it does.

Money: the set-up and the days are grants; each badge is a redemption, paid when it is won. Nothing
is owed: what is not won when it ends is not won. Under a budget it is on offer while the purse
covers the badges that may be won until the next look.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.play import Play
from strategies.published import Published


class Badge(Play):
    """A badge for posts, the same for all whom it is for."""

    kind: ClassVar[str] = "badge"
    title: ClassVar[str] = "Badges"
    title_zh: ClassVar[str] = "徽章"
    lever_family: ClassVar[str] = "status"
    lever = "badge"
    mechanism = "badge"
    deed = "badges"
    priced_by = "badge_cost"
    whole = True
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "posts", -0.05, 0.215,
            "M28: badges +21.5 % while they run; M27: the rewarded action rises before the "
            "threshold and falls after, without a size",
        ),
    )  # fmt: skip

    posts: int = parameter(
        20, title="badge", title_zh="徽章门槛", unit="posts",
        meaning="posts since the plan's beginning that win it; 0: no badge", low=0,
        high=1_000_000, search=Range(0, 100, 1),
        source="M27: posting rises up to the threshold, falls after", evidence="B",
    )  # fmt: skip
    badge_cost: float = parameter(
        0.5, title="cost of a badge", title_zh="单枚徽章成本", unit="currency/badge",
        meaning="what a badge costs: the thing, and who checks and writes", low=0.0, high=10_000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether there is no badge."""
        return self.posts == 0

    @property
    def depth(self) -> float:
        """It is on offer or not."""
        return 1.0

    @property
    def fixes(self) -> frozenset[str]:
        """Return the posts that win it."""
        return frozenset({"badge_posts"})

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Offer it on the days that it runs."""
        super().offers(brief, offers)
        if self.funded(brief).any():
            offers.rules.badge_posts = self.posts

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the badges that were won."""
        return seen.daily("badges").astype(np.float64)

    def foretold(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return how many posts were enough for: as many badges at most."""
        return seen.daily("posts") / float(max(self.posts, 1))
