"""What trials have told, in the form that a surrogate is fitted to: means with a known noise.

Trials were tried in the same worlds, some in only the first few. What the worlds have in common is
taken out of the means (a trial that was stopped in a lucky world gains nothing by it, nor do all
from a lucky panel once one of them has met more worlds), and what is left between worlds is the
noise of a mean.
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
        Which trials were tried in all worlds and are believed to keep every constraint.
    """

    points: Floats
    gains: tuple[Column, ...]
    breaks: dict[str, Column]
    whole: Flags

    @classmethod
    def of(cls, question: Question, space: Space, trials: Sequence[Trial]) -> Seen:
        """Return what the trials that did not fail have told."""
        names = question.measures or (None,) * len(question.directions)
        whole = [trial.worlds for trial in trials if not trial.stopped]
        panel = question.panel or max(whole, default=0)
        gains = []
        for place, (name, direction) in enumerate(zip(names, question.directions, strict=True)):
            sign = 1.0 if direction == "maximize" else -1.0
            plain = np.array([sign * trial.values[place] for trial in trials])
            noted = [() if name is None else trial.notes.get(name, ()) for trial in trials]
            own = [sign * np.array(each) for each in noted]
            gains.append(over_worlds(plain, own, -plain, panel))
        bounds = dict.fromkeys(name for trial in trials for name in trial.violations)
        breaks = {}
        for name in bounds:
            plain = np.array([trial.violations.get(name, 0.0) for trial in trials])
            noted = [trial.notes.get(f"{BREAKS}{name}", ()) for trial in trials]
            own = [np.array(each) for each in noted]
            breaks[name] = over_worlds(plain, own, np.abs(plain), panel)
        kept = np.array([not trial.stopped for trial in trials], np.bool_)
        for column in breaks.values():
            kept &= column.mean <= 0
        return cls(
            space.points([trial.parameters for trial in trials]),
            tuple(gains),
            breaks,
            kept,
        )


def over_worlds(plain: Floats, noted: Sequence[Floats], far: Floats, panel: int) -> Column:
    """Return means and their variances from what was noted world by world.

    Parameters
    ----------
    plain
        The mean of each trial, as it was judged; where nothing was noted it is all there is.
    noted
        Its figure in each of its worlds, in the same order for all.
    far
        How far each lies from where it matters: behind the best, or from a bound.
    panel
        Worlds of a trial that was neither stopped nor asked again.

    Notes
    -----
    The spread of a trial is that of its differences from what worlds have in common, weighed
    against the spread of those about as far off: plans that do much differ more from world to
    world, and a few worlds tell little of a variance.
    """
    counts = np.array([len(own) for own in noted])
    panel = min(panel, int(counts.max(initial=0)))
    if panel < 2:
        return Column(plain, np.full(len(plain), np.nan))
    table = table_of(noted)
    order = np.argsort(far, kind="stable")
    whole = order[counts[order] >= panel]
    common = common_of(table[whole], panel)
    first = (table - common)[:, :panel]
    known = counts > 0
    mean = plain.copy()
    mean[known] = np.nanmean(table[known] - common, axis=1)
    around = first[whole] - first[whole].mean(axis=1, keepdims=True)
    squares = (around**2).sum(axis=1)
    variance = np.full(len(plain), np.nan)
    for place in np.flatnonzero(known):
        beside = np.argsort(np.abs(far[whole] - far[place]), kind="stable")[:BESIDE]
        pooled = float(squares[beside].sum()) / (len(beside) * (panel - 1))
        own = first[place, : counts[place]]
        spread = PRIOR_WORLDS * pooled + float(((own - own.mean()) ** 2).sum())
        variance[place] = spread / (PRIOR_WORLDS + len(own) - 1) / counts[place]
    return Column(mean, variance)


def table_of(noted: Sequence[Floats]) -> Floats:
    """Return figures world by world as a table, NaN where a trial did not meet a world."""
    table = np.full((len(noted), max(len(own) for own in noted)), np.nan)
    for row, own in zip(table, noted, strict=True):
        row[: len(own)] = own
    return table


def common_of(whole: Floats, panel: int) -> Floats:
    """Return by how much each world lifts all plans alike, nothing on average over all worlds.

    Parameters
    ----------
    whole
        Figures of trials that met at least the panel, those that matter most first, NaN in worlds
        that they did not meet: shape ``(trials, worlds)``.
    panel
        Worlds that all of them met.
    """
    lifted = whole - whole[:, :panel].mean(axis=1, keepdims=True)
    common = np.zeros(whole.shape[1])
    for world in range(len(common)):
        # Those that matter most are like one another.
        met = lifted[~np.isnan(lifted[:, world]), world]
        common[world] = met[:LEADERS].mean()
    return np.asarray(common - common.mean())
