"""Moderators look through what is written to an audience, and hide what is toxic.

It acts through toxic comments (M58, M59): of those on the posts of its audience, a share is never
seen. To find more takes ever more looks, as in any random search,

    strength = 1 - exp(-looks a post)

so that half takes 0.7 looks a post, and 95 % takes 3. Known limit: where little is toxic, or at
the last few per cent, it costs more than it keeps. Moderation that is too strict harms nobody here
(M59 has a cost of false positives without a size). Money: each look is paid because a member
wrote.
"""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Range, parameter
from strategies.metered import Metered
from strategies.published import Published, of_use


class Moderation(Metered):
    """A share of toxic comments that nobody gets to see, at so many looks a post."""

    kind: ClassVar[str] = "moderation"
    title: ClassVar[str] = "Moderation"
    title_zh: ClassVar[str] = "内容审核"
    lever_family: ClassVar[str] = "rules"
    by_day = True
    lever = "moderation"
    mechanism = "toxicity"
    deed = "looks"
    priced_by = "look_cost"
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.02, 0.15,
        "M58: half to two active days lost for each toxic comment, on some 5 % of comments; M102: "
        "rules that are shown, compliance 52 to 60 %",
    )  # fmt: skip

    strength: float = parameter(
        0.5, title="strength", title_zh="审核力度", unit="share of toxic comments",
        meaning="toxic comments that are hidden before they are seen", low=0.0, high=0.99,
        search=Range(0, 0.95), source="M59: a vendor's 83 %; no measured size", evidence="D",
    )  # fmt: skip
    look_cost: float = parameter(
        0.02, title="cost of a look", title_zh="单次审核成本", unit="currency/look",
        meaning="what it costs to look at a post and its comments once", low=0.0, high=1000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether nothing is hidden."""
        return self.strength == 0

    @property
    def depth(self) -> float:
        """Share of toxic comments that are hidden."""
        return self.strength

    @property
    def looks_a_post(self) -> float:
        """Looks that the strength takes."""
        return -math.log1p(-self.strength)

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the looks at the day's posts."""
        return self.looks_a_post * seen.daily("posts").astype(np.float64)
