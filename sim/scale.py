"""Money has a scale: what one unit of the priors is worth in a scenario's currency.

Published effects of rewards, bounds and search ranges are stated in units of money, about one US
dollar's worth of reward each. `money_unit` says how much of the currency that is: 150 in yen. So
the same plan, all its amounts in yen, meets the same people.
"""

from __future__ import annotations

from typing import Final

from sim.ranges import Bounds

MONEY_UNIT: Final = Bounds(1e-4, 1e6)
"""What a unit of money may be worth."""

MOST_MONEY: Final = 4e16
"""Largest amount, in any currency: cents are counted in 62 bits."""


def is_money(unit: str) -> bool:
    """Return whether a unit is an amount of currency, such as ``currency/point``."""
    return unit.split("/", 1)[0] == "currency"


def in_currency(units: float, money_unit: float) -> float:
    """Return units of money as an amount of currency, as a person would write it.

    Parameters
    ----------
    units
        Units of money.
    money_unit
        What one is worth in the currency.
    """
    # 0.01 x 0.9 is 0.009, and not 0.009000000000000001.
    return units if money_unit == 1.0 else float(f"{units * money_unit:.12g}")


def most_money(units: float, money_unit: float) -> float:
    """Return an upper bound, stated in units of money, as an amount of currency."""
    return min(in_currency(units, money_unit), MOST_MONEY)


def check_money_unit(money_unit: float) -> None:
    """Raise `InputError` if a unit of money cannot be worth so much."""
    MONEY_UNIT.check("money_unit", money_unit)
