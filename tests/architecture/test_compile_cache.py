"""Two processes that compile at once leave one cache that is right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SUM = """\
from sim.compiled.compile import entry

@entry
def twice(x):
    return x + x
"""

# Each has read what is compiled so far, and waits for the other to have done so before it goes on.
COMPILE = """\
import sys, time
from pathlib import Path
from numba.core.caching import IndexDataCacheFile
from sim.compiled import compile
compile.cache_folder = lambda: Path("kept").resolve()
read = IndexDataCacheFile._load_index

def read_and_wait(self):
    found = read(self)
    Path(f"read-{sys.argv[1]}").touch()
    end = time.monotonic() + 2
    while len(list(Path().glob("read-*"))) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    return found

save = IndexDataCacheFile.save

def save_slowly(self, key, data):
    IndexDataCacheFile._load_index = read_and_wait
    save(self, key, data)

IndexDataCacheFile.save = save_slowly
from summed import twice
print(twice({"whole": 3, "real": 1.5}[sys.argv[1]]))
"""

READ = """\
from pathlib import Path
from sim.compiled import compile
compile.cache_folder = lambda: Path("kept").resolve()
from summed import twice
print(twice(3), twice(1.5), sum(twice.dispatcher.stats.cache_hits.values()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no flock")
@pytest.mark.slow
def test_each_signature_keeps_its_own_machine_code(tmp_path: Path) -> None:
    (tmp_path / "summed.py").write_text(SUM, encoding="utf-8")
    (tmp_path / "kept").mkdir()

    def start(code: str, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code, *words], cwd=tmp_path, stdout=subprocess.PIPE, text=True
        )

    both = [start(COMPILE, "whole"), start(COMPILE, "real")]
    assert [one.communicate(timeout=120)[0] for one in both] == ["6\n", "3.0\n"]
    assert start(READ).communicate(timeout=120)[0] == "6 3.0 2\n"
