"""What the figures depend on: processor, memory, versions, and how busy the machine was."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

PACKAGES: Final = ("numba", "numpy", "scipy", "mesa", "networkx")


def machine() -> dict[str, str | int | float]:
    """Return a description of this machine, for a table."""
    return {
        "processor": processor(),
        "processors": os.cpu_count() or 1,
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
    }


def load() -> float:
    """Return how many processes wanted a processor, mean over the last minute."""
    return round(os.getloadavg()[0], 2)


def processor() -> str:
    """Return the processor's name, where the machine tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def free_gib() -> float:
    """Return the memory that may be taken without swapping, GiB; infinite where nobody tells."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return float("inf")
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable")]
    return int(found[0]) / 2**20 if found else float("inf")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
