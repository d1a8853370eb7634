"""Through which parameters a lever acts: found by trying, so that no list has to be kept.

A parameter belongs to what a plan does if, moved on the morning of the trial, it leaves the days of
the status quo as they were, to the bit, and changes those of the plan. What moves the status quo
too is of the community, and history fits it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from calibration.experiments.simulate import Tried
from sim.behaviour.preset import Behaviour
from sim.plan import Plan
from sim.run import Past, Rehearsal, live_past

MOVED: Final = 2.0
"""Standard deviations by which a parameter is moved."""


def acting(
    task: Tried, names: Iterable[str], tell: Callable[[], None] = lambda: None
) -> tuple[str, ...]:
    """Return the parameters, of some, through which the plans of a trial act.

    Parameters
    ----------
    task
        The world in which it is tried; its first plan is the status quo.
    names
        Uncertain parameters.
    tell
        Called after each.
    """
    past = live_past(task.spec, task.seed)
    now = past.community.spec.behaviour
    usual = [_lived(task, plan, past, now) for plan in task.plans]
    found = []
    for name in names:
        tell()
        moved = _moved(now, name, task.spec.behaviour.deviation(name))
        if moved is None or _lived(task, task.plans[0], past, moved) != usual[0]:
            continue
        if any(
            _lived(task, plan, past, moved) != before
            for plan, before in zip(task.plans[1:], usual[1:], strict=True)
        ):
            found.append(name)
    return tuple(found)


def _moved(behaviour: Behaviour, name: str, sd: float) -> Behaviour | None:
    """Return a behaviour with one parameter moved, the other way where there is no room."""
    parameter, value = behaviour.parameter(name), behaviour.values[name]
    step = MOVED * sd
    there = value + step if value + step <= parameter.high else max(value - step, parameter.low)
    if there in (value, parameter.off):
        return None
    return replace(behaviour, values={**behaviour.values, name: there})


def _lived(task: Tried, plan: Plan, past: Past, behaviour: Behaviour) -> tuple[bytes, bytes]:
    """Return all that the days of the trial leave, as bytes."""
    own = past.copy()
    own.community.behave(behaviour)
    rehearsal = Rehearsal(task.spec, plan, task.seed, own)
    rehearsal.live(task.spec.horizon_days)
    community = rehearsal.community
    return community.members.tobytes(), community.tallies.counts.tobytes()
