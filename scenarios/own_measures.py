"""Measures of the user's own in a scenario: ``measures: [weekly_active, my_module:my_measure]``."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, get_args

from scenarios.own_code import OwnCode, source_of
from sim.behaviour.register import PARAMETERS
from sim.calendar import Calendar
from sim.errors import InputError
from sim.identity import digest
from sim.metrics import MEASURES, Better, Comparison, Metric
from sim.metrics.own import check_measure, functions_of, guarded_of, is_plain, own_measure
from strategies.contract import blank

MOST: Final = 32
"""Measures of the user's own that a scenario may have."""

NAME: Final = r"[a-z][a-z0-9_]{0,63}"
"""What an objective can name."""

TEXTS: Final = ("title", "title_zh", "formula", "unit", "window", "source")

COLUMNS: Final = frozenset({
    "run", "point", "part", "draw", "seed", "error", "plan", "measure", "input", "number", "key",
})  # fmt: skip
"""Columns of tables that have one of each measure besides."""


def own_measure_of(reference: str, code: OwnCode) -> Metric | Comparison:
    """Return the measure of the user's own that a scenario names, and know it by its name.

    Raises
    ------
    InputError
        If the code may not be imported or fails, or it is no whole measure.
    """
    found = code.find(reference)
    module, _, name = reference.partition(":")
    if not isinstance(found, Metric | Comparison):
        raise InputError(f"{reference} is no measure; it must be a sim.metrics.Metric(...)")
    if found.name != name:
        raise InputError(
            f"{reference} is named {found.name!r}; name it {name!r} as {module}.py does"
        )
    _check_texts(found)
    for function in _functions(found):
        if function.__module__ != module and not _is_ours(function):
            raise InputError(f"{function.__qualname__} of {name} must be written in {module}.py")
    own = own_measure(found, f"{reference} {code.digest_of(reference)}")
    if code.measures.setdefault(name, own) != own:
        raise InputError(f"there are two measures of the name {name}; choose another")
    return own


def given_measures(given: Sequence[Metric | Comparison]) -> Mapping[str, Metric | Comparison]:
    """Return measures that were made in Python by name.

    Raises
    ------
    InputError
        If one is no whole measure, has a name that another one has, or is written where no other
        process finds it.
    """
    found: dict[str, Metric | Comparison] = {}
    for one in given:
        if not isinstance(one, Metric | Comparison):
            raise InputError(
                f"{type(one).__name__} is no measure; it must be a sim.metrics.Metric(...)",
                field="measures",
            )
        field = f"measures.{one.name}"
        if one.name in found:
            raise InputError("there are two measures of that name; choose another", field=field)
        try:
            _check_texts(one)
            modules = sorted({each.__module__ for each in _functions(one) if not _is_ours(each)})
            code = [(name, source_of(sys.modules[name])) for name in modules]
        except InputError as error:
            raise InputError(error.message, field=field) from None
        found[one.name] = own_measure(one, digest(code))
    return found


def check_measures(
    own: Iterable[Metric | Comparison], calendar: Calendar, segments: tuple[str, ...]
) -> None:
    """Raise `InputError`, with its field, for the first that does not keep what a measure is.

    Parameters
    ----------
    own
        The user's own measures.
    calendar, segments
        Of the scenario.
    """
    measures = tuple(own)
    if len(measures) > MOST:
        raise InputError(
            f"holds {len(measures)} measures of your own; at most {MOST} are allowed",
            field="measures",
        )
    for one in measures:
        days = max(calendar.days, one.needs(calendar.start))
        check_measure(one, calendar, blank(Calendar(calendar.start, days), segments))


def whole_code(code: OwnCode, own: Iterable[Metric | Comparison]) -> str:
    """Return the digest of all code of the user's own that a scenario has; empty if it has none."""
    told = [one.as_dict() for each in own for one in guarded_of(each)]
    if not told:
        return code.digest
    return hashlib.sha256(repr((code.digest, told)).encode()).hexdigest()


def _check_texts(found: Metric | Comparison) -> None:
    if not isinstance(found.name, str) or not re.fullmatch(NAME, found.name):
        raise InputError(
            f"{found.name!r} is no name of a measure; small letters, digits and _ are allowed"
        )
    taken = COLUMNS | {one.name for one in PARAMETERS}
    if found.name in MEASURES or found.name in taken:
        whose = "one of Forerun's measures" if found.name in MEASURES else "kept for tables"
        raise InputError(f"{found.name} is {whose}; choose another name")
    for text in TEXTS:
        value = getattr(found, text)
        if not (isinstance(value, str) and value.strip()):
            raise InputError(f"{found.name} has no {text}; write {text}='...'")
    if found.better not in get_args(Better):
        raise InputError(
            f"{found.name} is better {found.better!r}; {', '.join(get_args(Better))} are allowed"
        )


def _functions(found: Metric | Comparison) -> tuple[Callable[..., Any], ...]:
    functions = functions_of(found)
    for function in functions:
        if not is_plain(function):
            raise InputError(
                f"what {found.name} is computed by must be a function that its module has by name, "
                "written by def, so that another process finds it"
            )
    return functions


def _is_ours(function: Callable[..., Any]) -> bool:
    return function.__module__.partition(".")[0] == "sim"
