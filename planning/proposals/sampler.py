"""A sampler for Optuna: a surrogate of our own, for one objective or two.

A proposal is a function of the trials that ended, in the order of their numbers, of those that are
still being tried, and of a seed. Where a parameter is there for some trials only, the space is
conditional and Optuna's TPE proposes that parameter; three objectives and more are left to NSGA-II
(`sampler_for`).
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

import numpy as np
import optuna
from numpy.typing import NDArray
from optuna.distributions import BaseDistribution
from optuna.samplers import BaseSampler, NSGAIISampler, TPESampler
from optuna.trial import FrozenTrial, TrialState

from planning.deepening import BOUNDED, SHARE, Depths, Key, key_of, latest
from planning.proposals.candidates import FAR, NEAR, anywhere, around, best_of, plainer, untried
from planning.proposals.seen import Column, Seen
from planning.proposals.space import Space
from planning.proposals.surrogate import Scale, Surrogate
from planning.trials import Question, Trial
from worlds.journal import ERROR

NUMBER: Final = "number"
NOTES: Final = "notes"
STOPPED: Final = "stopped"

MOST_OBJECTIVES: Final = 2
"""Objectives that a surrogate takes; of more, a front is better spread by a population."""

POPULATION: Final = 24

REACH: Final = 0.8
LEAST_REACH: Final = 0.04
SHRINK: Final = 0.6
ELSEWHERE: Final = 1
"""Place in a batch of the trial that looks beyond the trust region, whatever is hoped."""

ALIKE: Final = 0.98
"""Correlation from which on worlds are held to do the same to two plans."""

PATIENCE: Final = 2
"""Batches without a better plan after which the trust region shrinks by so much, from `REACH` on;
below the least it begins anew."""


def sampler_for(question: Question, seed: int, batch: int) -> BaseSampler:
    """Return who proposes a batch of trials.

    Parameters
    ----------
    question
        What is searched.
    seed
        Seed of the batch.
    batch
        Trials asked together.
    """
    if len(question.directions) > MOST_OBJECTIVES:
        return NSGAIISampler(population_size=POPULATION, seed=seed)
    return SurrogateSampler(question, seed, batch)


class SurrogateSampler(BaseSampler):
    """Proposes the plan from which most is hoped; see the module.

    Parameters
    ----------
    question
        What is searched.
    seed
        Seed of what is left to chance.
    batch
        Trials asked together: how many may pass until a better plan is missed.
    """

    def __init__(self, question: Question, seed: int, batch: int) -> None:
        self._question = question
        self._space = Space(question.dimensions)
        self._seed = seed
        self._batch = batch
        self._rest = TPESampler(seed=seed)
        self._fitted: tuple[tuple[int, float], Surrogate] | None = None

    def infer_relative_search_space(
        self, study: optuna.Study, trial: FrozenTrial
    ) -> dict[str, BaseDistribution]:
        """Return nothing: points are proposed whole, whatever other trials had."""
        return {}

    def before_trial(self, study: optuna.Study, trial: FrozenTrial) -> None:
        """Propose a point, whose values are handed out as they are asked for."""
        self._values = self._propose(study, trial)

    def sample_relative(
        self, study: optuna.Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        """Return nothing; see `sample_independent`."""
        return {}

    def sample_independent(
        self,
        study: optuna.Study,
        trial: FrozenTrial,
        param_name: str,
        param_distribution: BaseDistribution,
    ) -> Any:
        """Return a parameter's value; one that is no dimension of the question is TPE's."""
        if param_name in self._values:
            return self._values[param_name]
        return self._rest.sample_independent(study, trial, param_name, param_distribution)

    def _propose(self, study: optuna.Study, trial: FrozenTrial) -> dict[str, float]:
        """Return the values of the next trial."""
        others = [t for t in study.get_trials(deepcopy=False) if t.number != trial.number]
        told = [trial_of(t) for t in others if t.state == TrialState.COMPLETE]
        told.sort(key=lambda own: own.number)
        open_now = [t for t in others if t.state == TrialState.RUNNING and NUMBER in t.user_attrs]
        open_now.sort(key=lambda own: int(own.user_attrs[NUMBER]))
        paths = [d.path for d in self._space.dimensions]
        known = [t for t in open_now if all(path in t.params for path in paths)]
        pending = self._space.points([t.params for t in known])
        # What could not be tried is not proposed again.
        failed = [t for t in others if t.state == TrialState.FAIL and ERROR in t.user_attrs]
        lost = self._space.points([t.params for t in failed])
        unable = {key_of(t.params) for t in failed}
        place = len(pending)
        rng = np.random.Generator(np.random.Philox(key=[self._seed, place]))
        first = len(self._question.first) or 1
        fresh = len(told) < 2 or len(told) + len(failed) < first + self._scouts
        if fresh:
            (point,) = anywhere(self._space, rng, 1)
            return self._space.values(point)
        seen = Seen.of(self._question, self._space, told)
        model = self._model(seen, len(told), place, rng).told(pending)
        tried = np.vstack([seen.points, pending, lost])
        reach = self._reach(seen, np.array([own.number for own in told]))
        lengths = model.objective.lengths
        points = np.vstack(
            [
                anywhere(self._space, rng, FAR),
                around(self._space, rng, model.leader, lengths, reach, NEAR),
                plainer(self._space, model.leader),
            ]
        )
        # One of a batch looks elsewhere: most such trials are stopped after a world.
        if place == ELSEWHERE and model.best is not None:
            far = untried(anywhere(self._space, rng, FAR), tried)
            if len(far):
                return self._space.values(far[int(np.argmax(model.dared(far)))])
        # The last of a batch confirms what is believed instead of hoping for more.
        if (
            place == self._batch - 1
            and (again := self._again(model, seen, told, unable)) is not None
        ):
            return again
        last = place == self._batch - 1 and model.best is not None
        wanted = model.believed if last else model.hoped
        return self._space.values(best_of(self._space, rng, points, wanted, tried, reach))

    @property
    def _scouts(self) -> int:
        """Trials anywhere, after the first ones, from which a surrogate learns to begin with."""
        return min(len(self._space.dimensions) // 2, 8)

    def _model(self, seen: Seen, count: int, place: int, rng: np.random.Generator) -> Surrogate:
        """Return what is believed; of two objectives every other time of a mix of them."""
        share = 1.0
        if len(seen.gains) > 1 and place % 2 == 1:
            share = float(rng.random())
        if self._fitted is None or self._fitted[0] != (count, share):
            gain = seen.gains[0] if share == 1.0 else mixed(seen.gains, share)
            self._fitted = (count, share), Surrogate.fitted(self._space, seen, gain)
        return self._fitted[1]

    def _again(
        self, model: Surrogate, seen: Seen, told: Sequence[Trial], unable: AbstractSet[Key]
    ) -> dict[str, float] | None:
        """Return the plan believed best if it is to meet more worlds than it did, and can."""
        newest = latest(told)
        may = seen.whole & newest
        if not self._question.panel or not may.any():
            return None
        x = self._space.features(seen.points)
        mean, _ = model.objective.at(x)
        lead = int(np.argmax(np.where(may, mean, -np.inf)))
        # One that the last batch brought may be overtaken by the next.
        if told[lead].number // self._batch == told[-1].number // self._batch:
            return None
        # What more worlds tell of a plan like it they tell of it.
        like = model.objective.alike(x, x[lead]) >= ALIKE
        like &= newest & np.array([key_of(own.parameters) not in unable for own in told])
        if not like.any():
            return None
        worlds = np.array([own.worlds for own in told]) * like
        deepest = lead if worlds[lead] == worlds.max() else int(np.argmax(worlds))
        own = told[deepest].parameters
        share = BOUNDED if model.bounds else SHARE
        return dict(own) if Depths.of(told).affords(own, share) else None

    def _reach(self, seen: Seen, numbers: NDArray[np.int64]) -> float:
        """Return the length of the trust region, from what came of the batches so far.

        Only a trial that was tried in all worlds can be better than the best one.
        """
        gains = np.where(seen.whole, seen.gains[0].mean, -np.inf)
        batches = numbers // self._batch
        reach, missed, best = REACH, 0, -np.inf
        for batch in np.unique(batches):
            most = float(gains[batches == batch].max())
            if most > best:
                best, missed = most, 0
                reach = min(REACH, reach / SHRINK)
                continue
            missed += 1
            if missed == PATIENCE:
                reach, missed = reach * SHRINK, 0
            if reach < LEAST_REACH:
                reach = REACH
        return reach


def mixed(gains: Sequence[Column], share: float) -> Column:
    """Return two objectives as one: the one that lags, and a little of both (Knowles 2006).

    Parameters
    ----------
    gains
        Of each objective.
    share
        Weight of the first.
    """
    weights = (share, 1.0 - share)
    scaled = [Scale.of(own.mean) for own in gains]
    parts = [
        weight * (own.mean - scale.middle) / scale.size
        for weight, own, scale in zip(weights, gains, scaled, strict=True)
    ]
    noise = [
        weight**2 * own.variance / scale.size**2
        for weight, own, scale in zip(weights, gains, scaled, strict=True)
    ]
    return Column(np.minimum(*parts) + 0.05 * (parts[0] + parts[1]), noise[0] + noise[1])


def trial_of(trial: FrozenTrial) -> Trial:
    """Return a trial that ended as a search knows it."""
    complete = trial.state == TrialState.COMPLETE
    return Trial(
        number=trial.user_attrs[NUMBER],
        parameters=dict(trial.params),
        values=tuple(trial.values) if complete else (),
        violations=dict(trial.constraints) if complete else {},
        notes=dict(trial.user_attrs.get(NOTES, {})),
        error=trial.user_attrs.get(ERROR),
        stopped=bool(trial.user_attrs.get(STOPPED, False)),
    )
