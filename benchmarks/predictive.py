"""How often what came lay in the bands that a run of a fitted community foretells.

    python benchmarks/predictive.py HISTORY ... [--origins 4] [--horizon 13] [--trials 16]
        [--seeds 20] [--workers 2]

Each history is fitted to some of its days, blind to what came after, and lives on without any plan;
the mean of daily actives and the joiners of all these weeks are held against the bands of 50, 80
and 90 % (`planning.predictive`). A history is called by its file. Fifteen histories take about ten
minutes on two cores.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from calibration.forecasts.product import percent
from calibration.history import History
from calibration.origins import cut, places
from forerun.backtesting import Fits
from forerun.starting import open_history
from planning.compare import compare_plans, hands
from planning.predictive import LEVELS, bands
from sim.plan import NoPlan

MEASURES = {"daily_active": "active_members", "joined": "new_members"}
"""Measures that a history tells too, and its columns."""


def inside(past: History, known: int, weeks: int, fits: Fits, seeds: int) -> dict[str, list[bool]]:
    """Return by measure whether what came lay in each band.

    Parameters
    ----------
    past
        The history, of daily figures.
    known
        Weeks known.
    weeks
        Weeks lived on.
    fits
        Does the fit.
    seeds
        Worlds.
    """
    then, days = past.until(cut(past, known)), 7 * weeks
    with tempfile.TemporaryDirectory() as held:
        fitted = fits.of(then, then, Path(held), 0)
        spec = fitted.scenario.spec(start=then.end, horizon_days=days)
    with hands(fits.workers, spec, 1, seeds) as pool:
        found = compare_plans(spec, NoPlan(), [("none", NoPlan())], range(seeds), pool)
    told: dict[str, list[bool]] = {}
    for name, column in MEASURES.items():
        came = past.counts(column)[then.days : then.days + days]
        value = float(came.mean() if name == "daily_active" else came.sum())
        own = bands(found.measured[name], 0, name, fitted.behaviour.unexplained)
        ends = [own[percent(level)] for level in LEVELS]
        told[name] = [end["low"] <= value <= end["high"] for end in ends]
    return told


def share(told: Iterable[list[bool]]) -> str:
    """Return the share of forecasts in each band, in words."""
    parts = np.mean(list(told), axis=0)
    return ", ".join(f"{part:.0%} in {percent(p)} %" for p, part in zip(LEVELS, parts, strict=True))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("histories", nargs="+", help="files, as forerun new --history reads them")
    parser.add_argument("--origins", type=int, default=4, help="days to forecast from")
    parser.add_argument("--horizon", type=int, default=13, help="weeks ahead")
    parser.add_argument("--trials", type=int, default=16, help="parameter sets a fit")
    parser.add_argument("--seeds", type=int, default=20, help="worlds")
    parser.add_argument("--workers", type=int, default=2, help="threads and processes")
    asked = parser.parse_args()
    all_told: list[dict[str, list[bool]]] = []
    for path in asked.histories:
        past = open_history(path)
        known = places(past, asked.origins, asked.horizon)
        fits = Fits(asked.trials, asked.workers, 0, None, None, len(known))
        told = [inside(past, each, asked.horizon, fits, asked.seeds) for each in known]
        print(f"{path}: {len(told)} forecasts", file=sys.stderr)
        all_told += told
    for name in MEASURES:
        print(f"{name}: of {len(all_told)} forecasts {share(each[name] for each in all_told)}")


if __name__ == "__main__":
    main()
