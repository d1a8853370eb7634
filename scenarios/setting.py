"""What every field of a scenario file has: titles, a unit, a meaning, bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from sim.ranges import Bounds
from sim.scale import is_money
from strategies.money import MOST

NAME_PATTERN: Final = r"^\w[\w-]*$"

Day = Annotated[date, Field(ge=date(1900, 1, 1), lt=date(2200, 1, 1))]
"""A date; the bounds catch a slip in the year."""


def setting(
    default: Any,
    title: str,
    title_zh: str,
    unit: str,
    meaning: str,
    *,
    within: Bounds | None = None,
) -> Any:
    """Return a pydantic field that knows its titles, unit, meaning and bounds.

    Parameters
    ----------
    default
        Value when none is given; ``...`` where one must be given.
    title, title_zh
        What a reader sees, in English and Chinese.
    unit
        Unit of the value; ``1`` for a pure number, empty for what is no quantity.
    meaning
        What it says, in one line, and where the default comes from.
    within
        Where it may lie; None: anywhere. The upper end of an amount of money is in units of money,
        and looked at where the currency is known (`strategies.money`).
    """
    extra: dict[str, Any] = {"title_zh": title_zh, "unit": unit}
    if within is not None and is_money(unit):
        extra[MOST], within = within.high, replace(within, high=inf, below=False)
    return Field(
        default,
        title=title,
        description=meaning,
        **({} if within is None else limits(within)),
        json_schema_extra=extra,
    )


def limits(bounds: Bounds) -> dict[str, Any]:
    """Return bounds as pydantic names them."""
    ends = {"gt" if bounds.above else "ge": bounds.low}
    if bounds.high < inf:
        ends["lt" if bounds.below else "le"] = bounds.high
    return ends


class Section(BaseModel):
    """A mapping of a scenario file: no unknown key, no change after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=True
    )
