"""Awards for a share of those who write on a day: a medal, a frame, a word of thanks in public.

It acts through the writer's own rate of posting (M13), for a while: it does most for those who
write most and next to nothing for those who hardly write. Known limit: awards inflate; given to
every writer they are worth nothing and cost the most. Money: each award is paid because a member
wrote.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Range, parameter
from strategies.metered import Metered
from strategies.published import Published


class Award(Metered):
    """Awards to a share of a day's writers, dealt by keyed lot."""

    kind: ClassVar[str] = "award"
    title: ClassVar[str] = "Awards"
    title_zh: ClassVar[str] = "荣誉奖励"
    lever_family: ClassVar[str] = "status"
    by_day = True
    lever = "award"
    mechanism = "award"
    deed = "awards"
    priced_by = "award_cost"
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "posts", -0.05, 0.6,
            "M13: +60 % over 90 days for the top 1 % of editors; M83: personal thanks, no more "
            "output in six weeks",
        ),
    )  # fmt: skip

    share: float = parameter(
        0.05, title="share awarded", title_zh="获奖比例", unit="share of writers",
        meaning="writers of a day who are given an award", low=0.0, high=1.0,
        search=Range(0, 0.5), source="M13: the top 1 % of editors; inflation reduces it",
        evidence="A",
    )  # fmt: skip
    award_cost: float = parameter(
        2.0, title="cost of an award", title_zh="单个奖励成本", unit="currency/award",
        meaning="what an award costs: the thing, and who chooses and writes", low=0.0,
        high=10_000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether nobody is awarded."""
        return self.share == 0

    @property
    def depth(self) -> float:
        """Share of writers who are awarded."""
        return self.share

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the awards: a share of those who write."""
        return self.share * seen.daily("writers").astype(np.float64)
