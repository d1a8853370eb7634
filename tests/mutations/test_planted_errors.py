"""Each planted error makes the tests fail that are there to catch it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.mutations.copied import Copy
from tests.mutations.planted import MUTATIONS, Mutation

Verdicts = dict[str, str]

SOUND = "sound"
"""The job that plants nothing."""

pytestmark = pytest.mark.slow


class Bench:
    """Two copies side by side, each of which takes the next job when it is free.

    What compiles nothing is taken from the front, by one of the copies as long as there is any: the
    sound source is then compiled once.
    """

    def __init__(self, folder: Path, names: set[str]) -> None:
        self.results: dict[str, Future[Verdicts]] = {name: Future() for name in names}
        chosen = [mutation for mutation in MUTATIONS if mutation.name in names]
        chosen.sort(key=lambda mutation: mutation.recompiles)
        self._jobs: deque[Mutation | None] = deque([None] if SOUND in names else [])
        self._jobs.extend(chosen)
        for name, take in (("front", self._jobs.popleft), ("back", self._jobs.pop)):
            threading.Thread(target=self._work, args=(folder / name, take), daemon=True).start()

    def _work(self, root: Path, take: Callable[[], Mutation | None]) -> None:
        copy = Copy(root)
        while True:
            try:
                job = take()
            except IndexError:
                return
            result = self.results[SOUND if job is None else job.name]
            try:
                result.set_result(_try_out(copy, job))
            except BaseException as error:
                result.set_exception(error)


def _try_out(copy: Copy, job: Mutation | None) -> Verdicts:
    if job is None:
        return copy.run(tuple(sorted({test for each in MUTATIONS for test in each.tests})))
    with copy.planted(job):
        return copy.run(job.tests)


@pytest.fixture(scope="module")
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    names = {
        item.callspec.params["mutation"].name if hasattr(item, "callspec") else SOUND
        for item in request.session.items
        if item.path == request.path
    }
    return Bench(tmp_path_factory.mktemp("planted"), names)


def test_the_copy_as_it_is_passes(bench: Bench) -> None:
    assert set(bench.results[SOUND].result().values()) == {"passed"}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_planted_error_is_caught(mutation: Mutation, bench: Bench) -> None:
    verdicts = bench.results[mutation.name].result()
    assert verdicts == dict.fromkeys(mutation.tests, "assertion"), mutation.error
