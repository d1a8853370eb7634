"""Amounts of money in a model: defaults, bounds and search ranges follow the currency."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.errors import InputError
from sim.scale import in_currency, is_money, most_money

MOST: Final = "most_units_of_money"
"""Key in a field's JSON Schema of the highest amount allowed, in units of money.

It is no ``maximum``: what it comes to hangs on the currency.
"""

_Model = TypeVar("_Model", bound=BaseModel)


def extra(info: FieldInfo) -> dict[str, Any]:
    """Return what a field says of itself beside its type."""
    found = info.json_schema_extra
    return found if isinstance(found, dict) else {}


def in_money(model: _Model, money_unit: float, field: str, currency: str = "") -> _Model:
    """Return a model with its amounts in a currency; the models inside it likewise.

    An amount that was not given is its default in units of money, put in the currency; one that
    was given stays as it is.

    Parameters
    ----------
    model
        A strategy or a section of a scenario; it is not changed.
    money_unit
        What a unit of money is worth in the currency.
    field
        Where the model stands, to say in an error.
    currency
        Name of the currency, likewise.

    Raises
    ------
    InputError
        If an amount exceeds its bound in that currency.
    """
    changed: dict[str, object] = {}
    for name, info in type(model).model_fields.items():
        value, place = getattr(model, name), f"{field}.{name}"
        if isinstance(value, BaseModel):
            part = in_money(value, money_unit, place, currency)
            if part is not value:
                changed[name] = part
            continue
        own = extra(info)
        if value is None or not is_money(own.get("unit", "")):
            continue
        if name not in model.model_fields_set and money_unit != 1.0:
            value = changed[name] = in_currency(value, money_unit)
        if MOST in own and value > (most := most_money(own[MOST], money_unit)):
            raise InputError(
                f"{value:,.15g} is not allowed; it should be at most "
                + " ".join(f"{most:,.15g} {currency}".split())
                + ("" if money_unit == 1.0 else f" ({own[MOST]:,.15g} times {money_unit:,.15g})"),
                field=place,
            )
    return model.model_copy(update=changed) if changed else model
