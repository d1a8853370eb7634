"""Points: issued = redeemed + exchanged + expired + clawed back + change in what members hold."""

from __future__ import annotations

from typing import Final

from sim.metrics.base import Metric, Ratio, Recorded, total


def _breakage(run: Recorded) -> tuple[float, float]:
    expired = run.trajectory.total("points_expired")
    used = run.trajectory.total("points_redeemed") + run.trajectory.total("points_exchanged")
    return expired, expired + used


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
        "points_exchanged", "Points exchanged", "异业兑换积分", "points used at partners'",
        "points", _PLAN, _COUNT, "neutral", total("points_exchanged"),
    ),
    Metric(
        "points_outstanding", "Points outstanding", "未兑换积分", "points in members' hands",
        "points", "last day of the plan", "stock", "neutral",
        lambda run: float(run.trajectory.outstanding_points),
    ),
    Metric(
        "breakage", "Breakage", "积分沉淀率", "expired / (expired + redeemed + exchanged)",
        "share", _PLAN,
        "of the points that left members' hands, those that lapsed; equals expired over issued "
        "in a steady state", "neutral", Ratio(_breakage),
    ),
)  # fmt: skip
