"""What each strategy of a plan did, over many worlds: the accounts of single runs put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, Self

from sim.plan import Plan
from strategies import StrategyPlan, search_space
from strategies.delivery import Delivery, Reason, Stop
from worlds.fired import Fired, fired


@dataclass(frozen=True, slots=True)
class Did:
    """What one strategy did; money in currency, all but counts of worlds as means over worlds.

    Attributes
    ----------
    strategy
        Its name, as in the ledger.
    worlds, ran_in
        Worlds, and those of them in which it ran on any day.
    days, reached
        Days on which it ran; whom or what it reached on them.
    unit
        What `reached` counts.
    spent, owed
        What it paid; what it is expected to pay for what is outstanding.
    budget
        Money that it had; None: no limit.
    refused
        What members earned when its money was gone, and were not given.
    stop
        What stopped it in most of the worlds in which something did, on the mean day; None where
        nothing ever did.
    stopped_in
        Worlds in which that stopped it.
    settings
        Its levers, by path.
    left_out
        What it had no room for on the days on which it ran, in `unit`.
    beyond
        What it did in a rush when its money was gone: paid beside its budget.
    fired
        How often the alerts that begin it fired, by name of the alert.
    stages
        Its funnel, where it has one: how many came to each stage, by its name.
    """

    strategy: str
    worlds: int
    ran_in: int
    days: float
    reached: float
    unit: str
    spent: float
    owed: float
    budget: float | None
    refused: float
    stop: Stop | None
    stopped_in: int
    settings: Mapping[str, float]
    left_out: float = 0.0
    beyond: float = 0.0
    fired: Mapping[str, Fired] = field(default_factory=dict)
    stages: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, seen: Sequence[Delivery], settings: Mapping[str, float]) -> Self:
        """Return one strategy's accounts of all worlds, at least one, as one."""
        stops = [one.stop for one in seen if one.stop is not None]
        # One that reached some in other worlds is not said to have reached nobody.
        reached = any(one.reached for one in seen)
        stop, stopped_in = _most_common(
            [each for each in stops if not (reached and each.reason == "nobody")]
        )
        budget = seen[0].budget_cents
        return cls(
            strategy=seen[0].strategy,
            worlds=len(seen),
            ran_in=sum(one.ran for one in seen),
            days=fmean(one.days for one in seen),
            reached=fmean(one.reached for one in seen),
            unit=seen[0].unit,
            spent=fmean(one.spent_cents for one in seen) / 100,
            owed=fmean(one.owed_cents for one in seen) / 100,
            budget=None if budget is None else budget / 100,
            refused=fmean(one.refused_cents for one in seen) / 100,
            stop=stop,
            stopped_in=stopped_in,
            settings=settings,
            left_out=fmean(one.left_out for one in seen),
            beyond=fmean(one.beyond_cents for one in seen) / 100,
            fired=fired([one.alarms for one in seen]),
            stages=_stages(seen),
        )

    @property
    def ran(self) -> bool:
        """Whether it ran in any world."""
        return self.ran_in > 0

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, what stopped it in words of both languages beside."""
        stop = self.stop and {
            "reason": self.stop.reason,
            "day": self.stop.day,
            "worlds": self.stopped_in,
            "message": self.stop.told(),
            "message_zh": self.stop.told("zh"),
        }
        return {
            "strategy": self.strategy,
            "worlds": self.worlds,
            "ran_in": self.ran_in,
            "days": self.days,
            "reached": self.reached,
            "unit": self.unit,
            "spent": self.spent,
            "owed": self.owed,
            "budget": self.budget,
            "refused": self.refused,
            "beyond": self.beyond,
            "stop": stop,
            "settings": dict(self.settings),
            "left_out": self.left_out,
            "fired": {name: one.as_json() for name, one in self.fired.items()},
            "stages": dict(self.stages),
        }


def accounts(plan: Plan, worlds: Sequence[Sequence[Delivery]]) -> tuple[Did, ...]:
    """Return what the strategies of one plan did, from their accounts world by world."""
    space = search_space(plan) if isinstance(plan, StrategyPlan) else []
    found = []
    for own in zip(*worlds, strict=True):
        kind = own[0].strategy
        levers = {d.path: d.current for d in space if d.path.partition(".")[0] == kind}
        levers.pop(f"{kind}.budget", None)
        found.append(Did.of(own, levers))
    return tuple(found)


def dry_days(worlds: Sequence[Sequence[Delivery]]) -> dict[str, tuple[float, int]]:
    """Return by strategy the day from which its money was gone, from 0, and in how many worlds.

    The day is the mean over them; strategies that went on in every world are not there.
    """
    found: dict[str, list[int]] = {}
    for world in worlds:
        for one in world:
            if one.dry_day is not None:
                found.setdefault(one.strategy, []).append(one.dry_day)
    return {strategy: (fmean(days), len(days)) for strategy, days in found.items()}


def _stages(seen: Sequence[Delivery]) -> dict[str, float]:
    """Return the mean of each stage over all worlds; where it was not held nobody came to one."""
    found: dict[str, float] = {}
    for one in seen:
        for stage, count in one.stages:
            found[stage] = found.get(stage, 0.0) + count / len(seen)
    return found


def _most_common(stops: Sequence[Stop]) -> tuple[Stop | None, int]:
    if not stops:
        return None, 0
    reasons: Counter[tuple[Reason, bool]] = Counter((s.reason, s.day is None) for s in stops)
    (reason, never), count = reasons.most_common(1)[0]
    own = [s.day for s in stops if s.reason == reason and s.day is not None]
    return Stop(reason, None if never or not own else round(fmean(own))), count
