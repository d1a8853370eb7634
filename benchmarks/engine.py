"""The engine's speed: beside other models of the same day, at scale, and in a user's hands.

    python benchmarks/engine.py [--quick] [--json] [--only NAME ...] [--picture FILE] [--document]

`docs/reference/speed.md` says what each part measures and how.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.suite import rows
from benchmarks.suite.document import document
from benchmarks.suite.machine import load, machine
from benchmarks.suite.parts import PARTS
from benchmarks.suite.picture import draw


def measure(names: list[str], quick: bool) -> dict[str, Any]:
    """Measure the parts named; a part that fails costs no other its figures."""
    begin = time.monotonic()
    measured: dict[str, Any] = {
        "machine": machine(), "date": date.today().isoformat(), "quick": quick, "load": load(),
        "figures": {},
    }  # fmt: skip
    for name in names:
        say(f"{name} ...")
        try:
            found = PARTS[name](quick, lambda line: say(f"    {line}"))
        except Exception as error:
            found = {"error": f"{type(error).__name__}: {error}"}
            say(f"    failed: {found['error']}")
        if found is not None:
            measured["figures"][name] = found
        gc.collect()
    measured["seconds"] = time.monotonic() - begin
    return measured


def say(line: str) -> None:
    """Print a line of progress."""
    print(line, file=sys.stderr, flush=True)


def show(measured: dict[str, Any]) -> None:
    """Print the figures for a person."""
    print(", ".join(f"{name} {value}" for name, value in measured["machine"].items()))
    figures = measured["figures"]
    for b in rows.comparisons(figures):
        print(f"{b.rival}, {b.members} members, {b.active} active")
        print(f"    {b.ns} ns a member-day, engine {b.engine}: {b.ratio.figure} times"
              f"  {b.ratio.verdict}")  # fmt: skip
    for line in (*rows.others(figures), *rows.missing(figures)):
        print(f"{line.what}: {line.figure}  {line.verdict}")


def main() -> int:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="in under two minutes")
    parser.add_argument("--json", action="store_true", help="print all figures for machines")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=["*"],
                        help=f"parts, wildcards allowed: {', '.join(PARTS)}")  # fmt: skip
    parser.add_argument("--read", type=Path, metavar="FILE", help="measure nothing: read figures")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw the figures (SVG)")
    parser.add_argument("--document", action="store_true",
                        help="write figures, picture and tables in docs/reference")  # fmt: skip
    options = parser.parse_args()
    names = [name for name in PARTS if any(fnmatch(name, asked) for asked in options.only)]
    if not names:
        parser.error(f"no such part; there are {', '.join(PARTS)}")
    if options.read:
        measured = json.loads(options.read.read_text(encoding="utf-8"))
    else:
        measured = measure(names, options.quick)
    if options.picture:
        draw(measured, options.picture)
    if options.document:
        document(measured)
    if options.json:
        print(json.dumps(measured, indent=1))
    else:
        show(measured)
    return int(any("error" in figures for figures in measured["figures"].values()))


if __name__ == "__main__":
    sys.exit(main())
