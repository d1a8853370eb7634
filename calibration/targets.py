"""What a fit aims at: one vector of targets, read the same way off a history and off a run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.history import History
from calibration.history.measure import WINDOW_DAYS, top_share
from calibration.measured import (
    SEASON_WEEKS,
    WEEKEND_WEEKS,
    expected_season,
    seasons,
    weekend,
)
from sim.trajectory import Trajectory

BLOCK_WEEKS: Final = 4
"""Calendar weeks whose actives make one target."""

LEVEL_DAYS: Final = 56
"""Days before the end whose mean activity is the level from which a forecast starts."""

END_LEVEL: Final = "daily_active at the end"
"""Name of that target."""

LEAST: Final = 5
"""Members whose retention may be shown: a smaller group's says what each of them did."""

POSTS: Final = "posts per active day"
"""Name of that target."""

AGES: Final = ((1, 1), (2, 4), (5, 12), (13, 25), (26, 51), (52, 103), (104, 207))
"""Ages of a cohort in weeks, both included, over which its retention is averaged."""

COHORT_YEARS: Final = (1.0, 3.0)
"""Community ages, in years, that part the cohorts into early, middle and late ones."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What a history and a run both show.

    Attributes
    ----------
    first
        The first day; its week is week 0.
    triangle
        Members active by week of first activity and calendar week, shape ``(weeks, weeks)``.
    window
        The first of the last days, at most `WINDOW_DAYS` of them.
    active
        Active members on each of these.
    contributions
        Contributions on these days in all; NaN where not known.
    top1_share
        Part of the contributions made by the most active 1 % of contributors; NaN where not known.
    """

    first: date
    triangle: NDArray[np.float64]
    window: date
    active: NDArray[np.float64]
    contributions: float
    top1_share: float

    @classmethod
    def of_history(cls, history: History) -> Observation:
        """Read a history; the concentration is the latest window's."""
        window = min(WINDOW_DAYS, history.days)
        contributions = math.nan
        if "contributions" in history.daily.columns:
            contributions = float(history.counts("contributions")[-window:].sum())
        top1 = None
        if history.windows is not None and not history.windows.is_empty():
            top1 = history.windows["top1_share"][-1]
        return cls(
            first=history.start,
            triangle=history.triangle.astype(np.float64),
            window=history.end - timedelta(days=window),
            active=history.counts("active_members")[-window:].astype(np.float64),
            contributions=contributions,
            top1_share=math.nan if top1 is None else float(top1),
        )

    @classmethod
    def of_trajectory(cls, trajectory: Trajectory, first: date) -> Observation:
        """Read a run from the launch on ``first`` whose plan days are the window."""
        weeks = trajectory.weeks_observed
        return cls(
            first=first,
            window=trajectory.calendar.start,
            triangle=trajectory.triangle[:weeks, :weeks].astype(np.float64),
            active=trajectory.daily("active").astype(np.float64),
            contributions=float(trajectory.total("posts")),
            top1_share=top_share(trajectory.posts_by_member, 0.01),
        )

    @classmethod
    def mean(cls, observations: Sequence[Observation]) -> Observation:
        """Return the mean over seeds."""
        return replace(
            observations[0],
            triangle=np.mean([each.triangle for each in observations], axis=0),
            active=np.mean([each.active for each in observations], axis=0),
            contributions=float(np.mean([each.contributions for each in observations])),
            top1_share=float(np.mean([each.top1_share for each in observations])),
        )


