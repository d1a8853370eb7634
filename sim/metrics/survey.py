"""Survey: what members say when they are asked."""

from __future__ import annotations

import math
from typing import Final

from sim.metrics.base import Metric, Ratio, Recorded


def _shares(run: Recorded) -> tuple[float, float, int]:
    """Promoters (9, 10) and detractors (0 to 6) as shares, and the number of answers."""
    answers = run.trajectory.survey
    n = int(answers.sum())
    if n == 0:
        return float("nan"), float("nan"), 0
    return int(answers[9:].sum()) / n, int(answers[:7].sum()) / n, n


def _nps(run: Recorded) -> tuple[float, float]:
    answers = run.trajectory.survey
    return 100 * (int(answers[9:].sum()) - int(answers[:7].sum())), int(answers.sum())


def _nps_error(run: Recorded) -> float:
    promoters, detractors, n = _shares(run)
    if n == 0:
        return float("nan")
    return 100 * math.sqrt((promoters + detractors - (promoters - detractors) ** 2) / n)


_END: Final = "last day of the plan"

GROUP: Final = "Survey"

METRICS: Final = (
    Metric(
        "nps", "Net promoter score", "净推荐值（NPS）",
        "100 x (share answering 9 or 10 - share answering 0 to 6)", "points, -100 to 100", _END,
        "Reichheld 2003", "higher", Ratio(_nps),
    ),
    Metric(
        "nps_error", "Standard error of the NPS", "NPS标准误",
        "100 x sqrt((P + D - (P - D)^2) / n)", "points", _END,
        "variance of a difference of multinomial shares", "neutral", _nps_error,
    ),
)  # fmt: skip
