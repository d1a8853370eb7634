"""How long a sweep takes, with every measure read off every run, and how long when it is kept.

    python benchmarks/sweeping.py [--runs 500] [--workers 2] [--json]

Asked: 500 runs of 2,000 members over 180 days in less than 90 s on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

MOST_SECONDS: Final = 90.0

SCENARIO: Final = """
name: Swept
horizon_days: 180
community:
  preset: shop
  launch: 2024-11-11
  members: 2000
  arrivals: {organic_per_day: 3}
plans:
  points:
    budget: 500
    strategies:
      - points: {per_visit: 1, levels: [20, 80]}
"""

VARY: Final = {"points.per_visit": (0.0, 3.0), "visit_base": (-3.0, -1.0)}


def timed(runs: int, workers: int, store: Path) -> tuple[float, int]:
    """Return the seconds that a sweep takes, and the runs that it finished."""
    import forerun as fr
    from scenarios import parse

    began = time.perf_counter()
    found = fr.sweep(parse(SCENARIO), VARY, runs=runs, workers=workers, store=store)
    found.table()
    return time.perf_counter() - began, len(found.found.done)


def processor_seconds() -> float:
    """Return the processor time of this process and of those that it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(own.ru_utime + own.ru_stime for own in used)


def main() -> int:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=500, help="runs of the sweep")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--json", action="store_true", help="print the figures for machines")
    options = parser.parse_args()
    from forerun.warm import warm

    warm()
    load, before = os.getloadavg()[0], processor_seconds()
    with tempfile.TemporaryDirectory() as folder:
        seconds, done = timed(options.runs, options.workers, Path(folder) / "store")
        processor = processor_seconds() - before
        again, _ = timed(options.runs, options.workers, Path(folder) / "store")
    figures: dict[str, Any] = {
        "runs": done, "workers": options.workers, "seconds": seconds,
        "processor_seconds": processor, "again_seconds": again, "load": load,
    }  # fmt: skip
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        print(
            f"{done} runs in {seconds:.1f} s (asked: {MOST_SECONDS:g} for 500), {processor:.1f} s "
            f"of processors, under a load of {load:.1f} before; read again in {again:.1f} s"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
