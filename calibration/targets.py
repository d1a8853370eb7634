"""What a fit aims at: one vector of targets, read the same way off a history and off a run."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.history import History
from calibration.history.record import LEAST
from calibration.measured import (
    WEEKEND_WEEKS,
    expected_season,
    weekend,
)
from calibration.observation import Observation

BLOCK_WEEKS: Final = 4
"""Calendar weeks whose actives make one target."""

LEVEL_DAYS: Final = 56
"""Days before the end whose mean activity is the level from which a forecast starts."""

END_LEVEL: Final = {1: "daily_active at the end", 7: "weekly_active at the end"}
"""Name of that target, by the days from one figure of actives to the next."""

POSTS: Final = {1: "posts per active day", 7: "posts per active week"}
"""Name of that target, in the same way."""

BOUGHT: Final = {1: "orders per active day at the end", 7: "orders per active week at the end"}
"""Name of that target."""

AGES: Final = ((1, 1), (2, 4), (5, 12), (13, 25), (26, 51), (52, 103), (104, 207))
"""Ages of a cohort in weeks, both included, over which its retention is averaged."""

COHORT_YEARS: Final = (1.0, 3.0)
"""Community ages, in years, that part the cohorts into early, middle and late ones."""


@dataclass(frozen=True, slots=True)
class Target:
    """One number to meet.

    Parameters
    ----------
    group
        What it is about: ``recent``, ``past``, ``level``, ``retention``, ``rhythm``, ``posting``
        or ``buying``.
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
    share
        About what part of the members past their first weeks is active in a week: where a search
        begins.
    """

    targets: tuple[Target, ...]
    share: float

    @classmethod
    def of(cls, history: History) -> Targets:
        """Choose the targets that a history offers, with their values and tolerances."""
        observed = Observation.of_history(history)
        found = [
            *_activity_targets(observed),
            *_retention_targets(observed),
            *_rhythm_targets(observed),
            *_posting_targets(observed),
            *(
                Target("buying", name, value, 0.10, 1.0, history.buyers(LEVEL_DAYS) >= LEAST)
                for name, value in _buying(observed)
            ),
        ]
        return cls(tuple(found), _share(found, history))

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
        values.update(_buying(observation))
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
    of_day, end = observation.step == 1, END_LEVEL[observation.step]
    name = "daily_active" if of_day else "weekly_active"
    blocks = "daily_active" if of_day and observation.triangle is None else "weekly_active"
    weekly = observation.by_week()
    for first, last in _blocks(len(weekly)):
        yield f"{blocks} {first}-{last - 1}", _log(weekly[first:last].mean())
    yield name, _log(observation.last_year.mean())
    yield end, _log(observation.active[-LEVEL_DAYS // observation.step :].mean())


def _activity_targets(observed: Observation) -> list[Target]:
    values = dict(_activity(observed))
    *weekly, level, end = values
    year = 52 // BLOCK_WEEKS
    recent, past = weekly[:year], weekly[year:]
    return [
        *(Target("recent", name, values[name], 0.08, 4 / len(recent)) for name in recent),
        *(Target("past", name, values[name], 0.20, 6 / max(len(past), 6)) for name in past),
        Target("level", level, values[level], 0.06, 1.0),
        Target("level", end, values[end], 0.05, 1.0),
    ]


def _retention(observation: Observation) -> Iterable[tuple[str, float, float, float]]:
    """Square root of retention by cohort group and age, the member-weeks and members behind it."""
    triangle = observation.triangle
    if triangle is None:
        return
    weeks = len(triangle)
    sizes = np.diag(triangle)
    years = (min(round(52.18 * years), weeks) for years in COHORT_YEARS)
    edges = [observation.cohorts_from, *years, weeks]
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
    if observation.step == 1 and len(observation.active) >= 7 * (WEEKEND_WEEKS + 1):
        yield "weekend", weekend(observation.active, observation.window).value
    if (cycles := observation.seasons()) is not None:
        cosine, sine = cycles.mean(axis=0)
        yield "season cosine", float(cosine)
        yield "season sine", float(sine)


def _rhythm_targets(observed: Observation) -> list[Target]:
    values = dict(_rhythm(observed))
    errors = {}
    if "weekend" in values:
        errors["weekend"] = weekend(observed.active, observed.window).error
    if (cycles := observed.seasons()) is not None:
        # A run has the same season every year, so it is to have the one that can be expected.
        (cosine, sine), error = expected_season(cycles)
        values.update({"season cosine": cosine, "season sine": sine})
        errors.update({"season cosine": error, "season sine": error})
    return [
        Target("rhythm", name, value, math.hypot(errors[name], 0.01), 1.0)
        for name, value in values.items()
    ]


def _posting(observation: Observation) -> Iterable[tuple[str, float]]:
    """Amount and concentration of contributions; NaN where not known."""
    active = observation.last_year.sum()
    yield POSTS[observation.step], math.log((observation.contributions + 0.5) / (active + 0.5))
    share = float(np.clip(observation.top1_share, 0.001, 0.999))
    yield "top1_share", math.log(share / (1 - share))


def _posting_targets(observed: Observation) -> list[Target]:
    return [
        Target("posting", name, value, 0.25 if name == "top1_share" else 0.10, 1.0)
        for name, value in _posting(observed)
        if math.isfinite(value) and observed.contributions > 0
    ]


def _buying(observation: Observation) -> Iterable[tuple[str, float]]:
    if observation.orders is not None:
        active = observation.active[-LEVEL_DAYS // observation.step :].sum()
        orders = observation.orders[-LEVEL_DAYS:].sum()
        yield BOUGHT[observation.step], math.log((orders + 0.5) / (active + 0.5))


def _share(retention: Iterable[Target], history: History) -> float:
    """Weekly activity of members past their first quarter, or of all, about."""
    values = {target.name: target.value**2 for target in retention if target.group == "retention"}
    late = [share for name, share in values.items() if name.endswith((" 13-25", " 26-51"))]
    shares = late or [*values.values()] or [0.05]
    if history.triangle is None:
        shares = [history.in_a_week(LEVEL_DAYS // 7) / max(int(history.joiners.sum()), 1)]
    return min(max(float(np.mean(shares)), 1e-4), 0.95)
