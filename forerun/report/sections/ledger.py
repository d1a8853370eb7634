"""The ledger: money by strategy and account."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import featured
from forerun.report.section import Cell, Html, Section, folded, table
from sim.ledger import COST_ACCOUNTS

if TYPE_CHECKING:
    import polars as pl


def ledger(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when no money moved."""
    import polars as pl

    books = folder.tables.get("ledger")
    if books is None:
        return None
    books = books.filter((pl.col("debit") != 0) | (pl.col("credit") != 0))
    if not len(books):
        return None
    plans = folder.tables["ledger"]["plan"].unique(maintain_order=True).to_list()
    plan = featured(folder, plans)
    return Section(
        "ledger",
        labels("ledger"),
        _insight(books.filter(pl.col("plan") == plan), plan, labels),
        _spending(books, labels) + folded(labels("entries"), _entries(books, labels)),
        labels("ledger_note", currency=folder.currency),
    )


def _insight(own: pl.DataFrame, plan: str, labels: Labels) -> str:
    import polars as pl

    spent = (
        own.filter(pl.col("account").is_in(COST_ACCOUNTS))
        .group_by("strategy", maintain_order=True)
        .agg(cost=pl.col("debit").sum() - pl.col("credit").sum())
        .sort("cost", descending=True, maintain_order=True)
    )
    total = float(spent["cost"].sum())
    (owed,) = _net(own, ["owed"])
    if total <= 0:
        return labels("ledger_nothing", plan=plan)
    return labels(
        "ledger_owes" if owed else "ledger_insight",
        plan=plan,
        cost=labels.number(total, "currency"),
        cash=labels.number(total - owed, "currency"),
        owed=labels.number(owed, "currency"),
        share=labels.percent(float(spent["cost"][0]) / total),
        strategy=labels.strategy(str(spent["strategy"][0])),
    )


def _spending(books: pl.DataFrame, labels: Labels) -> str:
    """What each strategy took from each cost account, and what a plan earned in all."""
    import polars as pl

    net = books.group_by("plan", "strategy", "account", maintain_order=True).agg(
        net=pl.col("debit").sum() - pl.col("credit").sum()
    )
    used = [account for account in COST_ACCOUNTS if account in net["account"]]
    rows: list[list[Cell]] = []
    for plan in net["plan"].unique(maintain_order=True):
        own = net.filter(pl.col("plan") == plan)
        for strategy in own["strategy"].unique(maintain_order=True):
            spent = _balances(own.filter(pl.col("strategy") == strategy), used)
            if any(spent):
                cells = [_money(value, labels) for value in (*spent, sum(spent))]
                rows.append([plan, labels.strategy(strategy), *cells, "", ""])
        spent = _balances(own, used)
        margin = -sum(_balances(own, ["revenue", "goods", "coupons"]))
        cells = [_money(v, labels) for v in (*spent, sum(spent), margin, margin - sum(spent))]
        rows.append([_strong(plan), _strong(labels("total")), *map(_strong, cells)])
    head = [
        labels("plan"),
        labels("strategy"),
        *(labels.known(account) for account in used),
        labels("cost"),
        labels("margin"),
        labels("profit"),
    ]
    return table(head, rows, texts=2)


def _net(books: pl.DataFrame, accounts: Sequence[str]) -> list[float]:
    """Return debits less credits of some accounts over all of the books given."""
    import polars as pl

    net = pl.col("debit").sum() - pl.col("credit").sum()
    return [float(books.filter(pl.col("account") == a).select(net).item()) for a in accounts]


def _balances(own: pl.DataFrame, accounts: Sequence[str]) -> list[float]:
    import polars as pl

    return [float(own.filter(pl.col("account") == a)["net"].sum()) for a in accounts]


def _strong(text: str) -> Html:
    return Html(f"<b>{escape(text)}</b>")


def _entries(books: pl.DataFrame, labels: Labels) -> str:
    rows = [
        [
            plan,
            labels.strategy(strategy),
            labels.known(account),
            _money(debit, labels),
            _money(credit, labels),
        ]
        for plan, strategy, account, debit, credit in books.select(
            "plan", "strategy", "account", "debit", "credit"
        ).iter_rows()
    ]
    head = [labels(key) for key in ("plan", "strategy", "account", "debit", "credit")]
    return table(head, rows, texts=3)


def _money(value: float, labels: Labels) -> str:
    """Write an amount without its currency, which the note names; blank for nothing."""
    return labels.amount(value) if value else ""
