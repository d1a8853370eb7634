"""Return on investment: what a plan cost, and what that brought beyond the baseline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.ledger import CASH_ACCOUNTS, OPERATION, Ledger
from sim.metrics.base import Comparison, Metric, Ratio, Recorded

Spent = Callable[[Ledger], int]
"""Cents that a run cost, by one way to count them."""


def in_cash(ledger: Ledger) -> int:
    """What was paid within the plan, as if nothing were owed."""
    return ledger.cash()


def expected(ledger: Ledger) -> int:
    """What was paid, and what is expected to be paid for what is outstanding."""
    return ledger.cost()


def owed_in_full(ledger: Ledger) -> int:
    """What was paid, and the whole of what is outstanding."""
    return ledger.cash() + ledger.owed_in_full()


def cost(run: Recorded) -> float:
    """What it cost, in currency: what was paid, and what is expected to be for what is owed."""
    return run.ledger.cost() / 100


def extra(run: Recorded, baseline: Recorded, spent: Spent = expected) -> tuple[float, float]:
    """Extra gross margin and extra cost over the baseline, in currency.

    A coupon that is redeemed lowers the price and is a cost; so that it counts once, margin is
    before what coupons took off.
    """
    return (
        (run.ledger.margin_at_list() - baseline.ledger.margin_at_list()) / 100,
        (spent(run.ledger) - spent(baseline.ledger)) / 100,
    )


def _net(run: Recorded, baseline: Recorded, spent: Spent = expected) -> tuple[float, float]:
    """Extra gross margin less extra cost, and extra cost, in currency."""
    earned, paid = extra(run, baseline, spent)
    return earned - paid, paid


def _counted_by(spent: Spent) -> Ratio[[Recorded, Recorded]]:
    """Return the return on investment with cost counted in one way."""
    return Ratio(lambda run, baseline: _net(run, baseline, spent), positive=True)


roi_marketing: Final = Ratio(extra, positive=True)
"""Extra gross margin per unit of extra cost (1 is break-even).

Undefined unless something extra was spent: nothing for nothing is no return, and a gain without
extra cost has no ratio that makes sense; `gain` is what to read then. Over worlds it is all that
was gained over all that was spent.
"""

roi: Final = Ratio(_net, positive=True)
"""Extra gross margin less extra cost, per unit of extra cost (0 is break-even).

Undefined as `roi_marketing` is.
"""


def gain(run: Recorded, baseline: Recorded) -> float:
    """Extra profit over the baseline, in currency."""
    return profit(run) - profit(baseline)


def profit(run: Recorded) -> float:
    """Gross margin less cost, in currency; what coupons took off counts once, as a cost."""
    return (run.ledger.margin_at_list() - run.ledger.cost()) / 100


def _own(spent: Callable[[Ledger, str | None], int]) -> Callable[[Recorded], float]:
    """Return the measure of what the plan's strategies caused, without the ordinary operation."""
    return lambda run: (spent(run.ledger, None) - spent(run.ledger, OPERATION)) / 100


def _spend(account: str, title: str, title_zh: str) -> Metric:
    return Metric(
        f"spend_{account}", title, title_zh, f"net debits of the account {account}", "currency",
        _PLAN, f"ledger: {account}", "lower", lambda run: run.ledger.balance(account) / 100,
    )  # fmt: skip


_PLAN: Final = "all days of the plan"
_END: Final = "last day of the plan"
_EXPLICIT: Final = "explicit return only: brand and long-term value are not in it"
_TITLES: Final = {
    "grant": ("Grants", "固定投入"),
    "redemption": ("Redemptions", "兑付支出"),
    "wages": ("Wages", "人力成本"),
    "acquisition": ("Acquisition", "投放支出"),
}
_FORM: Final = "(extra gross margin - extra cost) / extra cost, against the baseline"

GROUP: Final = "Return on investment"

METRICS: Final = (
    Metric(
        "cost", "Cost", "总成本", "cash + owed", "currency", _PLAN, "ledger: cost accounts",
        "lower", cost,
    ),
    Metric(
        "cash", "Spent in cash", "现金支出", "grants + redemptions + wages + acquisition",
        "currency", _PLAN, "ledger: accounts paid within the plan", "lower",
        lambda run: run.ledger.cash() / 100,
    ),
    Metric(
        "owed", "Owed at the end", "期末应付",
        "expected cost of outstanding points and held rewards: face x (claimed + prior x "
        "outstanding) / (claimed + lapsed + outstanding), prior 0.5 for points, 1 for rewards",
        "currency", _END, "ledger: owed; own record, published half as prior (M32, V31)", "lower",
        lambda run: run.ledger.owed() / 100,
    ),
    Metric(
        "owed_full", "Owed at the end, in full", "期末应付（全额）",
        "outstanding points and held rewards at face", "currency", _END,
        "ledger: liabilities", "lower", lambda run: run.ledger.owed_in_full() / 100,
    ),
    Metric(
        "plan_cost", "Cost of the plan", "方案成本", "cash + owed, of the plan's strategies",
        "currency", _PLAN, "ledger: cost accounts, without the ordinary operation", "lower",
        _own(Ledger.cost),
    ),
    Metric(
        "plan_cash", "Cash spent on the plan", "方案现金支出",
        "cash spent by the plan's strategies", "currency", _PLAN,
        "ledger: accounts paid within the plan, without the ordinary operation", "lower",
        _own(Ledger.cash),
    ),
    *(_spend(account, *_TITLES[account]) for account in CASH_ACCOUNTS),
    Metric(
        "profit", "Profit", "利润", "gross margin - cost", "currency", _PLAN,
        "ledger: gross margin less cost accounts", "higher", profit,
    ),
)  # fmt: skip

COMPARISONS: Final = (
    Comparison(
        "roi", "Return on investment", "投资回报率（ROI）", _FORM, "1", _PLAN,
        f"accounting form, 0 is break-even; {_EXPLICIT}", "higher", roi,
    ),
    Comparison(
        "roi_marketing", "Return per unit spent", "投入产出比",
        "extra gross margin / extra cost, against the baseline", "1", _PLAN,
        f"marketing form, 1 is break-even; {_EXPLICIT}", "higher", roi_marketing,
        break_even=1.0,
    ),
    Comparison(
        "roi_cash", "Return on cash alone", "现金投资回报率", f"{_FORM}, cost without what is owed",
        "1", _PLAN, "accounting form, as if nothing outstanding were ever claimed", "higher",
        _counted_by(in_cash),
    ),
    Comparison(
        "roi_owed_in_full", "Return with all that is owed", "投资回报率（应付全额）",
        f"{_FORM}, cost with the whole of what is owed", "1", _PLAN,
        "accounting form, as if all that is outstanding were claimed", "higher",
        _counted_by(owed_in_full),
    ),
    Comparison(
        "gain", "Extra profit", "增量利润",
        "extra gross margin - extra cost, against the baseline", "currency", _PLAN,
        f"difference of profits; {_EXPLICIT}", "higher", gain,
    ),
)  # fmt: skip
