"""Revenue by stream, and how much of it hangs on one of them."""

from __future__ import annotations

from typing import Final

from sim.ledger import OPERATION, Ledger
from sim.metrics.base import Metric, Recorded
from sim.trajectory import NET_SALES

_PLAN: Final = "all days of the plan"
_LEDGER: Final = "ledger: revenue, by strategy"


def streams(run: Recorded) -> dict[str, int]:
    """Return revenue by stream in cents: sales, traffic, and each strategy that earns.

    Traffic is what visits and posts earn (`economy`): it is paid by others, as by advertisers who
    are no strategy of the plan's.
    """
    books, sales = run.ledger, run.trajectory.total(NET_SALES)
    found = {"sales": sales, "traffic": _of(books, OPERATION) - sales}
    for name in books.strategies:
        if name != OPERATION and (earned := _of(books, name)):
            found[name] = earned
    return found


def _of(books: Ledger, name: str) -> int:
    return -books.balance("revenue", name)


def concentration(run: Recorded) -> float:
    """Return the sum of squared shares of the streams that bring anything; NaN of no revenue."""
    earned = [float(cents) for cents in streams(run).values() if cents > 0]
    total = sum(earned)
    return sum((each / total) ** 2 for each in earned) if total else float("nan")


def largest(run: Recorded) -> float:
    """Return the share of the largest stream; NaN of no revenue."""
    earned = [float(cents) for cents in streams(run).values() if cents > 0]
    return max(earned) / sum(earned) if earned else float("nan")


def _by_strategies(run: Recorded) -> float:
    return sum(cents for name, cents in streams(run).items() if name not in _ORDINARY) / 100


_ORDINARY: Final = ("sales", "traffic")

GROUP: Final = "Commerce"

METRICS: Final = (
    Metric(
        "revenue_sales", "Revenue from sales", "商品销售收入", "sales less refunds", "currency",
        _PLAN, _LEDGER, "higher", lambda run: streams(run)["sales"] / 100,
    ),
    Metric(
        "revenue_traffic", "Revenue from traffic", "流量收入",
        "visits and posts, at what the economy says that they earn", "currency", _PLAN, _LEDGER,
        "higher", lambda run: streams(run)["traffic"] / 100,
    ),
    Metric(
        "revenue_strategies", "Revenue of strategies", "广告、品牌与会员收入",
        "what strategies earned themselves: advertising, brand placements, paid memberships",
        "currency", _PLAN, _LEDGER, "higher", _by_strategies,
    ),
    Metric(
        "revenue_hhi", "Concentration of revenue", "收入集中度（HHI）",
        "sum of squared shares of sales, traffic and each strategy that earns", "0 to 1", _PLAN,
        "Herfindahl-Hirschman index; 1 is a single stream", "neutral", concentration,
    ),
    Metric(
        "revenue_largest", "Share of the largest stream", "最大收入来源占比",
        "largest of sales, traffic and each strategy that earns / revenue", "share", _PLAN,
        _LEDGER, "neutral", largest,
    ),
)  # fmt: skip
