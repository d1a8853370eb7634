"""An event of a plan that is made from a template: what the plan says of it goes before that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from scenarios.explain import first_fault
from scenarios.template import template
from sim.errors import InputError
from sim.scale import is_money
from strategies.event import Event
from strategies.money import extra


def event_of(value: object) -> Event | None:
    """Return the event of a plan's item that names a template; None if it names none.

    Raises
    ------
    InputError
        If there is no such template, or what is said beside it is wrong.
    """
    if not isinstance(value, Mapping) or list(value) != [Event.kind]:
        return None
    said = value[Event.kind]
    if not isinstance(said, Mapping) or "template" not in said:
        return None
    try:
        return made(str(said["template"]), {k: v for k, v in said.items() if k != "template"})
    except InputError as error:
        place = f"{Event.kind}.{error.field}" if error.field else Event.kind
        raise InputError(error.message, field=place) from None


def made(name: str, said: Mapping[str, Any]) -> Event:
    """Return the event of a template.

    Parameters
    ----------
    name
        Of the template; the event is called so unless it is given a name.
    said
        Fields that go before those of the template, cost lines one by one; their amounts are in
        currency.

    Raises
    ------
    InputError
        If there is no such template, or a field is not allowed.
    """
    usual = template(name).fields
    fields = {"name": name, **usual, **said}
    costs = said.get("costs", {})
    if isinstance(costs, Mapping):
        fields["costs"] = {**usual["costs"], **costs}
    try:
        event = Event.model_validate(fields, strict=True)
    except ValidationError as error:
        fault = first_fault(error, Event)
        raise InputError(fault.message, field=fault.field) from None
    _as_defaults(event, set(said))
    _as_defaults(event.costs, set(costs))
    return event


def _as_defaults(model: BaseModel, said: set[str]) -> None:
    """Let amounts that nobody gave count as defaults, so that the currency is still to come."""
    for field, info in type(model).model_fields.items():
        if field not in said and is_money(extra(info).get("unit", "")):
            model.__pydantic_fields_set__.discard(field)
