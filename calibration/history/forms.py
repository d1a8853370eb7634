"""The forms in which a date and a time of day are written, each with its layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import polars as pl

Family = Literal["year", "day", "number"]
"""What comes first: a year or a month's name, a day or a month, or all is one number."""

FAMILIES: Final[tuple[Family, ...]] = ("year", "day", "number")

SAMPLE: Final = 2000
"""Texts that tell which form is the commonest."""

_DATES: Final[tuple[tuple[str, Family, str, str], ...]] = (
    (r"(?:19|20|21)\d{6}", "year", "%Y%m%d", "20160704"),
    (r"\d{4}-\d{1,2}-\d{1,2}", "year", "%Y-%m-%d", "2016-07-04"),
    (r"\d{4}/\d{1,2}/\d{1,2}", "year", "%Y/%m/%d", "2016/7/4"),
    (r"\d{4}\.\d{1,2}\.\d{1,2}", "year", "%Y.%m.%d", "2016.7.4"),
    (r"\d{4}年\d{1,2}月\d{1,2}日", "year", "%Y年%m月%d日", "2016年7月4日"),
    (r"\d{1,2} [A-Za-z]{3} \d{4}", "year", "%d %b %Y", "4 Jul 2016"),
    (r"\d{1,2}-[A-Za-z]{3}-\d{4}", "year", "%d-%b-%Y", "4-Jul-2016"),
    (r"[A-Za-z]{3} \d{1,2}, \d{4}", "year", "%b %d, %Y", "Jul 4, 2016"),
    (r"\d{1,2}/\d{1,2}/\d{4}", "day", "%d/%m/%Y", "4/7/2016"),
    (r"\d{1,2}\.\d{1,2}\.\d{4}", "day", "%d.%m.%Y", "4.7.2016"),
    (r"\d{1,2}-\d{1,2}-\d{4}", "day", "%d-%m-%Y", "4-7-2016"),
)
_CLOCKS: Final = (
    (r"\d{1,2}:\d\d", "%H:%M", "10:15"),
    (r"\d{1,2}:\d\d:\d\d", "%H:%M:%S", "10:15:00"),
    (r"\d{1,2}:\d\d:\d\d\.\d+", "%H:%M:%S%.f", "10:15:00.25"),
    (r"\d{1,2}:\d\d ?[AaPp][Mm]", "%I:%M %p", "10:15 AM"),
    (r"\d{1,2}:\d\d:\d\d ?[AaPp][Mm]", "%I:%M:%S %p", "10:15:00 AM"),
    (r"\d{1,2}:\d\d:\d\d,\d{3}", "%H:%M:%S,%3f", "10:15:00,250"),
    (r"\d{6}", "%H%M%S", "101500"),
)
_OFFSET: Final = r"Z|[+-]\d\d(?::?\d\d)?"
_NAMED: Final = r"[A-Za-z]{3,}(?:/[A-Za-z_+\-0-9]+)*"
_SPLIT: Final = rf"\s*\[?({_NAMED})\]?$"
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a timestamp.

    Attributes
    ----------
    family
        See `Family`.
    date, clock
        Layouts for ``strptime``; the clock is empty where there is only a date.
    between
        What stands between the two.
    zone
        ``""``, ``"offset"`` (Z or +02:00) or ``"name"`` (UTC, Europe/Berlin).
    example
        How it looks.
    """

    family: Family
    date: str = ""
    clock: str = ""
    between: str = ""
    zone: str = ""
    example: str = ""

    def split(self, texts: pl.Series) -> tuple[pl.Series, pl.Series | None]:
        """Part texts from the names of zones at their ends, if this form has them."""
        if self.zone != "name":
            return texts, None
        return texts.str.replace(_SPLIT, ""), texts.str.extract(_SPLIT)

    def parse(self, texts: pl.Series, *, day_first: bool = True) -> pl.Series:
        """Return instants, in UTC or in the named zone's clock; null where the form is another."""
        import polars as pl

        date = self.date
        if self.family == "day" and not day_first:
            date = date.replace("%d", "%_").replace("%m", "%d").replace("%_", "%m")
        if not self.clock:
            return texts.str.to_date(date, strict=False).cast(pl.Datetime("us"))
        layout = date + self.between + self.clock
        if self.zone == "offset":
            aware = texts.str.to_datetime(layout + "%#z", time_unit="us", strict=False)
            return aware.dt.replace_time_zone(None)
        return texts.str.to_datetime(layout, time_unit="us", strict=False)


def form_of(text: str) -> Form | None:
    """Return the form of one text, None if it has none."""
    for pattern, family, date, date_like in _COMPILED:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        clock = found["clock"]
        if clock is None:
            return Form(family, date, example=date_like)
        layout, clock_like = next(
            (layout, like) for regex, layout, like in _CLOCKS if re.fullmatch(regex, clock)
        )
        zone, zone_like = "", ""
        if found["offset"]:
            zone, zone_like = "offset", "Z" if found["offset"] == "Z" else "+02:00"
        elif found["name"]:
            zone, zone_like = "name", " " + found["name"]
        between = found["between"] if found["between"] in ("T", "") else " "
        return Form(
            family, date, layout, between, zone, f"{date_like}{between}{clock_like}{zone_like}"
        )
    return Form("number", example="1467627300") if _NUMBER.fullmatch(text) else None


_COMPILED: Final = tuple(
    (
        re.compile(
            rf"{date}(?:(?P<between>T|\s+{'|' if layout == '%Y%m%d' else ''})(?P<clock>{'|'.join(c for c, _, _ in reversed(_CLOCKS))})"
            rf"\s*(?:(?P<offset>{_OFFSET})|\[?(?P<name>{_NAMED})\]?)?)?"
        ),
        family,
        layout,
        like,
    )
    for date, family, layout, like in _DATES
)


def commonest(
    texts: pl.Series, families: Collection[Family], without: Sequence[Form] = ()
) -> Form | None:
    """Return the form that most texts of a sample have, None if none has one.

    Parameters
    ----------
    texts
        Timestamps; the sample is taken evenly.
    families
        Forms of other families are not looked at.
    without
        Forms that were tried before.
    """
    present = texts.drop_nulls()
    sample = present.gather_every(max(1, len(present) // SAMPLE))
    tried = {(form.date, form.clock, form.between, form.zone) for form in without}
    forms = Counter(
        form
        for form in map(form_of, sample.to_list())
        if form is not None
        and form.family in families
        and (form.date, form.clock, form.between, form.zone) not in tried
    )
    return forms.most_common(1)[0][0] if forms else None
