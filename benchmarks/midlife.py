"""What it is worth to tell that a log begins in mid-life: forecasts as it looks and as a launch.

    python benchmarks/midlife.py HISTORY ... [--cuts 0.2,0.35,0.5,0.6,0.75] [--origins 3]
        [--trials 24] [--workers 2] [--json] [--document]

Each history, an event log or purchases in CSV, is read whole and from the row on at which so large
a part of its rows had come; figures are left out. ``--document`` writes a part of
``docs/reference/forecast.md``. Fourteen logs take nine minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import polars as pl

from benchmarks.backtest import PAGE, called, lived, mixed
from calibration.history.columns import match
from calibration.origins import places, summary
from evidence.pages import fill
from evidence.pages import table as markdown
from forerun.starting import open_history
from sim.errors import InputError

HORIZON: Final = 13
"""Weeks ahead; those of the shorter forecast are the first of them."""

SHORT: Final = 4

READINGS: Final = ("told", "launch")
"""How a log is read: as it looks, and as if nobody had joined before."""


def logs(path: str, cuts: Sequence[float], folder: Path) -> Iterator[tuple[str, str]]:
    """Yield names and files of a log whole and without its first rows.

    Parameters
    ----------
    path
        CSV, perhaps gzipped, whose times sort as texts.
    cuts
        Shares of the rows that are left out.
    folder
        Where those files are written.
    """
    yield called(path), path
    rows = pl.read_csv(path, infer_schema_length=0)
    columns = match(rows.columns, ("timestamp",))
    if "timestamp" not in columns:
        return
    time = columns["timestamp"]
    order = rows[time].sort()
    for part in cuts:
        name = f"{called(path)}-{round(100 * part)}"
        file = folder / f"{name}.csv"
        rows.filter(pl.col(time) >= order[int(part * len(order))]).write_csv(file)
        yield name, str(file)


def measured(name: str, path: str, options: argparse.Namespace) -> dict[str, Any] | None:
    """Return errors and fourth-week retention by reading; None of a launch or a short log."""
    told = open_history(path)
    if not told.cohorts_from:
        return None
    try:
        places(told, options.origins, HORIZON)
    except InputError:
        return None
    found: dict[str, Any] = {"history": name}
    for begins in READINGS:
        past = open_history(path, begins=begins)
        origins = lived(past, HORIZON, options.origins, options.trials, options.workers)["origins"]
        by_weeks = {weeks: summary(mixed(past, origins, weeks)) for weeks in (SHORT, HORIZON)}
        found[begins] = {
            **{str(weeks): each["error"] for weeks, each in by_weeks.items()},
            "retention_w4": by_weeks[HORIZON]["retention_w4"],
        }
    return found


def page(rows: Sequence[Mapping[str, Any]], launches: int) -> str:
    """Return in words and as a table what the two readings came to."""
    rows = sorted(rows, key=lambda row: str(row["history"]))

    def errors(name: str, weeks: int) -> list[list[float]]:
        return [[row[begins][str(weeks)][name] for row in rows] for begins in READINGS]

    def means(name: str, weeks: int, digits: int = 2) -> list[str]:
        return [f"{np.exp(np.mean(np.log(each))):.{digits}f}" for each in errors(name, weeks)]

    (short, as_short), (long, as_long) = means("simulation", SHORT), means("simulation", HORIZON)
    mix, as_mix = means("product", HORIZON, 3)
    better = sum(one < other for one, other in zip(*errors("simulation", HORIZON), strict=True))
    words = (
        f"{len(rows)} logs are told to begin in mid-life; of those whole, {launches} are taken for "
        f"launches. The simulation alone errs by {long} at {HORIZON} weeks, and by {as_long} as of "
        f"launches (geometric means; better on {better}); at {SHORT} weeks by {short} and "
        f"{as_short}; the mix at {HORIZON} weeks by {mix} and {as_mix}."
    )
    lines = []
    for row in rows:
        cells = [
            f"{row[begins][str(weeks)]['simulation']:.2f}"
            for weeks in (SHORT, HORIZON)
            for begins in READINGS
        ]
        came = [row["told"]["retention_w4"]["observed"]]
        came += [row[begins]["retention_w4"]["simulation"] for begins in READINGS]
        shares = ["–" if one is None else f"{100 * one:.0f} %" for one in came]
        lines.append([f"`{row['history']}`", *cells, *shares])
    head = ["log", f"{SHORT} weeks", "as a launch", f"{HORIZON} weeks", "as a launch",
            "newcomers who came in week 4", "simulated", "as a launch"]  # fmt: skip
    return f"{words}\n\n{markdown(head, lines)}"


def main() -> None:
    """Measure, print and, if asked, document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("histories", nargs="+", help="logs, as forerun new --history reads them")
    parser.add_argument("--cuts", default="0.2,0.35,0.5,0.6,0.75", help="shares left out")
    parser.add_argument("--origins", type=int, default=3, help="days to forecast from")
    parser.add_argument("--trials", type=int, default=24, help="parameter sets a fit")
    parser.add_argument("--workers", type=int, default=2, help="threads")
    parser.add_argument("--json", action="store_true", help="print all figures for machines")
    parser.add_argument("--document", action="store_true", help="write docs/reference/forecast.md")
    options = parser.parse_args()
    cuts = [float(part) for part in options.cuts.split(",") if part]
    rows, launches = [], 0
    with tempfile.TemporaryDirectory() as held:
        for path in options.histories:
            if open_history(path).triangle is None:
                print(f"{called(path)}: figures, no log", file=sys.stderr)
                continue
            for name, file in logs(path, cuts, Path(held)):
                row = measured(name, file, options)
                launches += row is None and name == called(path)
                print(f"{name}: {'a launch, or short' if row is None else 'done'}", file=sys.stderr)
                rows += [] if row is None else [row]
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        print(page(rows, launches))
    if options.document:
        fill(PAGE, {"midlife": lambda: page(rows, launches)})


if __name__ == "__main__":
    main()
