"""A sweep over a Dask cluster on loopback: the same bits, whatever happens to its workers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import forerun as fr
from forerun.results import Result
from planning.sweep.found import Sweep
from scenarios import parse
from sim.errors import InputError
from tests.cli import tiny
from tests.cli.test_compare import contents
from tests.sweep.test_sweep import same
from tests.sweep.tiny import scenario, swept
from worlds.cluster import ClusterWorkers
from worlds.executors import Failure

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Cluster:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path, papers: tuple[str, ...] = ()) -> None:
        self.address = f"{'tls' if papers else 'tcp'}://127.0.0.1:{free_port()}"
        self.folder = folder
        self.papers = papers
        self.workers: list[subprocess.Popen[bytes]] = []
        port = self.address.rpartition(":")[2]
        secret = ("--protocol", "tls") if papers else ()
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", port,
                                     "--no-dashboard", *secret)  # fmt: skip

    def add(self, threads: int = 1) -> None:
        self.workers.append(
            self._start("worker", self.address, "--nthreads", str(threads), "--no-nanny",
                        "--no-dashboard", "--death-timeout", "60")
        )  # fmt: skip

    def _start(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + kind, *words, *self.papers],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        )  # fmt: skip

    def wait(self, workers: int) -> None:
        from distributed import Client

        began = time.monotonic()
        while True:
            try:
                with Client(self.address, timeout=5, set_as_default=False) as client:
                    client.wait_for_workers(workers, timeout=60)
                    return
            except OSError:
                assert time.monotonic() - began < 60

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def cluster(
    folder: Path, workers: int, threads: int = 1, papers: tuple[str, ...] = ()
) -> Iterator[Cluster]:
    pytest.importorskip("distributed")
    found = Cluster(folder, papers)
    try:
        for _ in range(workers):
            found.add(threads)
        found.wait(workers)
        yield found
    finally:
        found.end()


def double(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return 2 * number


def pid(_: int) -> int:
    return os.getpid()


@pytest.mark.slow
def test_a_sweep_over_a_cluster_whose_workers_are_killed_is_the_same(tmp_path: Path) -> None:
    whole = swept(96)
    with cluster(tmp_path, 2) as there:
        found = _disturbed(there)
        with ClusterWorkers(there.address) as pool:
            results = list(pool.map(double, range(6)))
            assert results[:3] + results[4:] == [0, 2, 4, 8, 10]
            assert isinstance(results[3], Failure)
            assert str(results[3]) == "ValueError: three"
            assert os.getpid() not in set(pool.map(pid, range(4)))
    assert same(whole, found)
    assert not found.failed


def _disturbed(there: Cluster) -> Sweep:
    """Sweep over the cluster; a worker is killed in the middle of it, and another one joins."""
    killed: list[Any] = []

    def disturb(done: int, _total: int, _label: str) -> None:
        if done == 5 and not killed:
            killed.append(there.workers[0].kill())
            there.add()

    found = swept(96, cluster=there.address, progress=disturb)
    assert killed
    assert there.workers[0].wait(10) != 0
    return found


@pytest.mark.slow
def test_every_command_does_over_a_cluster_what_it_does_here(tmp_path: Path) -> None:
    """Run, compare, search and calibrate; a worker is killed in the middle of it."""
    log = tmp_path / "log.csv"
    log.write_text(tiny.log(), encoding="utf-8")
    calls: dict[str, Callable[..., Result]] = {
        "run": lambda **how: fr.run(scenario(), "points", seeds=3, **how),
        "compare": lambda **how: fr.compare(scenario(), ["status-quo", "points"], seeds=8, **how),
        "search": lambda **how: fr.search(parse(tiny.SCENARIO), trials=2, seeds=2, **how),
        "calibrate": lambda **how: fr.calibrate(scenario(), log, "8w", trials=3, **how),
    }
    with cluster(tmp_path, 2) as there:
        for name, call in calls.items():
            local = contents(call().save(tmp_path / "here" / name))

            def disturb(done: int, _total: int, _label: str, name: str = name) -> None:
                if name == "compare" and done == 2:
                    there.workers[0].kill()
                    there.add()

            found = call(cluster=there.address, progress=disturb)
            assert contents(found.save(tmp_path / "there" / name)) == local, name
        assert there.workers[0].wait(10) != 0


DRIVER = """
import sys
from tests.sweep.test_cluster import searched
if __name__ == "__main__":
    searched(cluster=sys.argv[1], journal=sys.argv[2])
