"""Measures read off a run: each with formula, unit, window, source and a Chinese name."""

from sim.metrics.base import Better, Comparison, Metric, Parts, Ratio, Recorded
from sim.metrics.catalogue import (
    COMPARISONS,
    GROUPS,
    MEASURES,
    METRICS,
    evaluate,
    horizon_needed,
    measure,
    read_off,
)
from sim.metrics.return_on_investment import roi, roi_marketing

__all__ = [
    "COMPARISONS",
    "GROUPS",
    "MEASURES",
    "METRICS",
    "Better",
    "Comparison",
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
]
