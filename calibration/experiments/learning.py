"""What a trial teaches: simulate it over the prior, and update the levers that it tested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.experiments.arms import Arms, arms_of
from calibration.experiments.asked import Asked
from calibration.experiments.doubts import Doubt, doubts, percent
from calibration.experiments.levers import acting
from calibration.experiments.outcomes import outcome_of
from calibration.experiments.posterior import DRAWS, Floats, Prior, Response, draws, respond
from calibration.experiments.simulate import Tried, check_counted, count, effects_of
from calibration.experiments.table import read_trial
from calibration.experiments.trial import Trial
from scenarios import behaviour_file
from sim.behaviour.preset import Behaviour, independent
from sim.errors import InputError
from worlds.executors import Failure, Progress, Workers

if TYPE_CHECKING:
    from calibration.history.reading import Reading
    from scenarios import Scenario

WORLDS: Final = 64
"""Worlds in which a trial is simulated when nothing else is said."""

LEAST: Final = 24
"""Worlds below which no line can be laid through them."""


@dataclass(frozen=True)
class Learned:
    """What a trial taught.

    Attributes
    ----------
    scenario
        With the behaviour as it is now known.
    trial, arms, reading
        The trial, its arms as plans, and how its table was read.
    names
        Parameters that it taught something, in the register's order.
    before, after
        Draws of them, shape ``(draws, len(names))``.
    expected, fitted
        Effects of the trial in draws before and after, shape ``(draws, effects)``.
    simulated
        The control's mean in the worlds, by effect.
    chance
        Standard deviation of effects by what the levers do not explain, by effect.
    doubts
        What speaks against it.
    """

    scenario: Scenario
    trial: Trial
    arms: Arms
    reading: Reading
    names: tuple[str, ...]
    before: Floats
    after: Floats
    expected: Floats
    fitted: Floats
    simulated: Floats
    chance: Floats
    doubts: tuple[Doubt, ...]

    @property
    def behaviour(self) -> Behaviour:
        """The behaviour as it is now known."""
        return self.scenario.behaviour

    def as_json(self) -> dict[str, Any]:
        """Return what was found as JSON values.

        ``{"trial", "outcome", "days", "effects": [{"arm", "audience", "plan", "control", "scale",
        "estimate", "standard_error", "control_level", "simulated_level", "chance", "before":
        {"mean", "sd", "low", "high"}, "after": {...}}], "parameters": {NAME: {"prior": {...},
        "posterior": {...}}}, "doubts", "notes"}``: effects are logarithms of ratios (of odds where
        the scale says so), low and high the ends of 90 % intervals.
        """
        plans = self.arms.plans
        return {
            "trial": self.trial.source,
            "outcome": self.trial.outcome,
            "days": self.trial.days,
            "effects": [
                {
                    "arm": one.arm or plans[self.arms.pairs[k][1]],
                    "audience": one.audience,
                    "plan": plans[self.arms.pairs[k][1]],
                    "control": plans[self.arms.pairs[k][0]],
                    "scale": one.scale,
                    "estimate": one.estimate,
                    "standard_error": float(np.sqrt(one.variance)),
                    "control_level": one.level,
                    "simulated_level": float(self.simulated[k]),
                    "chance": float(self.chance[k]),
                    "before": summary(self.expected[:, k]),
                    "after": summary(self.fitted[:, k]),
                }
                for k, one in enumerate(self.trial.effects)
            ],
            "parameters": {
                name: {"prior": summary(self.before[:, k]), "posterior": summary(self.after[:, k])}
                for k, name in enumerate(self.names)
            },
            "doubts": [each.en for each in self.doubts],
            "notes": self.reading.as_dict()["notes"],
        }

    def write(self, path: Path, earlier: Path | None = None) -> None:
        """Write the behaviour as a file that a scenario can name.

        Parameters
        ----------
        path
            Where.
        earlier
            The behaviour file that the trial went on from, if it is not the scenario's own: what
            it was fitted on is kept.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        community, source = self.scenario.community, self.scenario.source_path
        if earlier is None and community.behaviour is not None and source is not None:
            earlier = source.parent / community.behaviour
        meta: dict[str, Any] = {"preset": community.base}
        if earlier is not None:
            meta = {
                "preset": behaviour_file.preset(earlier),
                "fitted_on": behaviour_file.fitted_on(earlier),
            }
        behaviour_file.write(path, _whole(self.behaviour, meta["preset"]), meta)


