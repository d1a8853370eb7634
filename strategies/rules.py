"""Rules of the house: a speaking limit, an entry gate, and rooms instead of one crowd.

A speaking limit lets a member write so many posts a day and no more: it takes posts from those who
write most. An entry gate asks newcomers whom nobody invited, and turns a share of them away, rather
those who would hardly come (`gate`). Rooms divide the community: each reads what is written in its
own, and the operator's items stand in all. All three act through what there is to read: too many
posts a channel make the feed worth less (`congestion`, M22), and too few leave little to read.

Known limits: where a channel bears its posts, each of the three only takes something away, and
many rooms are empty ones; a gate keeps out some who would have come. No size is published on
speaking limits, gates or splitting (evidence D): what they do here follows from M22, and that
nobody minds them is assumed.

Money: the moderators' minutes, a redemption: for each who writes while there is a limit, for each
who knocks at the gate, and for each room beside the first, a day. How many knock is reckoned from
those who were let in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.metered import Metered
from strategies.published import Published, of_use


class Rules(Metered):
    """How much one may say, who is let in, and into how many rooms all are divided."""

    kind: ClassVar[str] = "rules"
    title: ClassVar[str] = "Rules: limit, gate, rooms"
    title_zh: ClassVar[str] = "群规：发言频率、入群门槛、分群"
    lever_family: ClassVar[str] = "rules"
    aimable = False
    by_day = True
    lever = "quiet"
    deed = "minutes"
    priced_by = "minute_cost"
    whole = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.2, 0.1,
        "M22: overload brings simpler replies and exit, no size of a rule; moderators of one site "
        "call a speaking limit minor",
    )  # fmt: skip

    posts_a_day: int = parameter(
        0, title="speaking limit", title_zh="每日发言上限", unit="posts/member/day",
        meaning="posts that a member may write a day; 0: no limit", low=0, high=1000,
        search=Range(0, 10, 1), source="row 87: no size published", evidence="D",
    )  # fmt: skip
    turned_away: float = parameter(
        0.2, title="turned away", title_zh="入群拒绝比例", unit="share of newcomers",
        meaning="newcomers without an inviter whom the gate turns away", low=0.0, high=0.95,
        search=Range(0, 0.8), source="row 87: no size published", evidence="D",
    )  # fmt: skip
    more_rooms: int = parameter(
        0, title="further rooms", title_zh="新增分群数", unit="rooms",
        meaning="rooms into which the community is divided, beside the first", low=0, high=1000,
        search=Range(0, 20, 1), source="M22: splitting an overloaded group restores it",
        evidence="B",
    )  # fmt: skip
    writer_minutes: float = parameter(
        0.1, title="minutes a writer", title_zh="限频处理用时", unit="minutes/writer",
        meaning="moderators' minutes for each who writes on a day, while there is a limit",
        low=0.0, high=60.0, source="none published; user's own", evidence="D",
    )  # fmt: skip
    door_minutes: float = parameter(
        2.0, title="minutes a newcomer", title_zh="入群审核用时", unit="minutes/newcomer",
        meaning="their minutes for each who knocks, let in or not", low=0.0, high=480.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    room_minutes: float = parameter(
        15.0, title="minutes a room", title_zh="每群每日用时", unit="minutes/room/day",
        meaning="their minutes for each further room, a day", low=0.0, high=1440.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    minute_cost: float = parameter(
        0.3, title="cost of a minute", title_zh="每分钟人工成本", unit="currency/minute",
        meaning="what a moderator's minute costs", low=0.0, high=1000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether there is no rule."""
        return not (self.posts_a_day or self.turned_away or self.more_rooms)

    @property
    def depth(self) -> float:
        """Days for each post that a member may write."""
        return 1.0 / self.posts_a_day if self.posts_a_day else 0.0

    def pulls(self, brief: Brief) -> Mapping[str, float]:
        """Return all three."""
        rooms = float(self.more_rooms)
        return {self.lever: self.depth, "gate": self.turned_away, "rooms": rooms}

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the moderators' minutes."""
        writers = seen.daily("writers") if self.posts_a_day else 0
        let_in = seen.daily("joined_organic") + seen.daily("joined_paid")
        knocked = let_in / (1.0 - self.turned_away) if self.turned_away else 0.0
        minutes = self.writer_minutes * writers + self.door_minutes * knocked
        return np.asarray(minutes + self.room_minutes * self.more_rooms + np.zeros(len(let_in)))
