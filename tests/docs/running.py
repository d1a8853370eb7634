"""Running a page: a folder, a shell, and one Python process whose blocks share their names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.docs.pages import ROOT, Block, blocks

COLUMNS: Final = "100"
"""Width of the screen that is shown."""


class BlockError(AssertionError):
    """A block that ended in an error."""


def run(page: Path, folder: Path, slow: bool) -> Iterator[tuple[Block, str]]:
    """Run a page's blocks in a folder, and yield each with what it printed.

    Parameters
    ----------
    page, folder
        The page, and an empty folder.
    slow
        Whether to run the slow blocks too.

    Raises
    ------
    BlockError
        If a block ends in an error; the message names its place in the page.
    """
    text = page.read_text(encoding="utf-8")
    environment = _environment(folder)
    inside = folder / "here"
    inside.mkdir()
    with _Python(inside, environment) as python:
        for block in blocks(text):
            if block.file:
                (inside / block.file).write_text(block.code, encoding="utf-8")
            if not block.runs or (block.slow and not slow):
                continue
            place = f"{page.name}:{block.line}"
            if block.language == "python":
                yield block, python.run(block.code, place)
            else:
                yield block, _shell(block.code, place, inside, environment)


def _shell(code: str, place: str, folder: Path, environment: dict[str, str]) -> str:
    ended = subprocess.run(
        ["sh", "-e", "-c", code], cwd=folder, env=environment, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    if ended.returncode:
        raise BlockError(f"{place}: exit code {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def _environment(folder: Path) -> dict[str, str]:
    """Return the variables of a page: `forerun` and `python` are those of this source tree."""
    programs = folder / "bin"
    programs.mkdir()
    for name, command in (("python", ""), ("forerun", " -m forerun")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}"{command} "$@"\n', "utf-8")
        program.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": COLUMNS,
        "NO_COLOR": "1",
    }


class _Python:
    """A process that runs blocks one after another; it is started by the first."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder, self._environment = folder, environment
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._process is not None:
            self._process.communicate()

    def run(self, code: str, place: str) -> str:
        """Run a block and return what it printed."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.docs.session"], cwd=self._folder,
                env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                encoding="utf-8",
            )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([code, place]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise BlockError(f"{place}: the process ended")
        printed, error = json.loads(answer)
        if error:
            raise BlockError(f"{place}\n{printed}{error}")
        return str(printed)
