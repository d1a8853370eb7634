"""Commerce: what members buy, and what is left of it."""

from __future__ import annotations

from typing import Final

from sim.metrics.base import Metric, Recorded, mean, quotient, ratio, total

MONTH_DAYS: Final = 30


def revenue(run: Recorded) -> float:
    """Gross margin in currency: what was earned less the cost of goods."""
    return run.ledger.revenue() / 100


def _basket(run: Recorded) -> float:
    return ratio(run.trajectory.total("gmv_cents") / 100, run.trajectory.total("buyers"))


def _arpu(run: Recorded) -> float:
    months = run.trajectory.calendar.days / MONTH_DAYS
    return ratio(revenue(run), months * mean(run.trajectory.monthly_active))


_PLAN: Final = "all days of the plan"

METRICS: Final = (
    Metric(
        "purchases", "Purchases", "购买次数", "member-days with a purchase", "purchases", _PLAN,
        "count of events", "higher", total("buyers"),
    ),
    Metric(
        "conversion", "Purchase conversion", "购买转化率", "purchases / visits", "share", _PLAN,
        "buyers over visitors", "higher", quotient("buyers", "visits"),
    ),
    Metric(
        "gmv", "Gross merchandise value", "成交总额（GMV）", "list price less discount, summed",
        "currency", _PLAN, "GMV", "higher",
        lambda run: run.trajectory.total("gmv_cents") / 100,
    ),
    Metric(
        "basket", "Basket value", "客单价", "GMV / purchases", "currency/purchase", _PLAN,
        "average order value", "higher", _basket,
    ),
    Metric(
        "revenue", "Gross margin", "毛利", "revenue - cost of goods", "currency", _PLAN,
        "ledger: revenue, goods", "higher", revenue,
    ),
    Metric(
        "arpu", "Margin per active member and month", "月活人均毛利",
        "gross margin / (mean monthly active x days / 30)", "currency/member/month", _PLAN,
        "ARPU on gross margin", "higher", _arpu,
    ),
)  # fmt: skip
