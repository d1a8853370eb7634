"""Worlds kept in a folder while they are lived, so that a run that was killed goes on.

``kept.json`` says which run it is, ``world-7.json`` is what world 7 left once it was finished, and
``world-7-0.npz`` and the like are checkpoints of its baseline (0) and plans (1 and on) under way.
Finished worlds stay: asked again, or for more worlds, the same question lives only those that are
missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, cast

from sim.errors import InputError
from sim.files import refuse_special
from sim.identity import identity, refuse_other
from sim.plan import Plan
from worlds.executors import Failure, Progress, Result, Task, Workers
from worlds.held import held
from worlds.packed import packed, unpacked
from worlds.replicate import Replicate, Replication, replicate
from worlds.runs.key import version
from worlds.store import write_whole

META: Final = "kept.json"

DAMAGED: Final = "it is not what a run keeps, or it is damaged; remove it to begin anew"


class KeptWorkers(Workers):
    """Workers that keep the worlds they live, and go on with those that they find.

    Parameters
    ----------
    count
        See `Workers`.
    folder
        Where; made if absent.
    every_days
        Days between two saves of a plan under way; see `sim.checkpoint.run`.
    tell
        Told in a line what was found there, if anything was.
    """

    def __init__(
        self,
        count: int,
        folder: Path,
        every_days: int | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(count)
        self.folder = folder
        self.every_days = every_days
        self._tell = tell

    def map(
        self,
        function: Callable[[Task], Result],
        tasks: Sequence[Task],
        progress: Progress | None = None,
        label: str = "",
    ) -> Iterator[Result | Failure[Task]]:
        """Yield ``function(task)`` in task order; `replicate` is done by its resumable twin.

        Raises
        ------
        InputError
            If the folder is of another run, in use or damaged, or cannot be written.
        """
        if function is not replicate:
            yield from super().map(function, tasks, progress, label)
            return
        worlds = cast("Sequence[Replication]", tasks)
        twin = partial(_replicate_kept, folder=self.folder, every_days=self.every_days)
        with _held(self.folder, worlds[0]):
            so_far = _so_far(self.folder, worlds)
            if so_far and self._tell is not None:
                self._tell(f"{self.folder}: {so_far}")
            function = cast("Callable[[Task], Result]", twin)
            for outcome in super().map(function, tasks, progress, label):
                if isinstance(outcome, Failure) and isinstance(outcome.error, InputError):
                    # A file that cannot be read or written is for the user to mend, not a world
                    # to be left out.
                    raise outcome.error
                yield outcome


def _replicate_kept(task: Replication, folder: Path, every_days: int | None) -> Replicate:
    """Do what `replicate` does, from where it was left."""
    finished = _finished(folder, task.seed)
    if finished.exists():
        world = _read(finished, task)
    else:
        world = _live(task, folder, every_days)
        _write(finished, _packed(world))
    # Whatever a kill left behind goes too: a file half written, or one that is no longer needed.
    for left in folder.glob(f"*world-{task.seed}-*.npz*"):
        left.unlink(missing_ok=True)
    return world


def _live(task: Replication, folder: Path, every_days: int | None) -> Replicate:
    from sim import checkpoint
    from sim.run import Run, live_past

    past = cache(partial(live_past, task.spec, task.seed))

    def live(place: int, plan: Plan) -> Run:
        path = _under_way(folder, task.seed, place)
        begun = None if path.exists() else past()
        return checkpoint.run(task.spec, plan, task.seed, path, every_days=every_days, past=begun)

    baseline = live(0, task.baseline)
    spare = [baseline]
    runs = [
        spare.pop() if spare and plan == task.baseline else live(place, plan)
        for place, plan in enumerate(task.plans, 1)
    ]
    return Replicate.of(task.spec, task.seed, runs, baseline)


def _finished(folder: Path, seed: int) -> Path:
    return folder / f"world-{seed}.json"


def _under_way(folder: Path, seed: int, place: int) -> Path:
    return folder / f"world-{seed}-{place}.npz"


def _so_far(folder: Path, tasks: Sequence[Replication]) -> str:
    """Say what is there of these worlds; nothing if there is nothing."""
    from sim.checkpoint import saved_day

    missing = [task for task in tasks if not _finished(folder, task.seed).exists()]
    said = []
    if len(missing) < len(tasks):
        said.append(f"{len(tasks) - len(missing)} of {len(tasks)} worlds are finished")
    for task in missing:
        places = range(len(task.plans), -1, -1)
        paths = [_under_way(folder, task.seed, place) for place in places]
        for path in [path for path in paths if path.exists()][:1]:
            whose = " of the baseline" if path == paths[-1] else ""
            day, days = saved_day(path), task.spec.horizon_days
            said.append(f"world {task.seed} goes on from day {day} of {days}{whose}")
    return ", ".join(said)


@contextmanager
def _held(folder: Path, task: Replication) -> Iterator[None]:
    """Hold a folder for one run, and refuse it if it is of another."""
    meta, place = folder / META, str(folder)
    wanted = [
        {**identity(task.spec, plan), "engine": version()} for plan in (task.baseline, *task.plans)
    ]
    refuse_special(meta)
    with ExitStack() as hold:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not meta.exists():
                _write(meta, wanted)
            hold.enter_context(held(meta, taken="another run is using this folder"))
            text = meta.read_bytes()
        except OSError as error:
            raise InputError(f"cannot keep worlds here: {error.strerror}", file=place) from error
        try:
            found = json.loads(text)
            if len(found) != len(wanted):
                raise InputError("it is of other plans; name another, or remove it", file=place)
            for theirs, ours in zip(found, wanted, strict=True):
                refuse_other(theirs, ours, place)
        except InputError:
            raise
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise InputError(DAMAGED, file=str(meta)) from error
        yield


def _write(path: Path, content: Any) -> None:
    try:
        write_whole(path, json.dumps(content).encode())
    except OSError as error:
        raise InputError(f"cannot keep worlds here: {error.strerror}", file=str(path)) from error


def _packed(world: Replicate) -> dict[str, Any]:
    """Return a world as JSON values, which keep every bit of a float."""
    own = zip(world.lived, world.triangles, strict=True)
    return {"seed": world.seed, "plans": [packed(*each) for each in own]}


def _read(path: Path, task: Replication) -> Replicate:
    refuse_special(path)
    try:
        world = json.loads(path.read_bytes())
        plans = world["plans"]
        if world["seed"] != task.seed or len(plans) != len(task.plans):
            raise ValueError("another world")
        lived, triangles = zip(*(unpacked(plan, task.spec) for plan in plans), strict=True)
        return Replicate(task.seed, lived, triangles)
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
        raise InputError(DAMAGED, file=str(path)) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
