"""Made-up logs of members who buy, whose truth is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

START = date(2024, 1, 1)


def days(count: int) -> list[date]:
    """Return so many days from `START` on."""
    return [START + timedelta(days=k) for k in range(count)]


def log(rows: list[tuple[int, int, str, float]]) -> str:
    """Return a log of ``member, day, event, value``."""
    lines = [
        f"m{member},{START + timedelta(days=day)},{event},{value:g}"
        for member, day, event, value in sorted(rows, key=lambda row: row[1])
    ]
    return "member,timestamp,event,value\n" + "\n".join(lines) + "\n"


def mixed(seed: int, members: int = 4_000, days: int = 364) -> str:
    """Return a log of members who visit as they please and buy by a known law of their visits.

    A purchase on 0.06 of visits, rates of shape 0.5, who stops by beta(0.5, 2); 0.25 of the
    purchases are of two orders of 40; a tenth of orders is returned a week later.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for member in range(members):
        rate, stop = 0.06 * rng.gamma(0.5, 2.0), rng.beta(0.5, 2.0)
        often = np.exp(rng.normal(-2.5, 1.0))
        stays = True
        for day in range(int(rng.integers(0, 90)), days):
            if rng.random() >= often:
                continue
            rows.append((member, day, "visit", 0.0))
            if stays and rng.random() < rate:
                for _ in range(1 + int(rng.random() < 0.25)):
                    rows.append((member, day, "purchase", 40.0))
                    if rng.random() < 0.1 and day + 7 < days:
                        rows.append((member, day + 7, "refund", -40.0))
                stays = rng.random() >= stop
    return log(rows)