@dataclass(frozen=True, slots=True)
class Target:
    """One number to meet.

    Parameters
    ----------
    group
        What it is about: ``recent``, ``past``, ``level``, ``retention``, ``rhythm`` or
        ``posting``.
    name
        What it is.
    value
        The history's, on the scale of the comparison: natural log of counts, square root of
        retention, logit of the concentration.
    sd
        How far a good model may be off, on that scale: sampling noise and the model's own error.
    weight
        How much of an independent observation it is worth, 0 to 1 (neighbours say the same twice).
    shown
        Whether it may be told: it is of `LEAST` members or more.
    """

    group: str
    name: str
    value: float
    sd: float
    weight: float
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of one history.

    Attributes
    ----------
    targets
        The numbers to meet, in the order of `vector`.
    """

    targets: tuple[Target, ...]
    weeks: int

    @classmethod
    def of(cls, history: History) -> Targets:
        """Choose the targets that a history offers, with their values and tolerances."""
        observed = Observation.of_history(history)
        found = [
            *_activity_targets(observed),
            *_retention_targets(observed),
            *_rhythm_targets(observed),
            *_posting_targets(observed),
        ]
        return cls(tuple(found), len(observed.triangle))

    @property
    def values(self) -> NDArray[np.float64]:
        """The history's values, shape ``(targets,)``."""
        return np.array([target.value for target in self.targets])

    @property
    def scales(self) -> NDArray[np.float64]:
        """Divisors of the residuals, shape ``(targets,)``: ``sd / sqrt(weight)``."""
        return np.array([target.sd / math.sqrt(target.weight) for target in self.targets])

    def vector(self, observation: Observation) -> NDArray[np.float64]:
        """Read the targets off an observation of the same weeks, shape ``(targets,)``."""
        values = dict(_activity(observation))
        values.update((name, share) for name, share, *_ in _retention(observation))
        values.update(_rhythm(observation))
        values.update(_posting(observation))
        # A run in which nobody writes has no concentration; that it has no posts counts enough.
        read = np.array([values[target.name] for target in self.targets])
        return np.where(np.isnan(read), 0.0, read)

    def residuals(self, vector: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return scaled residuals, shape ``(targets,)``; half their square sum is the loss."""
        return (vector - self.values) / self.scales

    def loss(self, vector: NDArray[np.float64]) -> float:
        """Return half the sum of squared scaled residuals: a negative log likelihood, roughly."""
        return float(0.5 * np.sum(self.residuals(vector) ** 2))

    def errors(self, vector: NDArray[np.float64]) -> dict[str, float]:
        """Return the root mean square residual of each group, on its own scale.

        Over what is shown: where all but one are known, their error would tell the one.
        """
        found: dict[str, float] = {}
        for group in dict.fromkeys(target.group for target in self.targets if target.shown):
            rows = [k for k, each in enumerate(self.targets) if each.group == group and each.shown]
            found[group] = float(np.sqrt(np.mean((vector - self.values)[rows] ** 2)))
        return found


def _log(count: float) -> float:
    # Half a member, so that a week in which nobody came stays finite.
    return math.log(count + 0.5)


def _blocks(weeks: int) -> list[tuple[int, int]]:
    """Blocks of whole weeks back from the end, the latest first; what is left over is dropped."""
    return [(end - BLOCK_WEEKS, end) for end in range(weeks, BLOCK_WEEKS - 1, -BLOCK_WEEKS)] or [
        (0, weeks)
    ]


def _activity(observation: Observation) -> Iterable[tuple[str, float]]:
    weekly = observation.triangle.sum(axis=0)
    for first, last in _blocks(len(weekly)):
        yield f"weekly_active {first}-{last - 1}", _log(weekly[first:last].mean())
    yield "daily_active", _log(observation.active.mean())
    yield END_LEVEL, _log(observation.active[-LEVEL_DAYS:].mean())


def _activity_targets(observed: Observation) -> list[Target]:
    values = dict(_activity(observed))
    weekly = [name for name in values if name.startswith("weekly")]
    year = 52 // BLOCK_WEEKS
    recent, past = weekly[:year], weekly[year:]
    return [
        *(Target("recent", name, values[name], 0.08, 4 / len(recent)) for name in recent),
        *(Target("past", name, values[name], 0.20, 6 / max(len(past), 6)) for name in past),
        Target("level", "daily_active", values["daily_active"], 0.06, 1.0),
        Target("level", END_LEVEL, values[END_LEVEL], 0.05, 1.0),
    ]


def _retention(observation: Observation) -> Iterable[tuple[str, float, float, float]]:
    """Square root of retention by cohort group and age, the member-weeks and members behind it."""
    triangle = observation.triangle
    weeks = len(triangle)
    sizes = np.diag(triangle)
    edges = [0, *(min(round(52.18 * years), weeks) for years in COHORT_YEARS), weeks]
    for group, first, last in zip(("early", "middle", "late"), edges, edges[1:], strict=False):
        for low, high in AGES:
            active = possible = 0.0
            for age in range(low, high + 1):
                cohorts = np.arange(first, min(last, weeks - age))
                active += triangle[cohorts, cohorts + age].sum()
                possible += sizes[cohorts].sum()
            if possible > 0:
                share = math.sqrt(active / possible)
                members = sizes[first : min(last, weeks - low)].sum()
                yield f"retention {group} {low}-{high}", share, possible, members


def _retention_targets(observed: Observation) -> list[Target]:
    found = []
    for name, share, possible, members in _retention(observed):
        # Binomial noise of a square root is 1 / (2 sqrt n); members come again, so twice that.
        sd = math.hypot(0.02, 1.0 / math.sqrt(possible))
        found.append(Target("retention", name, share, sd, 0.5, shown=members >= LEAST))
    return found


def _rhythm(observation: Observation) -> Iterable[tuple[str, float]]:
    """Weekend and season in the log of active members."""
    if len(observation.active) >= 7 * (WEEKEND_WEEKS + 1):
        yield "weekend", weekend(observation.active, observation.window).value
    if len(observation.triangle) >= SEASON_WEEKS:
        cosine, sine = seasons(observation.triangle, observation.first).mean(axis=0)
        yield "season cosine", float(cosine)
        yield "season sine", float(sine)


def _rhythm_targets(observed: Observation) -> list[Target]:
    values = dict(_rhythm(observed))
    errors = {}
    if "weekend" in values:
        errors["weekend"] = weekend(observed.active, observed.window).error
    if "season sine" in values:
        # A run has the same season every year, so it is to have the one that can be expected.
        (cosine, sine), error = expected_season(seasons(observed.triangle, observed.first))
        values.update({"season cosine": cosine, "season sine": sine})
        errors.update({"season cosine": error, "season sine": error})
    return [
        Target("rhythm", name, value, math.hypot(errors[name], 0.01), 1.0)
        for name, value in values.items()
    ]


def _posting(observation: Observation) -> Iterable[tuple[str, float]]:
    """Amount and concentration of contributions; NaN where not known."""
    active = observation.active.sum()
    yield POSTS, math.log((observation.contributions + 0.5) / (active + 0.5))
    share = float(np.clip(observation.top1_share, 0.001, 0.999))
    yield "top1_share", math.log(share / (1 - share))


def _posting_targets(observed: Observation) -> list[Target]:
    sds = {POSTS: 0.10, "top1_share": 0.25}
    return [
        Target("posting", name, value, sds[name], 1.0)
        for name, value in _posting(observed)
        if math.isfinite(value) and observed.contributions > 0
    ]
