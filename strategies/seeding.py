"""Samples for those who are to pass something on: experience officers, seeds of a practice.

It acts through contagion (`adoption`): who was sent a sample tries it on a visit with a stated
chance, takes the practice up, and passes it on to ties as anybody else does. Whom to choose is the
audience's to say: by activity, ties, reach, lot, nomination, or greedily by what a set reaches
(`strategies.audiences.seeds`). Known limit: where a practice hardly passes on, nobody but the seeds
has it; where it passes on easily, almost everybody would have had it without them; and the best
connected are no better than any where several ties are needed (M51, M94).

Money: each member of the audience who takes it up has been sent one, those who would have anyway
too; what was sent in vain is in its price. Who pays less than the default sends a lesser thing,
which is tried less often in proportion. Nothing is owed.
"""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.scale import in_currency
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.play import Play
from strategies.published import Published, of_use

REFERENCE_COST: Final = 5.0
"""Units of money that a sample takes which is tried as often as said; assumed."""


class Seeding(Play):
    """Samples for the members of an audience."""

    kind: ClassVar[str] = "seeding"
    title: ClassVar[str] = "Seeding with samples"
    title_zh: ClassVar[str] = "种子体验官"
    lever_family: ClassVar[str] = "referral"
    by_day = True
    lever = "sample"
    mechanism = "adoption"
    deed = "samples"
    priced_by = "sample_cost"
    # What it brings about is counted as it came: of a part of a day a part would be paid.
    whole = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        0.0, 0.17,
        "M94: nominated friends as seeds +12.2 % (6.9 to 17.9) of take-up; top-degree no better "
        "than random",
    )  # fmt: skip

    tried: float = parameter(
        0.5, title="chance to be tried", title_zh="试用概率", unit="share",
        meaning="chance on a visit that who was sent a sample takes the practice up", low=0.0,
        high=1.0, search=Range(0, 1), source="M94 tells of take-up, not of this chance; assumed",
        evidence="D",
    )  # fmt: skip
    sample_cost: float = parameter(
        REFERENCE_COST, title="cost of a sample", title_zh="单份样品成本", unit="currency/sample",
        meaning="what it costs for each who takes it up, sending and those sent in vain included; "
        "who pays less than the default gives less", low=0.0, high=100_000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether nothing is sent that anybody would try."""
        return self.tried == 0 or self.sample_cost == 0

    @property
    def depth(self) -> float:
        """Chance that a sample is tried on a visit."""
        return self.tried

    def depth_under(self, brief: Brief) -> float:
        """Return the same by what a sample costs."""
        usual = in_currency(REFERENCE_COST, brief.money_unit)
        return self.tried * min(self.sample_cost / usual, 1.0)

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return those who took it up."""
        return seen.daily("adopted").astype(np.float64)

    def foretold(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return whom a sample may reach on a day: those who come."""
        return seen.daily("visits").astype(np.float64)
