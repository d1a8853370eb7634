"""The paid membership: who is in it, and how many of those whose month is over go on."""

from __future__ import annotations

from typing import Final

from sim.metrics.base import Metric, Ratio, Recorded


def _paid_members(run: Recorded) -> float:
    seen = run.trajectory
    return float(seen.total("subscribed") - seen.total("lapsed"))


def _renewals(run: Recorded) -> tuple[float, float]:
    renewed = run.trajectory.total("renewed")
    return renewed, renewed + run.trajectory.total("lapsed")


GROUP: Final = "Commerce"

METRICS: Final = (
    Metric(
        "paid_members", "Paid members", "付费会员数", "joined the paid membership - lapsed",
        "members", "last day of the plan", "stock; who left since the last weekly look counts",
        "higher", _paid_members,
    ),
    Metric(
        "renewal_rate", "Renewal rate", "续费率", "renewed / (renewed + lapsed)", "share",
        "all days of the plan", "M4, M68; lapsed by leaving the community count", "higher",
        Ratio(_renewals),
    ),
)  # fmt: skip
