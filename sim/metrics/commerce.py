"""Commerce: what members buy, what comes in, and what is left of it."""

from __future__ import annotations

from typing import Final

from sim.metrics.base import Metric, Ratio, Recorded, mean, total
from sim.trajectory import GMV, ORDERS

MONTH_DAYS: Final = 30


def revenue(run: Recorded) -> float:
    """What came in, in currency: from traffic and sales, before the cost of goods."""
    return run.ledger.revenue() / 100


def gross_margin(run: Recorded) -> float:
    """What came in less the cost of goods, in currency."""
    return run.ledger.gross_margin() / 100


def orders(run: Recorded) -> float:
    """Orders of members on their own and in teams that were filled."""
    return float(run.trajectory.total(ORDERS))


def _conversion(run: Recorded) -> tuple[float, float]:
    return orders(run), run.trajectory.total("visits")


def _gmv(run: Recorded) -> float:
    return run.trajectory.total(GMV) / 100


def _basket(run: Recorded) -> tuple[float, float]:
    return _gmv(run), orders(run)


def _arpu(run: Recorded) -> tuple[float, float]:
    return revenue(run), _active_months(run)


def _margin_per_active(run: Recorded) -> tuple[float, float]:
    return gross_margin(run), _active_months(run)


def _active_months(run: Recorded) -> float:
    seen = run.trajectory
    return seen.calendar.days / MONTH_DAYS * mean(seen.monthly_active)


_PLAN: Final = "all days of the plan"
_PER_ACTIVE: Final = "currency/member/month"

GROUP: Final = "Commerce"

METRICS: Final = (
    Metric(
        "purchases", "Orders", "订单数", "orders of members on their own + in filled teams",
        "orders", _PLAN, "count of events", "higher", orders,
    ),
    Metric(
        "conversion", "Purchase conversion", "购买转化率", "orders / visits", "orders/visit", _PLAN,
        "orders over visits; in filled teams friends order who did not visit", "higher",
        Ratio(_conversion),
    ),
    Metric(
        "team_orders", "Orders in teams", "拼团订单数", "orders in teams that were filled",
        "orders", _PLAN, "count of events", "neutral", total("team_orders"),
    ),
    Metric(
        "gmv", "Gross merchandise value", "成交总额（GMV）", "list price less discount, summed",
        "currency", _PLAN, "GMV", "higher", _gmv,
    ),
    Metric(
        "basket", "Basket value", "客单价", "GMV / orders", "currency/order", _PLAN,
        "average order value", "higher", Ratio(_basket),
    ),
    Metric(
        "revenue", "Revenue", "收入",
        "traffic revenue + sales less refunds, before the cost of goods",
        "currency", _PLAN, "ledger: revenue", "higher", revenue,
    ),
    Metric(
        "gross_margin", "Gross margin", "毛利", "revenue - cost of goods", "currency", _PLAN,
        "ledger: revenue, goods", "higher", gross_margin,
    ),
    Metric(
        "arpu", "Revenue per active member and month", "月活人均收入（ARPU）",
        "revenue / (mean monthly active x days / 30)", _PER_ACTIVE, _PLAN,
        "ARPU over monthly actives", "higher", Ratio(_arpu),
    ),
    Metric(
        "margin_per_active", "Margin per active member and month", "月活人均毛利",
        "gross margin / (mean monthly active x days / 30)", _PER_ACTIVE, _PLAN,
        "ARPU on gross margin", "higher", Ratio(_margin_per_active),
    ),
)  # fmt: skip
