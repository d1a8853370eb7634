"""The level at which a status quo begins, beside the history's, and the move that joins them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from forerun.draft import RECENT_DAYS

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

COLUMNS: Final = {"joiners": "new_members", "posts": "contributions",
                  "purchases": "event_purchase", "revenue": "revenue"}  # fmt: skip
"""What is compared beside the actives, and the history's column of it."""

COUNTS: Final = {"joiners": "joined_organic", "posts": "posts", "purchases": "orders",
                 "revenue": "net_sales_cents"}  # fmt: skip
"""What is read off a run."""

MOVED: Final = {"active": ("visit_base", "buy_rate"), "posts": ("write_rate",),
                "purchases": ("order_again", "buy_rate")}  # fmt: skip
"""What is moved to close a gap: the first that was fitted, and each once."""

ANSWERS: Final = {"active": {"active": 1.0, "posts": 0.3}, "posts": {"active": 1.0, "posts": 1.0},
                  "purchases": {"active": 1.0, "posts": 0.3, "purchases": 1.0}}  # fmt: skip
"""What a count is expected to gain, in logs, by the move of another: where a settling begins."""

Level = Mapping[str, float]
"""Means a day of ``active, joiners`` and, where the history has them, of ``posts``,
``purchases`` and ``revenue``; of weekly figures means a week."""


