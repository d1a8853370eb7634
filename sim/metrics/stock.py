"""Stock: what members wanted and did not get, and how fast what the shop holds is sold.

All are undefined where the usual supply has no limit: that nothing was ever lacking is assumed
there, and not found.
"""

from __future__ import annotations

import math
from typing import Final

from sim.metrics.base import Metric, Ratio, Recorded, mean
from sim.metrics.commerce import orders
from sim.metrics.value_of_base import YEAR_DAYS


def _is_limited(run: Recorded) -> bool:
    return "stock" not in run.trajectory.absent


def _lost(run: Recorded) -> float:
    return float(run.trajectory.total("lost_orders")) if _is_limited(run) else math.nan


def _fill_rate(run: Recorded) -> tuple[float, float]:
    if not _is_limited(run):
        return 0.0, 0.0
    return orders(run), orders(run) + _lost(run)


def _turnover(run: Recorded) -> tuple[float, float]:
    a_year = orders(run) * YEAR_DAYS / run.trajectory.calendar.days
    return a_year, mean(run.trajectory.daily("stock_held"))


def _left_over(run: Recorded) -> tuple[float, float]:
    seen = run.trajectory
    over = seen.total("stock_cleared") + int(seen.daily("stock_left")[-1])
    return over, seen.total("stock_brought")


_PLAN: Final = "all days of the plan"

GROUP: Final = "Commerce"

METRICS: Final = (
    Metric(
        "lost_orders", "Orders lost for want of stock", "缺货流失订单",
        "orders wanted when the stock held no more", "orders", _PLAN, "count of events", "lower",
        _lost,
    ),
    Metric(
        "fill_rate", "Orders filled", "订单满足率", "orders / (orders + orders lost)", "share",
        _PLAN, "fill rate of units", "higher", Ratio(_fill_rate),
    ),
    Metric(
        "stock_turnover", "Turnover of stock", "库存周转率",
        "orders a year / mean stock at the end of a day", "1/year", _PLAN,
        "inventory turnover in units", "higher", Ratio(_turnover),
    ),
    Metric(
        "left_over", "Left of what was brought in", "备货剩余比例",
        "brought in beyond the usual supply and cleared out, or left at the end / brought in",
        "share", _PLAN, "newsvendor: overage", "lower", Ratio(_left_over),
    ),
)  # fmt: skip
