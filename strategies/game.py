"""Quests and games: tasks, boards and leagues beside what members come for.

It acts through the game layer (M28): all come more often while it lasts, and some of that outlasts
it, by how long it lasted. More of it pulls ever less more, and quests grow stale: those of t days
ago pull

    strength = (1 - exp(-effort)) exp(-t / 60)

so new ones must be made, and whoever saves that keeps paying for ever less. Known limits: a game of
some days leaves nothing; an old one pulls less by the week; it moves all alike, where a
`leaderboard` lifts some and loses others (M87). It is for everybody: a custom stays with whoever
had it, and who of an audience that was is not kept. What a quest pays is paid to those who would
have come anyway too.

Money: the set-up, the days and the making of new quests are grants, the latter as a staff that
makes them all the time; what a finished quest costs is a redemption. All but the days are in
proportion to the effort: with one of 1 each visit finishes a quest while they are new.
"""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Range, parameter
from strategies.play import Renewed
from strategies.published import Published, of_use

FRESH_DAYS: Final = 60.0
"""Days in which quests fall to 37 % of what they pull when new; assumed: novelty fades (M85: of 54
programmes of four weeks 45 % did something, 8 % anything after), at a pace that nobody published.
"""


class Game(Renewed):
    """Quests for everybody, made anew from time to time."""

    # Customs are kept by cell: whoever left an audience would leave what became one behind there.
    aimable = False

    kind: ClassVar[str] = "game"
    title: ClassVar[str] = "Quests and games"
    title_zh: ClassVar[str] = "任务与游戏化"
    lever_family: ClassVar[str] = "incentive"
    lever = "game"
    fades_days = FRESH_DAYS
    mechanism = "game"
    deed = "quests"
    priced_by = "quest_cost"
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.02, 0.27,
        "M28: badges +21.5 %, leaderboards +22.5 % while they run; M84: small trials disagree in "
        "sign; M85: 45 % of 54 four-week programmes +9 to +27 %",
    )  # fmt: skip

    effort: float = parameter(
        1.0, title="effort", title_zh="游戏化投入", unit="1",
        meaning="how much of a game is made; 1 has 63 % of what a game can do",
        low=0.0, high=5.0, search=Range(0, 3),
        source="M28: +22.5 % visits, taken as the most; that more does ever less is assumed",
        evidence="A",
    )  # fmt: skip
    renew_days: int = parameter(
        28, title="new quests every", title_zh="任务更新间隔", unit="days",
        meaning="days from one set of quests to the next; 0: they are never made anew", low=0,
        high=3650, search=Range(7, 90, 1), source="M85: programmes of four weeks wear off",
        evidence="A",
    )  # fmt: skip
    renewal_cost: float = parameter(
        50.0, title="cost of new quests", title_zh="任务更新成本", unit="currency/set",
        meaning="what it costs to make a set of quests with an effort of 1, spread over its days",
        low=0.0, high=1e6, source="none published; user's own", evidence="D",
    )  # fmt: skip
    quest_cost: float = parameter(
        0.01, title="cost of a quest", title_zh="单次任务成本", unit="currency/quest",
        meaning="what a finished quest costs: what it pays, and who checks it", low=0.0,
        high=10_000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def renewal(self) -> tuple[int, float]:
        """Days from one set of quests to the next, and what a set costs."""
        return self.renew_days, self.renewal_cost

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the quests: on each visit as many as there are that are new."""
        visits = seen.daily("visits").astype(np.float64)
        return self.effort * self.profile(seen.calendar.days) * visits
