"""Many tasks over processes: results in task order, whatever happens to a worker."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

from sim.errors import InputError

Task = TypeVar("Task")
Result = TypeVar("Result")
Outcome = TypeVar("Outcome")
Progress = Callable[[int, int, str], None]
"""Called as ``progress(done, total, label)`` in the process that started the work."""

ATTEMPTS: Final = 2
"""Times that a task may break a pool of its own before it is given up."""

THREAD_LIMITS: Final = (
    "NUMBA_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
)
"""Variables by which the libraries of a worker learn how many threads they may start."""


class WorkerDied(RuntimeError):
    """The process that ran a task ended before the task did."""


@dataclass(frozen=True, slots=True)
class Failure(Generic[Task]):
    """A task that raised, in the place of its result.

    Attributes
    ----------
    task
        What was asked.
    error
        What it raised; `WorkerDied` if it took its process with it.
    """

    task: Task
    error: Exception

    def __str__(self) -> str:
        return f"{type(self.error).__name__}: {self.error}"


class Workers:
    """Processes that outlive one call, since each takes seconds to start.

    Parameters
    ----------
    count
        Number of processes, at least 1; with 1 the tasks run in this process.

    Raises
    ------
    InputError
        If `count` is below 1.
    """

    def __init__(self, count: int) -> None:
        if count < 1:
            raise InputError(f"{count} workers: at least 1 is needed", field="workers")
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def map(
        self,
        function: Callable[[Task], Result],
        tasks: Sequence[Task],
        progress: Progress | None = None,
        label: str = "",
    ) -> Iterator[Result | Failure[Task]]:
        """Yield ``function(task)`` for every task, in task order.

        A task that raises yields a `Failure`. When a worker is killed, the pool is rebuilt and
        what is unfinished runs again; a task that kills its worker repeatedly fails alone.

        Parameters
        ----------
        function
            A function of a module, so that another process can import it.
        tasks
            What to do; each must pickle.
        progress, label
            Told each time a task ends.

        Raises
        ------
        InputError
            If processes cannot be started, as from a script without a main guard.
        """
        yield from self._ordered(self._ended(function, tasks), len(tasks), progress, label)

    def _ordered(
        self,
        results: Iterator[tuple[int, Outcome]],
        total: int,
        progress: Progress | None,
        label: str,
    ) -> Iterator[Outcome]:
        """Yield results that come as they end in the order of their tasks."""
        waiting: dict[int, Outcome] = {}
        following = 0
        for done, (index, result) in enumerate(results, 1):
            waiting[index] = result
            if progress is not None:
                progress(done, total, label)
            while following in waiting:
                yield waiting.pop(following)
                following += 1

    def _ended(
        self, function: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result | Failure[Task]]]:
        """Yield the place and the result of each task as it ends."""
        yield from (self._inline if self.count == 1 else self._pooled)(function, tasks)

    def _inline(
        self, function: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result | Failure[Task]]]:
        for index, task in enumerate(tasks):
            try:
                yield index, function(task)
            except Exception as error:
                yield index, Failure(task, error)

    def _pooled(
        self, function: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result | Failure[Task]]]:
        todo = deque(range(len(tasks)))
        # Whoever was running when the pool broke runs alone next, so that the task that breaks
        # pools is told apart from its neighbours.
        suspects: deque[int] = deque()
        deaths = dict.fromkeys(todo, 0)
        flying: dict[Future[Result], int] = {}
        while todo or suspects or flying:
            source, room = (suspects, 1) if suspects else (todo, self.count)
            broken = False
            while source and len(flying) < room:
                index = source.popleft()
                try:
                    flying[self._executor().submit(function, tasks[index])] = index
                except BrokenProcessPool:
                    source.appendleft(index)
                    broken = True
                    break
            ended, _ = wait(flying, return_when=FIRST_COMPLETED)
            alone = source is suspects
            for future in ended:
                index = flying.pop(future)
                try:
                    yield index, future.result()
                except BrokenProcessPool:
                    broken = True
                    deaths[index] += alone
                    if deaths[index] < ATTEMPTS:
                        suspects.append(index)
                    else:
                        yield index, Failure(tasks[index], WorkerDied("its worker was killed"))
                except Exception as error:
                    yield index, Failure(tasks[index], error)
            if broken:
                suspects.extend(flying.values())
                flying.clear()
                self._close()
                self._probe()

    def _executor(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Mesa changes the global start method when it is imported: ours is explicit.
            self._pool = ProcessPoolExecutor(
                self.count, multiprocessing.get_context("spawn"), _prepare_worker
            )
        return self._pool

    def _probe(self) -> None:
        """Tell workers that a task killed from workers that never start."""
        try:
            self._executor().submit(os.getpid).result()
        except BrokenProcessPool:
            self._close()
            raise InputError(
                "worker processes end before they do anything; a script that uses more than one "
                "must do its work under: if __name__ == '__main__':",
                field="workers",
            ) from None

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def at_work(workers: int | Workers) -> AbstractContextManager[Workers]:
    """Return so many processes to be started, or those who are at work already as they are."""
    return nullcontext(workers) if isinstance(workers, Workers) else Workers(workers)


def _prepare_worker() -> None:
    for name in THREAD_LIMITS:
        os.environ[name] = "1"
    if "numba" in sys.modules:
        sys.modules["numba"].set_num_threads(1)
    # An interrupt is for the parent to handle; it then closes the pool.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A worker whose parent was killed would otherwise wait for tasks for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
