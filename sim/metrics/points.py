"""Points: issued = redeemed + expired + clawed back + change in what members hold."""

from __future__ import annotations

from typing import Final

from sim.metrics.base import Metric, Ratio, Recorded, total


def _breakage(run: Recorded) -> tuple[float, float]:
    expired = run.trajectory.total("points_expired")
    return expired, expired + run.trajectory.total("points_redeemed")


_PLAN: Final = "all days of the plan"
_COUNT: Final = "count of points"

GROUP: Final = "Points"

METRICS: Final = (
    Metric(
        "points_issued", "Points issued", "发放积分", "points given", "points", _PLAN, _COUNT,
        "neutral", total("points_issued"),
    ),
    Metric(
        "points_redeemed", "Points redeemed", "兑换积分", "points exchanged for rewards",
        "points", _PLAN, _COUNT, "neutral", total("points_redeemed"),
    ),
    Metric(
        "points_outstanding", "Points outstanding", "未兑换积分", "points in members' hands",
        "points", "last day of the plan", "stock", "neutral",
        lambda run: float(run.trajectory.outstanding_points),
    ),
    Metric(
        "breakage", "Breakage", "积分沉淀率", "expired / (expired + redeemed)", "share", _PLAN,
        "of the points that left members' hands, those that lapsed; equals expired over issued "
        "in a steady state", "neutral", Ratio(_breakage),
    ),
)  # fmt: skip