def of_history(past: History) -> dict[str, float]:
    """Return the level of the last four weeks of a history.

    Without purchases and revenue where fewer than five bought: they would say what each did.
    """
    from calibration.history.record import LEAST

    daily, hidden = past.daily.with_columns(new_members=past.joined), set[str]()
    if past.buyers(RECENT_DAYS) < LEAST:
        hidden = {"purchases", "revenue"}
    found = {"active": float(past.active[-RECENT_DAYS // past.step :].mean())}
    return found | {
        part: past.step * float(daily[column].tail(RECENT_DAYS).mean())  # type: ignore[arg-type]
        for part, column in COLUMNS.items()
        if column in daily.columns
        and part not in hidden
        and (part == "joiners" or daily[column].sum() > 0)
    }


def before(scenario: Scenario, past: History, *, referred: bool = False) -> dict[str, float]:
    """Return the level of the same weeks as they are simulated, with the joiners they had.

    With ``referred`` those whom members invite are among the joiners.
    """
    days = min(RECENT_DAYS, past.days)
    start = past.end - timedelta(days=days)
    spec = scenario.spec(start=start, horizon_days=days, known_until=past.end)
    return _simulated(spec, past, referred)


def after(scenario: Scenario, past: History, *, referred: bool = False) -> dict[str, float]:
    """Return the level of the first four weeks of the status quo."""
    return _simulated(scenario.spec(horizon_days=RECENT_DAYS), past, referred)


def moves(wanted: Level, fitted: Collection[str]) -> dict[str, str]:
    """Return the parameter that is moved for each part of a level that can be settled."""
    found: dict[str, str] = {}
    for part, able in MOVED.items():
        moved = next((name for name in able if name in fitted), None)
        if part in wanted and moved is not None and moved not in found.values():
            found[part] = moved
    return found


def gap(seen: Level, wanted: Level, parts: Iterable[str]) -> NDArray[np.float64]:
    """Return how far parts of a level are to go: logs of ratios, shape ``(parts,)``."""
    return np.array([_log_ratio(wanted, seen, part) for part in parts])


class Settling:
    """Moves of parameters that close a gap: Broyden's method.

    A fit weighs the whole past and aims at a mean of eight weeks; a plan begins tomorrow. How much
    a move gives differs: little where most members come every day, and where only who writes is
    active a rate of posts makes actives too. So each move's answer teaches the next.

    Parameters
    ----------
    parts
        What is to be settled, names of `MOVED`.
    """

    def __init__(self, parts: Sequence[str]) -> None:
        self.move = np.zeros(len(parts))
        self._answer = np.array([[ANSWERS[row].get(name, 0.0) for name in parts] for row in parts])
        self._step = np.zeros(len(parts))
        self._gap: NDArray[np.float64] | None = None

    def learn(self, left: NDArray[np.float64], stuck: NDArray[np.bool_] | None = None) -> None:
        """Take the gap that the moves so far leave, and make the next move.

        Parameters
        ----------
        left
            Logs of ratios, shape ``(parts,)``.
        stuck
            Parts that their own parameter can bring no nearer: the others are not given up for
            them. None: no part.
        """
        if self._gap is not None and self._step.any():
            missed = (self._gap - left) - self._answer @ self._step
            self._answer += np.outer(missed, self._step) / (self._step @ self._step)
        self._gap = left
        free = np.ones(len(left), np.bool_) if stuck is None else ~stuck
        answer = self._answer[np.ix_(free, free)]
        self._step = np.zeros(len(left))
        self._step[free] = np.clip(np.linalg.lstsq(answer, left[free], rcond=0.05)[0], -1.0, 1.0)
        self.move = self.move + self._step


def moved(behaviour: Behaviour, steps: Mapping[str, float]) -> Behaviour:
    """Return a behaviour, best values and every world's, with parameters moved.

    A step adds to ``visit_base``; what else there is is multiplied by its exponential.
    """
    from sim.behaviour.register import PARAMETER

    def shifted(values: Mapping[str, float]) -> dict[str, float]:
        found = dict(values)
        for name in steps.keys() & values.keys():
            step, value = steps[name], values[name]
            value = value + step if name == "visit_base" else value * math.exp(step)
            found[name] = min(max(value, PARAMETER[name].low), PARAMETER[name].high)
        return found

    worlds = tuple(shifted(world) for world in behaviour.posterior)
    for name, value in shifted({name: behaviour.values[name] for name in steps}).items():
        behaviour = behaviour.updated({name: value}, *behaviour.origin[name])
    return replace(behaviour, posterior=worlds)


def stuck(
    behaviour: Behaviour, moves: Mapping[str, str], left: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return the parts of a level whose parameter stands at the end towards which the gap lies."""
    from sim.behaviour.register import PARAMETER

    ends = [(behaviour.values[name], PARAMETER[name]) for name in moves.values()]
    return np.array(
        [
            value <= own.low if gap < 0 else value >= own.high
            for gap, (value, own) in zip(left, ends, strict=True)
        ],
        np.bool_,
    )


def far(left: NDArray[np.float64]) -> float:
    """Return how far a level is off in all, a part that cannot be reached no more than by twice."""
    return float(np.linalg.norm(np.clip(left, -math.log(2), math.log(2))))


def is_close(left: NDArray[np.float64]) -> bool:
    """Whether a gap is so small that nothing need be moved."""
    return bool((np.abs(left) < CLOSE).all())


def _log_ratio(wanted: Level, seen: Level, part: str) -> float:
    """How far to go; nothing where one of them is silent.

    Not cut: a gap that looks the same before and after a move would teach that the move does
    nothing.
    """
    if min(wanted[part], seen[part]) <= 0:
        return 0.0
    return math.log(wanted[part] / seen[part])


def _simulated(spec: CommunitySpec, past: History, referred: bool) -> dict[str, float]:
    from calibration.observation import actives
    from sim.plan import NoPlan
    from sim.run import run

    lived = [run(spec, NoPlan(), seed).trajectory for seed in range(WORLDS)]
    found = {"active": fmean(float(actives(one, past.step).mean()) for one in lived)}
    for part in [part for part in of_history(past) if part in COLUMNS]:
        scale = past.step * (0.01 if part == "revenue" else 1.0)
        found[part] = scale * fmean(float(one.daily(COUNTS[part]).mean()) for one in lived)
    if referred:
        of_friends = fmean(float(one.daily("joined_referred").mean()) for one in lived)
        found["joiners"] += past.step * of_friends
    return found
