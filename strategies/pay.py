"""Money for posts, for all or for the creators of an audience: a fee per post, a revenue share.

It acts through what a post earns (M13, M35), as points do, but is sure: nothing has to be saved up.
Known limit: it is paid for posts that would have been written anyway, most to those who write most;
paid posts crowd out writing for its own sake (M33), so that creators write less when it ends than
before it came, and among the well tied at once (M34). That pay per item lowers the quality of items
and draws them to popular topics (M91) is not in the model: all members' posts are of one quality.

Money: each post is paid when it is written; nothing is owed.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Brief, Range, cents, parameter
from strategies.metered import Metered
from strategies.published import Published


class Pay(Metered):
    """A fee for each post."""

    kind: ClassVar[str] = "pay"
    title: ClassVar[str] = "Pay for posts"
    title_zh: ClassVar[str] = "创作分成"
    lever_family: ClassVar[str] = "incentive"
    by_day = True
    lever = "pay"
    mechanism = "reward"
    deed = "posts"
    priced_by = "per_post"
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "posts", -0.9, 0.6,
            "M13: +60 % over 90 days for the top 1 % of editors; M34: paid reviews -90 % among the "
            "well connected; M91: of a share of what ads earn no size of volume",
        ),
    )  # fmt: skip

    per_post: float = parameter(
        0.1, title="pay per post", title_zh="每帖报酬", unit="currency/post",
        meaning="money for each post, in whole cents; a share of revenue is what it comes to a "
        "post", low=0.0, high=10_000.0, search=Range(0, 0.5), source="M13, M35, M91; user's own",
        evidence="B",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether nothing is paid."""
        return self.depth == 0

    @property
    def depth(self) -> float:
        """What is paid: whole cents."""
        return cents(self.per_post) / 100

    def price_cents(self, brief: Brief, basket: float) -> float:
        """Return what a post is paid, in cents."""
        return float(cents(self.per_post))

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the posts."""
        return seen.daily("posts").astype(np.float64)
