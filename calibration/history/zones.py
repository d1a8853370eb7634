"""Zones of time by name: those of the IANA, and short names that mean one offset."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

from calibration.history.reading import Note
from sim.errors import InputError
from sim.visible import excerpt

if TYPE_CHECKING:
    import polars as pl

_HOURS: Final = {
    "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
"""Short names that mean one offset; ``CST`` and ``IST`` mean several and are not read."""


def checked(name: str, field: str = "timezone") -> str:
    """Return the name of a zone if there is such a zone.

    Raises
    ------
    InputError
        If there is none.
    """
    if name not in _known() and name != "UTC":
        raise InputError(
            f"{excerpt(name)} is no time zone; write one like Asia/Shanghai, Europe/Berlin or UTC",
            field=field,
        )
    ZoneInfo(name)
    return name


def resolve(clocks: pl.Series, zones: pl.Series, names: Sequence[str]) -> pl.Series:
    """Turn the clocks of named zones into UTC.

    Parameters
    ----------
    clocks
        Datetimes without a zone.
    zones
        The name of each one's zone.
    names
        The different names.

    Returns
    -------
    pl.Series
        Null where the name means no zone or the clock skipped that time; the first of the two
        where the clock was set back.
    """
    import polars as pl

    clock = pl.col("clock")
    # As long as the clocks, also where no name means a zone.
    result: pl.Expr = pl.when(pl.lit(False)).then(clock)
    for name in names:
        hours = _HOURS.get(name.upper())
        if hours is not None:
            instant = clock - pl.duration(hours=hours)
        elif name in _known():
            zoned = clock.dt.replace_time_zone(name, ambiguous="earliest", non_existent="null")
            instant = zoned.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        else:
            continue
        result = pl.when(pl.col("zone") == name).then(instant).otherwise(result)
    return pl.DataFrame({"clock": clocks, "zone": zones}).select(utc=result)["utc"]


def unknown(names: Sequence[str]) -> list[Note]:
    """Tell which names mean no zone, or more than one."""
    bad = [name for name in names if name.upper() not in _HOURS and name not in _known()]
    if not bad:
        return []
    # What is no short form of a zone may be a member's name.
    told = [excerpt(name) for name in bad if name.isupper() and len(name) <= 4][:5]
    shown = ", ".join(told) or "what stands behind the times"
    return [
        Note(
            "zones",
            f"{shown}: no zone or more than one; write an offset like +08:00",
            f"{'，'.join(told) or '时间后的文字'}：不是时区或有多种含义；请写成 +08:00 这样的偏移",
            warning=True,
        )
    ]


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())
