"""A strategy of the user's own in a plan: ``my_module:MyStrategy`` in the place of a kind."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping

from pydantic import ValidationError

from scenarios.explain import first_fault
from scenarios.own_code import OwnCode
from sim.errors import InputError
from strategies import STRATEGIES, Strategy
from strategies.base import NAME_PATTERN

TEXTS = ("kind", "title", "title_zh", "lever_family")


def own_reference(value: object) -> str | None:
    """Return the reference that an item of a plan has in the place of a kind; None if none."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return None
    name = next(iter(value))
    return name if isinstance(name, str) and ":" in name else None


def own_strategy(reference: str, fields: object, code: OwnCode) -> Strategy:
    """Return the strategy that a user's own class makes of what a plan says of it.

    Raises
    ------
    InputError
        If the code may not be imported or fails, the class is no whole strategy, or a parameter is
        not allowed; with the field within the item.
    """
    try:
        kind = _checked(reference, code.find(reference))
    except InputError as error:
        raise InputError(error.message, field=reference) from None
    try:
        return kind.model_validate(fields, strict=True)
    except ValidationError as error:
        fault = first_fault(error, kind)
        place = f"{reference}.{fault.field}" if fault.field else reference
        raise InputError(fault.message, field=place) from None


def _checked(reference: str, found: object) -> type[Strategy]:
    """Return what a reference named, if it is a whole strategy."""
    if not (isinstance(found, type) and issubclass(found, Strategy)):
        raise InputError(f"{reference} is no strategy; it must be a subclass of Strategy")
    module, _, name = reference.partition(":")
    if (found.__module__, found.__qualname__) != (module, name):
        raise InputError(
            f"{reference} is {found.__module__}:{found.__qualname__}; name it where it is written"
        )
    if inspect.isabstract(found):
        missing = ", ".join(sorted(found.__abstractmethods__))
        raise InputError(f"{name} is not whole: {missing} must be written")
    for text in TEXTS:
        value = getattr(found, text, None)
        if not (isinstance(value, str) and value.strip()):
            raise InputError(f"{name} has no {text}; write {text}: ClassVar[str] = '...'")
    if not re.match(NAME_PATTERN, found.kind):
        raise InputError(f"kind {found.kind!r} is no name of letters, digits, _ and -")
    if found.kind in STRATEGIES:
        raise InputError(f"kind {found.kind!r} is Forerun's own; choose another")
    for field, info in found.model_fields.items():
        if not (isinstance(info.json_schema_extra, dict) and "unit" in info.json_schema_extra):
            raise InputError(f"{name}.{field} has no unit; make it by parameter(...)")
    return found
