"""What a reader is told of a measure, which can be written down and read without its code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from sim.metrics.base import Better, Comparison, Metric, last_days
from sim.metrics.catalogue import MEASURES
from sim.metrics.own import OwnNeeds


class Told(NamedTuple):
    """What a reader is told of a measure; fields as in `Metric` and `Comparison`.

    Attributes
    ----------
    break_even
        None of a measure that is read off one run alone.
    at_end
        Whether it looks at the last days of a plan (`LAST_DAYS`).
    """

    title: str
    title_zh: str
    unit: str
    better: Better
    break_even: float | None = None
    at_end: bool = False

    @classmethod
    def of(cls, measure: Metric | Comparison) -> Told:
        """Return what is told of a measure."""
        needs = measure.needs
        return cls(
            measure.title,
            measure.title_zh,
            measure.unit,
            measure.better,
            measure.break_even if isinstance(measure, Comparison) else None,
            (needs.function if isinstance(needs, OwnNeeds) else needs) is last_days,
        )


TOLD: Final[Mapping[str, Told]] = MappingProxyType(
    {name: Told.of(measure) for name, measure in MEASURES.items()}
)
"""What is told of each measure of the catalogue, by name."""
