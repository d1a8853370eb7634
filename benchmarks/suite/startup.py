"""What a user waits for: the import, a warm command, the first command that compiles."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.suite.paired import Say

ROOT: Final = Path(__file__).resolve().parents[2]
ROOMS: Final = (
    "sim", "strategies", "scenarios", "worlds", "calibration", "planning", "evidence", "forerun",
)  # fmt: skip
SMALL: Final = "name: Two thousand\ncommunity: {preset: forum, members: 2000}\n"
"""A scenario that says no more than it must: a year of past and half a year of plan."""

LIBRARY: Final = "small-forum"
"""A scenario of the library: 2,000 founders, a shop, and a help desk that is lived hour by hour."""

_IMPORT = "import time; t = time.perf_counter(); import forerun; print(time.perf_counter() - t)"


def imported(times: int, say: Say) -> dict[str, Any]:
    """Return the seconds of ``import forerun`` in a fresh process."""
    seconds = []
    for _ in range(times + 1):
        ended = subprocess.run(
            [sys.executable, "-c", _IMPORT], cwd=ROOT, capture_output=True, text=True, check=True
        )
        seconds.append(float(ended.stdout))
    found = median(seconds[1:])  # the first may read from disk
    say(f"import forerun: {found * 1e3:.0f} ms")
    return {"times": times, "seconds": found}


def warm_run(times: int, say: Say) -> dict[str, Any]:
    """Return the seconds of a whole ``forerun run``, from the shell and back."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "small.yaml"
        file.write_text(SMALL, encoding="utf-8")
        for name, scenario in (("small", str(file)), ("library", LIBRARY)):
            seconds = [_run(ROOT, scenario, folder)[0] for _ in range(times + 1)]
            found[name] = median(seconds[1:])  # the first compiles to bytecode
            say(f"forerun run, {name}: {found[name]:.2f} s")
    return {"times": times, "library_scenario": LIBRARY, **found}


def first_run(say: Say) -> dict[str, Any]:
    """Return the seconds of a first run in a fresh copy, which compiles, and whether it says so."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "house"
        for room in ROOMS:
            shutil.copytree(ROOT / room, fresh / room, ignore=shutil.ignore_patterns("__pycache__"))
        seconds, told = _run(fresh, LIBRARY, folder)
        kernels = len(list(fresh.rglob("*.nbc")))
    said = "ompiling" in told
    say(f"first run: {seconds:.1f} s, says that it compiles: {said}")
    return {"seconds": seconds, "says_so": said, "kernels_compiled": kernels}


def _run(house: Path, scenario: str, bytecode: str) -> tuple[float, str]:
    """Run the command on the code in a folder; return seconds and what it said on the side.

    Python's bytecode is kept in the folder `bytecode`, as it is kept on a user's machine, even
    where this process was told not to.
    """
    environment = {**os.environ, "PYTHONPATH": str(house), "PYTHONPYCACHEPREFIX": bytecode}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as out:
        begin = time.perf_counter()
        ended = subprocess.run(
            [sys.executable, "-m", "forerun", "run", scenario, "--out", str(Path(out) / "run")],
            cwd=out, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return time.perf_counter() - begin, ended.stderr
