"""Measures read off a run: each with formula, unit, window, source and a Chinese name."""

from sim.metrics.base import Better, Comparison, Metric, Parts, Ratio, Recorded
from sim.metrics.catalogue import (
    COMPARISONS,
    GROUPS,
    MEASURES,
    METRICS,
    Measures,
    evaluate,
    horizon_needed,
    measure,
    read_off,
    with_own,
)
from sim.metrics.return_on_investment import roi, roi_marketing

__all__ = [
    "COMPARISONS",
    "GROUPS",
    "MEASURES",
    "METRICS",
    "Better",
    "Comparison",
    "Measures",
    "Metric",
    "Parts",
    "Ratio",
    "Recorded",
    "evaluate",
    "horizon_needed",
    "measure",
    "read_off",
    "roi",
    "roi_marketing",
    "with_own",
]
