"""The commands and the program of ``docs/first-steps.md`` do what the page says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import tiny
from tests.cli.conftest import Forerun

PAGE = (Path(__file__).parents[2] / "docs" / "first-steps.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    forerun (.+)$", PAGE, flags=re.MULTILINE)


@pytest.mark.slow
def test_the_commands_run_in_their_order(forerun: Forerun) -> None:
    Path("mine.yaml").write_text(
        tiny.SCENARIO.replace("preset: shop", "activity: contribution"), encoding="utf-8"
    )
    Path("events.csv").write_text(tiny.log(days=200), encoding="utf-8")
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        ended = forerun(*shlex.split(command))
        assert ended.code == 0, f"{command}\n{ended.err}"
    assert Path("runs/small-forum-search/report.html").exists()


@pytest.mark.slow
def test_the_program_runs(tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.+?)```", PAGE, flags=re.DOTALL)
    (tmp_path / "plan.py").write_text(program, encoding="utf-8")
    subprocess.run([sys.executable, "plan.py"], cwd=tmp_path, check=True)
    assert (tmp_path / "plan.html").exists()
    assert (tmp_path / "difference.svg").exists()


def test_the_log_on_the_page_is_one_that_is_read(tmp_path: Path) -> None:
    from calibration.history import read

    (rows,) = re.findall(r"(^    member,.+\n(?:^    m.+\n)+)", PAGE, flags=re.MULTILINE)
    path = tmp_path / "events.csv"
    path.write_text(re.sub(r"^    ", "", rows, flags=re.MULTILINE), encoding="utf-8")
    assert read(path).counts("new_members").tolist() == [2]
