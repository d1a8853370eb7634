"""The catalogue: every measure by name."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from sim.calendar import Calendar
from sim.errors import known_name
from sim.metrics.base import Comparison, Metric, Parts, Ratio, Recorded, parts_of

ORDER: Final = ("Activity", "Retention", "Content", "Commerce", "Referral", "Points", "Service",
                "Survey", "Return on investment")  # fmt: skip
"""Groups in the order in which a reader meets them; others follow by name."""


def _collected() -> dict[str, tuple[Metric | Comparison, ...]]:
    """Return what the modules beside this one hold as ``METRICS`` and ``COMPARISONS``."""
    package = import_module("sim.metrics")
    found: dict[str, tuple[Metric | Comparison, ...]] = {}
    for each in iter_modules(package.__path__):
        if each.name in ("base", "catalogue", "own", "told"):
            continue
        module = import_module(f"sim.metrics.{each.name}")
        if group := getattr(module, "GROUP", None):
            own = (*getattr(module, "METRICS", ()), *getattr(module, "COMPARISONS", ()))
            found[group] = (*found.get(group, ()), *own)
    known = [group for group in ORDER if group in found]
    return {group: found[group] for group in [*known, *sorted(set(found) - set(ORDER))]}


GROUPS: Final[Mapping[str, tuple[Metric | Comparison, ...]]] = MappingProxyType(_collected())
"""Measures by group."""

MEASURES: Final[Mapping[str, Metric | Comparison]] = MappingProxyType(
    {measure.name: measure for group in GROUPS.values() for measure in group}
)
"""Every measure by name."""

METRICS: Final[Mapping[str, Metric]] = MappingProxyType(
    {name: measure for name, measure in MEASURES.items() if isinstance(measure, Metric)}
)
"""Measures of one run."""

COMPARISONS: Final[Mapping[str, Comparison]] = MappingProxyType(
    {name: measure for name, measure in MEASURES.items() if isinstance(measure, Comparison)}
)
"""Measures of a run against a baseline run of the same seed."""


Measures = Mapping[str, Metric | Comparison]
"""Measures by name."""


def with_own(own: Iterable[Metric | Comparison]) -> Measures:
    """Return the catalogue and after it a user's own measures (`sim.metrics.own`), by name."""
    return {**MEASURES, **{each.name: each for each in own}}


def measure(name: str, measures: Measures = MEASURES) -> Metric | Comparison:
    """Return a measure by name.

    Raises
    ------
    InputError
        If there is none of that name; the nearest one is suggested.
    """
    return measures[known_name("no measure", name, measures, field="measures")]


def ask_for_deeds(names: Iterable[str]) -> bool:
    """Return whether some measures of the catalogue ask for what members have done."""
    return any(name in METRICS and METRICS[name].of_deeds for name in names)


def horizon_needed(name: str, calendar: Calendar, measures: Measures = MEASURES) -> int | None:
    """Return the horizon in days that a measure needs, None where the calendar holds it.

    Raises
    ------
    InputError
        If the name is unknown.
    """
    needed = _needed(measure(name, measures), calendar)
    return needed if needed > calendar.days else None


def _needed(asked: Metric | Comparison, calendar: Calendar) -> int:
    return max(asked.needs(calendar.start), asked.life - calendar.past_days)


def read_off(
    names: Iterable[str], run: Recorded, baseline: Recorded, measures: Measures = MEASURES
) -> dict[str, Parts]:
    """Return what one world adds to each measure, to those that need one against the baseline.

    Parameters
    ----------
    names
        Names of measures.
    run, baseline
        Two runs of the same seed; the baseline itself may be given twice.
    measures
        Those that there are.

    Returns
    -------
    dict
        Parts by name; NaN where the measure is undefined, because nothing was observed or because
        the horizon does not hold its window.

    Raises
    ------
    InputError
        If a name is unknown, or a user's own measure fails.
    """
    return {name: _parts(measure(name, measures), run, baseline) for name in names}


def _parts(chosen: Metric | Comparison, run: Recorded, baseline: Recorded) -> Parts:
    calendar = run.trajectory.calendar
    if _needed(chosen, calendar) > calendar.days:
        return Parts(math.nan)
    if isinstance(chosen, Metric):
        return parts_of(chosen.compute, run)
    return parts_of(chosen.compute, run, baseline)


def evaluate(names: Iterable[str], run: Recorded, baseline: Recorded) -> dict[str, float]:
    """Return the measures of one world; see `read_off`, whose parts it divides."""
    found = {}
    for name, parts in read_off(names, run, baseline).items():
        compute = measure(name).compute
        positive = isinstance(compute, Ratio) and compute.positive
        found[name] = math.nan if positive and not parts.denominator > 0 else parts.value
    return found
