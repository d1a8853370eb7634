"""What offers of play have in common: they take something to set up, and effort; some wear off."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from strategies.base import parameter
from strategies.metered import Metered


class Play(Metered):
    """An offer that is set up once and then paid by the deed; a subclass says which."""

    setup_cost: float = parameter(
        100.0, title="set-up cost", title_zh="启动成本", unit="currency",
        meaning="paid once, on the first day that it runs: design and building", low=0.0, high=1e9,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def launch_cents(self) -> float:
        """What it takes to set up, in cents."""
        return 100 * self.setup_cost


class Crafted(Play):
    """An offer that is as good as the effort that is put into it; that costs its set-up, too."""

    effort: float

    @property
    def idle(self) -> bool:
        """Whether no effort is put into it."""
        return self.effort == 0

    @property
    def depth(self) -> float:
        """How good it is when new, 0 to 1."""
        return -math.expm1(-self.effort)

    @property
    def launch_cents(self) -> float:
        """What it takes to set up, in cents."""
        return self.effort * super().launch_cents


class Renewed(Crafted):
    """One that fades from the day on which it is new, and is made new again and again."""

    fades_days: ClassVar[float]
    """Days in which it falls to 37 % of what it does when new."""

    @property
    @abstractmethod
    def renewal(self) -> tuple[int, float]:
        """Days from one renewal to the next, 0: never; and what one costs, with an effort of 1."""

    def profile(self, days: int) -> NDArray[np.float64]:
        """Return how new it is on each day, 0 to 1."""
        since, every = np.maximum(np.arange(days) - self.from_day, 0), self.renewal[0]
        if every > 0:
            since = since % every
        return np.asarray(np.exp(-since / self.fades_days), np.float64)

    @property
    def _day_cents(self) -> float:
        every, cost = self.renewal
        # Spread over the days that it lasts.
        renewals = self.effort / every if every > 0 else 0.0
        return 100 * (self.day_cost + renewals * cost)
