"""Signs of standing: avatar frames, medals and titles that some wear, and the ceremony for them.

It acts through rarity (M13; pull of levels M31): whoever wears one comes more often, as long as few
do. A sign fades, too: that of t days ago pulls

    quality = (1 - exp(-effort)) exp(-t / 180)

until a ceremony makes it new. Known limit: signs inflate; given to everybody they are worth nothing
and cost the most. It is for whoever is in its audience, and taken off who leaves that.

Money: the design is a grant on the first day, the ceremonies are grants, as a staff that prepares
them all the time; each visit of a wearer costs what it takes to keep the list and take down fakes.
Nothing is owed.
"""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Range, parameter
from strategies.play import Renewed
from strategies.published import Published, of_use

FADING_DAYS: Final = 180.0
"""Days in which a sign falls to 37 % of what it pulls when new; assumed: no pace was published."""


class Symbol(Renewed):
    """A sign of standing for an audience, made new by ceremonies."""

    kind: ClassVar[str] = "symbol"
    title: ClassVar[str] = "Signs of standing and ceremonies"
    title_zh: ClassVar[str] = "身份标识与颁奖典礼"
    lever_family: ClassVar[str] = "status"
    lever = "symbol"
    fades_days = FADING_DAYS
    mechanism = "symbol"
    deed = "appearances"
    priced_by = "upkeep_cost"
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.05, 0.10, "M31: +5-10 % visits a level at most; nothing on worn signs alone"
    )

    effort: float = parameter(
        1.0, title="effort", title_zh="标识投入", unit="1",
        meaning="how much is put into the sign; 1 has 63 % of what a sign can do", low=0.0,
        high=5.0, search=Range(0, 3),
        source="M13, M31: what a level's standing does; that more does ever less is assumed",
        evidence="D",
    )  # fmt: skip
    ceremony_days: int = parameter(
        365, title="ceremony every", title_zh="颁奖典礼间隔", unit="days",
        meaning="days from one ceremony to the next, the first on the first day; 0: there is none "
        "but that", low=0, high=3650, search=Range(30, 365, 1),
        source="an annual ceremony is what operators ask for", evidence="D",
    )  # fmt: skip
    ceremony_cost: float = parameter(
        500.0, title="cost of a ceremony", title_zh="典礼成本", unit="currency/ceremony",
        meaning="what a ceremony costs with an effort of 1, spread over its days", low=0.0,
        high=1e9, source="none published; user's own", evidence="D",
    )  # fmt: skip
    upkeep_cost: float = parameter(
        0.01, title="cost of upkeep", title_zh="维护成本", unit="currency/visit",
        meaning="what a visit of a wearer costs: the list is kept, and fakes are taken down",
        low=0.0, high=1000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def renewal(self) -> tuple[int, float]:
        """Days from one ceremony to the next, and what one costs."""
        return self.ceremony_days, self.ceremony_cost

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the visits on which a sign is seen."""
        return seen.daily("visits").astype(np.float64)
