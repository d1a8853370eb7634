"""Sweeps and kept runs, for Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from forerun.api import Progress, check, load, main_plan

if TYPE_CHECKING:
    import polars as pl

    from forerun.swept import Swept
    from planning.sweep.design import Kind
    from scenarios import Constraint, Scenario
    from worlds.runs.store import Store

STORE: Final = Path("runs") / "store"
"""Where runs are kept when nothing else is said."""


def sweep(
    scenario: Scenario | str | Path,
    vary: Mapping[str, tuple[float, float]] | Sequence[str],
    *,
    plan: str | None = None,
    design: Kind = "sobol",
    runs: int | None = None,
    seeds: int | None = None,
    seed: int = 0,
    cases: str | None = None,
    workers: int = 1,
    cluster: str | None = None,
    folder: str | Path | None = None,
    store: str | Path | None = None,
    resume: bool = False,
    extend: int | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> Swept:
    """Vary inputs of a scenario over their ranges, and read every measure off every run.

    Parameters
    ----------
    scenario
        A scenario, its library name or its path.
    vary
        By path the ends of a range, or texts such as ``points.per_visit=0:3``: levers of the plan,
        behaviour parameters, numbers of the community, the economy or the desk.
    plan
        The plan; the scenario's main one if absent.
    design
        ``sobol`` (which share of a measure's spread is each input's), ``lhs``, ``grid`` or
        ``one-at-a-time``.
    runs
        Runs at most, each of one world; 512 if absent, or those that the folder's sweep had.
    seeds
        Of ``sobol`` the worlds to choose from, each run one of its own if absent; of other designs
        the worlds in which each point is run, 8 if absent.
    seed
        Seed of the design.
    cases
        A bound such as ``"roi <= 0"``: where in the inputs do such runs lie?
    workers
        Processes; the result does not depend on it.
    cluster
        Address of a Dask scheduler, such as ``tcp://host:8786``, whose workers do it instead.
    folder
        Keeps what was asked, so that it can be gone on with.
    store
        A folder that keeps finished runs; what is there is read and not run again.
    resume, extend
        Go on with the folder's sweep; by so many runs.
    progress
        Told after each run.
    tell
        Told in a line what is read from the store.

    Raises
    ------
    InputError
        If a path, range, measure or number is not allowed, the folder holds another sweep, or
        every run failed.
    """
    from forerun.swept import Swept
    from planning.sweep.inputs import parse_inputs, read_inputs
    from planning.sweep.sweep import Where, sweep

    check(seed=seed, workers=workers)
    for name, number in (("runs", runs), ("extend", extend), ("seeds", seeds)):
        if number is not None:
            _within(name, number)
    scenario = scenario if not isinstance(scenario, str | Path) else load(scenario)
    name = plan or main_plan(scenario)
    scenario.plan(name)
    if isinstance(vary, Mapping):
        inputs = read_inputs(scenario, name, vary)
    else:
        inputs = parse_inputs(scenario, name, tuple(vary))
    found = sweep(
        scenario,
        name,
        inputs,
        design,
        runs,
        seeds,
        seed,
        where=Where(_path(folder), _path(store), resume, extend),
        cases=None if cases is None else bound(cases, scenario),
        workers=workers,
        cluster=cluster,
        progress=progress,
        tell=tell,
    )
    return Swept(scenario, found)


def runs(store: str | Path = STORE) -> pl.DataFrame:
    """Return what a store of runs holds, a row a scenario, plan and version of the model.

    Raises
    ------
    InputError
        If there is no store.
    """
    import polars as pl

    from worlds.runs.store import described

    kept = opened(store)
    return pl.DataFrame(
        described(kept.segments(), kept.folder),
        schema={
            "scenario": pl.String, "plan": pl.String, "version": pl.String,
            "current": pl.Boolean, "runs": pl.Int64, "files": pl.Int64, "bytes": pl.Int64,
        },
    )  # fmt: skip


def opened(store: str | Path, tell: Callable[[str], None] | None = None) -> Store:
    """Return a store of runs that is there."""
    from sim.errors import InputError
    from worlds.runs.store import MANIFEST, Store

    folder = Path(store)
    if not (folder / MANIFEST).exists():
        raise InputError("no runs are kept here; run, compare, sweep keep theirs", file=str(folder))
    return Store(folder, tell)


def bound(text: str, scenario: Scenario) -> Constraint:
    """Return a bound on a measure of a scenario in figures, such as ``roi <= 0``."""
    from scenarios import parse_constraint
    from sim.errors import InputError
    from sim.metrics import measure, with_own

    found = parse_constraint(text)
    measure(found.metric, with_own(scenario.own.measures))
    if found.of_baseline:
        raise InputError(f"{text!r}: write a number, not the baseline", field="where")
    return found


def _within(name: str, number: int) -> None:
    from planning.sweep.design import MOST_RUNS
    from sim.errors import InputError

    if not 1 <= number <= MOST_RUNS:
        raise InputError(f"{number} is not allowed; 1 to {MOST_RUNS:,} is", field=name)


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)
