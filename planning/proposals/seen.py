"""What trials have told, in the form that a surrogate is fitted to: means with a known noise.

Trials were tried in the same worlds, some in only the first few. What the worlds have in common is
taken out of the means (a trial that was stopped in a lucky world gains nothing by it), and what is
left between worlds is the noise of a mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.proposals.space import Flags, Floats, Space
from planning.trials import BREAKS, Question, Trial

PRIOR_WORLDS: Final = 6.0
"""Worlds of other trials that a trial's own spread is weighed against."""

LEADERS: Final = 6
"""Trials that tell what worlds have in common."""

BESIDE: Final = 8
"""Trials that tell the spread of one that lies about as far off."""


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of every trial.

    Attributes
    ----------
    mean, variance
        Of each trial: the figure, and the variance of its mean over worlds; NaN where it is not
        known.
    """

    mean: Floats
    variance: Floats


@dataclass(frozen=True, slots=True)
class Seen:
    """Trials as a surrogate takes them.

    Attributes
    ----------
    points
        Settled points, shape ``(trials, dimensions)``.
    gains
        For each objective what was reached, larger is better.
    breaks
        By constraint by how much it was broken.
    whole
        Which trials were tried in all worlds and keep every constraint.
    """

    points: Floats
    gains: tuple[Column, ...]
    breaks: dict[str, Column]
    whole: Flags

    @classmethod
    def of(cls, question: Question, space: Space, trials: Sequence[Trial]) -> Seen:
        """Return what the trials that did not fail have told."""
        names = question.measures or (None,) * len(question.directions)
        gains = []
        for place, (name, direction) in enumerate(zip(names, question.directions, strict=True)):
            sign = 1.0 if direction == "maximize" else -1.0
            plain = np.array([sign * trial.values[place] for trial in trials])
            noted = [() if name is None else trial.notes.get(name, ()) for trial in trials]
            gains.append(over_worlds(plain, [sign * np.array(own) for own in noted], -plain))
        bounds = dict.fromkeys(name for trial in trials for name in trial.violations)
        breaks = {}
        for name in bounds:
            plain = np.array([trial.violations.get(name, 0.0) for trial in trials])
            noted = [trial.notes.get(f"{BREAKS}{name}", ()) for trial in trials]
            breaks[name] = over_worlds(plain, [np.array(own) for own in noted], np.abs(plain))
        return cls(
            space.points([trial.parameters for trial in trials]),
            tuple(gains),
            breaks,
            np.array([trial.feasible for trial in trials], np.bool_),
        )


def over_worlds(plain: Floats, noted: Sequence[Floats], far: Floats) -> Column:
    """Return means and their variances from what was noted world by world.

    Parameters
    ----------
    plain
        The mean of each trial over its worlds, as it was judged.
    noted
        Its figure in each of its worlds, the first ones of the panel in the same order.
    far
        How far each lies from where it matters: behind the best, or from a bound.

    Notes
    -----
    What worlds have in common is read off the trials that matter most, which are like one another.
    The spread of a trial is that of its differences from it, weighed against the spread of those
    about as far off: plans that do much differ more from world to world, and a few worlds tell
    little of a variance.
    """
    counts = np.array([len(own) for own in noted])
    most = int(counts.max(initial=0))
    if most < 2:
        return Column(plain, np.full(len(plain), np.nan))
    table = np.full((len(plain), most), np.nan)
    for row, own in zip(table, noted, strict=True):
        row[: len(own)] = own
    order = np.argsort(far, kind="stable")
    whole = order[counts[order] == most]
    near = table[whole[:LEADERS]]
    common = (near - near.mean(axis=1, keepdims=True)).mean(axis=0)
    free = table - common
    known = counts > 0
    mean = plain.copy()
    # The judge's own mean is kept where it is of all worlds: of a ratio it is one of sums.
    short = known & (counts < most)
    mean[short] = np.nanmean(free[short], axis=1)
    around = free[whole] - free[whole].mean(axis=1, keepdims=True)
    squares = (around**2).sum(axis=1)
    variance = np.full(len(plain), np.nan)
    for place in np.flatnonzero(known):
        beside = np.argsort(np.abs(far[whole] - far[place]), kind="stable")[:BESIDE]
        pooled = float(squares[beside].sum()) / (len(beside) * (most - 1))
        own = free[place, : counts[place]]
        degrees = counts[place] - 1
        spread = PRIOR_WORLDS * pooled + float(((own - own.mean()) ** 2).sum())
        variance[place] = spread / (PRIOR_WORLDS + degrees) / counts[place]
    return Column(mean, variance)
