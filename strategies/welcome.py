"""Staff answers newcomers' first posts, beside the members.

It acts through the reply to a first post (M11): who was answered comes more from then on. So it is
worth most where members leave many first posts without an answer. Known limit: an automated
welcome answers as many, costs as much as it is said to, and moves nobody (M81: 57,084 accounts, no
effect; a pilot of 214 had read +10 points). Money: each answer is paid because a member posted.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Range, parameter
from strategies.metered import Metered
from strategies.published import Published, of_use


class Welcome(Metered):
    """A share of newcomers' first posts that is answered, by staff or by a machine."""

    kind: ClassVar[str] = "welcome"
    title: ClassVar[str] = "Welcome"
    title_zh: ClassVar[str] = "新人欢迎"
    lever_family: ClassVar[str] = "welcome"
    by_day = True
    lever = "welcome"
    mechanism = "reply"
    deed = "answers"
    priced_by = "answer_cost"
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.01, 0.12,
        "M11: 56 % post again when answered, 44 % when not; M82: +1.16 points active of those "
        "invited to a helped place",
    )  # fmt: skip

    share: float = parameter(
        0.5, title="share answered", title_zh="回复比例", unit="share of first posts",
        meaning="first posts that it answers, whether members do or not", low=0.0, high=1.0,
        search=Range(0, 1), source="M11: members answer 61 % of first posts", evidence="B",
    )  # fmt: skip
    by: Literal["staff", "machine"] = parameter(
        "staff", title="answered by", title_zh="回复者", unit="who",
        meaning="staff, or a machine's set words, which move nobody",
        source="M81: an automated welcome has no effect (57,084 accounts)", evidence="A",
    )  # fmt: skip
    answer_cost: float = parameter(
        1.0, title="cost of an answer", title_zh="单次回复成本", unit="currency/answer",
        meaning="what it costs to answer a first post", low=0.0, high=10_000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether nothing is answered."""
        return self.share == 0

    @property
    def depth(self) -> float:
        """Share of first posts that a person answers."""
        return self.share if self.by == "staff" else 0.0

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the answers: a share of the first posts."""
        return self.share * seen.daily("first_posts").astype(np.float64)
