"""How well fitted members forecast a real history, cut at several days, each fit blind to the rest.

    python benchmarks/forecast.py [--cuts 4] [--trials 60] [--workers 2] [--json] [--document]

Four cuts take one to two minutes on two cores. ``--document`` writes the tables of
``docs/reference/forecast.md``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import scenarios
from calibration import calibrate, read
from evidence.pages import fill

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "reference" / "forecast.md"
SCENARIO: Final = "travel-questions"
HISTORY: Final = ROOT / "scenarios" / "library" / SCENARIO / "figures.csv"
HOLDOUT_WEEKS: Final = 13
COHORTS: Final = ("early", "middle", "late")


def forecasts(cuts: int, trials: int, workers: int) -> list[dict[str, Any]]:
    """Return what `calibrate` says of each cut, the latest first, a quarter apart."""
    scenario, history = scenarios.load(SCENARIO), read(HISTORY)
    found = []
    for cut in range(cuts):
        known = history.until(history.end - timedelta(weeks=HOLDOUT_WEEKS * cut))
        fitted = calibrate(
            scenario, known, holdout_days=7 * HOLDOUT_WEEKS, trials=trials, workers=workers
        )
        holdout = fitted.holdout
        first = date.fromisoformat(fitted.fit["to"]) + timedelta(days=1)
        found.append(
            {
                "first_day": str(first), "error": holdout["error"],
                "naive_error": holdout["naive_error"],
                "covered": round(holdout["band_coverage"] * HOLDOUT_WEEKS),
                "retention": fitted.retention,
            }
        )  # fmt: skip
        print(
            f"{first}: error {holdout['error']:.3f}, naive {holdout['naive_error']:.3f}",
            file=sys.stderr,
        )
    return found


def origins(found: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of the errors, the smaller of two in bold."""
    lines = [
        "| first day forecast | error | naive | weeks in the 90 % band |",
        "|---|---|---|---|",
    ]
    for row in found:
        covered = f"{row['covered']} of {HOLDOUT_WEEKS}"
        lines.append(_compared(row["first_day"], row["error"], row["naive_error"], covered))
    weeks = HOLDOUT_WEEKS * len(found)
    lines.append(
        _compared(
            "mean",
            fmean(row["error"] for row in found),
            fmean(row["naive_error"] for row in found),
            f"{sum(row['covered'] for row in found) / weeks:.0%}".replace("%", " %"),
        )
    )
    return "\n".join(lines)


def _compared(what: str, error: float, naive: float, covered: str) -> str:
    ours, theirs = f"{error:.2f}", f"{naive:.2f}"
    if ours < theirs:
        ours = f"**{ours}**"
    elif theirs < ours:
        theirs = f"**{theirs}**"
    return f"| {what} | {ours} | {theirs} | {covered} |"


def retention(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of observed and fitted retention by cohort and age, per cent."""
    cells: dict[str, dict[str, tuple[float, float]]] = {}
    for row in rows:
        if row["observed"] is None:
            continue
        pair = (100 * row["observed"], 100 * row["fitted"])
        weeks = " to ".join(str(n) for n in sorted({row["from_week"], row["to_week"]}))
        cells.setdefault(weeks, {})[row["cohorts"]] = pair
    head = " | ".join(f"{name} cohorts | fitted" for name in COHORTS)
    lines = [f"| weeks after the first | {head} |", "|---" * 7 + "|"]
    for weeks, by_cohort in cells.items():
        pairs = [by_cohort.get(name) for name in COHORTS]
        shown = " | ".join("– | –" if p is None else f"{p[0]:.1f} | {p[1]:.1f}" for p in pairs)
        lines.append(f"| {weeks} | {shown} |")
    return "\n".join(lines)


def document(found: Sequence[Mapping[str, Any]], page: Path = PAGE) -> None:
    """Write both tables between their marks on a page.

    Raises
    ------
    LookupError
        If the page has lost its marks.
    """
    fitted = partial(retention, found[0]["retention"])
    fill(page, {"origins": partial(origins, found), "fitted": fitted})


def main() -> None:
    """Fit, print and, if asked, document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cuts", type=int, default=4, help="fits, a quarter apart")
    parser.add_argument("--trials", type=int, default=60, help="parameter sets a fit")
    parser.add_argument("--workers", type=int, default=2, help="threads")
    parser.add_argument("--json", action="store_true", help="print all figures for machines")
    parser.add_argument("--document", action="store_true", help="write docs/reference/forecast.md")
    options = parser.parse_args()
    found = forecasts(options.cuts, options.trials, options.workers)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        print(origins(found), retention(found[0]["retention"]), sep="\n\n")
    if options.document:
        document(found)


if __name__ == "__main__":
    main()
