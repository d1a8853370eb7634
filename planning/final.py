"""The last round: those believed best meet in worlds of their own, and one of them is named.

The best of many trials is lucky twice: in its figure, and in the worlds that it was tried in. So
what is believed of each trial is what a surrogate says that knows all of them (`planning.belief`),
and the few believed best, with today's plan and doing nothing among them, run again in worlds that
no trial has seen. What they reach in both names the winner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planning.belief import believed, keeping
from planning.choose import choose, pareto
from planning.deepening import key_of
from planning.panel import Panel
from planning.trials import Asked, Question, Trial, Verdict
from scenarios import Objective
from worlds.executors import Progress
from worlds.statistics import Floats

FINAL: Final = 8
"""Worlds of the last round, at least as many as the panel has; twice as many of a smaller panel."""

FINALISTS: Final = 3
"""Of the trials believed best; today's plan and doing nothing come to them."""


CHECKED: Final = 8
"""Plans at most that are tried in more worlds before one of them is named."""


@dataclass(frozen=True)
class Last:
    """What the last round found.

    Attributes
    ----------
    winner
        The trial that is named; None if none keeps every constraint.
    front
        Numbers of the feasible trials that no other one is believed to dominate; the winner alone
        where there is one objective.
    believed
        By number what is believed of a trial's objectives, in their own directions.
    finalists
        Who took part, and by number their objectives, larger is better, in the panel and in the
        worlds of the round, shape ``(objectives, worlds)``.
    kept
        Numbers of the trials that are believed to keep every bound, as far as they were tried.
    """

    winner: Trial | None
    front: tuple[int, ...]
    believed: dict[int, tuple[float, ...]]
    finalists: dict[int, Floats]
    kept: frozenset[int] = frozenset()


def hold_last_round(
    question: Question,
    trials: Sequence[Trial],
    objectives: Sequence[Objective],
    apart: Panel,
    again: Callable[[Asked, int], Verdict],
    worlds: int,
    told: Progress | None = None,
) -> tuple[list[Trial], Last]:
    """Name the winner of a study, of which more is known than that it is lucky in a few worlds.

    Who would be named without having met so many worlds is tried in them first: that it breaks a
    bound may show only there. With what they tell of all plans the last round is held again.

    Parameters
    ----------
    question, trials, objectives, apart
        As for `last_round`.
    again
        Says what comes of a plan in so many worlds.
    worlds
        How many a winner has met, unless so many (`CHECKED`) before it broke a bound.
    told
        Told after each that was tried in more.

    Returns
    -------
    tuple
        The trials, with what more is known of some, and what the last round found.
    """
    known = list(trials)
    last = last_round(question, known, objectives, apart)
    for checked in range(CHECKED):
        if last.winner is None or last.winner.worlds >= worlds:
            break
        place = next(k for k, trial in enumerate(known) if trial.number == last.winner.number)
        found = again(Asked(last.winner.number, last.winner.parameters), worlds)
        known[place] = replace(
            last.winner,
            violations=found.violations or {},
            notes=found.notes or {},
            error=found.error,
        )
        last = last_round(question, known, objectives, apart)
        if told is not None:
            told(checked + 1, CHECKED, "holding the winner to its bounds")
    return known, last


def last_round(
    question: Question, trials: Sequence[Trial], objectives: Sequence[Objective], apart: Panel
) -> Last:
    """Name the winner of a study.

    Parameters
    ----------
    question
        What was searched.
    trials
        All of it.
    objectives
        As the question has them.
    apart
        Worlds that no trial has seen.
    """
    ran = [trial for trial in trials if trial.error is None]
    if not ran:
        return Last(None, (), {}, {})
    kept, named = keeping(question, ran)
    feasible = np.flatnonzero(named).tolist()
    keep = frozenset(trial.number for trial, keeps in zip(ran, kept, strict=True) if keeps)
    if not feasible:
        return Last(None, (), {}, {}, keep)
    means = believed(question, ran)
    signs = np.array([one.sign for one in objectives])
    reached = {t.number: tuple((signs * own).tolist()) for t, own in zip(ran, means, strict=True)}
    front = [feasible[place] for place in pareto(means[feasible])]
    alone = len(objectives) == 1
    best = sorted(feasible if alone else front, key=lambda place: -means[place, 0])
    if alone:
        # The first trials are today's plan and doing nothing.
        first = {key_of(trial.parameters) for trial in ran if trial.number < 2}
        known = {place for place in feasible if key_of(ran[place].parameters) in first}
        taking = list(dict.fromkeys([*best[:FINALISTS], *sorted(known)]))
    else:
        taking = best[: FINALISTS + 2]
    worlds = min(ran[place].worlds for place in taking)
    columns = {place: _shifted(ran[place], means[place], objectives, worlds) for place in taking}
    if len(taking) > 1:
        columns = _met(ran, columns, objectives, apart)
    order = sorted(columns, key=lambda place: ran[place].number)
    winner = order[choose([columns[place] for place in order])]
    return Last(
        ran[winner],
        (ran[winner].number,) if alone else tuple(ran[place].number for place in front),
        reached,
        {ran[place].number: columns[place] for place in order},
        keep,
    )


def _shifted(trial: Trial, means: Floats, objectives: Sequence[Objective], worlds: int) -> Floats:
    """Return a trial's objectives in the panel, larger is better, with the means believed."""
    rows = np.array([one.sign * np.array(trial.notes[one.column])[:worlds] for one in objectives])
    return np.asarray(rows - rows.mean(axis=1, keepdims=True) + means[:, None])


def _met(
    ran: Sequence[Trial], columns: dict[int, Floats], objectives: Sequence[Objective], apart: Panel
) -> dict[int, Floats]:
    """Return the objectives with those of the last round; without who breaks a bound there."""
    asked = [Asked(ran[place].number, ran[place].parameters) for place in columns]
    verdicts = dict(zip(columns, apart.verdicts(asked), strict=True))
    whole = {place: own for place, own in verdicts.items() if own.error is None}
    kept = [place for place, own in whole.items() if _kept(own)]
    found = {}
    for place in kept or whole:
        notes = whole[place].notes or {}
        fresh = np.array([one.sign * np.array(notes[one.column]) for one in objectives])
        found[place] = np.hstack([columns[place], fresh])
    return found or columns


def _kept(verdict: Verdict) -> bool:
    return all(by <= 0 for by in (verdict.violations or {}).values())