def _whole(behaviour: Behaviour, preset: str) -> Behaviour:
    """Return a behaviour that says where each value comes from that a preset has otherwise."""
    usual = Behaviour.preset(preset, behaviour.money_unit)
    origin = {
        name: (behaviour.grade(name), behaviour.source(name))
        for name, value in behaviour.values.items()
        if name in behaviour.origin or value != usual.values[name]
    }
    return replace(behaviour, origin=origin)


def summary(values: Floats) -> dict[str, float]:
    """Return mean, standard deviation and 90 % interval of draws."""
    low, high = np.quantile(values, [0.05, 0.95])
    return {
        "mean": float(values.mean()),
        "sd": float(values.std(ddof=1)),
        "low": float(low),
        "high": float(high),
    }


def learn(
    scenario: Scenario,
    table: str | Path,
    asked: Asked | None = None,
    *,
    worlds: int = WORLDS,
    workers: int = 1,
    progress: Progress | None = None,
    command: str | None = None,
) -> Learned:
    """Learn from a trial.

    Parameters
    ----------
    scenario
        Has the plans that the arms had, and the prior.
    table
        The trial: see `calibration.experiments.table.read_trial`.
    asked
        What is said of it.
    worlds
        In how many it is simulated, at least `LEAST`.
    workers
        Processes; the result does not depend on it.
    progress
        Told after each parameter that is tried, and after each world.
    command
        What reads, for the audit file.

    Raises
    ------
    InputError
        If the trial cannot be read or simulated, or teaches nothing of any parameter.
    """
    if worlds < LEAST:
        raise InputError(f"{worlds} worlds; at least {LEAST} are needed", field="worlds")
    asked = asked or Asked()
    trial, reading = read_trial(table, asked, command)
    arms = arms_of(scenario, trial, asked.arms)
    audiences = tuple(dict.fromkeys(one.audience for one in trial.effects))
    check_counted(outcome_of(trial.outcome), audiences, scenario.segments)
    task = Tried(
        scenario.spec(horizon_days=trial.days),
        tuple(scenario.plan(name) for name in arms.plans),
        trial.outcome,
        audiences,
        scenario.who,
        0,
        scenario.own.facts,
    )
    names = _tested(task, trial, arms, progress)
    prior = prior_of(task.spec.behaviour, names)
    effects, levels, seeds = _simulated(task, trial, arms, worlds, workers, progress)
    drawn = [task.spec.behaviour.draw(seed).values for seed in seeds]
    x = prior.standard(np.array([[values[name] for name in names] for values in drawn]))
    response = respond(x, effects)
    told = np.flatnonzero(response.slopes.any(axis=0))
    if not len(told):
        one = trial.effects[0]
        raise InputError(
            f"nothing to learn: in {len(seeds)} worlds {trial.outcome} follows none of the "
            f"parameters of the plan ({', '.join(names)}) beyond chance; its effect is "
            f"{percent(one, effects[:, 0].mean())} there and {percent(one, one.estimate)} in the "
            "trial: the plan may be too weak in the window, the audience too small, or the worlds "
            "too few",
            file=trial.source,
        )
    after = draws(prior, response, trial.estimates, trial.covariance)
    before = _before(task.spec.behaviour, names)
    return _learned(
        scenario, trial, arms, reading, prior, response, levels,
        tuple(names[k] for k in told), before[:, told], after[:, told],
        response.at(prior.standard(before)), response.at(prior.standard(after)),
    )  # fmt: skip


def _tested(task: Tried, trial: Trial, arms: Arms, progress: Progress | None) -> tuple[str, ...]:
    """Return the parameters through which the arms act, of those with a prior.

    What was fitted to a history has none any more.
    """
    behaviour = task.spec.behaviour
    taught = [name for name in behaviour.values if name in behaviour.priors]
    candidates = [*behaviour.uncertain, *taught]
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(candidates), "looking for what the lever acts through")

    names = acting(task, trial, arms, candidates, tell)
    if not names:
        raise InputError(
            f"nothing to learn: what {', '.join(arms.plans[1:])} does to {trial.outcome} within "
            f"{trial.days} days follows no uncertain parameter; the plan may be too weak in the "
            "window or the audience too small, and values given by hand are taken as known unless "
            "with {mean, sd}",
            file=trial.source,
        )
    return names


