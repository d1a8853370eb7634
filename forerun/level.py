"""The level at which a status quo begins, beside the history's, and the move that joins them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from forerun.draft import RECENT_DAYS, Draft, without_purchases

if TYPE_CHECKING:
    from calibration.history import History
    from scenarios import Scenario
    from sim.behaviour.preset import Behaviour
    from sim.spec import CommunitySpec

WORLDS: Final = 16
"""Worlds of which a level is the mean."""

ROUNDS: Final = 6
"""Moves at most."""

CLOSE: Final = 0.03
"""A level so near, as a share, is not moved: worlds differ by more."""

COLUMNS: Final = {"active": "active_members", "joiners": "new_members", "posts": "contributions",
                  "purchases": "event_purchase", "revenue": "revenue"}  # fmt: skip
"""What is compared, and the history's column of it."""

COUNTS: Final = {"active": "active", "joiners": "joined_organic", "posts": "posts",
                 "purchases": "buyers"}  # fmt: skip
"""The counts of a run; revenue is what was sold."""

Level = Mapping[str, float]
"""Means a day of ``active, joiners`` and, where the history has them, of ``posts``,
``purchases`` and ``revenue``."""


def of_history(past: History) -> dict[str, float]:
    """Return the level of the last four weeks of a history."""
    daily = without_purchases(past).daily
    return {
        part: float(daily[column].tail(RECENT_DAYS).mean())  # type: ignore[arg-type]
        for part, column in COLUMNS.items()
        if column in daily.columns and (part in ("active", "joiners") or daily[column].sum() > 0)
    }


def before(scenario: Scenario, past: History, *, referred: bool = False) -> dict[str, float]:
    """Return the level of the same weeks as they are simulated, with the joiners they had.

    With ``referred`` those whom members invite are among the joiners.
    """
    days = min(RECENT_DAYS, past.days)
    start = past.end - timedelta(days=days)
    spec = scenario.spec(start=start, horizon_days=days, known_until=past.end)
    return _simulated(spec, of_history(past), referred)


def after(scenario: Scenario, past: History, *, referred: bool = False) -> dict[str, float]:
    """Return the level of the first four weeks of the status quo."""
    return _simulated(scenario.spec(horizon_days=RECENT_DAYS), of_history(past), referred)


def gap(seen: Level, wanted: Level) -> NDArray[np.float64]:
    """Return how far the actives, and the posts, are to go: logs of ratios, shape ``(parts,)``."""
    parts = [part for part in ("active", "posts") if part in wanted]
    return np.array([_log_ratio(wanted, seen, part) for part in parts])


class Settling:
    """Moves of ``visit_base`` and ``write_rate`` that close a gap: Broyden's method.

    A fit weighs the whole past and aims at a mean of eight weeks; a plan begins tomorrow. How much
    a move gives differs: little where most members come every day, and where only who writes is
    active a rate of posts makes actives too. So each move's answer teaches the next.

    Parameters
    ----------
    parts
        1: actives alone; 2: posts too.
    """

    def __init__(self, parts: int) -> None:
        self.move = np.zeros(parts)
        self._answer = np.array([[1.0, 0.3], [1.0, 1.0]])[:parts, :parts]
        self._step = np.zeros(parts)
        self._gap: NDArray[np.float64] | None = None

    def learn(self, left: NDArray[np.float64]) -> None:
        """Take the gap that the moves so far leave, and make the next move."""
        if self._gap is not None and self._step.any():
            missed = (self._gap - left) - self._answer @ self._step
            self._answer += np.outer(missed, self._step) / (self._step @ self._step)
        self._gap = left
        self._step = np.clip(np.linalg.lstsq(self._answer, left, rcond=0.05)[0], -1.0, 1.0)
        self.move = self.move + self._step


def moved(behaviour: Behaviour, move: NDArray[np.float64]) -> Behaviour:
    """Return a behaviour, best values and every world's, with ``visit_base`` moved by the first.

    ``write_rate`` is multiplied by the exponential of the second, if there is one.
    """
    from sim.behaviour.register import PARAMETER

    steps = dict(zip(("visit_base", "write_rate"), move.tolist(), strict=False))

    def shifted(values: Mapping[str, float]) -> dict[str, float]:
        found = dict(values)
        for name in steps.keys() & values.keys():
            step, value = steps[name], values[name]
            value = value + step if name == "visit_base" else value * math.exp(step)
            found[name] = min(max(value, PARAMETER[name].low), PARAMETER[name].high)
        return found

    best = shifted({name: behaviour.values[name] for name in steps})
    grade, source = behaviour.grade("visit_base"), behaviour.origin["visit_base"][1]
    worlds = tuple(shifted(world) for world in behaviour.posterior)
    return replace(behaviour.updated(best, grade, source), posterior=worlds)


def with_buying(found: Draft, seen: Level, wanted: Level) -> Draft:
    """Return a draft whose rate of purchases is moved to the history's; a shop's is 1 a visit."""
    if found.shop or min(seen.get("purchases", 0.0), seen["active"], wanted["active"]) <= 0:
        return found
    came, come = seen["purchases"] / seen["active"], wanted["purchases"] / wanted["active"]
    return found.with_buying(min(found.overrides["buy_rate"] * come / came, 1.0))


def is_close(seen: Level, wanted: Level, found: Draft) -> bool:
    """Whether a simulated level is near enough to the history's."""
    parts = ("active", "posts") if found.shop else ("active", "posts", "purchases")
    return all(abs(_log_ratio(wanted, seen, part)) < CLOSE for part in parts if part in wanted)


def _log_ratio(wanted: Level, seen: Level, part: str) -> float:
    """How far to go, at most a factor of two a step; nothing where one of them is silent."""
    if min(wanted[part], seen[part]) <= 0:
        return 0.0
    return max(min(math.log(wanted[part] / seen[part]), math.log(2)), -math.log(2))


def _simulated(spec: CommunitySpec, parts: Level, referred: bool) -> dict[str, float]:
    from sim.plan import NoPlan
    from sim.run import run
    from sim.trajectory import GMV

    lived = [run(spec, NoPlan(), seed).trajectory for seed in range(WORLDS)]
    found = {}
    for part in parts:
        name, scale = (GMV, 0.01) if part == "revenue" else (COUNTS[part], 1.0)
        found[part] = scale * fmean(float(one.daily(name).mean()) for one in lived)
    if referred:
        found["joiners"] += fmean(float(one.daily("joined_referred").mean()) for one in lived)
    return found
