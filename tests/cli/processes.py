"""The command line as a process of its own, with streams and files as a shell gives them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = f"'{sys.executable}' -m forerun"


def shell(folder: Path, line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in a folder, where ``forerun`` is the command; 60 seconds at most."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; forerun() {{ {COMMAND} \"$@\"; }}; {line}"],
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
