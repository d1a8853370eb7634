"""Many tasks over the machines of a Dask cluster, with the results of processes of this one."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from pathlib import Path
from typing import Any, Final, Self

from sim.errors import InputError
from worlds.executors import Failure, Result, Task, WorkerDied, Workers
from worlds.runs import key

IN_FLIGHT: Final = 2
"""Tasks a worker that are sent ahead: few, so that a lost worker costs little."""

SENT: Final = 5
"""Times that a task is sent, each of which Dask itself repeats a few times when workers die."""

LOOK: Final = 1.0
"""Seconds between two looks at whether workers are left."""

PATIENCE: Final = 60.0
"""Seconds without any worker after which work is given up."""

CONNECT: Final = 10
"""Seconds in which a scheduler must answer."""

PAPERS: Final = {
    "distributed.comm.tls.ca-file": "DASK_DISTRIBUTED__COMM__TLS__CA_FILE",
    "distributed.comm.tls.client.cert": "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT",
}
"""Settings of Dask that TLS needs, and the variables that make them."""

FORMS: Final = ("tcp://", "tls://")


class ClusterWorkers(Workers):
    """The workers of a Dask cluster, through an executor that speaks `concurrent.futures`.

    A task whose worker is lost is sent again; results come in task order, and are those of any
    other number of workers to the bit.

    Parameters
    ----------
    address
        Of the scheduler, such as ``tcp://host:8786``; for ``tls://`` Dask's own configuration
        names the certificates.

    Raises
    ------
    InputError
        If Dask is not installed, nobody answers, there are no workers, or they have more than one
        thread or run another version of the model.
    """

    def __init__(self, address: str) -> None:
        super().__init__(1)
        if not address.startswith(FORMS):
            raise InputError(
                f"{address!r} is no address of a scheduler; write tcp://host:8786", field="cluster"
            )
        self.address = address
        self._client: Any = None

    def __enter__(self) -> Self:
        try:
            from distributed import Client
        except ImportError:
            raise InputError(
                "a cluster needs Dask: pip install 'forerun[cluster]'", field="cluster"
            ) from None
        self._check_papers()
        try:
            self._client = Client(self.address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise self._refused("nobody answers") from error
        try:
            self._check()
        except BaseException:
            self._close()
            raise
        return self

    def _ended(
        self, function: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result | Failure[Task]]]:
        """Yield what the cluster has done, as it ends.

        Raises
        ------
        InputError
            If no worker is left for `PATIENCE` seconds.
        """
        from distributed import KilledWorker

        executor = self._client.get_executor(pure=False)
        todo = deque(range(len(tasks)))
        deaths = [0] * len(tasks)
        flying: dict[Future[Result], int] = {}
        try:
            while todo or flying:
                while todo and len(flying) < IN_FLIGHT * self.count:
                    index = todo.popleft()
                    flying[executor.submit(function, tasks[index])] = index
                for future in self._first_of(flying):
                    index = flying.pop(future)
                    try:
                        yield index, future.result()
                    except (KilledWorker, CancelledError):
                        deaths[index] += 1
                        if deaths[index] < SENT:
                            todo.appendleft(index)
                        else:
                            yield index, Failure(tasks[index], WorkerDied("its worker was killed"))
                    except Exception as error:
                        yield index, Failure(tasks[index], error)
        finally:
            for future in flying:
                future.cancel()
            executor.shutdown(wait=False)

    def _first_of(self, flying: dict[Future[Result], int]) -> list[Future[Result]]:
        """Wait for a task to end, as long as there are workers that could end it."""
        seen = time.monotonic()
        while True:
            ended, _ = wait(flying, timeout=LOOK, return_when=FIRST_COMPLETED)
            if ended:
                return sorted(ended, key=lambda future: flying[future])
            if self._threads():
                seen = time.monotonic()
            elif time.monotonic() - seen > PATIENCE:
                raise self._refused(f"no worker was left for {PATIENCE:g} seconds")

    def _check_papers(self) -> None:
        """Refuse TLS without certificates: a client that is made without any never quite ends."""
        import dask

        if not self.address.startswith("tls://"):
            return
        for name, variable in PAPERS.items():
            path = dask.config.get(name, None)
            if path is None:
                raise self._refused(f"TLS needs certificates; set {variable}")
            if not Path(path).is_file():
                raise self._refused(f"{variable} names {path}, which is not there")

    def _check(self) -> None:
        threads = self._threads()
        if not threads:
            raise self._refused("it has no workers")
        if set(threads.values()) != {1}:
            # A process remembers worlds, which threads would have to share.
            raise self._refused("start its workers with --nthreads 1")
        try:
            theirs = set(self._client.run(key.whole_version).values())
        except Exception as error:
            raise self._refused(f"its workers do not run Forerun ({error})") from error
        if theirs != {key.whole_version()}:
            raise self._refused("its workers run another version of Forerun")
        self.count = len(threads)

    def _threads(self) -> dict[str, int]:
        """Return the threads of each worker."""
        return dict(self._client.nthreads())

    def _refused(self, why: str) -> InputError:
        return InputError(f"{self.address}: {why}", field="cluster")

    def _close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
