"""Which trial is believed best: a lucky one among many is not.

The best figure of many trials is partly luck. A surrogate fitted to all of them knows how large
luck is and what the neighbours of a trial reached, and draws each trial towards what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from planning.deepening import latest
from planning.proposals.seen import Seen
from planning.proposals.space import Flags, Floats, Space
from planning.proposals.surrogate import Surrogate
from planning.trials import Question, Trial

LEAST: Final = 6
"""Trials below which there is nothing to fit, and figures are believed as they are."""


def believed(question: Question, trials: Sequence[Trial]) -> Floats:
    """Return what is believed of each trial's objectives, larger is better.

    Parameters
    ----------
    question
        What was searched.
    trials
        All that did not fail.

    Returns
    -------
    ndarray
        Shape ``(trials, objectives)``.
    """
    space = Space(question.dimensions)
    seen = Seen.of(question, space, trials)
    plain = np.stack([own.mean for own in seen.gains], axis=1)
    if len(trials) < LEAST:
        return plain
    x = space.features(seen.points)
    columns = []
    for own in seen.gains:
        if np.ptp(own.mean) == 0:
            columns.append(own.mean)
            continue
        model = Surrogate.fitted(space, seen, own)
        columns.append(model.scale.back(model.objective.at(x)[0]))
    return np.stack(columns, axis=1)


def keeping(question: Question, trials: Sequence[Trial]) -> tuple[Flags, Flags]:
    """Return which trials keep every bound, and which of those may be named.

    A bound is kept where that is believed: the luck of the worlds that a trial met is taken out, as
    far as front runners met more. Who may be named was tried in all worlds; of a plan that was
    asked again it is the last trial.
    """
    seen = Seen.of(question, Space(question.dimensions), trials)
    kept = np.all([np.ones(len(trials)), *(c.mean <= 0 for c in seen.breaks.values())], axis=0)
    return kept, seen.whole & latest(trials)
