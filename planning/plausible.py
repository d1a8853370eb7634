"""A brake on results: effects beyond what was ever published on a plan's strategies say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.plan import Plan
from strategies import Delivery, Published, StrategyPlan, together
from worlds.measured import Measured

MONTH_DAYS: Final = 30


@dataclass(frozen=True)
class Implausible:
    """An effect of a plan beyond the published range of its strategies' effects.

    Attributes
    ----------
    plan
        The plan.
    published
        The range, for all of its strategies that ran and on which something was published.
    strategies
        Those.
    change
        The effect against the first plan, in the range's unit.
    """

    plan: str
    published: Published
    strategies: tuple[str, ...]
    change: float

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values; the unit is `strategies.Published`'s."""
        return {
            "plan": self.plan,
            "measure": self.published.measure,
            "strategies": list(self.strategies),
            "per": self.published.per,
            "change": self.change,
            "low": self.published.low,
            "high": self.published.high,
            "source": self.published.source,
        }


@dataclass(frozen=True)
class Speculative:
    """Strategies of a plan on whose effects nothing at all was published.

    Attributes
    ----------
    plan
        The plan.
    strategies
        Those, by their names, that ran.
    """

    plan: str
    strategies: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"plan": self.plan, "strategies": list(self.strategies), "speculative": True}


Doubt = Implausible | Speculative
"""Why a result is not to be taken as it stands."""


def implausible(
    measured: Mapping[str, Measured],
    plans: Sequence[tuple[str, Plan]],
    acted: Mapping[str, Sequence[Sequence[Delivery]]],
    days: int,
) -> tuple[Doubt, ...]:
    """Return the effects that lie beyond what was published, of plans against the first one.

    And the plans with a strategy on which nothing was published, the first one too.

    An effect lies beyond when its mean over worlds is larger than any that was published, or a
    loss larger than any. One that is smaller is no wonder: most weak forms of a lever are.

    Parameters
    ----------
    measured
        Measures of all plans, by name.
    plans
        Names and plans; the first is what the others are compared with.
    acted
        By plan what its strategies did, world by world.
    days
        Days of the plans.
    """
    if not plans or (isinstance(plans[0][1], StrategyPlan) and plans[0][1].strategies):
        # Against a plan that acts itself, the difference is no effect of the other's strategies.
        return _speculative(plans, acted)
    found: list[Doubt] = []
    for place, (name, plan) in enumerate(plans):
        if not isinstance(plan, StrategyPlan):
            continue
        ran = {one.strategy for world in acted[name] for one in world if one.ran}
        known = [
            (strategy.called, own)
            for strategy in plan.strategies
            if strategy.called in ran
            for own in strategy.published
        ]
        for measure, per in dict.fromkeys((own.measure, own.per) for _, own in known):
            about = [(kind, own) for kind, own in known if (own.measure, own.per) == (measure, per)]
            whole = together(tuple(own for _, own in about))
            change = _effect(measured, whole, place, days)
            if change is not None and (change > whole.high or change < min(whole.low, 0.0)):
                found.append(Implausible(name, whole, tuple(kind for kind, _ in about), change))
    return (*found, *_speculative(plans, acted))


def _speculative(
    plans: Sequence[tuple[str, Plan]], acted: Mapping[str, Sequence[Sequence[Delivery]]]
) -> tuple[Speculative, ...]:
    found = []
    for name, plan in plans:
        if isinstance(plan, StrategyPlan):
            ran = {one.strategy for world in acted[name] for one in world if one.ran}
            own = (s.called for s in plan.strategies if s.speculative and s.called in ran)
            if names := tuple(own):
                found.append(Speculative(name, names))
    return tuple(found)


def _effect(
    measured: Mapping[str, Measured], published: Published, place: int, days: int
) -> float | None:
    """Return an effect against the first plan in the unit of a range; None where it has none."""
    if published.measure not in measured or (published.per or published.measure) not in measured:
        return None
    own = measured[published.measure].values
    among = own[0]
    if published.per is not None:
        among = measured[published.per].values[place] * days / MONTH_DAYS
    known = ~(np.isnan(own[0]) | np.isnan(own[place]) | np.isnan(among))
    whole = float(among[known].sum())
    return float((own[place] - own[0])[known].sum()) / whole if whole > 0 else None
