"""What dieharder is given are the words that the addresses say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.draws import DAILY, GOLDEN, LASTING, decision_key, mix

TOOL = Path(__file__).resolve().parents[2] / "benchmarks" / "draws_stream.py"
NAMES = DAILY + LASTING
DRAWS = 13_000
"""More than a block of the tool, so that its counter is seen to go on."""


def _founder(n: int) -> int:
    return mix(int(decision_key(1, "founder", 0)) ^ mix(n + GOLDEN))


def _expected(stream: str, n: int) -> int:
    if stream == "members":
        return mix(_founder(n) ^ int(decision_key(1, "visit", 1)))
    if stream == "days":
        return mix(_founder(0) ^ int(decision_key(1, "visit", n)))
    return mix(_founder(0) ^ int(decision_key(n // len(NAMES), NAMES[n % len(NAMES)], 1)))


@pytest.mark.parametrize(
    ("stream", "half"), [("members", "both"), ("days", "high"), ("decisions", "low")]
)
def test_stream(stream: str, half: str) -> None:
    words = np.array([_expected(stream, n) for n in range(DRAWS)], "<u8").view("<u4")
    expected = {"both": words, "low": words[::2], "high": words[1::2]}[half].tobytes()
    command = [sys.executable, str(TOOL), stream, "--half", half]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as tool:
        assert tool.stdout is not None
        assert tool.stderr is not None
        written = tool.stdout.read(len(expected))
        # A reader who has enough closes the pipe; the tool then ends in silence.
        tool.stdout.close()
        complaint = tool.stderr.read()
    assert written == expected
    assert complaint == b""
    assert tool.returncode == 0
