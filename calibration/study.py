"""The search of a fit: trials proposed in batches, the same for any number of workers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from calibration.posterior import laplace_points
from calibration.space import PRIOR_SD, Space
from calibration.surrogate import LinearModel, radius_after
from calibration.targets import Targets
from sim.draws import decision_key

if TYPE_CHECKING:
    import optuna

    from worlds.address import Place
    from worlds.journal import Journal

START: Final = 8
"""Trials of the start design."""

BATCH: Final = 2
"""Trials asked together after it: a step on the linear model, and one that teaches it more."""

TPE_EVERY: Final = 4
"""In every so many batches the second trial is asked of TPE, which sees the loss alone."""

KICK: Final = 0.15
"""Random part of a second trial, in trust radii: steps along one line teach nothing new."""

LAPLACE_PART: Final = 5
"""The last trials, one in so many, are draws from the posterior."""

_PLACE, _VECTOR = "place", "vector"


@dataclass(slots=True)
class Search:
    """The trials of one fit, in order of their place.

    Parameters
    ----------
    targets
        What to meet.
    space
        Where to look, and the first values to which the prior holds the search.
    seed
        Seed of the proposals.
    points
        Points of the cube tried, each shape ``(dimensions,)``.
    vectors
        Target vector of each, shape ``(targets,)``.
    """

    targets: Targets
    space: Space
    seed: int
    points: list[NDArray[np.float64]] = field(default_factory=list)
    vectors: list[NDArray[np.float64]] = field(default_factory=list)

    def residuals(self) -> NDArray[np.float64]:
        """Scaled residuals of the trials and of their prior, shape ``(trials, rows)``."""
        prior = (np.array(self.points) - self.space.centre) / PRIOR_SD
        fit = np.array([self.targets.residuals(vector) for vector in self.vectors])
        return np.hstack([fit, prior])

    def losses(self) -> NDArray[np.float64]:
        """Loss of every trial with the prior's: a negative log posterior, roughly."""
        return np.asarray(0.5 * (self.residuals() ** 2).sum(axis=1))

    def model(self) -> LinearModel:
        """Return the linear model about the best trial."""
        return LinearModel.about_best(np.array(self.points), self.residuals())

    def left(self) -> NDArray[np.float64]:
        """Return what the history leaves of each prior's standard deviation, 0 to 1.

        As the linear model sees it: 1 where trials that differ in a parameter have the same
        targets, or as others that differ in several.
        """
        spread = np.sqrt((self.model().spread() ** 2).sum(axis=1))
        return np.asarray(np.minimum(spread / PRIOR_SD, 1.0))

    def propose(self, trials: int) -> list[NDArray[np.float64]]:
        """Return the points of the next batch of a search of so many trials.

        First the start design, then steps of the linear model with TPE now and then, and last
        draws from the posterior that the linear model sees.
        """
        count = len(self.points)
        if count < min(START, trials):
            return self.space.start_design(START, self.seed, self.targets.share)
        if count >= trials - trials // LAPLACE_PART:
            return laplace_points(self.model(), trials - count, self.seed)
        losses = self.losses()
        radius = radius_after(losses, START, BATCH)
        model = self.model()
        step = model.minimum(radius, damping=0.5)
        if (count - START) // BATCH % TPE_EVERY == TPE_EVERY - 1:
            return [step, self._ask_tpe(losses)]
        key = int(decision_key(self.seed, "kick", count))
        kick = np.random.Generator(np.random.Philox(key=key)).normal(size=len(step))
        shorter = model.minimum(0.6 * radius, damping=1.0)
        return [step, np.clip(shorter + KICK * radius * kick, 0.0, 1.0)]

    def _ask_tpe(self, losses: NDArray[np.float64]) -> NDArray[np.float64]:
        import optuna

        seed = int(decision_key(self.seed, "tpe", len(losses))) % 2**32
        sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=START, multivariate=True)
        study = optuna.create_study(sampler=sampler)
        distributions = _distributions(self.space)
        for cube, loss in zip(self.points, losses, strict=True):
            study.add_trial(
                optuna.trial.create_trial(
                    params=self.space.values(cube), distributions=distributions, value=float(loss)
                )
            )
        return self.space.point(study.ask(distributions).params)


def _distributions(space: Space) -> dict[str, optuna.distributions.BaseDistribution]:
    from optuna.distributions import FloatDistribution

    return {d.name: FloatDistribution(d.low, d.high, log=d.log) for d in space.dimensions}


def run(
    search: Search,
    trials: int,
    evaluate: Callable[[Sequence[NDArray[np.float64]]], Iterable[NDArray[np.float64]]],
    *,
    key: str,
    journal: Place | None,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Run a search to its number of trials, taking up what a journal already holds.

    A batch is a function of the trials before it and of the seed alone; so a search that was
    stopped and resumed is the same as one that was not.

    Parameters
    ----------
    search
        Filled in place.
    trials
        Number of trials in all, at least 1.
    evaluate
        Returns the target vectors of some points, in their order.
    key
        What the search is of (scenario, history, seed): a journal's trials count only under it.
    journal
        File or database of an Optuna journal, made if it does not exist; None keeps the study in
        memory.
    progress
        Called with the trials done and their number.

    Raises
    ------
    InputError
        If the journal cannot be read or written, or is in use.
    """
    from worlds.journal import opened

    with opened(journal, key, _PLACE, ("minimize",), "fit") as kept:
        _run(search, trials, evaluate, kept, progress)


def _run(
    search: Search,
    trials: int,
    evaluate: Callable[[Sequence[NDArray[np.float64]]], Iterable[NDArray[np.float64]]],
    journal: Journal,
    progress: Callable[[int, int], None] | None,
) -> None:
    journal.fail_open()
    distributions = _distributions(search.space)
    known = journal.told()
    while len(search.points) < trials:
        first = len(search.points)
        batch = search.propose(trials)[: trials - first]
        vectors = [
            _recall(known.get(first + k), search.space.values(cube), len(search.targets.targets))
            for k, cube in enumerate(batch)
        ]
        missing = [k for k, vector in enumerate(vectors) if vector is None]
        asked = {
            k: journal.ask_given(first + k, distributions, search.space.values(batch[k]))
            for k in missing
        }
        found = evaluate([batch[k] for k in missing])
        for number, (k, vector) in enumerate(zip(missing, found, strict=True)):
            vectors[k] = vector
            loss = search.targets.loss(vector)
            journal.tell(asked[k], (loss,), {_VECTOR: [float(x) for x in vector]})
            if progress:
                progress(first + len(batch) - len(missing) + number + 1, trials)
        search.points += batch
        search.vectors += [vector for vector in vectors if vector is not None]


def digest(*parts: object) -> str:
    """Return a short name for what a search is of."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _recall(
    trial: optuna.trial.FrozenTrial | None, parameters: Mapping[str, float], size: int
) -> NDArray[np.float64] | None:
    """The vector of a journal's trial, if it is of the same parameters and whole."""
    if trial is None or trial.params != parameters:
        return None
    try:
        vector = np.array(trial.user_attrs[_VECTOR], np.float64)
    except (KeyError, TypeError, ValueError):
        return None
    return vector if vector.shape == (size,) and np.isfinite(vector).all() else None
