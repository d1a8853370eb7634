"""How well histories are forecast from several of their days, beside the simple forecasts.

    python benchmarks/backtest.py HISTORY ... [--origins 6] [--horizon 13] [--short 4]
        [--known 13,26,52] [--trials 24] [--workers 2] [--kept FILE] [--json] [--document]

A history is called by its file, or by its folder where the file is ``events.csv.gz`` or the like.
One set of fits serves both horizons: the short one's errors are of the first weeks of each
forecast, mixed anew for so few weeks. With ``--known`` there is one origin where so many weeks were
known, in histories that are long enough. Where statsforecast is installed, its AutoETS and
AutoTheta stand beside ours in ``--json``. ``--kept`` keeps what worlds foresaw, and takes it up.
``--document`` writes the tables of ``docs/reference/forecast.md``, or with ``--known`` the lines
below them. Sixteen histories take about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from calibration.forecasts.product import foretell
from calibration.history import History
from calibration.observation import weekly
from calibration.origins import Origin, cut, error, places, summary
from evidence.pages import fill
from evidence.pages import table as markdown
from forerun.backtesting import Fits
from forerun.starting import open_history
from scenarios.forecasts.mix import Earlier

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "reference" / "forecast.md"
USUAL: Final = ("events", "purchases", "daily", "figures")
SHOWN: Final = ("product", "simulation", "naive", "seasonal", "ets", "theta")
SIMPLE: Final = ("naive", "seasonal", "ets", "theta")
"""What the product is held against."""


def lived(past: History, horizon: int, count: int, trials: int, workers: int) -> dict[str, Any]:
    """Return what worlds foresaw at each origin of a history, and the seconds of each.

    Parameters
    ----------
    past
        The history.
    horizon
        Weeks ahead.
    count
        Origins.
    trials, workers
        Of the fits.
    """
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as held:
        at = places(past, count, horizon)
        fits = Fits(trials, workers, 0, None, None, len(at))
        origins = fits.origins(past, at, horizon, Path(held))
    seconds = time.perf_counter() - begun
    return {
        "seconds": round(seconds / len(origins), 1),
        "origins": [
            {
                "known": one.known,
                "observed": one.observed.tolist(),
                "simulation": one.simulation.tolist(),
                "retention": dict(one.retention),
            }
            for one in origins
        ],
    }


def mixed(past: History, kept: Sequence[Mapping[str, Any]], weeks: int) -> list[Origin]:
    """Return the forecasts of so many weeks that are made of what worlds foresaw."""
    found: list[Origin] = []
    for one in kept:
        day = cut(past, one["known"])
        then = past.until(day)
        simulation = np.array(one["simulation"][:weeks])
        earlier = [Earlier(each.known, each.simulation) for each in found]
        product = foretell(weekly(then), then.step, simulation, earlier)
        observed = np.array(one["observed"][:weeks])
        found.append(Origin(day, one["known"], observed, simulation, product, one["retention"]))
    return found


def figures(origins: Sequence[Origin], past: History) -> dict[str, Any]:
    """Return errors, coverage and retention of all origins; a library's errors if it is there."""
    found = summary(origins)
    found.pop("origins")
    found["error"] |= library(origins, past)
    return found


def library(origins: Sequence[Origin], past: History) -> dict[str, float | None]:
    """Return the errors of statsforecast's AutoETS and AutoTheta; nothing where it is not there."""
    try:
        models = importlib.import_module("statsforecast.models")
    except ImportError:
        return {}
    found: dict[str, float | None] = {}
    for name, model in (("auto_ets", models.AutoETS), ("auto_theta", models.AutoTheta)):
        with_it = []
        for one in origins:
            then = weekly(past.until(cut(past, one.known)))
            path = model(season_length=1).forecast(y=then, h=len(one.observed))["mean"]
            simple = {**one.product.simple, name: np.maximum(np.asarray(path), 0.0)}
            with_it.append(replace(one, product=replace(one.product, simple=simple)))
        found[name] = error(with_it, name)
    return found


def called(path: str) -> str:
    """Return what a history is called: its file's name, or its folder's."""
    stem = Path(path).name.split(".")[0]
    return Path(path).resolve().parent.name if stem in USUAL else stem


def table(rows: Sequence[Mapping[str, Any]], horizon: str) -> str:
    """Return a table of the errors at one horizon, the smallest of product and simple ones bold."""
    lines = []
    for row in sorted(rows, key=lambda row: str(row["history"])):
        errors, cells = row[horizon]["error"], []
        least = min(_told(errors[name] for name in ("product", *SIMPLE)))
        for name in SHOWN:
            share = errors[name]
            text = "–" if share is None else f"{share:.2f}"
            bold = name != "simulation" and share is not None and f"{least:.2f}" == text
            cells.append(f"**{text}**" if bold else text)
        inside = f"{100 * row[horizon]['coverage']['80']:.0f} %"
        lines.append([f"`{row['history']}`", *cells, inside])
    return markdown(["history", *SHOWN, "in the 80 % band"], lines)


