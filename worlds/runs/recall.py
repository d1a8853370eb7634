"""Workers that ask the store of runs first: a world that is kept is read and not lived again.

Of runs that are compared all is kept (`replicate`), and of trials of a search the measures that it
asks for (`worlds.runs.trials`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Final, Self, cast

from sim.errors import InputError
from worlds.executors import Failure, Progress, Result, Task, Workers
from worlds.packed import packed, unpacked
from worlds.replicate import Integers, Lived, Replicate, Replication, Trying, measure, replicate
from worlds.runs.batches import Batches
from worlds.runs.key import World, known, tells_all
from worlds.runs.rows import Kept
from worlds.runs.store import Store
from worlds.runs.trials import Trials

TRIALS: Final = "search"
"""What the plans that a search tries go by."""

Own = tuple[Lived, Integers]
"""What a plan left in a world, and its triangle."""


class RecallingWorkers(Workers):
    """Workers that read the worlds that a store holds, and keep those that they live.

    A store that cannot be written is told, and work goes on without it.

    Parameters
    ----------
    inner
        Who lives the others; entered and left with this one.
    store
        What is kept.
    scenario
        Name of the scenario.
    tell
        Told in a line how many runs are read, and that none can be kept.
    """

    def __init__(
        self, inner: Workers, store: Store, scenario: str, tell: Callable[[str], None]
    ) -> None:
        super().__init__(inner.count)
        self._inner = inner
        self._store = store
        self._scenario = scenario
        self._tell = tell
        self._able = True
        self._mine: set[str] = set()
        self._trials = Trials(store, self._keep_trials, self._mine)

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._trials.close()
        self._inner.__exit__(kind, error, traceback)

    def map(
        self,
        function: Callable[[Task], Result],
        tasks: Sequence[Task],
        progress: Progress | None = None,
        label: str = "",
    ) -> Iterator[Result | Failure[Task]]:
        """Yield ``function(task)`` in task order; of runs what is kept is read."""
        found: Iterator[object]
        if function is replicate and tasks:
            found = self._worlds(cast("Sequence[Replication]", tasks), progress, label)
        elif function is measure and tasks:
            trying = cast("Sequence[Trying]", tasks)
            found = self._trials.of(
                trying, lambda some: self._inner.map(measure, some, progress, label)
            )
        else:
            found = self._inner.map(function, tasks, progress, label)
        yield from cast("Iterator[Result | Failure[Task]]", found)

    def _worlds(
        self, tasks: Sequence[Replication], progress: Progress | None, label: str
    ) -> Iterator[Replicate | Failure[Replication]]:
        keys = _keys(tasks)
        kept = self._kept(tasks, keys)
        lacking = [
            _only(task, [place for place, key in enumerate(own) if key not in kept])
            for task, own in zip(tasks, keys, strict=True)
        ]
        lived = self._inner.map(replicate, [one for one in lacking if one.plans], progress, label)
        with Batches(self._keep) as finished:
            for task, own, missing in zip(tasks, keys, lacking, strict=True):
                outcome = next(lived) if missing.plans else Replicate(task.seed, (), ())
                if isinstance(outcome, Failure):
                    yield Failure(task, outcome.error)
                    continue
                new = zip(outcome.lived, outcome.triangles, strict=True)
                plans = [kept[key] if key in kept else next(new) for key in own]
                self._mine.update(key for key in own if key is not None and key not in kept)
                named = zip(task.names or [""] * len(own), own, plans, strict=True)
                finished.add(
                    (name, _to_keep(key, task.seed, each))
                    for name, key, each in named
                    if key is not None and key not in kept
                )
                lives, triangles = zip(*plans, strict=True)
                yield Replicate(task.seed, lives, triangles)

    def _kept(
        self, tasks: Sequence[Replication], keys: Sequence[Sequence[str | None]]
    ) -> dict[str, Own]:
        asked = {key: task for task, own in zip(tasks, keys, strict=True) for key in own if key}
        found: dict[str, Own] = {}
        for key, text in self._store.find_lived(asked).items():
            try:
                found[key] = unpacked(json.loads(text), asked[key].spec)
            except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
                self._tell(f"{self._store.folder}: run {key[:12]} is damaged, not trusted")
        read = sum(key in found for own in keys for key in own)
        self._store.tell_read(read, sum(map(len, keys)))
        return found

    def _keep(self, fresh: Sequence[tuple[str, Kept]]) -> None:
        by_plan: dict[str, list[Kept]] = {}
        for name, run in fresh:
            by_plan.setdefault(name, []).append(run)
        for name, runs in by_plan.items():
            self._keep_runs(runs, name)

    def _keep_trials(self, runs: Sequence[Kept]) -> None:
        # A file is of runs of the same measures.
        for names in dict.fromkeys(tuple(run.parts) for run in runs):
            self._keep_runs([run for run in runs if tuple(run.parts) == names], TRIALS)

    def _keep_runs(self, runs: Sequence[Kept], plan: str) -> None:
        if not self._able:
            return
        try:
            self._store.keep(runs, self._scenario, plan)
        except InputError as error:
            # What was lived is worth more than the store.
            self._able = False
            self._tell(str(error))


def _keys(tasks: Sequence[Replication]) -> list[tuple[str | None, ...]]:
    """Return the keys of the plans of each task, which have one community; None: not to be kept."""
    spec, baseline, plans = tasks[0].spec, tasks[0].baseline, tasks[0].plans
    if not tells_all(baseline):
        return [(None,) * len(task.plans) for task in tasks]
    names = [known(spec, plan) if tells_all(plan) else None for plan in plans]
    return [
        tuple(None if name is None else world.key_of(name) for name in names)
        for world in World.each(spec, baseline, [task.seed for task in tasks])
    ]


def _only(task: Replication, places: Sequence[int]) -> Replication:
    names = tuple(task.names[place] for place in places) if task.names else ()
    return replace(task, plans=tuple(task.plans[place] for place in places), names=names)


def _to_keep(key: str, seed: int, own: Own) -> Kept:
    return Kept(key, {}, seed, seed, own[0].parts, json.dumps(packed(*own)))
