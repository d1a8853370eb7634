"""A search as a journal of trials: asked and told in batches, the same however it was run.

Optuna keeps the trials and asks a sampler of ours (`planning.proposals`). Three rules make a study
a pure function of its question, for any number of workers and any number of interruptions:

- Trials are asked in batches of `BATCH`. A batch is asked as a whole before any of it is told, by a
  sampler seeded anew from the study's seed and the batch's number.
- Every trial carries its place in the sequence (its number here; Optuna's own numbers count
  the repetitions too), and results are told in that order.
- On opening, trials that a killed process left running are failed. A batch that was asked as a
  whole is asked again with the values it had; one that was not is asked anew, which gives
  the same values, since failed trials do not enter the sampler.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Final

import numpy as np
import optuna
from optuna.distributions import FloatDistribution
from optuna.samplers import BaseSampler, PartialFixedSampler, RandomSampler

from planning.first import last_step, on_grid, today
from planning.proposals.sampler import NOTES, NUMBER, STOPPED, sampler_for, trial_of
from planning.trials import Asked, Question, Trial, Verdict
from sim.errors import InputError
from strategies import SearchDimension
from worlds.address import Address, Place
from worlds.journal import ERROR, Journal, opened

BATCH: Final = 4
"""Trials asked together; fixed, so that a study is the same for any number of workers."""


def nobody(_before: Sequence[Trial]) -> None:
    """Take no notice of the trials that ended before."""


def run_study(
    question: Question,
    trials: int,
    evaluate: Callable[[Sequence[Asked]], Iterable[Verdict]],
    journal: Place | None,
    ended: Callable[[int], None],
    meet: Callable[[Sequence[Trial]], None] = nobody,
) -> list[Trial]:
    """Run the first `trials` trials of a study, those that the journal already holds excepted.

    Parameters
    ----------
    question
        What is searched.
    trials
        Trials in all, at least 1. The first n trials do not hang on how many follow.
    evaluate
        Yields a verdict for each of the trials given, in their order.
    journal
        File or database that keeps the study, made if absent; None keeps it in memory.
    ended
        Told how many trials have ended, at the start and after each.
    meet
        Told the trials that ended before a batch, before it is evaluated.

    Returns
    -------
    list of Trial
        In the order of their numbers.

    Raises
    ------
    InputError
        If the journal is of another search, in use, damaged, or no journal at all.
    """
    # A file is one search's, and a database that of many.
    name = question.title if isinstance(journal, Address) else "search"
    with opened(journal, name, NUMBER, question.directions, "search") as kept:
        if not kept.belongs_to(question.key):
            raise InputError(
                "this journal holds another search, or one of another version; name another file, "
                "or the scenario, panel and seed that it was begun with",
                file=str(journal),
            )
        _refuse_damaged(kept, journal)
        return _run(kept, question, trials, evaluate, ended, meet)


def _refuse_damaged(journal: Journal, where: Place | None) -> None:
    """Refuse a journal that has lost a part of a trial: what follows would be another study."""
    try:
        told = journal.told().values()
        whole = all(NOTES in trial.user_attrs or ERROR in trial.user_attrs for trial in told)
    except KeyError:
        whole = False
    if not whole:
        raise InputError("a trial of this journal is damaged; name another", file=str(where))


def _run(
    journal: Journal,
    question: Question,
    trials: int,
    evaluate: Callable[[Sequence[Asked]], Iterable[Verdict]],
    ended: Callable[[int], None],
    meet: Callable[[Sequence[Trial]], None],
) -> list[Trial]:
    journal.fail_open()
    distributions = {d.path: _distribution(d) for d in question.dimensions}
    ended(min(len(journal.told()), trials))
    for first in range(0, trials, BATCH):
        numbers = range(first, min(first + BATCH, trials))
        told = journal.told()
        if all(number in told for number in numbers):
            continue
        asked = _ask(journal, question, distributions, first, told)
        todo = [Asked(n, asked[n].params) for n in numbers if n not in told]
        meet([trial_of(trial) for number, trial in sorted(told.items()) if number < first])
        for one, verdict in zip(todo, evaluate(todo), strict=True):
            _tell(journal, asked[one.number], verdict)
            ended(one.number + 1)
    # The rest of a batch that was cut short waits in the journal for a longer search.
    journal.fail_open()
    return [trial_of(trial) for number, trial in sorted(journal.told().items()) if number < trials]


def _ask(
    journal: Journal,
    question: Question,
    distributions: dict[str, FloatDistribution],
    first: int,
    told: Container[int],
) -> dict[int, optuna.Trial]:
    """Ask what is open of a batch."""
    numbers = range(first, first + BATCH)
    known = journal.asked()
    sampler: BaseSampler = RandomSampler(seed=0)
    if any(number not in known for number in numbers):
        seed = np.random.SeedSequence([question.seed, first // BATCH]).generate_state(1)[0]
        sampler = sampler_for(question, int(seed), BATCH)
        known = dict(enumerate(question.first or (today(question.dimensions),)))
    return {
        number: journal.ask(
            number, distributions, _fixed(known[number]) if number in known else sampler
        )
        for number in numbers
        if number not in told
    }


def _fixed(values: dict[str, float]) -> BaseSampler:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        return PartialFixedSampler(values, RandomSampler(seed=0))


def _tell(journal: Journal, trial: optuna.Trial, verdict: Verdict) -> None:
    if verdict.error is not None:
        journal.fail(trial, verdict.error)
        return
    kept = {NOTES: verdict.notes or {}, **({STOPPED: True} if verdict.stopped else {})}
    journal.tell(trial, verdict.values, kept, verdict.violations)


def _distribution(dimension: SearchDimension) -> FloatDistribution:
    high = dimension.high
    if dimension.step is not None:
        high = on_grid(dimension, last_step(dimension))
    return FloatDistribution(dimension.low, high, log=dimension.log, step=dimension.step)