def verdict(rows: Sequence[Mapping[str, Any]], horizon: str) -> str:
    """Return in words how often the product beat the naive forecast and the best, and its bands.

    Counted by hundredths, as the table shows them.
    """
    errors = [row[horizon]["error"] for row in rows]
    seen = [{name: _shown(share) for name, share in each.items()} for each in errors]
    better = sum(each["product"] < each["naive"] for each in seen)
    best = sum(each["product"] <= min(_told(each[name] for name in SIMPLE)) for each in seen)
    worse = [
        f"`{row['history']}` ({each['product'] / each['naive'] - 1:.0%})".replace("%", " %")
        for row, each in zip(rows, errors, strict=True)
        if each["product"] > 1.1 * each["naive"]
    ]
    inside = np.mean([row[horizon]["coverage"]["80"] for row in rows])
    ratio = np.exp(np.mean([np.log(each["product"] / each["naive"]) for each in errors]))
    return (
        f"{horizon} weeks ahead, {len(rows)} histories: smaller than the naive error on {better}, "
        f"as small as the smallest of the simple ones on {best}; in the (geometric) mean "
        f"{ratio:.2f} times the naive error. Above it by more than a tenth: "
        f"{', '.join(worse) or 'none'}. In the 80 % bands lay {100 * inside:.0f} % of the weeks."
    )


def both(rows: Sequence[Mapping[str, Any]], horizons: Iterable[str]) -> str:
    """Return verdict and table of each horizon."""
    parts = (part for each in horizons for part in (verdict(rows, each), table(rows, each)))
    return "\n\n".join(parts)


def by_known(rows: Sequence[Mapping[str, Any]], horizons: Sequence[str]) -> str:
    """Return a line for each number of weeks known and horizon."""
    lines = []
    for known in sorted({row["known"] for row in rows}):
        alike = [row for row in rows if row["known"] == known]
        lines += [f"- {known} weeks known, {verdict(alike, each)}" for each in horizons]
    return "\n".join(lines)


def _shown(share: float | None) -> float | None:
    return None if share is None else float(f"{share:.2f}")


def _told(shares: Iterable[float | None]) -> list[float]:
    return [share for share in shares if share is not None]


def main() -> None:
    """Measure, print and, if asked, document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("histories", nargs="+", help="files, as forerun new --history reads them")
    parser.add_argument("--origins", type=int, default=6, help="days to forecast from")
    parser.add_argument("--horizon", type=int, default=13, help="weeks ahead")
    parser.add_argument("--short", type=int, default=4, help="weeks ahead, the other horizon")
    parser.add_argument(
        "--known", default="", help="weeks known, such as 13,26,52: one origin each"
    )
    parser.add_argument("--trials", type=int, default=24, help="parameter sets a fit")
    parser.add_argument("--workers", type=int, default=2, help="threads")
    parser.add_argument("--kept", type=Path, help="file that keeps what worlds foresaw")
    parser.add_argument("--json", action="store_true", help="print all figures for machines")
    parser.add_argument("--document", action="store_true", help="write docs/reference/forecast.md")
    options = parser.parse_args()
    kept: dict[str, Any] = {}
    if options.kept is not None and options.kept.exists():
        kept = json.loads(options.kept.read_text(encoding="utf-8"))
    asked: list[int | None] = [int(weeks) for weeks in options.known.split(",") if weeks]
    rows = []
    for path in options.histories:
        whole = open_history(path)
        for known in asked or [None]:
            key = f"{called(path)} {known} {options.horizon} {options.origins} {options.trials}"
            past, count = whole, options.origins
            if known is not None:
                end = past.start + timedelta(weeks=known + options.horizon)
                if end > past.end:
                    continue
                past, count = past.until(end), 1
            if key not in kept:
                kept[key] = lived(past, options.horizon, count, options.trials, options.workers)
                if options.kept is not None:
                    options.kept.write_text(json.dumps(kept, indent=1), encoding="utf-8")
            row: dict[str, Any] = {"history": called(path), "known": known}
            row["seconds"] = kept[key]["seconds"]
            for weeks in (options.short, options.horizon):
                origins = mixed(past, kept[key]["origins"], weeks)
                row[str(weeks)] = figures(origins, past)
            rows.append(row)
            errors = rows[-1][str(options.horizon)]["error"]
            print(f"{key}: product {errors['product']}, naive {errors['naive']}", file=sys.stderr)
    horizons = (str(options.short), str(options.horizon))
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        print(both(rows, horizons))
    if options.document:
        part, make = ("known", by_known) if asked else ("histories", both)
        fill(PAGE, {part: lambda: make(rows, horizons)})


if __name__ == "__main__":
    main()
