"""A trial in simulated worlds: the same arms, window, audience and outcome.

In each world every arm's plan is lived from the same past and with the same draws, so that arms
differ by what the plans cause. Those count who are members in the audience when the window begins;
of outcomes of which only totals are kept, newcomers of the window count too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from calibration.experiments.arms import Arms
from calibration.experiments.outcomes import Outcome, outcome_of
from calibration.experiments.trial import Scale, Trial
from sim.behaviour.preset import Behaviour
from sim.community import Community
from sim.compiled.layout import LEFT
from sim.errors import InputError
from sim.facts import Fact
from sim.plan import Plan
from sim.run import Past, Rehearsal, live_past
from sim.spec import CommunitySpec
from strategies.audiences import Audiences, Definition, needed_for

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tried:
    """What to live: one world and all arms.

    Attributes
    ----------
    spec
        The community; its horizon is the trial's window.
    plans
        The arms' plans.
    outcome
        Name of what is counted.
    audiences
        Among whom, each once; None: everybody.
    definitions
        What is said of each audience that is no segment, by name.
    seed
        The world.
    facts
        Facts of the user's own that audiences may name.
    """

    spec: CommunitySpec
    plans: tuple[Plan, ...]
    outcome: str
    audiences: tuple[str | None, ...]
    definitions: Mapping[str, Definition]
    seed: int
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one world shows.

    Attributes
    ----------
    sums
        Of the outcome, by plan and audience, shape ``(plans, audiences)``.
    sizes
        Members in each audience, shape ``(audiences,)``.
    overlap
        Members who are in more than one of them.
    """

    sums: NDArray[np.float64]
    sizes: NDArray[np.float64]
    overlap: int


def count(task: Tried) -> Counted:
    """Live one world and count the outcome in every arm.

    Raises
    ------
    InputError
        If only totals are kept of the outcome, and they are not kept for the audience.
    """
    return counted_from(live_past(task.spec, task.seed), task)


def counted_from(past: Past, task: Tried, behaviour: Behaviour | None = None) -> Counted:
    """Count the outcome in every arm from a past that was lived.

    Parameters
    ----------
    past
        As `sim.run.live_past` left it; it is not changed.
    task
        The world and its arms.
    behaviour
        How members behave from the trial's morning on, if otherwise.
    """
    past = past.copy()
    if behaviour is not None:
        past.community.behave(behaviour)
    # As on the first morning of any plan.
    past.community.members["posts"] = 0
    outcome = outcome_of(task.outcome)
    among = [
        members_in(past.community, name, task.definitions, task.facts) for name in task.audiences
    ]
    before = past.community.members.copy()
    sums = np.zeros((len(task.plans), len(among)))
    sizes = np.array([float(mask.sum()) for mask in among])
    for place, plan in enumerate(task.plans):
        rehearsal = Rehearsal(task.spec, plan, task.seed, past)
        rehearsal.live(task.spec.horizon_days)
        if outcome.member is not None:
            after = rehearsal.community.members[: len(before)]
            last = rehearsal.community.today - 1
            values = outcome.member(after, before, task.spec.past_days, last)
            sums[place] = [values[mask].sum() for mask in among]
        else:
            sums[place] = _totals(task, rehearsal, outcome)
            if outcome.kind == "share":
                # Whether anybody does it twice is not kept: as if by a Poisson count.
                sums[place] = -sizes * np.expm1(-sums[place] / np.maximum(sizes, 1.0))
    overlap = int((np.sum(among, axis=0) > 1).sum())
    return Counted(sums, sizes, overlap)


def check_counted(
    outcome: Outcome, audiences: Sequence[str | None], segments: Sequence[str]
) -> None:
    """Raise `InputError` if an outcome is not kept for an audience."""
    for name in audiences:
        if outcome.member is None and name is not None and name not in segments:
            raise InputError(
                f"{outcome.name} is kept by segment alone and cannot be simulated for the audience "
                f"{name}; there are {', '.join(segments)}",
                field="audience",
            )


def members_in(
    community: Community,
    audience: str | None,
    definitions: Mapping[str, Definition],
    facts: Mapping[str, Fact],
) -> Bools:
    """Return who is a member in an audience this morning: bool, shape ``(members,)``.

    Parameters
    ----------
    community
        The community.
    audience
        Name of a segment or an audience; None: everybody.
    definitions
        Audiences by name; a segment's name goes before.
    facts
        Facts of the user's own, by name.
    """
    members, spec = community.members, community.spec
    here: Bools = (members["flags"] & LEFT) == 0
    if audience is None:
        return here
    if audience in spec.segments:
        own: Bools = members["segment"] == spec.segments.index(audience)
        return here & own
    asked = Audiences(needed_for(definitions, (audience,)), (audience,), facts=facts)
    return here & asked.who(community.facts())[audience]


def effect(scale: Scale, control: float, treated: float, size: float) -> float:
    """Return the effect between two arms of one world; NaN where a mean is nothing.

    Parameters
    ----------
    scale
        Of the trial's effect.
    control, treated
        Sums of the outcome.
    size
        Members. Of shares half a member is added on both sides (Haldane 1956), so that one that is
        0 or 1 has odds.
    """
    if size == 0:
        return math.nan
    if scale == "odds":
        odds = [(did + 0.5) / (size - did + 0.5) for did in (control, treated)]
        return math.log(odds[1] / odds[0])
    return math.log(treated / control) if min(control, treated) > 0 else math.nan


def effects_of(
    found: Counted, trial: Trial, arms: Arms, audiences: Sequence[str | None]
) -> tuple[list[float], list[float]]:
    """Return the effects of a trial in one world, and the control's mean of each."""
    row, level = [], []
    for one, (control, treated) in zip(trial.effects, arms.pairs, strict=True):
        place = audiences.index(one.audience)
        sums, size = found.sums[:, place], float(found.sizes[place])
        row.append(effect(one.scale, float(sums[control]), float(sums[treated]), size))
        level.append(float(sums[control]) / size if size else math.nan)
    return row, level


def _totals(task: Tried, rehearsal: Rehearsal, outcome: Outcome) -> list[float]:
    assert outcome.total is not None
    totals = outcome.total(rehearsal.trajectory(survey=False))
    own = task.spec.segments
    return [
        float(totals.sum() if name is None else totals[own.index(name)]) for name in task.audiences
    ]
