"""Timestamps that are numbers: seconds, milliseconds, microseconds since 1970, days of Excel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from calibration.history.reading import Note

if TYPE_CHECKING:
    import polars as pl

_UNITS: Final = (
    (1e11, 1e6, "seconds", "秒"),
    (1e14, 1e3, "milliseconds", "毫秒"),
    (1e17, 1.0, "microseconds", "微秒"),
    (1e20, 1e-3, "nanoseconds", "纳秒"),
)
"""Numbers below the first of each row are of its unit: so many microseconds each."""

_EXCEL: Final = (20_000, 80_000)
_EXCEL_EPOCH: Final = -2_209_161_600_000_000
"""1899-12-30 in microseconds."""

_DAY: Final = 86_400e6
EARLIEST: Final = -62_135_596_800_000_000
LATEST: Final = 253_402_300_799_000_000
"""The years 1 to 9999 in microseconds since 1970."""

_SCIENTIFIC: Final = re.compile(r"[+-]?(\d)\.?(\d*)[eE][+]?(\d+)")


def moments_of_numbers(
    numbers: pl.Series, texts: pl.Series | None = None
) -> tuple[pl.Series, list[Note]]:
    """Read numbers as instants, in one unit, told by the median.

    Parameters
    ----------
    numbers
        Float64; null where there is none.
    texts
        As they were written, if they were.

    Returns
    -------
    tuple
        Datetimes in UTC, and what was found.
    """
    import polars as pl

    middle = numbers.abs().median()
    size = float(middle) if isinstance(middle, float) else 0.0
    if _EXCEL[0] <= size <= _EXCEL[1]:
        micro, start, unit, unit_zh = _DAY, _EXCEL_EPOCH, "days of Excel", "Excel 日期序号"
    else:
        _, micro, unit, unit_zh = next((row for row in _UNITS if size < row[0]), _UNITS[-1])
        start = 0
    scaled = numbers * micro + start
    readable = scaled.is_between(EARLIEST, LATEST)
    frame = pl.DataFrame({"at": scaled, "fine": readable})
    whole = frame.select(pl.when("fine").then(pl.col("at").round()).cast(pl.Int64))["at"]
    note = Note("times", f"times are numbers: {unit}", f"时间为数字：{unit_zh}")
    return whole.cast(pl.Datetime("us")), [note, *_coarse(texts, micro)]


def _coarse(texts: pl.Series | None, micro: float) -> list[Note]:
    """Warn where a spreadsheet has cut the digits: ``1.70407E+09``."""
    if texts is None:
        return []
    sample = texts.drop_nulls().head(1000).to_list()
    steps = [
        10.0 ** (int(found[3]) - len(found[2])) * micro / 1e6
        for found in map(_SCIENTIFIC.fullmatch, sample)
        if found is not None
    ]
    if not steps:
        return []
    step = min(steps)
    return [
        Note(
            "scientific",
            f"times in scientific notation are good to {step:,.0f} seconds; "
            "export them as whole numbers",
            f"时间为科学计数法，只精确到 {step:,.0f} 秒；请导出为整数",
            warning=True,
        )
    ]
