"""What every field of a scenario file has: titles, a unit, a meaning, bounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

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
    above: float | None = None,
    low: float | None = None,
    high: float | None = None,
    below: float | None = None,
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
    above, below
        Bounds that are not allowed themselves.
    low, high
        Bounds that are allowed.
    """
    return Field(
        default,
        title=title,
        description=meaning,
        gt=above,
        ge=low,
        le=high,
        lt=below,
        json_schema_extra={"title_zh": title_zh, "unit": unit},
    )


class Section(BaseModel):
    """A mapping of a scenario file: no unknown key, no change after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=True
    )
