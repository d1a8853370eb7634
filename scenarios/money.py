"""What a unit of money is worth in a scenario's currency, and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel

from scenarios.questions import PlanSection
from strategies.money import in_money
from strategies.own import written

Origin = Literal["given", "table", "unknown"]

UNITS: Final[dict[str, float]] = {
    "AED": 3.7, "ARS": 1000, "AUD": 1.5, "BDT": 120, "BRL": 5, "CAD": 1.35, "CHF": 0.9,
    "CLP": 900, "CNY": 7, "COP": 4000, "CZK": 23, "DKK": 7, "EGP": 50, "EUR": 0.9, "GBP": 0.8,
    "HKD": 8, "HUF": 350, "IDR": 16000, "ILS": 3.7, "INR": 80, "JPY": 150, "KES": 130,
    "KRW": 1300, "KWD": 0.3, "KZT": 450, "MAD": 10, "MXN": 18, "MYR": 4.5, "NGN": 1500, "NOK": 10,
    "NZD": 1.6, "PEN": 3.7, "PHP": 55, "PKR": 280, "PLN": 4, "RON": 4.5, "RUB": 90, "SAR": 3.75,
    "SEK": 10, "SGD": 1.3, "THB": 35, "TRY": 30, "TWD": 32, "UAH": 40, "USD": 1, "VND": 25000,
    "ZAR": 18,
}  # fmt: skip
"""Worth of one US dollar by ISO 4217 code: market rates of 2024 as recalled, rounded to one or two
figures. Assumed: what a reward is worth to people is no exchange rate, and this is its order alone.
A scenario's own `money_unit` goes before it."""


@dataclass(frozen=True, slots=True)
class Money:
    """The scale of a scenario's money.

    Attributes
    ----------
    currency
        ISO 4217 code.
    unit
        What one unit of money of the priors is worth in it.
    origin
        Whether the scenario gives it, the table `UNITS` has it, or neither, and 1 is taken.
    """

    currency: str
    unit: float
    origin: Origin


def money(currency: str, given: float | None) -> Money:
    """Return the scale of a currency: what was given, or that of the table, or 1."""
    if given is not None:
        return Money(currency, given, "given")
    if currency in UNITS:
        return Money(currency, float(UNITS[currency]), "table")
    return Money(currency, 1.0, "unknown")


def check_amounts(
    scale: Money, described: Mapping[str, BaseModel | None], plans: Mapping[str, PlanSection]
) -> None:
    """Raise `InputError` for an amount beyond its bound in the currency, naming its field.

    Parameters
    ----------
    scale
        Of the scenario's money.
    described
        The sections that describe, by their place in the file; None where there is none.
    plans
        The plans by name.
    """
    for field, section in described.items():
        if section is not None:
            in_money(section, scale.unit, field, scale.currency)
    for name, plan in plans.items():
        in_money(plan, scale.unit, f"plans.{name}", scale.currency)
        for index, strategy in enumerate(plan.strategies):
            field = f"plans.{name}.strategies[{index}].{written(strategy)}"
            in_money(strategy, scale.unit, field, scale.currency)