def prior_of(behaviour: Behaviour, names: Sequence[str]) -> Prior:
    """Return what is known of some parameters: of those that were taught, jointly."""
    own = [behaviour.parameter(name) for name in names]
    mean = np.array([behaviour.values[name] for name in names])
    root = np.diag([behaviour.spread(name) for name in names])
    joint = [k for k, name in enumerate(names) if name in behaviour.priors]
    if joint:
        table = np.array([[draw[names[k]] for k in joint] for draw in behaviour.posterior])
        mean[joint] = table.mean(axis=0)
        spread = np.atleast_2d(np.cov(table.T))
        values, vectors = np.linalg.eigh(spread)
        root[np.ix_(joint, joint)] = vectors * np.sqrt(np.maximum(values, 0.0))
    low, high = np.array([each.low for each in own]), np.array([each.high for each in own])
    return Prior(mean, root, low, high)


def _before(behaviour: Behaviour, names: Sequence[str]) -> Floats:
    worlds = [behaviour.draw(seed).values for seed in range(DRAWS)]
    return np.array([[values[name] for name in names] for values in worlds])


def _simulated(
    task: Tried,
    trial: Trial,
    arms: Arms,
    worlds: int,
    workers: int,
    progress: Progress | None,
) -> tuple[Floats, Floats, list[int]]:
    """Return effects ``(worlds, effects)``, mean control levels, and the worlds' seeds."""
    tasks = [replace(task, seed=seed) for seed in range(worlds)]
    rows: list[list[float]] = []
    levels: list[list[float]] = []
    seeds: list[int] = []
    with Workers(workers) as pool:
        for seed, found in enumerate(pool.map(count, tasks, progress, "simulating the trial")):
            if isinstance(found, Failure):
                raise found.error
            if found.overlap:
                raise InputError(
                    f"audiences overlap, by {found.overlap:,} simulated members: the same people "
                    "would count twice; give audiences that exclude each other",
                    file=trial.source,
                    field="audience",
                )
            row, level = effects_of(found, trial, arms, task.audiences)
            if np.isfinite(row).all():
                rows.append(row)
                levels.append(level)
                seeds.append(seed)
    if len(seeds) < max(LEAST, worlds // 2):
        raise InputError(
            f"in {worlds - len(seeds)} of {worlds} simulated worlds nobody of the arms or the "
            f"audience has {trial.outcome}, so there is nothing to compare the trial with",
            file=trial.source,
        )
    return np.array(rows), np.array(levels).mean(axis=0), seeds


def _learned(
    scenario: Scenario,
    trial: Trial,
    arms: Arms,
    reading: Reading,
    prior: Prior,
    response: Response,
    levels: Floats,
    names: tuple[str, ...],
    before: Floats,
    after: Floats,
    expected: Floats,
    fitted: Floats,
) -> Learned:
    for en, zh in trial.notes:
        reading.note("trial", en, zh)
    behaviour = updated(scenario.behaviour, names, after, trial)
    return Learned(
        scenario.with_behaviour(behaviour), trial, arms, reading, names, before, after, expected,
        fitted, levels, np.sqrt(np.diag(response.left)),
        doubts(trial, expected, fitted, levels, response.left),
    )  # fmt: skip


def updated(
    behaviour: Behaviour, names: Sequence[str], after: NDArray[np.float64], trial: Trial
) -> Behaviour:
    """Return a behaviour whose worlds draw some parameters as a trial left them.

    Parameters
    ----------
    behaviour
        As it was; what was fitted to a history stays.
    names, after
        The parameters and their draws, shape ``(draws, parameters)``.
    trial
        Named as the source.
    """
    means = after.mean(axis=0).tolist()
    priors: Mapping[str, tuple[float, float]] = {
        name: behaviour.priors.get(name, (behaviour.values[name], behaviour.spread(name)))
        for name in names
    }
    source = f"trial {trial.source}: {trial.outcome}, {trial.days} days"
    found = behaviour.updated(dict(zip(names, means, strict=True)), "measured", source)
    # What was fitted to a history, and what a trial taught, know nothing of each other.
    told = [dict(zip(names, row, strict=True)) for row in after.tolist()]
    posterior = independent(behaviour.posterior, told)
    return replace(found, posterior=posterior, priors={**found.priors, **priors})
