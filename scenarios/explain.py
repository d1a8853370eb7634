"""What pydantic found, told in one line: place, what is wrong, what is allowed."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from typing_extensions import is_typeddict

from scenarios.sections import CURRENCY_PATTERN
from scenarios.setting import NAME_PATTERN
from scenarios.yaml_text import Document, Location, dotted, undotted
from sim.errors import InputError, nearest_name

KINDS: Final = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text; put it in quotes",
    "bool_type": "true or false",
    "date_type": "a date such as 2016-07-04",
    "date_from_datetime_inexact": "a date such as 2016-07-04",
    "tuple_type": "a list: lines that begin with '- ', or [a, b]",
    "dict_type": "a mapping; write {{}} where nothing is to be said",
    "model_type": "a mapping; write {{}} where nothing is to be said",
    "model_attributes_type": "a mapping; write {{}} where nothing is to be said",
    "greater_than": "above {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "below {lt}",
    "less_than_equal": "at most {le}",
}
"""What is allowed, by pydantic's error type, with the bounds that it gives."""

PATTERNS: Final = {
    NAME_PATTERN: "a name of letters, digits, _ and -",
    CURRENCY_PATTERN: "a currency's three capital letters, such as USD",
}
"""What is allowed where a text is of the wrong form."""


def explain(error: ValidationError, document: Document, root: type[BaseModel]) -> InputError:
    """Return the first fault, in the order of the file, as an error with its place.

    Parameters
    ----------
    error
        What validation found.
    document
        The document that was validated.
    root
        The model that it was validated against.
    """
    faults = [_fault(detail, document, root) for detail in error.errors()]
    return min(faults, key=lambda fault: fault.line or 0)


def first_fault(error: ValidationError, root: type[BaseModel]) -> InputError:
    """Return the first fault of a part that was validated by itself, with its field in it."""
    return _fault(error.errors()[0], Document(None, {}, None), root)


def located(error: InputError, document: Document) -> InputError:
    """Return an error about the document with file and line; one of another file stays."""
    if error.file is not None:
        return error
    line = document.line(undotted(error.field or ""))
    return InputError(error.message, file=document.file, line=line, field=error.field)


@contextmanager
def named_by(field: str) -> Iterator[None]:
    """Say which field named the table that is missing; its own faults keep their own place."""
    try:
        yield
    except InputError as error:
        if error.line is not None or error.field is not None:
            raise
        raise InputError(f"{error.file}: {error.message}", field=field) from None


def _fault(detail: ErrorDetails, document: Document, root: type[BaseModel]) -> InputError:
    path: Location = tuple(part for part in detail["loc"] if part != "[key]")
    message = _message(detail, path, root)
    inner = detail.get("ctx", {}).get("error")
    if isinstance(inner, InputError) and inner.field:
        path = (*path, *undotted(inner.field))
    return InputError(
        message, file=document.file, line=document.line(path), field=dotted(path) or None
    )


def _message(detail: ErrorDetails, path: Location, root: type[BaseModel]) -> str:
    kind, found, context = detail["type"], detail["input"], detail.get("ctx", {})
    if not path and kind in KINDS:
        # It may be a file of any kind: nothing of it is told.
        return "is not a scenario; it should be a mapping, lines such as 'name: Our forum'"
    if kind == "extra_forbidden":
        return _unknown(str(path[-1]), _keys(root, path[:-1]))
    if kind == "missing":
        return "is missing; it has no default"
    if kind == "string_pattern_mismatch":
        return f"{_shown(found)} is not allowed; it should be {PATTERNS[context['pattern']]}"
    inner = context.get("error")
    if isinstance(inner, Exception):
        return inner.message if isinstance(inner, InputError) else str(inner)
    if kind in KINDS:
        bounds = {key: f"{x:g}" if isinstance(x, int | float) else x for key, x in context.items()}
        allowed = KINDS[kind].format_map(bounds)
        return f"{_shown(found)} is not allowed; it should be {allowed}"
    allowed = detail["msg"].replace("Input should", "should").replace("String should", "should")
    return f"{_shown(found)} is not allowed; it {allowed}"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | str):
        text = repr(value)
        return text if len(text) <= 60 else f"{text[:57]}..."
    return "a mapping" if isinstance(value, Mapping) else "a list"


def _unknown(key: str, known: list[str]) -> str:
    hint = nearest_name(key, known, f"there are {', '.join(known)}")
    return f"there is no {key!r}; {hint}"


def _keys(root: type[BaseModel], path: Location) -> list[str]:
    """Return the keys that are known at a path, by walking the types of the models."""
    kind: Any = root
    for part in path:
        kind = _inside(_bare(kind), part)
    kind = _bare(kind)
    return list(kind.__annotations__ if is_typeddict(kind) else kind.model_fields)


def _inside(kind: Any, part: str | int) -> Any:
    if is_typeddict(kind):
        return kind.__annotations__[part]
    if get_origin(kind) in (dict, tuple):
        arguments = get_args(kind)
        return arguments[1] if get_origin(kind) is dict else arguments[0]
    return kind.model_fields[part].annotation


def _bare(kind: Any) -> Any:
    """Return a type without its annotations and without ``| None``."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, types.UnionType):
            kind = next(option for option in get_args(kind) if option is not type(None))
        else:
            return kind
