"""The product in seven functions, nothing heavy imported early.

`forerun.searching`, `forerun.starting`, `forerun.learned` and `forerun.backtesting` have more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from calibration.history import History
    from forerun.plans import Asked as Plans
    from forerun.results import Effect, Fitted, Outlook
    from scenarios import Scenario
    from sim.metrics import Comparison, Metric
    from worlds.address import Address

    Own = Metric | Comparison

Progress = Callable[[int, int, str], None]
"""Called as ``progress(done, total, label)``."""

PLAN_SEEDS, FIT_TRIALS = 20, 60
"""Worlds of a run, behaviours that a fit tries, if nothing is said."""

LIMITS = {
    "seeds": (2, 10_000),
    "seed": (0, 2**32 - 1),
    "trials": (1, 100_000),
    "workers": (1, 256),
    "checkpoint_every": (1, 3660),
}
"""What is allowed; beyond the upper ends only a slip of the keyboard goes."""


def load(
    name_or_path: str | Path, *, allow_code: bool = False, measures: Sequence[Own] = ()
) -> Scenario:
    """Read a scenario of the library or a recipe by name, or a file by path, and check it.

    Parameters
    ----------
    name_or_path
        The name or the path.
    allow_code
        Whether modules beside the file that it names (``my_module:MyStrategy``) are imported.
    measures
        Measures made in Python (`sim.metrics.Metric`), which the file may name.

    Raises
    ------
    InputError
        If there is none or something in it is wrong, with file, line and field.
    """
    from scenarios import load

    return load(name_or_path, allow_code=allow_code, measures=measures)


def calibrate(
    scenario: Scenario | str | Path,
    history: str | Path | History | None = None,
    holdout: str = "13w",
    *,
    timezone: str | None = None,
    trials: int = FIT_TRIALS,
    workers: int = 1,
    cluster: str | None = None,
    seed: int = 0,
    journal: str | Path | Address | None = None,
    progress: Progress | None = None,
) -> Fitted:
    """Fit the members' behaviour to a history.

    Parameters
    ----------
    scenario
        A scenario, its library name or its path.
    history
        An event log, purchases, daily or weekly figures: a file, the URL of a table, or what
        `calibration.read` returned; the one that the scenario names under
        ``community.arrivals.history`` if absent.
    holdout
        The end of the history that the fit does not see, such as ``13w`` or ``90d``; ``0d`` for
        none.
    timezone
        The zone whose days count, such as ``Asia/Shanghai``; the scenario's if absent.
    trials
        Behaviours to try, at least 1.
    workers
        Threads; the result does not depend on it.
    cluster
        Address of a Dask scheduler, such as ``tcp://host:8786``, whose workers do it instead.
    seed
        Seed of the fit.
    journal
        A file, or ``postgresql://user@host/database``, that keeps the study: the same call goes
        on where an earlier one was stopped.
    progress
        Told after each trial.

    Raises
    ------
    InputError
        If the history has a fault or is too short for the holdout.
    """
    from calibration.fit import calibrate
    from calibration.history import History
    from forerun.past import past
    from forerun.results import Fitted
    from forerun.spans import days
    from worlds.address import place_of

    check(trials=trials, seed=seed, workers=workers)
    scenario = _scenario(scenario)
    span = days(holdout, "holdout")
    known = history if isinstance(history, History) else past(scenario, history, timezone=timezone)
    calibration = calibrate(
        scenario,
        known,
        holdout_days=span,
        trials=trials,
        workers=workers,
        cluster=cluster,
        seed=seed,
        journal=place_of(journal),
        progress=progress and (lambda done, total: progress(done, total, "fitting behaviour")),
    )
    return Fitted(calibration.scenario, calibration)


def run(
    scenario: Scenario | str | Path,
    plan: str | None = None,
    *,
    seeds: int = PLAN_SEEDS,
    seed: int = 0,
    workers: int = 1,
    cluster: str | None = None,
    store: str | Path | None = None,
    checkpoint: str | Path | None = None,
    checkpoint_every: int | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> Outlook:
    """Run one plan in several worlds: one world alone may be a lucky one.

    Parameters
    ----------
    scenario
        A scenario, its library name or its path.
    plan
        Name of the plan; the status quo if absent.
    seeds, seed
        Number of worlds, at least 2, and the first one's seed.
    workers
        Processes; the result does not depend on it.
    cluster
        Address of a Dask scheduler, such as ``tcp://host:8786``, whose workers do it instead.
    store
        A folder that keeps finished runs; what is there is read and not run again.
    checkpoint
        A folder that keeps the worlds while they are lived: the same call goes on where an
        earlier one was killed, with the same bits. None: nothing is kept.
    checkpoint_every
        Days between two saves of a world under way; about a minute of work if absent.
    progress
        Told after each world.
    tell
        Told in a line what the store or the checkpoint already holds, if anything.

    Raises
    ------
    InputError
        If there is no such plan, there are too few seeds, or the checkpoint is of another run,
        in use or damaged.
    """
    from forerun.pool import pool
    from forerun.results import Outlook
    from planning.compare import compare_plans, worth_starting

    check(seeds=seeds, seed=seed, workers=workers)
    if checkpoint_every is not None:
        check(checkpoint_every=checkpoint_every)
    scenario = _scenario(scenario)
    spec = scenario.spec()
    workers = worth_starting(workers, spec, 1, seeds)
    name = plan or scenario.baseline
    chosen, baseline = scenario.plan(name), scenario.plan(scenario.baseline)
    with pool(
        workers,
        scenario,
        cluster=cluster,
        store=store,
        checkpoint=checkpoint,
        checkpoint_every=checkpoint_every,
        tell=tell,
    ) as hands:
        comparison = compare_plans(
            spec,
            baseline,
            [(name, chosen)],
            range(seed, seed + seeds),
            hands,
            progress,
            f"running {name}",
        )
    return Outlook(scenario, comparison)


def compare(
    scenario: Scenario | str | Path,
    plans: Plans | None = None,
    *,
    seeds: int = PLAN_SEEDS,
    ablate: bool = False,
    workers: int = 1,
    cluster: str | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> Effect:
    """Compare plans in the same worlds, so that what differs is caused and not luck.

    Parameters
    ----------
    scenario
        A scenario, its library name or its path.
    plans
        At least two plans, by name or made in Python (`strategies.StrategyPlan`); the others are
        compared with the first. The status quo and the main plan if absent (see `main_plan`).
    seeds
        Number of worlds, at least 2.
    ablate
        Whether to take the last plan apart: what each of its strategies is worth.
    workers
        Processes; the result does not depend on it.
    cluster
        Address of a Dask scheduler, such as ``tcp://host:8786``, whose workers do it instead.
    store
        A folder that keeps finished runs; what is there is read and not run again.
    progress
        Told after each world.
    tell
        Told in a line what the store already holds, if anything.

    Raises
    ------
    InputError
        If a plan is not there or cannot be taken apart, or there are too few plans or seeds.
    """
    from forerun.plans import with_plans
    from forerun.pool import pool
    from forerun.results import Effect
    from planning import ablate as apart
    from planning.compare import compare, first_seen, worth_starting

    check(seeds=seeds, workers=workers)
    scenario = _scenario(scenario)
    if plans is None:
        plans = [scenario.baseline, main_plan(scenario)]
    scenario, names = with_plans(scenario, plans)
    if ablate:
        apart.has_parts(scenario, names[-1])
    workers = worth_starting(workers, scenario.spec(), len(names), seeds)
    with pool(workers, scenario, cluster=cluster, store=store, tell=tell) as hands:
        found, parts = compare(scenario, names, seeds, hands, progress), None
        if ablate:
            asked = first_seen([scenario.plan(name) for name in names], scenario.who)
            first = asked if "audiences" in found.tables else ()
            parts = apart.ablate(scenario, names[-1], seeds, hands, progress, first)
    return Effect(scenario, found, parts)


def report(folder: str | Path, path: str | Path | None = None, lang: str = "en") -> Path:
    """Write one self-contained HTML page about a run folder; it opens offline.

    Parameters
    ----------
    folder
        What `save` or ``--out`` wrote.
    path
        The file to write; ``report.html`` in the folder if absent.
    lang
        ``en`` or ``zh``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If it is no run folder, there is no such language, or the file cannot be written.
    """
    from forerun.report import write_report

    path = Path(folder) / "report.html" if path is None else Path(path)
    return write_report(Path(folder), path, lang)


def assumptions(scenario: Scenario | str | Path) -> pl.DataFrame:
    """Return the register of behaviour parameters in use, with grade, evidence and source."""
    import polars as pl

    from forerun.register import assumed

    return pl.DataFrame(assumed(_scenario(scenario)))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file."""
    from scenarios import json_schema

    return json_schema()


def main_plan(scenario: Scenario) -> str:
    """Return the plan that a scenario is about: the one to be searched, else the first that acts.

    Raises
    ------
    InputError
        If no plan does anything.
    """
    from sim.errors import InputError

    if scenario.search is not None:
        return scenario.search.plan
    for name, section in scenario.plans.items():
        if section.strategies:
            return name
    raise InputError("no plan names a strategy, so there is nothing to compare", field="plans")


def check(**given: int) -> None:
    """Raise `InputError` if a number is outside its `LIMITS`."""
    from sim.errors import InputError

    for name, value in given.items():
        low, high = LIMITS[name]
        if not low <= value <= high:
            raise InputError(f"{value} is not allowed; {low} to {high:,} is", field=name)


def _scenario(given: Scenario | str | Path) -> Scenario:
    return load(given) if isinstance(given, str | Path) else given
