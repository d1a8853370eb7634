"""A copy of the source in which errors are planted, and tests run in a process of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from sim.compiled.compile import cache_folder
from tests.mutations.kept import ROOT as SOURCE
from tests.mutations.mutation import ROOT, Mutation

NEEDED: Final = ("sim", "strategies", "tests")
"""Folders that the tests of the closed forms import."""

_STRANGERS: Final = 99

# Runs pytest on what is compiled already, and fails if a module came from anywhere but the copy: an
# installed package would pass every test whatever is planted here.
_DRIVER: Final = f"""
import os, sys, pytest
home = os.path.realpath(os.getcwd()) + os.sep
from pathlib import Path
from tests.mutations.kept import take_over
take_over(sys.argv[1], Path({str(SOURCE)!r}), Path({str(cache_folder())!r}))
code = int(pytest.main(sys.argv[2:]))
own = [m for name, m in sys.modules.items() if name.split(".")[0] in {NEEDED}]
files = [os.path.realpath(m.__file__) for m in own if getattr(m, "__file__", None)]
strangers = [file for file in files if not file.startswith(home)]
if strangers or not files:
    print("not of the copy:", strangers)
    sys.exit({_STRANGERS})
sys.exit(code)
"""


class Copy:
    """A copy of the source tree, in which tests compile what an error has touched.

    Parameters
    ----------
    root
        Folder to make it in; must not exist.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._changed = ""
        for name in NEEDED:
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy2(ROOT / "pyproject.toml", root)

    @contextmanager
    def planted(self, mutation: Mutation) -> Iterator[None]:
        """Plant an error, and take it back."""
        file = mutation.place(self.root)
        sound, times = file.read_bytes(), file.stat()
        file.write_text(file.read_text().replace(mutation.old, mutation.new))
        self._changed = str(file.relative_to(self.root))
        try:
            yield
        finally:
            self._changed = ""
            file.write_bytes(sound)
            # What was compiled of the error takes 20 MB and is of no more use.
            shutil.rmtree(self.root / "sim" / "__pycache__", ignore_errors=True)
            # numba compiles anew what looks younger than its cache.
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    def run(self, tests: tuple[str, ...]) -> dict[str, str]:
        """Run tests by id, and return what became of each.

        Returns
        -------
        dict
            By id without parameters: ``passed``, ``assertion`` (at least one of its cases failed
            an assertion and the others passed), or what else happened.

        Raises
        ------
        RuntimeError
            If the tests did not run, or ran on other source than the copy's.
        """
        report = self.root / "report.xml"
        report.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", _DRIVER, self._changed, *tests, f"--junitxml={report}"],
            cwd=self.root,
            # No .pyc: it is told apart by size and second, which an error may share with the sound.
            env={**os.environ, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=1800,
            check=False,
        )
        if done.returncode not in (0, 1) or not report.exists():
            raise RuntimeError(f"exit code {done.returncode}\n{done.stdout[-4000:]}{done.stderr}")
        return {test: _verdict(report, test) for test in tests}


def _verdict(report: Path, test: str) -> str:
    file, _, function = test.partition("::")
    module = file.removesuffix(".py").replace("/", ".")
    verdict = "did not run"
    for case in ElementTree.parse(report).iter("testcase"):
        name = case.get("name", "").partition("[")[0]
        if case.get("classname") != module or name != function:
            continue
        failure, error = case.find("failure"), case.find("error")
        if error is not None:
            return f"error: {error.get('message')}"
        if failure is None:
            verdict = "passed" if verdict == "did not run" else verdict
            continue
        message = failure.get("message", "")
        if not message.startswith(("assert ", "AssertionError")):
            return f"failed otherwise: {message}"
        verdict = "assertion"
    return verdict
