"""The catalogue: every measure by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from sim.errors import InputError
from sim.metrics import (
    activity,
    commerce,
    content,
    points,
    referral,
    retention,
    return_on_investment,
    service,
    survey,
)
from sim.metrics.base import Comparison, Metric, Recorded

GROUPS: Final[Mapping[str, tuple[Metric | Comparison, ...]]] = MappingProxyType(
    {
        "Activity": activity.METRICS,
        "Retention": retention.METRICS,
        "Content": content.METRICS,
        "Commerce": commerce.METRICS,
        "Referral": referral.METRICS,
        "Points": points.METRICS,
        "Service": service.METRICS,
        "Survey": survey.METRICS,
        "Return on investment": (
            *return_on_investment.METRICS,
            *return_on_investment.COMPARISONS,
        ),
    }
)
"""Measures by group, in the order in which a reader meets them."""

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


def measure(name: str) -> Metric | Comparison:
    """Return a measure by name.

    Raises
    ------
    InputError
        If there is none of that name; the nearest one is suggested.
    """
    if name in MEASURES:
        return MEASURES[name]
    near = difflib.get_close_matches(name, MEASURES, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(MEASURES)}"
    raise InputError(f"no measure {name!r}{hint}", field="measures")


def evaluate(names: Iterable[str], run: Recorded, baseline: Recorded) -> dict[str, float]:
    """Return the measures of a run, those that need one against the baseline run.

    Parameters
    ----------
    names
        Names of measures.
    run, baseline
        Two runs of the same seed; the baseline itself may be given twice.

    Raises
    ------
    InputError
        If a name is unknown.
    """
    values: dict[str, float] = {}
    for name in names:
        chosen = measure(name)
        values[name] = (
            chosen.compute(run) if isinstance(chosen, Metric) else chosen.compute(run, baseline)
        )
    return values
