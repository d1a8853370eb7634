"""How long a history takes to read, and how much memory, in the forms that exports have.

    python benchmarks/reading.py [--rows 1000000] [--json]

Every form is read in a process of its own. Asked: a million rows in ten seconds; ten million in a
minute and 4 GB.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if TYPE_CHECKING:
    import polars as pl

KINDS: Final = ("visit", "post", "comment", "purchase")
FIRST, LAST = 1_600_000_000, 1_660_000_000


def log(rows: int) -> pl.DataFrame:
    """Return a log in order of time: members of a power law, four kinds of events, a value."""
    import polars as pl

    random = np.random.default_rng(1)
    seconds = np.sort(random.integers(FIRST, LAST, rows))
    members = (random.pareto(1.2, rows) * 50).astype(np.int64) % max(100, rows // 50)
    kinds = random.integers(0, len(KINDS), rows)
    return pl.DataFrame(
        {
            "user_id": pl.Series(members).cast(pl.String).str.zfill(8),
            "created_at": pl.from_epoch(pl.Series(seconds), time_unit="s"),
            "type": np.array(KINDS)[kinds],
            "amount": np.where(kinds == 3, random.integers(100, 9999, rows) / 100, 0.0),
        }
    )


def _plain(table: pl.DataFrame, path: Path) -> dict[str, Any]:
    table.write_csv(path, datetime_format="%Y-%m-%d %H:%M:%S")
    return {}


def _zoned(table: pl.DataFrame, path: Path) -> dict[str, Any]:
    table.write_csv(path, datetime_format="%Y-%m-%dT%H:%M:%S%.3fZ")
    return {"timezone": "Asia/Shanghai"}


def _dirty(table: pl.DataFrame, path: Path) -> dict[str, Any]:
    """Shuffled, semicolons, day first, minutes only, blanks about names, 1 % without a member."""
    import polars as pl

    nobody = pl.Series(np.random.default_rng(2).random(table.height) < 0.01)
    names = pl.when(nobody).then(pl.lit("NULL")).otherwise(" " + pl.col("user_id"))
    shuffled = table.with_columns(user_id=names).sample(fraction=1.0, shuffle=True, seed=3)
    shuffled.write_csv(path, separator=";", datetime_format="%d/%m/%Y %H:%M")
    return {}


def _parquet(table: pl.DataFrame, path: Path) -> dict[str, Any]:
    table.write_parquet(path)
    return {}


FORMS: Final[dict[str, Callable[[pl.DataFrame, Path], dict[str, Any]]]] = {
    "CSV": _plain,
    "CSV, milliseconds, zoned, days of Shanghai": _zoned,
    "CSV, shuffled and dirty": _dirty,
    "Parquet": _parquet,
}


def measured(path: Path, how: dict[str, Any]) -> tuple[float, float, float]:
    """Return the seconds that a reading takes, those of all cores, and the peak of memory in GB."""
    import resource

    from calibration import read

    begin, busy = time.perf_counter(), time.process_time()
    read(path, **how)
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    return seconds, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> int:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the log")
    parser.add_argument("--json", action="store_true", help="print all figures for machines")
    options = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for form, write in FORMS.items():
            path = Path(folder) / "log"
            how = write(log(options.rows), path)
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                seconds, busy, memory = process.submit(measured, path, how).result()
            figures.append(
                {"form": form, "seconds": seconds, "core_seconds": busy, "gigabytes": memory}
            )
            if not options.json:
                print(
                    f"{form}: {options.rows:,} rows in {seconds:.1f} s ({busy:.1f} s of cores), "
                    f"{memory:.1f} GB"
                )
    if options.json:
        print(json.dumps({"rows": options.rows, "figures": figures}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
