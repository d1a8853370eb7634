"""How often alerts fire where nothing is wrong, and how soon where something is.

Nothing is wrong in a world of the baseline without the scenario's crises: whatever fires there is a
false alarm. The same worlds with the crises show what an alert is good for: in how many it fires
within four weeks of the first, and how late it then acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planning.compare import worth_starting
from planning.failures import finished
from sim.errors import InputError
from sim.plan import Plan
from sim.spec import CommunitySpec
from strategies.alerts import READY_ALERTS, Alert, firings
from worlds.executors import Failure, Progress, Workers
from worlds.statistics import interval

if TYPE_CHECKING:
    from scenarios import Scenario

CATCH_DAYS: Final = 28
"""Days after a crisis in which an alert that fires is said to have caught it."""

MONTH: Final = 30

Fired = tuple[tuple[int, ...], ...]
"""Days on which each alert fired in one world."""


@dataclass(frozen=True, slots=True)
class Guarding:
    """What to live: one world of a plan, and the alerts to hold against its record."""

    spec: CommunitySpec
    plan: Plan
    alerts: tuple[Alert, ...]
    seed: int


@dataclass(frozen=True)
class Alarms:
    """What the worlds say of alerts.

    Attributes
    ----------
    alerts
        The alerts, by name.
    days
        Days of each world.
    crisis
        Day of the plan of the first crisis; None: the scenario has none in its days.
    quiet, struck
        When they fired, world by world: without and with the crises; the latter empty where there
        are none.
    failed
        Worlds that are missing: what went wrong.
    """

    alerts: Mapping[str, Alert]
    days: int
    crisis: int | None
    quiet: tuple[Fired, ...]
    struck: tuple[Fired, ...]
    failed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return ``{"seeds", "days", "crisis", "alerts": {NAME: {...}}}``.

        Of each alert ``metric``, ``false_a_month`` (``{"mean", "low", "high"}``), ``false_in``
        (worlds), and with a crisis ``caught_in`` (worlds), ``fires_after`` and ``acts_after``, days
        from it in these worlds, a mean, or None.
        """
        found = {
            name: {"metric": alert.metric, **self._of(place, alert)}
            for place, (name, alert) in enumerate(self.alerts.items())
        }
        told: dict[str, Any] = {
            "seeds": len(self.quiet), "days": self.days, "crisis": self.crisis, "alerts": found,
        }  # fmt: skip
        return {**told, "failed": list(self.failed)} if self.failed else told

    def _of(self, place: int, alert: Alert) -> dict[str, Any]:
        times = np.array([float(len(world[place])) for world in self.quiet])
        # Once a day at most.
        around = interval(times * MONTH / self.days).within(0.0, MONTH)
        told: dict[str, Any] = {
            "false_a_month": around.as_json(),
            "false_in": int((times > 0).sum()),
        }
        if self.crisis is not None:
            end = self.crisis + CATCH_DAYS
            late = [
                min(after) - self.crisis
                for world in self.struck
                if (after := [day for day in world[place] if self.crisis < day <= end])
            ]
            told["caught_in"] = len(late)
            told["fires_after"] = fmean(late) if late else None
            told["acts_after"] = fmean(late) + alert.delay_days if late else None
        return told


def guard(
    scenario: Scenario,
    names: Sequence[str] | None = None,
    seeds: int = 20,
    workers: int = 1,
    progress: Progress | None = None,
) -> Alarms:
    """Hold alerts against the baseline in the worlds ``0 .. seeds - 1``, quiet and struck.

    Parameters
    ----------
    scenario
        The scenario.
    names
        Alerts of its plans or ready ones; if absent all of its plans, or all ready ones where they
        have none.
    seeds
        Number of worlds, at least 2.
    workers
        Processes; the result does not depend on it.
    progress
        Told after each world.

    Raises
    ------
    InputError
        If there is no such alert, two plans have different ones of one name, or there are fewer
        than 2 seeds.
    """
    alerts = _named(scenario, names)
    if seeds < 2:
        raise InputError(f"{seeds} seeds: an interval needs at least 2", field="seeds")
    spec, plan = scenario.spec(), scenario.plan(scenario.baseline)
    crisis = first_crisis(spec)
    kinds = [replace(spec, shocks=())] + ([] if crisis is None else [spec])
    tasks = [
        Guarding(one, plan, tuple(alerts.values()), seed) for one in kinds for seed in range(seeds)
    ]
    failed: list[Failure[Guarding]] = []
    lived: list[tuple[Guarding, Fired]] = []
    with Workers(worth_starting(workers, spec, 1, len(tasks))) as pool:
        lived = list(finished(pool.map(watch, tasks, progress, "watching"), failed))
    quiet = tuple(fired for task, fired in lived if task.spec.shocks == ())
    struck = tuple(fired for task, fired in lived if task.spec.shocks != ())
    return Alarms(
        alerts, spec.horizon_days, crisis, quiet, struck, tuple(str(one) for one in failed)
    )


def watch(task: Guarding) -> tuple[Guarding, Fired]:
    """Live one world and return when the alerts fired in it."""
    from sim.run import run

    seen = run(task.spec, task.plan, task.seed).trajectory
    last = seen.calendar.days - 1
    return task, tuple(firings(alert, seen, last) for alert in task.alerts)


def first_crisis(spec: CommunitySpec) -> int | None:
    """Return the day of the plan on which its first crisis comes; None: none does."""
    days = [shock.day - spec.past_days for shock in spec.shocks]
    return min((day for day in days if 0 <= day < spec.horizon_days), default=None)


def _named(scenario: Scenario, names: Iterable[str] | None) -> dict[str, Alert]:
    """Return the alerts asked for, by name."""
    known: dict[str, Alert] = {}
    for section in scenario.plans.values():
        for name, alert in section.alerts.items():
            if known.setdefault(name, alert) != alert and (names is None or name in names):
                raise InputError(
                    "two plans have different alerts of this name; rename one",
                    field=f"alerts.{name}",
                )
    ready = {name: one.alert for name, one in READY_ALERTS.items()}
    if names is None:
        return known or ready
    found = {}
    for name in names:
        if name not in known and name not in ready:
            there = ", ".join({**known, **ready})
            raise InputError(f"there is no alert {name!r}; there are {there}", field="only")
        found[name] = known.get(name) or ready[name]
    return found
