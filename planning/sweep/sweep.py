"""A sweep: its design lived run by run, those that are kept read instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from planning.compare import worth_starting
from planning.failures import raise_failure
from planning.sweep.asked import RUNS, Question, held_for
from planning.sweep.design import Asked, Kind, design
from planning.sweep.found import Sweep
from planning.sweep.inputs import Input, Point, uncertain
from scenarios import Constraint, Scenario
from sim.errors import InputError
from sim.metrics import Parts, with_own
from strategies import StrategyPlan
from worlds.executors import Failure, Progress, Workers
from worlds.replicate import Trying, measure
from worlds.runs.batches import Batches
from worlds.runs.key import World, tells_all
from worlds.runs.rows import Kept
from worlds.runs.store import Store

SWEEPING: Final = "sweeping"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a sweep before it is lived: what was asked, where it is lived, and its key."""

    asked: Asked
    world: World
    plan: StrategyPlan
    key: str


@dataclass(frozen=True)
class Where:
    """What a sweep keeps, and where.

    Attributes
    ----------
    folder
        The sweep's own, which says what was asked; None: nothing is gone on with.
    store
        Of runs that outlive it; None: nothing is kept.
    resume, extend
        See `planning.sweep.asked.held_for`.
    """

    folder: Path | None = None
    store: Path | None = None
    resume: bool = False
    extend: int | None = None


def sweep(
    scenario: Scenario,
    plan: str,
    inputs: tuple[Input, ...],
    kind: Kind,
    runs: int | None = None,
    seeds: int | None = None,
    seed: int = 0,
    *,
    where: Where | None = None,
    cases: Constraint | None = None,
    workers: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> Sweep:
    """Live a design of runs of one plan, and read every measure off each.

    Parameters
    ----------
    scenario, plan
        What is swept.
    inputs
        What is varied.
    kind, runs, seeds, seed
        The design; runs at most, `RUNS` if nothing is said.
    where
        What is kept.
    cases
        A bound that says which runs are looked at together: where in the inputs are most of them?
    workers
        Processes; the result does not depend on it.
    cluster
        Address of a Dask scheduler, whose workers do it instead.
    progress
        Told after each run.
    tell
        Told in a line how many runs are read, and of what in the store is damaged.

    Returns
    -------
    Sweep
        Runs that failed are in it with their inputs and why.

    Raises
    ------
    InputError
        If the design does not fit, the folder holds another sweep, nothing can be kept, every
        run failed by bad input, or a cluster is to run the user's own code.
    RuntimeError
        If something else stopped every run.
    """
    where, tell = where or Where(), tell or (lambda _line: None)
    scenario.own.refuse_cluster(cluster)
    question = Question(scenario.digest, plan, inputs, kind, seeds, seed)
    drawn = bool(set(uncertain(scenario.behaviour)) - {one.path for one in inputs})
    laid_out = partial(design, kind, inputs, seeds=seeds, seed=seed, drawn=drawn)
    if where.folder is None:
        hold: AbstractContextManager[list[Asked]] = nullcontext(laid_out((runs or RUNS,)))
    else:
        hold = held_for(
            where.folder, question, runs, laid_out, resume=where.resume, extend=where.extend
        )
    with hold as asked:
        ready, errors = _ready(scenario, plan, inputs, asked)
        tells = tells_all(scenario.plan(plan)) and tells_all(scenario.plan(scenario.baseline))
        store = Store(where.store, tell) if where.store is not None and tells else None
        names = with_own(scenario.own.measures)
        found = {} if store is None else store.find([run.key for run in ready], names)
        if store is not None:
            store.tell_read(sum(run.key in found for run in ready), len(asked))

        def keep(runs: Sequence[Run]) -> None:
            if store is not None:
                paths = [one.path for one in inputs]
                store.keep([_kept(run, paths, found) for run in runs], scenario.name, plan)

        failed = _live(
            [run for run in ready if run.key not in found],
            found,
            Batches(keep),
            lambda todo: _pool(workers, cluster, todo),
            progress,
        )
        errors |= {run.asked: failed[run.key] for run in ready if run.key in failed}
        done = {run.asked: found[run.key] for run in ready if run.key in found}
    if not done:
        raise_failure(next(iter(errors.values())))
    why = {each: str(failure) for each, failure in errors.items()}
    return Sweep(scenario, question, tuple(asked), done, why, cases, drawn)


def _ready(
    scenario: Scenario, plan: str, inputs: Sequence[Input], asked: Sequence[Asked]
) -> tuple[list[Run], dict[Asked, Failure[Any]]]:
    """Return the runs to be lived with their keys, and those that bad input stops."""
    baseline = scenario.plan(scenario.baseline)
    moved = [place for place, one in enumerate(inputs) if one.kind != "plan"]

    @lru_cache(maxsize=256)
    def world(community: tuple[float, ...], draw: int, seed: int) -> World:
        given = {inputs[place]: value for place, value in zip(moved, community, strict=True)}
        return World.of(Point.of(scenario, plan, given).spec(draw), baseline, seed)

    ready: list[Run] = []
    errors: dict[Asked, Failure[Any]] = {}
    for one in asked:
        values = dict(zip(inputs, one.values, strict=True))
        try:
            lived = Point.of(scenario, plan, values).plan
            there = world(tuple(one.values[place] for place in moved), one.draw, one.seed)
            ready.append(Run(one, there, lived, there.run_key(lived)))
        except InputError as error:
            errors[one] = Failure(one, error)
    return ready, errors


def _live(
    missing: Sequence[Run],
    found: dict[str, dict[str, Parts]],
    finished: Batches[Run],
    pool_for: Callable[[Sequence[Run]], Workers],
    progress: Progress | None,
) -> dict[str, Failure[Any]]:
    """Live runs, each key once, add them to what was found, and return those that failed by key."""
    once = {run.key: run for run in missing}
    # Runs of one world stand side by side, so that its past is lived once.
    places: dict[str, int] = {}
    for run in once.values():
        places.setdefault(run.world.key, len(places))
    todo = sorted(once.values(), key=lambda run: places[run.world.key])
    if not todo:
        return {}
    tasks = [_task(run) for run in todo]
    failed: dict[str, Failure[Any]] = {}
    with pool_for(todo) as pool, finished:
        for run, outcome in zip(todo, pool.map(measure, tasks, progress, SWEEPING), strict=True):
            if isinstance(outcome, Failure):
                failed[run.key] = outcome
                continue
            found[run.key] = outcome
            finished.add([run])
    return failed


def _pool(workers: int, cluster: str | None, todo: Sequence[Run]) -> Workers:
    """Return who lives runs, at least one."""
    if cluster is not None:
        from worlds.cluster import ClusterWorkers

        return ClusterWorkers(cluster)
    return Workers(worth_starting(workers, todo[0].world.spec, 2, len(todo)))


def _task(run: Run) -> Trying:
    world = run.world
    names = tuple(with_own(world.spec.measures))
    return Trying(world.spec, world.baseline, world.seed, world.key, run.plan, {}, names)


def _kept(run: Run, paths: Sequence[str], found: Mapping[str, dict[str, Parts]]) -> Kept:
    asked = run.asked
    inputs = dict(zip(paths, asked.values, strict=True))
    return Kept(run.key, inputs, asked.draw, asked.seed, found[run.key])
