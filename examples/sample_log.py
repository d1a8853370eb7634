"""Make the sample log that ships, ``forerun/sample/events.csv``: a made-up forum of half a year.

    python examples/sample_log.py FILE

Nobody real is in it. Members differ in how often they come, newcomers come more than they will
later, some never come again, weekends are quiet.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

FIRST = datetime(2024, 1, 1)
DAYS = 182
JOINERS_A_DAY = 1.2


def log(seed: int = 0) -> str:
    """Return the log, oldest event first."""
    rng = np.random.Generator(np.random.Philox(key=seed))
    rows: list[tuple[datetime, str, str]] = []
    joined = np.repeat(np.arange(DAYS), rng.poisson(JOINERS_A_DAY, DAYS))
    for number, first in enumerate(joined.tolist()):
        member, level = f"m{number + 1}", rng.normal(-2.6, 1.4)
        for day in range(first, DAYS):
            date = FIRST + timedelta(days=day)
            logit = level + 1.8 * np.exp((first - day) / 9) - 0.3 * (date.weekday() >= 5)
            if day > first and rng.random() > 1 / (1 + np.exp(-logit)):
                continue
            hour = date + timedelta(seconds=int(rng.integers(8 * 3600, 22 * 3600)))
            if day == first:
                rows.append((hour, member, "registration"))
            for _ in range(1 + rng.poisson(0.6)):
                hour += timedelta(seconds=int(rng.integers(60, 1800)))
                rows.append((hour, member, "post" if rng.random() < 0.4 else "comment"))
    lines = [f"{member},{when.isoformat()},{event}" for when, member, event in sorted(rows)]
    return "member,timestamp,event\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(log(), encoding="utf-8")
