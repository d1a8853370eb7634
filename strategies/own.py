"""Strategies that a user wrote: what files call them, and what they do wrong told in one line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from sim.errors import InputError, at_fault
from sim.ledger import ACCOUNTS, BEYOND, COST_ACCOUNTS, Ledger
from sim.offers import Offers
from strategies.base import Brief, Strategy
from strategies.metered import Metered

OTHERS: Final = ("revenue", "goods", "wages")
"""Accounts that hold what members and staff do; no strategy books there."""


def is_own(strategy: Strategy) -> bool:
    """Return whether somebody else than Forerun wrote it."""
    return type(strategy).__module__.partition(".")[0] != __name__.partition(".")[0]


def written(strategy: Strategy) -> str:
    """Return what a scenario file calls its kind; for a user's own, ``module:Class``."""
    kind = type(strategy)
    return f"{kind.__module__}:{kind.__name__}" if is_own(strategy) else kind.kind


@contextmanager
def minded(strategy: Strategy, step: str) -> Iterator[None]:
    """Tell in one line what goes wrong in a step of a user's own strategy; of others nothing.

    Raises
    ------
    InputError
        For whatever the step raises.
    """
    if not is_own(strategy):
        yield
        return
    try:
        yield
    except InputError as error:
        raise broken(strategy, error.message) from None
    except (Exception, SystemExit) as error:
        file = getattr(sys.modules.get(type(strategy).__module__), "__file__", None)
        told = at_fault(error, str(Path(file).parent) if file else "")
        raise broken(strategy, f"its {step} fails: {told}") from error


def broken(strategy: Strategy, message: str) -> InputError:
    """Return what is wrong with a user's own strategy as an error with its place."""
    return InputError(message, field=strategy.called)


def check_offers(strategy: Strategy, offers: Offers) -> None:
    """Raise `InputError` if a user's own strategy offers what is no number or below zero."""
    if not is_own(strategy):
        return
    for values in (
        *offers.tables, offers.supply, offers.pinned, offers.hooks, offers.paid_arrivals,
        offers.paid_trait,
    ):  # fmt: skip
        if not (np.isfinite(values).all() and (values >= 0).all()):
            raise broken(strategy, "it offers what is no number, or less than nothing")


def check_books(strategy: Strategy, brief: Brief, ledger: Ledger, first: int) -> None:
    """Raise `InputError` if a user's own strategy booked what it may not.

    Parameters
    ----------
    strategy
        The strategy.
    brief
        What it was told: its days and the money that it may spend on them.
    ledger
        The books.
    first
        Place of its first entry there.
    """
    if not is_own(strategy):
        return
    # Who is metered books a rush beyond its money; any other could cost what it likes there.
    beyond = strategy.called + BEYOND
    names = (strategy.called, beyond) if isinstance(strategy, Metered) else (strategy.called,)
    for name, debit, credit, _ in ledger.entries[first:]:
        if name not in names:
            raise broken(strategy, f"it books as {name!r}; post to the ledger as self.called")
        if taken := {debit, credit} & set(OTHERS):
            allowed = ", ".join(account for account in ACCOUNTS if account not in OTHERS)
            raise broken(strategy, f"it books {min(taken)}, which is not its own; {allowed} are")
    for name in names:
        if min(ledger.cash(name), ledger.owed(name)) < 0:
            cost = ledger.cost(name) / 100
            raise broken(strategy, f"it books a cost of {cost:.2f}: no strategy earns by booking")
    if brief.envelope_cents is None:
        return
    daily = np.sum([ledger.daily(each, strategy.called) for each in COST_ACCOUNTS], axis=0)
    cost = max(int(np.sum(daily[spell])) for spell in brief.spells)
    if cost > brief.envelope_cents:
        span = "" if brief.budget_per == "plan" else f" in a {brief.budget_per}"
        stop = "covered" if brief.budget_per == "plan" else "brief.covers"
        raise broken(
            strategy,
            f"it costs {cost / 100:.2f}, more than the {brief.envelope_cents / 100:.2f} that it "
            f"may spend{span}; stop by `{stop}`, or set a purse in the rules",
        )
