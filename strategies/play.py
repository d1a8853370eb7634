"""What offers of play have in common: they take something to set up."""

from __future__ import annotations

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
