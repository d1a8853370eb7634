"""Calibration: a history in, fitted members out, with the proof on weeks held back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration import posterior, study
from calibration.backtest import NAIVE_WEEKS, Backtest, backtest
from calibration.history import History
from calibration.measured import Measured, measure
from calibration.space import Space
from calibration.study import Search
from calibration.targets import END_LEVEL, Observation, Targets
from calibration.world import World, threads
from scenarios import Scenario
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import PARAMETER
from sim.errors import InputError

PANEL: Final = 2
"""Seeds on which every trial is run; the same ones, so that trials differ by parameters alone."""

WORLDS: Final = 24
"""Simulated worlds of the forecast over the holdout."""

FRESH: Final = 12
"""Fresh worlds, on none of the panel's seeds, by which a fit is settled and judged."""

MAX_SHIFT: Final = 1.0
"""Most that ``visit_base`` is moved for it, logit."""

MIN_DAYS: Final = 56
"""Days of history that a fit needs before the holdout."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a fit found.

    Attributes
    ----------
    scenario
        The scenario with the fitted behaviour.
    behaviour
        Best values, graded measured, and the posterior.
    fit
        Facts of the fit: period, trials, loss, error of each group of targets, posterior.
    holdout
        Facts of the backtest (`calibration.backtest.Backtest`); weeks 0 without a holdout.
    retention
        Rows of ``cohorts, from_week, to_week, observed, fitted``: the fit against cohort
        retention, as shares.
    """

    scenario: Scenario
    behaviour: Behaviour
    fit: dict[str, Any]
    holdout: dict[str, Any]
    retention: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """Return ``{"fit", "holdout", "retention"}`` of plain values."""
        return {"fit": self.fit, "holdout": self.holdout, "retention": self.retention}

    def write(self, path: Path) -> None:
        """Write the behaviour file that a scenario can name.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        from scenarios import behaviour_file

        meta = {"preset": self.scenario.community.preset, "fitted_on": self.fit}
        behaviour_file.write(path, self.behaviour, meta)


def calibrate(
    scenario: Scenario,
    history: History,
    *,
    holdout_days: int = 91,
    trials: int = 60,
    workers: int = 1,
    seed: int = 0,
    journal: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Fit a scenario's members to a history.

    Parameters
    ----------
    scenario
        Gives preset, graph, segments and what counts as activity.
    history
        What happened (`calibration.history.read`).
    holdout_days
        Last days held back: not fitted, but forecast. 0 for none.
    trials
        Simulated parameter sets, at least 1.
    workers
        Threads; the result does not depend on it.
    seed
        Seed of the search, the panel and the forecast.
    journal
        File in which the study is kept, so that a fit that was stopped can be taken up.
    progress
        Called with the trials done and their number.

    Raises
    ------
    InputError
        If the holdout leaves too little history, or an argument is out of its range.
    """
    cut = _cut(history, holdout_days)
    if trials < 1:
        raise InputError(f"{trials} trials; at least 1 is needed", field="trials")
    known = history.until(cut)
    world = World(scenario, known)
    targets = Targets.of(known)
    measured = measure(known)
    source = f"measured on {known.start} to {cut - timedelta(days=1)}"
    base = _base(scenario, measured, source)
    space = Space.about(base.values, measured)
    search = Search(targets, space, seed)
    panel = [seed + k for k in range(PANEL)]
    with threads(workers) as run_all:

        def evaluate(points: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
            tasks = [(cube, member) for cube in points for member in panel]
            seen = list(
                run_all(
                    lambda task: world.observe(
                        base.updated(space.values(task[0]), "measured", source), task[1]
                    ),
                    tasks,
                )
            )
            return [
                targets.vector(Observation.mean(seen[k : k + PANEL]))
                for k in range(0, len(seen), PANEL)
            ]

        key = study.digest(scenario.digest, known.daily.write_csv(), str(cut), seed)
        study.run(search, trials, evaluate, key=key, journal=journal, progress=progress)
        behaviour, facts = _result(search, base, source)

        def simulated(behaviour: Behaviour) -> NDArray[np.float64]:
            fresh = range(seed + PANEL, seed + PANEL + FRESH)
            seen = run_all(lambda member: world.observe(behaviour, member), fresh)
            return targets.vector(Observation.mean(list(seen)))

        shift = _level_shift(search, simulated(behaviour))
        behaviour = _shifted(behaviour, shift, source)
        settled = simulated(behaviour)
        holdout: dict[str, Any] = {"weeks": 0, "error": None, "naive_error": None}
        if holdout_days:
            tested: Backtest = backtest(
                world, history, behaviour,
                days=holdout_days, worlds=WORLDS, seed=seed, run_all=run_all,
            )  # fmt: skip
            holdout = tested.as_dict()
    fit = {
        "from": str(known.start),
        "to": str(cut - timedelta(days=1)),
        "days": known.days,
        "members": int(known.counts("new_members").sum()),
        "trials": trials,
        "seed": seed,
        **facts,
        "values": _values(behaviour, space.names),
        "level_shift": shift,
        "errors": targets.errors(settled),
        "measured": {
            name: {"value": found.value, "error": found.error} for name, found in measured.items()
        },
    }
    return Calibration(
        scenario=scenario.with_behaviour(behaviour),
        behaviour=behaviour,
        fit=fit,
        holdout=holdout,
        retention=_retention_rows(targets, settled),
    )


def _cut(history: History, holdout_days: int) -> date:
    if holdout_days < 0 or 0 < holdout_days < 7:
        raise InputError(
            f"a holdout of {holdout_days} days; 0, or at least 7 days", field="holdout"
        )
    left = history.days - holdout_days
    if left < max(MIN_DAYS, 7 * NAIVE_WEEKS):
        raise InputError(
            f"{history.days} days of history and a holdout of {holdout_days} leave {max(left, 0)} "
            f"to fit; at least {MIN_DAYS} are needed",
            file=history.source,
            field="holdout",
        )
    return history.end - timedelta(days=holdout_days)


def _base(scenario: Scenario, measured: dict[str, Measured], source: str) -> Behaviour:
    """The scenario's behaviour with what was measured directly, and no earlier posterior."""
    found = {name: each.value for name, each in measured.items()}
    return replace(scenario.behaviour.updated(found, "measured", source), posterior=())


def _result(search: Search, base: Behaviour, source: str) -> tuple[Behaviour, dict[str, Any]]:
    losses = search.losses()
    best = int(np.argmin(losses))
    weight, temperature = posterior.weights(losses)
    drawn = posterior.draw(weight, posterior.DRAWS, search.seed)
    space = search.space
    worlds = tuple(space.values(search.points[k]) for k in drawn)
    behaviour = replace(
        base.updated(space.values(search.points[best]), "measured", source), posterior=worlds
    )
    facts = {
        "loss": float(losses[best]),
        "best_trial": best,
        "worlds": len(set(drawn)),
        "temperature": temperature,
    }
    return behaviour, facts


def _values(behaviour: Behaviour, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Each fitted value with the range that holds 90 % of the worlds."""
    found = {}
    for name in names:
        low, high = np.quantile([world[name] for world in behaviour.posterior], [0.05, 0.95])
        found[name] = {
            "value": behaviour.values[name], "low": float(low), "high": float(high)
        }  # fmt: skip
    return found


def _level_shift(search: Search, simulated: NDArray[np.float64]) -> float:
    """How far ``visit_base`` must move for fresh worlds to end at the history's level.

    The panel of a fit is small, and a fit weighs the whole past; whoever plans from today wants
    to start from today's level. The linear model tells how much the level answers to the parameter.
    """
    names = [target.name for target in search.targets.targets]
    row = names.index(END_LEVEL)
    column = search.space.names.index("visit_base")
    dimension = search.space.dimensions[column]
    answer = search.model().jacobian[row, column] * search.targets.scales[row]
    gain = min(max(float(answer) / (dimension.high - dimension.low), 0.3), 1.0)
    shift = (search.targets.values[row] - float(simulated[row])) / gain
    return float(min(max(shift, -MAX_SHIFT), MAX_SHIFT))


def _shifted(behaviour: Behaviour, shift: float, source: str) -> Behaviour:
    """Move ``visit_base`` in the best values and in every world alike."""
    parameter = PARAMETER["visit_base"]

    def moved(values: Mapping[str, float]) -> dict[str, float]:
        base = min(max(values["visit_base"] + shift, parameter.low), parameter.high)
        return {**values, "visit_base": base}

    settled = behaviour.updated(
        {"visit_base": moved(behaviour.values)["visit_base"]}, "measured", source
    )
    return replace(settled, posterior=tuple(moved(world) for world in behaviour.posterior))


def _retention_rows(targets: Targets, vector: NDArray[np.float64]) -> list[dict[str, Any]]:
    rows = []
    for target, fitted in zip(targets.targets, vector, strict=True):
        if target.group != "retention":
            continue
        _, cohorts, ages = target.name.split()
        first, last = ages.split("-")
        rows.append(
            {
                "cohorts": cohorts,
                "from_week": int(first),
                "to_week": int(last),
                "observed": target.value**2,
                "fitted": float(fitted) ** 2,
            }
        )
    return rows
