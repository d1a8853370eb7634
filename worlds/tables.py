"""What many worlds add up to, as tidy tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from worlds.replicate import DAILY, FUNNELS, SEGMENT_MEASURES, Floats, Integers, Lived, Replicate
from worlds.statistics import LEVEL, finite, interval, joint, over_worlds, paired

if TYPE_CHECKING:
    import polars as pl


class Gathered:
    """Worlds, added one by one in the order of their seeds.

    Parameters
    ----------
    plans
        Names of the plans, one for each entry of a `Replicate`; of equal names the first counts.
    calendar
        The days of the plans.
    segments
        Names of the segments.
    triangle_start
        The Monday of the first cohort.
    audiences
        Names of the plans' audiences as first seen.
    """

    def __init__(
        self,
        plans: Sequence[str],
        calendar: Calendar,
        segments: Sequence[str],
        triangle_start: date,
        audiences: Sequence[str] = (),
    ) -> None:
        self.places = {name: plans.index(name) for name in dict.fromkeys(plans)}
        self.calendar = calendar
        self.segments = segments
        self.triangle_start = triangle_start
        self.audiences = audiences
        self.seeds: list[int] = []
        self._lived: list[tuple[Lived, ...]] = []
        self._triangles: dict[str, Integers] = {}

    def add(self, world: Replicate) -> None:
        """Add a world; triangles are summed at once, since they are large."""
        self.seeds.append(world.seed)
        self._lived.append(world.lived)
        for name, place in self.places.items():
            triangle = world.triangles[place]
            if name in self._triangles:
                self._triangles[name] += triangle
            else:
                self._triangles[name] = triangle.astype(np.int64)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables of a run folder by name.

        They are daily, triangle, funnel, segments, ledger, and audiences where there are any.
        """
        found = {
            "daily": self._daily(),
            "triangle": self._triangle(),
            "funnel": self._funnel(),
            "segments": self._changes("segment", self.segments, lambda own: own.segments),
            "ledger": self._ledger(),
        }
        if self.audiences:
            found["audiences"] = self._changes(
                "audience", self.audiences, lambda own: own.audiences
            )
        return found

    def _of(self, name: str) -> list[Lived]:
        return [world[self.places[name]] for world in self._lived]

    def _daily(self) -> pl.DataFrame:
        import polars as pl

        dates = np.array(self.calendar.dates, "datetime64[D]")
        parts = []
        for name in self.places:
            for seed, lived in zip(self.seeds, self._of(name), strict=True):
                columns = dict(zip(DAILY, lived.daily.T, strict=True))
                parts.append(
                    pl.DataFrame({"date": dates, **columns}).select(
                        pl.lit(name).alias("plan"),
                        pl.lit(seed, pl.Int64).alias("seed"),
                        pl.all(),
                    )
                )
        return pl.concat(parts)

    def _triangle(self) -> pl.DataFrame:
        import polars as pl

        parts = []
        for name, total in self._triangles.items():
            # Week by week from its own on: what lies before the diagonal was not observed.
            cohort, week = np.triu_indices(len(total))
            size = total.diagonal()[cohort]
            kept = size > 0
            mondays = np.datetime64(self.triangle_start, "D") + 7 * cohort
            parts.append(
                pl.DataFrame(
                    {
                        "cohort": mondays[kept],
                        "age_weeks": (week - cohort)[kept],
                        "size": size[kept] / len(self.seeds),
                        "active": total[cohort, week][kept] / len(self.seeds),
                    }
                ).select(pl.lit(name).alias("plan"), pl.all())
            )
        return pl.concat(parts)

    def _funnel(self) -> pl.DataFrame:
        import polars as pl

        stages = [(funnel, stage) for funnel, names in FUNNELS.items() for stage in names]
        # Steps are looked at together, and the one that moves by luck would be seen first.
        level = joint(LEVEL, sum(len(names) - 1 for names in FUNNELS.values()))
        first, had = self._passing(next(iter(self.places)))
        rows = []
        for name in self.places:
            totals = np.sum([lived.funnel for lived in self._of(name)], axis=0)
            passing, has = self._passing(name)
            for k, stage in enumerate(stages):
                change = interval(passing[k] - first[k], level, has[k] & had[k])
                ends = map(finite, (change.low, change.high))
                rows.append((name, *stage, float(totals[k]) / len(self.seeds), *ends))
        columns = {
            **dict.fromkeys(("plan", "funnel", "stage"), pl.String),
            **dict.fromkeys(("value", "change_low", "change_high"), pl.Float64),
        }
        return pl.DataFrame(rows, columns, orient="row")

    def _passing(self, name: str) -> tuple[list[Floats], list[NDArray[np.bool_]]]:
        """Return the share of the stage above that passes each stage, and the worlds with any.

        NaN at a funnel's top.
        """
        counted = np.stack([lived.funnel for lived in self._of(name)]).T.astype(np.float64)
        found: list[Floats] = []
        worlds: list[NDArray[np.bool_]] = []
        for names in FUNNELS.values():
            above, *below = (counted[len(found) + k] for k in range(len(names)))
            found.append(np.full(len(self.seeds), np.nan))
            worlds.append(above != 0)
            for passed in below:
                found.append(over_worlds(passed, above))
                worlds.append(above != 0)
                above = passed
        return found, worlds

    def _changes(
        self, kind: str, names: Sequence[str], of: Callable[[Lived], Floats]
    ) -> pl.DataFrame:
        """Return what moved in each group of a kind, against the first plan."""
        import polars as pl

        first = np.stack([of(lived) for lived in self._of(next(iter(self.places)))])
        # Several groups are looked at together, and the one that stands out by luck is seen
        # first: their relative changes hold jointly.
        level = joint(LEVEL, max(len(names), 1))
        rows = []
        for name in self.places:
            values = np.stack([of(lived) for lived in self._of(name)])
            for i, group in enumerate(names):
                for j, measure in enumerate(SEGMENT_MEASURES):
                    a, b = first[:, i, j], values[:, i, j]
                    found = paired(a, b, 0)
                    share = interval(over_worlds(b - a, a), level, a != 0)
                    moved = found.difference
                    rows.append(
                        (
                            *(name, group, measure, found.b),
                            *map(finite, (moved.mean, moved.low, moved.high)),
                            *map(finite, (share.mean, share.low, share.high)),
                        )
                    )
        columns = {
            **dict.fromkeys(("plan", kind, "measure"), pl.String),
            **dict.fromkeys(("mean", "difference", "low", "high"), pl.Float64),
            **dict.fromkeys(("share", "share_low", "share_high"), pl.Float64),
        }
        return pl.DataFrame(rows, columns, orient="row")

    def _ledger(self) -> pl.DataFrame:
        import polars as pl

        rows = []
        for name in self.places:
            books = [lived.ledger for lived in self._of(name)]
            for key in dict.fromkeys(key for book in books for key in book):
                debit, credit = (
                    sum(book.get(key, (0, 0))[side] for book in books) / 100 / len(books)
                    for side in (0, 1)
                )
                rows.append((name, *key, debit, credit))
        columns = {
            "plan": pl.String,
            "strategy": pl.String,
            "account": pl.String,
            "debit": pl.Float64,
            "credit": pl.Float64,
        }
        return pl.DataFrame(rows, columns, orient="row")


def monday(day: date) -> date:
    """Return the Monday on or before a day."""
    return day - timedelta(days=day.weekday())
