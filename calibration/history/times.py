"""When something happened: timestamps in the forms of exports, as instants and local time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from calibration.history.forms import FAMILIES, Form, commonest
from calibration.history.numbered import EARLIEST, LATEST, moments_of_numbers
from calibration.history.reading import Note
from calibration.history.zones import resolve, unknown
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

ALLOWED: Final = (
    "allowed are ISO (2016-07-04T10:15:00, also with Z or +02:00), 2016/7/4 10:15, 4/7/2016, "
    "2016年7月4日, and Unix seconds, milliseconds or microseconds"
)

_ROUNDS: Final = 12
"""Forms that one column may have."""


@dataclass(slots=True)
class Moments:
    """A column of timestamps that was read.

    Attributes
    ----------
    utc
        Instants, without a zone; null where the text is no timestamp.
    local
        The clock of the history's zone; of a date without a time its midnight.
    allowed
        What is to be done about one that cannot be read.
    notes
        What was found.
    """

    utc: pl.Series
    local: pl.Series
    allowed: str = ALLOWED
    notes: list[Note] = field(default_factory=list)


def moments(
    column: pl.Series,
    timezone: str,
    *,
    day_first: bool | None = None,
    file: str | None = None,
) -> Moments:
    """Read a column of timestamps.

    Parameters
    ----------
    column
        Text, numbers, dates or datetimes.
    timezone
        The zone whose days count, such as ``Asia/Shanghai``. A timestamp without a zone is UTC; a
        date without a time is a local day.
    day_first
        Whether ``3/4/2024`` is the third of April; None: told by days above 12, and day first
        where no day is.
    file
        Named in errors.

    Raises
    ------
    InputError
        If the column is of a type that tells no time.
    """
    import polars as pl

    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        utc = _possible(column.cast(pl.Datetime("us", kind.time_zone)))
        notes = []
        if kind.time_zone is not None:
            utc = utc.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
            notes = [_zoned(len(column))]
        return _located(utc, None, timezone, notes)
    if kind == pl.Date:
        utc = _possible(column.cast(pl.Datetime("us")))
        return _located(utc, utc.is_not_null(), timezone, [])
    if kind.is_numeric():
        utc, notes = moments_of_numbers(column.cast(pl.Float64))
        return _located(utc, None, timezone, notes)
    if kind not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        raise InputError(
            f"a column of type {kind} tells no time; {ALLOWED}", file=file, field=column.name
        )
    return _of_text(column.cast(pl.String), timezone, day_first)


def _possible(stamps: pl.Series) -> pl.Series:
    """Return instants of the years 1 to 9999, null for others, over which polars panics."""
    import polars as pl

    inside = pl.col("at").to_physical().is_between(EARLIEST, LATEST)
    return stamps.to_frame("at").select(pl.when(inside).then("at"))["at"]


def _of_text(texts: pl.Series, timezone: str, day_first: bool | None) -> Moments:
    import polars as pl

    notes: list[Note] = []
    forms: list[Form] = []
    zoned, allowed = 0, ALLOWED
    utc = pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, len(texts))
    days = pl.Series([False]).new_from_index(0, len(texts))
    places: pl.Series | None = None
    left = texts
    first = commonest(texts, FAMILIES)
    if first is None:
        return _located(utc, None, timezone, [])
    if first.family == "number":
        utc, notes = moments_of_numbers(texts.cast(pl.Float64, strict=False), texts)
        return _located(utc, None, timezone, notes)
    while len(forms) < _ROUNDS:
        form = commonest(left, (first.family,), without=forms)
        if form is None:
            break
        forms.append(form)
        if form.family == "day" and day_first is None:
            day_first, note = _order(left, form)
            notes.append(note)
        body, zones = form.split(left)
        parsed = form.parse(body, day_first=day_first is not False)
        if zones is not None:
            names = zones.drop_nulls().unique().sort().to_list()
            parsed = resolve(parsed, zones, names)
            for note in unknown(names):
                notes, allowed = [*notes, note], f"{note.en}; {ALLOWED}"
        parsed = _possible(parsed)
        zoned += int(parsed.is_not_null().sum()) if form.zone else 0
        dates = parsed.is_not_null() if not form.clock else None
        if places is None:
            utc, days = parsed, days if dates is None else dates
        else:
            utc = utc.scatter(places, parsed)
            if dates is not None:
                days = days.scatter(places, dates)
        places = (utc.is_null() & texts.is_not_null()).arg_true()
        if places.is_empty():
            break
        left = texts.gather(places)
    notes.insert(0, _told(forms))
    if zoned:
        notes.append(_zoned(zoned))
    return replace(_located(utc, days if days.any() else None, timezone, notes), allowed=allowed)


def _order(texts: pl.Series, form: Form) -> tuple[bool, Note]:
    """Whether days stand before months, by what can be read in either order."""
    body, _ = form.split(texts)
    unread = [int(form.parse(body, day_first=first).null_count()) for first in (True, False)]
    if unread[0] == unread[1]:
        return True, Note(
            "day first",
            "dates like 3/4/2024 are read day first: no day above 12 tells the order",
            "3/4/2024 一类日期按“日在前”读取：没有大于 12 的日可供判断",
            warning=True,
        )
    first = unread[0] < unread[1]
    order, order_zh = ("day first", "日在前") if first else ("month first", "月在前")
    return first, Note(
        "day first",
        f"dates like 3/4/2024 are read {order}: days above 12 tell the order",
        f"3/4/2024 一类日期按“{order_zh}”读取：由大于 12 的日判断",
    )


def _told(forms: list[Form]) -> Note:
    shown = ", ".join(dict.fromkeys(form.example for form in forms))
    return Note("times", f"times written like {shown}", f"时间写法：{shown}")


def _zoned(rows: int) -> Note:
    return Note("zones", f"{rows:,} times name their zone", f"{rows:,} 个时间带有时区", rows=rows)


def _located(utc: pl.Series, days: pl.Series | None, timezone: str, notes: list[Note]) -> Moments:
    """Add the local clock."""
    import polars as pl

    if timezone == "UTC":
        return Moments(utc, utc, notes=notes)
    clock = utc.dt.replace_time_zone("UTC").dt.convert_time_zone(timezone)
    clock = clock.dt.replace_time_zone(None)
    if days is None:
        return Moments(utc, clock, notes=notes)
    both = pl.DataFrame({"utc": utc, "clock": clock, "day": days})
    local = both.select(pl.when("day").then("utc").otherwise("clock"))["utc"]
    return Moments(utc, local, notes=notes)