"""


def searched(**how: Any) -> Result:
    return fr.search(parse(tiny.SCENARIO), trials=12, seeds=2, **how)


def told(address: str) -> int:
    """Return how many trials ended of a study in a database."""
    import psycopg

    with psycopg.connect(address) as connection:
        made = connection.execute("SELECT to_regclass('trials')").fetchone()
        if made is None or made[0] is None:
            return 0
        found = connection.execute("SELECT count(*) FROM trials WHERE state = 'COMPLETE'")
        (count,) = found.fetchone() or (0,)
        return int(count)


@pytest.mark.slow
def test_one_driver_of_a_cluster_owns_the_study_until_it_is_killed(
    tmp_path: Path, base: str
) -> None:
    local = contents(searched().save(tmp_path / "here"))
    script = tmp_path / "driver.py"
    script.write_text(DRIVER, encoding="utf-8")
    with cluster(tmp_path, 2) as there:
        driver = subprocess.Popen(
            [sys.executable, str(script), there.address, base], cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        began = time.monotonic()
        try:
            while told(base) < 2:
                assert driver.poll() is None
                assert time.monotonic() - began < 120
                time.sleep(0.02)
            with pytest.raises(InputError, match="another search is writing this study"):
                searched(cluster=there.address, journal=base)
        finally:
            driver.kill()
            assert driver.wait() == -9
        store = tmp_path / "store"
        found = searched(cluster=there.address, journal=base, store=store)
        assert contents(found.save(tmp_path / "there")) == local
        # Another machine, without a cluster and without a journal, reads what they lived.
        told_lines: list[str] = []
        again = searched(store=store, tell=told_lines.append)
        assert contents(again.save(tmp_path / "again")) == local
        assert told_lines


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("openssl") is None, reason="it makes the certificates")
def test_over_tls_it_is_the_same(tmp_path: Path) -> None:
    dask = pytest.importorskip("dask")
    pem, private = tmp_path / "own.pem", tmp_path / "own.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=127.0.0.1", "-keyout", private, "-out", pem],
        check=True, capture_output=True,
    )  # fmt: skip
    papers = ("--tls-ca-file", str(pem), "--tls-cert", str(pem), "--tls-key", str(private))
    tls = "distributed.comm.tls"
    own = {f"{tls}.ca-file": str(pem), f"{tls}.client.cert": str(pem),
           f"{tls}.client.key": str(private)}  # fmt: skip
    with dask.config.set(own), cluster(tmp_path, 1, papers=papers) as there:
        assert there.address.startswith("tls://")
        assert same(swept(12), swept(12, cluster=there.address))


@pytest.mark.slow
def test_workers_that_will_not_do_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        cluster(tmp_path, 1, threads=2) as there,
        pytest.raises(InputError, match="--nthreads 1"),
    ):
        swept(12, cluster=there.address)
    with cluster(tmp_path, 1) as there:
        # The workers are processes of their own, which keep what they have.
        monkeypatch.setattr("worlds.runs.key.BESIDE", ())
        with pytest.raises(InputError, match="another version"):
            swept(12, cluster=there.address)


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("worlds.cluster.CONNECT", 0.3)
    with pytest.raises(InputError, match="nobody answers"):
        swept(12, cluster=f"tcp://127.0.0.1:{free_port()}")


def test_an_address_that_is_none_is_one_line() -> None:
    with pytest.raises(InputError, match="no address of a scheduler"):
        swept(12, cluster="localhost")


def test_tls_without_certificates_is_one_line(tmp_path: Path) -> None:
    dask = pytest.importorskip("dask")
    # First, or its settings would go with the one that is changed here.
    pytest.importorskip("distributed")
    ca_file = "distributed.comm.tls.ca-file"
    for path, said in ((None, "set DASK_DISTRIBUTED__COMM__TLS__CA_FILE"),
                       (str(tmp_path / "none.pem"), "which is not there")):  # fmt: skip
        with dask.config.set({ca_file: path}), pytest.raises(InputError, match=said):
            ClusterWorkers("tls://127.0.0.1:8786").__enter__()


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"forerun\[cluster\]"):
        swept(12, cluster="tcp://127.0.0.1:8786")
