"""Through which parameters a lever acts: found by trying, so that no list has to be kept.

Each uncertain parameter is moved on the morning of the trial, in a few worlds; what the trial's
effect changes by is its part. Those count whose part may be more than chance and is no small one
beside the largest: the rest stay in the line's leavings (`calibration.experiments.posterior`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.experiments.arms import Arms
from calibration.experiments.simulate import Tried, counted_from, effects_of
from calibration.experiments.trial import Trial
from sim.behaviour.preset import Behaviour
from sim.run import Past, live_past

MOVED: Final = 2.0
"""Standard deviations by which a parameter is moved."""

WORLDS: Final = 4
"""In how many worlds."""

TOLD: Final = 1.5
"""A part may be more than chance if its mean is so many of its standard errors; the line through
all worlds judges again."""

LEAST: Final = 0.2
"""And counts if it is so much of the largest part."""


def acting(
    task: Tried,
    trial: Trial,
    arms: Arms,
    names: Iterable[str],
    tell: Callable[[], None] = lambda: None,
) -> tuple[str, ...]:
    """Return the parameters, of some, through which the arms of a trial act, in their order.

    Parameters
    ----------
    task
        The world to begin with.
    trial, arms
        The effects, and which plans make them.
    names
        Uncertain parameters.
    tell
        Called after each.
    """
    tasks = [replace(task, seed=seed) for seed in range(task.seed, task.seed + WORLDS)]
    worlds = [(one, live_past(one.spec, one.seed)) for one in tasks]
    usual = [_effects(one, past, trial, arms, None) for one, past in worlds]
    parts: dict[str, NDArray[np.float64]] = {}
    for name in names:
        tell()
        sd = task.spec.behaviour.deviation(name)
        found = []
        for (one, past), before in zip(worlds, usual, strict=True):
            moved = _moved(past.community.spec.behaviour, name, sd)
            found.append(_effects(one, past, trial, arms, moved) - before)
            if not np.nan_to_num(found[0]).any():
                # It moved nobody in the first world.
                found.append(found[0])
                break
        parts[name] = _part(np.array(found))
    largest = np.max(list(parts.values()), axis=0) if parts else np.zeros(1)
    return tuple(
        name for name, part in parts.items() if ((part > 0) & (part >= LEAST * largest)).any()
    )


def _part(changes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how much effects change, 0 where that may be chance.

    Parameters
    ----------
    changes
        Shape ``(worlds, effects)``; NaN where a world has no effect.
    """
    changes = np.nan_to_num(changes)
    mean = np.abs(changes.mean(axis=0))
    error = changes.std(axis=0, ddof=1) / np.sqrt(len(changes))
    return np.where(mean > TOLD * error, mean, 0.0)


def _effects(
    task: Tried, past: Past, trial: Trial, arms: Arms, behaviour: Behaviour | None
) -> NDArray[np.float64]:
    return np.array(effects_of(counted_from(past, task, behaviour), trial, arms, task.audiences)[0])


def _moved(behaviour: Behaviour, name: str, sd: float) -> Behaviour:
    """Return a behaviour with one parameter moved, the other way where there is no room.

    No mechanism is switched by it: a switch is not moved to where it is off.
    """
    parameter, value = behaviour.parameter(name), behaviour.values[name]
    step = MOVED * sd
    there = value + step if value + step <= parameter.high else value - step
    there = max(there, parameter.low)
    if there == parameter.off:
        there = (there + value) / 2
    return replace(behaviour, values={**behaviour.values, name: there})
