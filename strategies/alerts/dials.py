"""The numbers of an alert that a search may turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from sim.errors import InputError
from strategies.alerts.alert import Alert
from strategies.alerts.watched import WATCHED
from strategies.money import extra
from strategies.parameter import Range

WIDTH: Final = 3.0
"""A search looks from a number divided by this to the number times this."""

MOST_TIMES: Final = 3.0
"""Of a threshold that is a multiple of its own past it looks from 1 divided by this to this."""


@dataclass(frozen=True, slots=True)
class Dial:
    """A number of an alert.

    Attributes
    ----------
    key
        Its field.
    value
        What it is.
    search
        Where a search looks by default.
    unit
        Its unit.
    title, title_zh
        What a reader sees.
    """

    key: str
    value: float
    search: Range
    unit: str
    title: str
    title_zh: str


def dials(alert: Alert) -> Iterator[Dial]:
    """Yield what a search may turn of an alert that lets something run; of others nothing."""
    if alert.action is None:
        return
    for key, info in type(alert).model_fields.items():
        said, value = extra(info), getattr(alert, key)
        if "search" not in said or value is None or (key == "sigmas" and alert.past_days is None):
            continue
        search, unit = Range(**said["search"]), str(said["unit"])
        if key in ("below", "above"):
            search, unit = _about(alert, key, value)
        yield Dial(key, float(value), search, unit, info.title or key, str(said["title_zh"]))


def dialled(alert: Alert, name: str, values: Mapping[str, float]) -> Alert:
    """Return an alert with some numbers replaced.

    Parameters
    ----------
    alert
        It is not changed.
    name
        Its name, to say in an error.
    values
        By field.

    Raises
    ------
    InputError
        If a value is not allowed.
    """
    try:
        return Alert.model_validate({**alert.model_dump(), **values})
    except ValidationError as error:
        raise first_wrong(error, name) from error


def first_wrong(error: ValidationError, name: str) -> InputError:
    """Return the first thing that is wrong with an alert, in one line."""
    first = error.errors()[0]
    place = ".".join(str(step) for step in ("alerts", name, *first["loc"]))
    return InputError(first["msg"].removeprefix("Value error, "), field=place)


def _about(alert: Alert, key: str, value: float) -> tuple[Range, str]:
    if alert.past_days is None:
        return Range(value / WIDTH, value * WIDTH), WATCHED[alert.metric].unit
    return (Range(1 / MOST_TIMES, 1.0) if key == "below" else Range(1.0, MOST_TIMES)), "1"
