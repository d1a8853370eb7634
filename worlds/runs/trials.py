"""Trials' worlds that the store holds are read, and those that are lived are kept.

A search asks for a few worlds at a time, hundreds of times. So a plan's digest is made once, what
was lived waits for others to be kept with it, and of a run no more is kept than was asked for:
measures that nobody asked for would cost time, and might fail.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from sim.metrics import Parts
from strategies import StrategyPlan, with_values
from worlds.executors import Failure
from worlds.replicate import Trying
from worlds.runs.batches import Batches
from worlds.runs.key import World, known, tells_all
from worlds.runs.rows import Kept
from worlds.runs.store import Store

Found = dict[str, Parts]

PLANS: Final = 64
"""Plans whose digests are remembered: those of a few batches."""


class Trials:
    """Recalls what `worlds.replicate.measure` returns.

    Parameters
    ----------
    store
        What is kept.
    keep
        Keeps some runs, at least one.
    mine
        Keys of the runs that were lived by this command, to which others are added: reading them
        again is not told.
    """

    def __init__(
        self, store: Store, keep: Callable[[Sequence[Kept]], None], mine: set[str]
    ) -> None:
        self._store = store
        self._keep = keep
        self._finished: Batches[Kept] = Batches(self._hand_on)
        self._waiting: dict[str, Found] = {}
        self._mine = mine
        self._worlds: dict[tuple[str, int], World | None] = {}
        self._plans: OrderedDict[tuple[object, ...], tuple[StrategyPlan, str | None]] = (
            OrderedDict()
        )
        self._read = self._asked = 0

    def of(
        self,
        tasks: Sequence[Trying],
        live: Callable[[Sequence[Trying]], Iterator[Found | Failure[Trying]]],
    ) -> Iterator[Found | Failure[Trying]]:
        """Yield what each world adds to the measures asked, in task order.

        Parameters
        ----------
        tasks
            What is asked, at least one.
        live
            Lives what is not kept.
        """
        keys = self._keys(tasks)
        kept = self._kept(keys, dict.fromkeys(name for task in tasks for name in task.measures))
        lacking = [
            task for task, key in zip(tasks, keys, strict=True) if key is None or key not in kept
        ]
        self._asked += len(tasks)
        self._read += sum(key in kept and key not in self._mine for key in keys)
        lived = live(lacking) if lacking else iter(())
        for task, key in zip(tasks, keys, strict=True):
            if key is not None and key in kept:
                yield {name: kept[key][name] for name in task.measures}
                continue
            outcome = next(lived)
            if key is not None and not isinstance(outcome, Failure):
                self._mine.add(key)
                if key not in self._waiting:
                    self._waiting[key] = outcome
                    own = Kept(key, dict(task.values), task.seed, task.seed, outcome)
                    self._finished.add([own])
            yield outcome

    def close(self) -> None:
        """Keep what still waits, and tell how many runs were read."""
        with self._finished:
            pass
        self._store.tell_read(self._read, self._asked)
        self._read = self._asked = 0

    def _hand_on(self, runs: Sequence[Kept]) -> None:
        self._keep(runs)
        self._waiting.clear()

    def _kept(self, keys: Sequence[str | None], measures: Collection[str]) -> dict[str, Found]:
        """Return what is known of the runs that hold some measures, by key."""
        wanted = {key for key in keys if key is not None}
        waiting = {key: self._waiting[key] for key in wanted & self._waiting.keys()}
        found = {key: own for key, own in waiting.items() if own.keys() >= set(measures)}
        others = wanted - found.keys()
        return found | self._store.find(others, measures) if others else found

    def _keys(self, tasks: Sequence[Trying]) -> list[str | None]:
        """Return the key of each run; None where equal keys would not mean equal runs."""
        self._know_worlds(tasks)
        keys: list[str | None] = []
        for task in tasks:
            world, plan = self._worlds[task.key, task.seed], self._plan(task)
            keys.append(None if world is None or plan is None else world.key_of(plan))
        return keys

    def _know_worlds(self, tasks: Sequence[Trying]) -> None:
        new = {(t.key, t.seed): t for t in tasks if (t.key, t.seed) not in self._worlds}
        for name in dict.fromkeys(key for key, _ in new):
            some = [task for (key, _), task in new.items() if key == name]
            spec, baseline = some[0].spec, some[0].baseline
            worlds: list[World | None] = [None] * len(some)
            if tells_all(baseline):
                worlds = list(World.each(spec, baseline, [task.seed for task in some]))
            self._worlds |= {(name, t.seed): w for t, w in zip(some, worlds, strict=True)}

    def _plan(self, task: Trying) -> str | None:
        """Return the digest of the plan that a task tries; None if none tells all of it."""
        # The plan stands beside its digest, so that no other one has its id meanwhile.
        name = (task.key, id(task.plan), *sorted(task.values.items()))
        if name not in self._plans:
            while len(self._plans) >= PLANS:
                self._plans.popitem(last=False)
            self._plans[name] = task.plan, _digest(task)
        return self._plans[name][1]


def _digest(task: Trying) -> str | None:
    try:
        plan = with_values(task.plan, task.values)
        return known(task.spec, plan) if tells_all(plan) else None
    except Exception:
        # Whoever lives it says why it cannot be.
        return None
