"""Who does the work of a call: processes or a cluster, with what they keep and recall."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios import Scenario
    from worlds.executors import Workers

Tell = Callable[[str], None]


def pool(
    workers: int,
    scenario: Scenario,
    *,
    cluster: str | None = None,
    store: str | Path | None = None,
    checkpoint: str | Path | None = None,
    checkpoint_every: int | None = None,
    tell: Tell | None = None,
) -> Workers:
    """Return who runs the worlds of a scenario.

    Parameters
    ----------
    workers
        Processes.
    scenario
        The scenario.
    cluster
        Address of a Dask scheduler, whose workers do it instead.
    store
        A folder of finished runs, which are read, and to which others are added.
    checkpoint, checkpoint_every
        A folder that keeps worlds under way, and the days between two saves; the store is not
        asked then, as the folder holds all.
    tell
        Told in a line what is read, or cannot be kept.

    Raises
    ------
    InputError
        If a checkpoint or the user's own code is asked of a cluster, or days between two saves
        without a checkpoint.
    """
    from sim.errors import InputError
    from worlds.executors import Workers

    scenario.own.refuse_cluster(cluster)
    if checkpoint_every is not None and checkpoint is None:
        raise InputError("there is no checkpoint to save to; name one", field="checkpoint_every")
    if checkpoint is not None:
        from worlds.kept import KeptWorkers

        if cluster is not None:
            raise InputError(
                "a cluster's workers share no folder with this machine; leave out --checkpoint: "
                "runs that end are kept in the store",
                field="checkpoint",
            )
        return KeptWorkers(workers, Path(checkpoint), checkpoint_every, tell)
    inner = Workers(workers)
    if cluster is not None:
        from worlds.cluster import ClusterWorkers

        inner = ClusterWorkers(cluster)
    if store is None:
        return inner
    from worlds.runs.recall import RecallingWorkers
    from worlds.runs.store import Store

    tell = tell or (lambda _line: None)
    return RecallingWorkers(inner, Store(Path(store), tell), scenario.name, tell)
