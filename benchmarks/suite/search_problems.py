"""What a search is timed on: two problems in closed form whose worlds differ, and a scenario.

A world of a closed form costs what one of two thousand members over half a year costs, with half
a year of past, which a world that was lived before need not live again.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np

from strategies import SearchDimension

Values = Mapping[str, float]

MEMBERS: Final = 2000
DAYS: Final = 180


@dataclass(frozen=True, slots=True)
class Told:
    """What a world tells: the objective, larger is better, and by how much bounds are broken."""

    value: float
    breaks: dict[str, float]


class Problem(Protocol):
    """A problem; `seed` names a world, and those below 0 are for the truth alone."""

    name: str
    best: float
    how: str
    dimensions: tuple[SearchDimension, ...]
    members: int
    plan_days: float
    past_days: float

    def told(self, values: Values, seed: int) -> Told:
        """Return what one world tells."""

    def truth(self, values: Values) -> Told:
        """Return the objective and by how much bounds break, over all worlds."""


def dimension(path: str, low: float, high: float, current: float, **other: Any) -> SearchDimension:
    """Return a dimension of a plan that exists nowhere."""
    fields = {"log": False, "step": None, "unit": "1", "title": path, "title_zh": path, **other}
    return SearchDimension(path, low, high, current=current, **fields)


def luck(seed: int, *what: object) -> float:
    """Return a standard normal number that hangs on a world and on what is drawn there."""
    text = hashlib.blake2b(repr((seed, *what)).encode(), digest_size=8).digest()
    return float(np.random.Generator(np.random.Philox(key=int.from_bytes(text))).normal())


def shared(values: Values, total: float) -> dict[str, float]:
    """Return values with budgets that add up to more than the whole scaled down to it."""
    money = {path: own for path, own in values.items() if path.endswith(".budget")}
    scale = min(1.0, total / max(sum(money.values()), 1e-12))
    return {**values, **{path: own * scale for path, own in money.items()}}


class Channels:
    """V46: 3 ln(1 + x / 10) + ln(1 + y / 10) with x + y = 100, best at (80, 20): 7.690286.

    Each world has levels and coefficients of its own, so that a few worlds do not tell the truth,
    and a little luck that hangs on the plan.
    """

    name = "v46"
    best = 3 * math.log(9) + math.log(3)
    how = "closed form: marginal returns are equal at x = 80, y = 20"
    total = 100.0
    members = MEMBERS
    plan_days = past_days = float(MEMBERS * DAYS)
    dimensions = tuple(dimension(f"{name}.budget", 0.0, 100.0, 50.0) for name in "xy")
    level, slope, plan = 0.4, 0.15, 0.05

    def told(self, values: Values, seed: int) -> Told:
        """Return the return on a split in a world."""
        own = shared(values, self.total)
        found = self.level * luck(seed)
        for name, size in (("x", 3.0), ("y", 1.0)):
            found += self._return(own, name, size * (1 + self.slope * luck(seed, name)))
        return Told(found + self.plan * luck(seed, tuple(own.values())), {})

    def truth(self, values: Values) -> Told:
        """Return it over all worlds."""
        own = shared(values, self.total)
        return Told(self._return(own, "x", 3.0) + self._return(own, "y", 1.0), {})

    def _return(self, own: Values, name: str, size: float) -> float:
        return size * math.log1p(own[f"{name}.budget"] / 10)


class Mixed:
    """Five strategies under one budget with seven levers, two bounds, and worlds that differ.

    Two of the strategies give next to nothing and are best off, as is one lever; pushes and rewards
    bring members and annoy them, and the bound on annoyance binds at the best plan.
    """

    name = "mixed-12"
    best = 138.3233
    how = "differential evolution on the truth, three seeds of 600 generations: all within 0.0004"
    total = 1000.0
    members = MEMBERS
    plan_days = past_days = float(MEMBERS * DAYS)
    sizes: Final = {"points": 30.0, "content": 45.0, "invite": 20.0, "gifts": 2.0, "ads": 1.0}
    wide: Final = {"points": 80.0, "content": 150.0, "invite": 60.0, "gifts": 50.0, "ads": 50.0}
    dimensions = (
        *(dimension(f"{name}.budget", 0.0, 1000.0, 200.0) for name in
          ("points", "content", "invite", "gifts", "ads")),
        dimension("points.rate", 0.0, 10.0, 1.0, step=0.5),
        dimension("points.price", 10.0, 1000.0, 100.0, log=True),
        dimension("content.push", 0.0, 1.0, 0.0),
        dimension("content.share", 0.0, 1.0, 0.2),
        dimension("invite.reward", 0.0, 50.0, 10.0),
        dimension("invite.hold", 0.0, 30.0, 7.0, step=1.0),
        dimension("ads.load", 0.0, 1.0, 0.3),
    )  # fmt: skip
    level, slope, plan = 6.0, 0.1, 0.8

    def told(self, values: Values, seed: int) -> Told:
        """Return what a plan brings in a world, and how much it annoys beyond what it may."""
        own = shared(values, self.total)
        apart = {name: 1 + self.slope * luck(seed, name) for name in self.sizes}
        found = self._value(own, apart) + self.level * luck(seed)
        found += self.plan * luck(seed, tuple(own.values()))
        annoyed = self._annoyed(own) * (1 + 0.05 * luck(seed, "annoyed")) - 1.0
        return Told(found, {"annoyed": annoyed, "owed": self._owed(own) - 1.0})

    def truth(self, values: Values) -> Told:
        """Return it over all worlds."""
        own = shared(values, self.total)
        plain = self._value(own, dict.fromkeys(self.sizes, 1.0))
        return Told(plain, {"annoyed": self._annoyed(own) - 1.0, "owed": self._owed(own) - 1.0})

    def _value(self, own: Values, apart: Values) -> float:
        rate, price = own["points.rate"] / 10, math.log10(own["points.price"] / 10) / 2
        push, share = own["content.push"], own["content.share"]
        reward, hold = own["invite.reward"] / 50, own["invite.hold"] / 30
        fit = {
            "points": 1.2 - 2.0 * (rate - 0.45) ** 2 - 1.5 * (price - 0.35 - 0.3 * rate) ** 2,
            "content": 0.7 + 0.6 * math.sqrt(push) - 0.8 * (share - 0.55) ** 2,
            "invite": 0.4 + 0.9 * reward - 0.4 * reward**2 - 0.9 * (hold - 0.25) ** 2,
            "gifts": 1.0,
            "ads": 1.0,
        }
        found = sum(
            apart[name] * size * fit[name] * math.log1p(own[f"{name}.budget"] / self.wide[name])
            for name, size in self.sizes.items()
        )
        return found - 25.0 * own["ads.load"] ** 1.5 - 0.01 * sum(
            own[f"{name}.budget"] for name in self.sizes
        )  # fmt: skip

    def _annoyed(self, own: Values) -> float:
        return (0.35 + 1.2 * own["content.push"] + 0.5 * own["invite.reward"] / 50
                + 0.4 * own["ads.load"])  # fmt: skip

    def _owed(self, own: Values) -> float:
        return 0.5 + 0.08 * own["points.rate"] + 0.5 * (own["points.budget"] / self.total)
