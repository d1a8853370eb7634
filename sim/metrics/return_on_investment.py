"""Return on investment: what a plan spent, and what that brought beyond the baseline."""

from __future__ import annotations

from typing import Final

from sim.ledger import COST_ACCOUNTS, OPERATION
from sim.metrics.base import Comparison, Metric, Recorded, ratio
from sim.metrics.commerce import revenue


def cost(run: Recorded) -> float:
    """What was spent, in currency: grants, redemptions, wages, acquisition."""
    return run.ledger.cost() / 100


def roi_marketing(run: Recorded, baseline: Recorded) -> float:
    """Extra gross margin per unit of extra cost (1 is break-even).

    Zero when nothing extra was spent or gained; NaN when there was a gain or a loss without
    extra cost, for which no ratio makes sense.
    """
    extra = run.ledger.cost() - baseline.ledger.cost()
    gain = run.ledger.revenue() - baseline.ledger.revenue()
    if extra == 0 and gain == 0:
        return 0.0
    return ratio(gain, extra) if extra > 0 else float("nan")


def roi(run: Recorded, baseline: Recorded) -> float:
    """Extra gross margin less extra cost, per unit of extra cost (0 is break-even).

    Zero when nothing extra was spent or gained; NaN as in `roi_marketing`.
    """
    if run.ledger.cost() == baseline.ledger.cost():
        return roi_marketing(run, baseline)
    return roi_marketing(run, baseline) - 1


def gain(run: Recorded, baseline: Recorded) -> float:
    """Extra profit over the baseline, in currency."""
    return (run.ledger.revenue() - baseline.ledger.revenue()) / 100 - (
        run.ledger.cost() - baseline.ledger.cost()
    ) / 100


def _spend(account: str, title: str, title_zh: str) -> Metric:
    return Metric(
        f"spend_{account}", title, title_zh, f"net debits of the account {account}", "currency",
        _PLAN, f"ledger: {account}", "lower", lambda run: run.ledger.balance(account) / 100,
    )  # fmt: skip


_PLAN: Final = "all days of the plan"
_EXPLICIT: Final = "explicit return only: brand and long-term value are not in it"
_TITLES: Final = {
    "grant": ("Grants", "固定投入"),
    "redemption": ("Redemptions", "兑付支出"),
    "wages": ("Wages", "人力成本"),
    "acquisition": ("Acquisition", "投放支出"),
}

METRICS: Final = (
    Metric(
        "cost", "Cost", "总成本", "grants + redemptions + wages + acquisition", "currency", _PLAN,
        "ledger: cost accounts", "lower", cost,
    ),
    Metric(
        "plan_cost", "Cost of the plan", "方案成本", "cost caused by the plan's strategies",
        "currency", _PLAN, "ledger: cost accounts, without the ordinary operation", "lower",
        lambda run: (run.ledger.cost() - run.ledger.cost(OPERATION)) / 100,
    ),
    *(_spend(account, *_TITLES[account]) for account in COST_ACCOUNTS),
    Metric(
        "profit", "Profit", "利润", "gross margin - cost", "currency", _PLAN,
        "ledger: gross margin less cost accounts", "higher", lambda run: revenue(run) - cost(run),
    ),
)  # fmt: skip

COMPARISONS: Final = (
    Comparison(
        "roi", "Return on investment", "投资回报率（ROI）",
        "(extra gross margin - extra cost) / extra cost, against the baseline", "1", _PLAN,
        f"accounting form, 0 is break-even; {_EXPLICIT}", "higher", roi,
    ),
    Comparison(
        "roi_marketing", "Return per unit spent", "投入产出比",
        "extra gross margin / extra cost, against the baseline", "1", _PLAN,
        f"marketing form, 1 is break-even; {_EXPLICIT}", "higher", roi_marketing,
    ),
    Comparison(
        "gain", "Extra profit", "增量利润",
        "extra gross margin - extra cost, against the baseline", "currency", _PLAN,
        f"difference of profits; {_EXPLICIT}", "higher", gain,
    ),
)  # fmt: skip
