"""A search for a better plan, for Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from forerun.api import PLAN_SEEDS, Progress, check, load

if TYPE_CHECKING:
    from forerun.results import Best
    from scenarios import Scenario
    from worlds.address import Address

TRIALS: Final = 100
"""Plans that a search tries, if nothing is said."""


def search(
    scenario: Scenario | str | Path,
    *,
    trials: int = TRIALS,
    workers: int = 1,
    cluster: str | None = None,
    seeds: int = PLAN_SEEDS,
    seed: int = 0,
    journal: str | Path | Address | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> Best:
    """Search the plan that the scenario's ``search`` section names for better parameters.

    Parameters
    ----------
    scenario
        A scenario, its library name or its path.
    trials
        Plans to try, at least 1; the first is the plan as it stands.
    workers
        Processes; the result does not depend on it.
    cluster
        Address of a Dask scheduler, such as ``tcp://host:8786``, whose workers do it instead.
    seeds
        Fresh worlds in which the winner is tested, at least 2.
    seed
        Seed of the proposals.
    journal
        A file, or ``postgresql://user@host/database``, that keeps the study: the same call goes
        on where an earlier one was stopped. A database keeps many studies, and lets one driver at
        a time write each of them.
    store
        A folder that keeps finished runs; what is there is read and not run again.
    progress
        Told after each trial.
    tell
        Told in a line how many runs the store already held, if any.

    Raises
    ------
    InputError
        If the scenario has nothing to search, or the journal is of another search, in use, or
        cannot be reached.
    """
    from forerun.pool import pool
    from forerun.results import Best
    from planning.search import search
    from worlds.address import place_of

    check(trials=trials, seeds=seeds, seed=seed, workers=workers)
    scenario = load(scenario) if isinstance(scenario, str | Path) else scenario
    place = place_of(journal)
    with pool(workers, scenario, cluster=cluster, store=store, tell=tell) as hands:
        found = search(scenario, trials, hands, place, seeds, progress, seed=seed)
    return Best(scenario, found)
