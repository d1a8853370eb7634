"""A checkout made shorter, and signs of trust on it.

It acts through the steps of a purchase (V64): with a step less more of those who began arrive, but
not by as much as the average step loses, as those who were left were the patient ones. Signs of
trust (seals, guarantees) raise the odds of paying, more for who has never bought; n of them do

    s = (n / 2) exp(1 - n / 2)

of the most, so that two do the most and more do less (M104). Known limits: the third seal is paid
for and lowers what the others do; where the last steps are easy a shorter path hardly sells more;
shares of shoppers who say that they gave up for want of trust (18 %) are no effects. The path is
that of everybody for whom it is, from the day on which it is built.

Money: building is a grant, once, on the first day that it runs, for each step that is done away
with and each seal; the provider's fee for each order is a redemption, whether the order would have
been made anyway or not. When it ends, the old path is back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.metered import Metered
from strategies.published import Published

NAIVE: Final = 0.8
"""Share that takes a step, were all alike (V64)."""


class Checkout(Metered):
    """Fewer steps from the wish to the paid order, and seals."""

    kind: ClassVar[str] = "checkout"
    title: ClassVar[str] = "Checkout: path and trust signs"
    title_zh: ClassVar[str] = "下单路径与信任标识"
    lever_family: ClassVar[str] = "path"
    by_day = True
    lever = "shorter_path"
    mechanism = "checkout"
    deed = "orders"
    priced_by = "order_fee"
    whole = True
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "purchases", -0.05, 0.43,
            "M104: odds +14.1 % (interested party), more than two seals lower, card icons nothing; "
            "one-click adopters +43 % orders (self-selected)",
        ),
    )  # fmt: skip

    steps_saved: int = parameter(
        1, title="steps saved", title_zh="减少步数", unit="steps",
        meaning="steps of the path that are done away with; the payment stays", low=0, high=11,
        search=Range(0, 4, 1), source="V64; M104: one-click, self-selected", evidence="C",
    )  # fmt: skip
    seals: int = parameter(
        0, title="signs of trust", title_zh="信任标识数", unit="seals",
        meaning="seals and guarantees that are shown on the way", low=0, high=10,
        search=Range(0, 5, 1), source="M104: 288,169 carts; more than two lower", evidence="A",
    )  # fmt: skip
    step_cost: float = parameter(
        2000.0, title="cost of a step saved", title_zh="减一步的开发成本", unit="currency/step",
        meaning="building, once, for each step that is done away with", low=0.0, high=1e7,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    seal_cost: float = parameter(
        300.0, title="cost of a seal", title_zh="单个标识成本", unit="currency/seal",
        meaning="testing and putting it up, once", low=0.0, high=1e6,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    order_fee: float = parameter(
        0.05, title="fee for an order", title_zh="单笔服务费", unit="currency/order",
        meaning="what the provider takes for each order on the path", low=0.0, high=1000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether the path is as it was."""
        return self.steps_saved == 0 and self.seals == 0

    @property
    def depth(self) -> float:
        """Steps saved."""
        return float(self.steps_saved)

    @property
    def trust(self) -> float:
        """What the seals do, of the most."""
        # To six figures: the same on every machine.
        return float(f"{self.seals / 2 * math.exp(1 - self.seals / 2):.6g}")

    def pulls(self, brief: Brief) -> Mapping[str, float]:
        """Return the steps saved, and what the seals do."""
        return {self.lever: self.depth, "trust": self.trust}

    @property
    def launch_cents(self) -> float:
        """What it takes to build, in cents."""
        return 100 * (self.steps_saved * self.step_cost + self.seals * self.seal_cost)

    @property
    def rush(self) -> float:
        """Times as many orders as before it that a day may bring: by the naive rate of a step."""
        return float(NAIVE**-self.steps_saved)

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the orders that members place by themselves."""
        return seen.daily("buyers").astype(np.float64)
