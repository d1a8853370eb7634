"""Money: a double-entry ledger by strategy, account and day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import polars as pl

CASH: Final = "cash"
ACCOUNTS: Final = {
    CASH: "money in hand",
    "revenue": "earned from visits and purchases less refunds, before the cost of goods; from "
    "advertising and paid memberships under the strategy's name",
    "goods": "cost of what was sold",
    "grant": "paid regardless of what members do: content, fixed fees",
    "redemption": "paid for what members did: points redeemed, rewards, posts answered",
    "wages": "staff",
    "acquisition": "paid advertising",
    "owed": "expected cost of what is still outstanding at the end: points, held rewards",
    "owed_liability": "the other side of owed: a cost of the plan, not yet paid",
    "points_liability": "points issued and not yet redeemed, expired or clawed back",
    "points_provision": "the other side of points_liability: promised, not yet a cost",
    "rewards_liability": "rewards of invitations and challenges: promised, not yet paid or lost",
    "rewards_provision": "the other side of rewards_liability: promised, not yet a cost",
    "coupons_liability": "coupons that are still valid and have not been redeemed",
    "coupons_provision": "the other side of coupons_liability: promised, not yet a cost",
    "coupons": "what coupons took off the list price of what was sold, a redemption",
}
"""Account names and what they hold."""

OPERATION: Final = "operation"
"""Strategy name for what no strategy caused: revenue, goods, the service desk."""

BEYOND: Final = " beyond its money"
"""What follows a strategy's name in that of what it did when its money was gone.

Nobody can take back what has been done: it is a cost of the plan, and of no strategy's budget.
"""

CASH_ACCOUNTS: Final = ("grant", "redemption", "wages", "acquisition")
"""Costs that are paid within the plan."""

COST_ACCOUNTS: Final = (*CASH_ACCOUNTS, "owed")
"""All costs: what is paid, and what is expected to be paid after the end for what was promised."""

LIABILITIES: Final = ("points_liability", "rewards_liability", "coupons_liability")
"""What is promised and not yet paid, at its face."""


@dataclass(slots=True)
class Ledger:
    """Entries of equal debit and credit, so that it balances by construction.

    Amounts are whole cents, int64, one a day, so that sums are exact.

    Parameters
    ----------
    days
        Number of days of the plan, the length of every entry.
    """

    days: int
    entries: list[tuple[str, str, str, NDArray[np.int64]]] = field(default_factory=list)

    def post(self, strategy: str, debit: str, credit: str, cents: ArrayLike) -> None:
        """Enter an amount a day: ``debit`` receives what ``credit`` gives.

        Parameters
        ----------
        strategy
            Who caused it: a strategy's name, or `OPERATION`.
        debit, credit
            Names of `ACCOUNTS`.
        cents
            Whole cents, a scalar or shape ``(days,)``.

        Raises
        ------
        KeyError
            If an account does not exist.
        """
        for account in (debit, credit):
            if account not in ACCOUNTS:
                raise KeyError(f"no account {account!r}; there are {', '.join(ACCOUNTS)}")
        amounts = np.broadcast_to(np.asarray(cents, np.int64), (self.days,)).copy()
        self.entries.append((strategy, debit, credit, amounts))

    def daily(self, account: str, strategy: str | None = None) -> NDArray[np.int64]:
        """Net debits (debit minus credit) of an account, cents a day, shape ``(days,)``."""
        total = np.zeros(self.days, np.int64)
        for name, debit, credit, cents in self.entries:
            if strategy is not None and name != strategy:
                continue
            if debit == account:
                total += cents
            if credit == account:
                total -= cents
        return total

    def balance(self, account: str, strategy: str | None = None) -> int:
        """Net debits of an account over the whole plan, in cents."""
        return int(self.daily(account, strategy).sum())

    def owe(self, strategy: str, cents: int) -> None:
        """Enter on the last day what is expected to be paid for what is still outstanding."""
        if cents:
            self.post_at_end(strategy, "owed", "owed_liability", cents)

    def post_at_end(self, strategy: str, debit: str, credit: str, cents: int) -> None:
        """Move an amount from one account to another on the last day."""
        amounts = np.zeros(self.days, np.int64)
        amounts[-1] = cents
        self.post(strategy, debit, credit, amounts)

    def cash(self, strategy: str | None = None) -> int:
        """What was paid within the plan, in cents: grants, redemptions, wages, acquisition."""
        return sum(self.balance(account, strategy) for account in CASH_ACCOUNTS)

    def beyond(self, strategy: str) -> int:
        """What a strategy did when its money was gone, in cents: paid beside its budget."""
        return self.cash(strategy + BEYOND)

    def owed(self, strategy: str | None = None) -> int:
        """What is expected to be paid for what is still outstanding at the end, in cents."""
        return self.balance("owed", strategy)

    def owed_in_full(self, strategy: str | None = None) -> int:
        """What would be paid if all that is still outstanding at the end were claimed, in cents."""
        return -sum(self.balance(account, strategy) for account in LIABILITIES)

    def cost(self, strategy: str | None = None) -> int:
        """What it costs, in cents: `cash` and `owed`."""
        return self.cash(strategy) + self.owed(strategy)

    def revenue(self) -> int:
        """What came in from visits and purchases, in cents, before the cost of goods."""
        return -self.balance("revenue")

    def gross_margin(self) -> int:
        """What came in less the cost of goods, in cents."""
        return self.revenue() - self.balance("goods")

    def margin_at_list(self) -> int:
        """Gross margin, in cents, before what coupons took off: that is among the costs."""
        return self.gross_margin() - self.balance("coupons")

    @property
    def strategies(self) -> list[str]:
        """Names that have entries, in the order of their first one."""
        return list(dict.fromkeys(name for name, *_ in self.entries))

    def frame(self) -> pl.DataFrame:
        """Tidy table: ``day, strategy, account, debit_cents, credit_cents`` (rows not zero)."""
        import polars as pl

        rows: list[pl.DataFrame] = []
        days = np.arange(self.days)
        for name, debit, credit, cents in self.entries:
            kept = cents != 0
            for account, side in ((debit, 1), (credit, 0)):
                amount = cents[kept]
                zero = np.zeros_like(amount)
                rows.append(
                    pl.DataFrame(
                        {
                            "day": days[kept],
                            "strategy": [name] * int(kept.sum()),
                            "account": [account] * int(kept.sum()),
                            "debit_cents": amount if side else zero,
                            "credit_cents": zero if side else amount,
                        },
                        schema={
                            "day": pl.Int64,
                            "strategy": pl.String,
                            "account": pl.String,
                            "debit_cents": pl.Int64,
                            "credit_cents": pl.Int64,
                        },
                    )
                )
        if not rows:
            return pl.DataFrame(
                schema={
                    "day": pl.Int64,
                    "strategy": pl.String,
                    "account": pl.String,
                    "debit_cents": pl.Int64,
                    "credit_cents": pl.Int64,
                }
            )
        return (
            pl.concat(rows)
            .group_by("day", "strategy", "account", maintain_order=True)
            .sum()
            .sort("day", "strategy", "account")
        )
