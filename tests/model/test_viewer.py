"""The example in Mesa's browser view: it opens, steps, plays and resets, and asks nobody else."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.model.chromium import Tab, chromium, host

EXAMPLE = Path(__file__).parents[2] / "examples" / "mesa_viewer.py"
NEEDED = ("solara", "solara_assets", "altair")

DAY = r"Day (\d+) of 90: (\d+) of (\d+) members came"
SHOWN = f"((document.body?.innerText ?? '').match(/{DAY}/) || [])[1]"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve the example on a free port until the test ends."""
    for name in NEEDED:
        pytest.importorskip(name, reason=f"the extra [viz] is not installed: no {name}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "server.txt"
    with log.open("w") as stream:
        server = subprocess.Popen(
            [sys.executable, EXAMPLE, "--port", str(port)], cwd=tmp_path,
            stdout=stream, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        end = time.monotonic() + 300
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def day_shown(tab: Tab) -> int:
    return int(tab.wait(SHOWN))


def settled(tab: Tab) -> int:
    """Return the day once it stands still: Mesa's player wakes once more after a pause."""
    day, since = day_shown(tab), time.monotonic()
    while time.monotonic() - since < 3:
        time.sleep(0.2)
        if day_shown(tab) != day:
            day, since = day_shown(tab), time.monotonic()
    return day


@pytest.mark.slow
def test_a_browser_sees_days_go_by(address: str, tmp_path: Path) -> None:
    with chromium(tmp_path / "browser") as tab:
        tab.open(address)
        assert day_shown(tab) == 0
        tab.press("Step")
        tab.wait(f"{SHOWN} === '1'")
        tab.press("Step")
        tab.wait(f"{SHOWN} === '2'")
        came, members = (int(number) for number in re.search(DAY, tab.text).groups()[1:])
        assert 0 < came < members
        assert 100 < members < 200
        drawn = "[...document.images].filter(image => image.naturalWidth > 300).length"
        assert tab.wait(f"{drawn} === 2")

        tab.press("▶")
        tab.wait(f"+{SHOWN} >= 6")
        tab.press("❚❚")
        tab.wait("[...document.querySelectorAll('button')].some(b => b.textContent.includes('▶'))")
        assert settled(tab) < 90

        tab.slide("Founders", "End")
        tab.press("Reset")
        tab.wait(f"{SHOWN} === '0'")
        assert int(re.search(DAY, tab.text)[3]) > 250

        assert tab.errors == []
        asked = {host(one) for one in tab.asked}
        assert asked <= {"127.0.0.1", None}, asked
        assert sum(one.startswith("ws://127.0.0.1") for one in tab.asked) >= 1


def test_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "solara.py").write_text("raise ModuleNotFoundError(name='solara')")
    done = subprocess.run(
        [sys.executable, "-c", f"import runpy; runpy.run_path({str(EXAMPLE)!r})"],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "solara is not installed: pip install 'forerun[viz]'\n"
