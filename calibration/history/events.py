"""The rows of an event log or of purchases: checked, counted where they are bad, compact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from calibration.history.cells import quoted
from calibration.history.clocks import joined, with_clock
from calibration.history.columns import Columns, match
from calibration.history.ends import is_over, without_strays
from calibration.history.identities import Members, is_nobody, like_members, trimmed, twins
from calibration.history.pseudonyms import key
from calibration.history.reading import Reading
from calibration.history.repeats import mended
from calibration.history.rows import Fault, kept
from calibration.history.rules import Rules
from calibration.history.table import Table, Uneven, require_columns
from calibration.history.times import ALLOWED, moments
from calibration.history.vocabulary import ALIASES, PURCHASE, REFUNDS
from sim.errors import InputError
from sim.visible import excerpt

if TYPE_CHECKING:
    import polars as pl

REQUIRED: Final = ("member", "timestamp", "event")
"""Columns of an event log; ``value`` may follow."""

ROLES: Final = (*REQUIRED, "value")

MAX_EVENTS: Final = 200_000_000
MAX_EVENT_NAMES: Final = 200
"""Bounds of a log: events, distinct event names."""

_PAID: Final = {PURCHASE, *(name for name, usual in ALIASES.items() if usual == PURCHASE)}

SHOWN: Final = 5
"""Names of events that a note lists."""

_YEARS: Final = (1970, 2200)


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a log, oldest first.

    Attributes
    ----------
    table
        ``row, member, moment, local, day, event, value``: the row in the file, a number for the
        member, the instant in UTC, the local clock and day, the name of the event, its value or 0.
    pseudonyms
        The keyed hash of each member by number: the same in every table that one user reads.
    valued
        Whether the file has values.
    complete
        Whether the last day is over.
    """

    table: pl.DataFrame
    pseudonyms: pl.Series
    valued: bool
    complete: bool


def read_events(source: Table, rules: Rules, reading: Reading) -> Events:
    """Read the rows of a log.

    Parameters
    ----------
    source
        The table.
    rules
        The zone, the columns and the choices of the caller.
    reading
        Takes down what is found.

    Raises
    ------
    InputError
        If it is no log, or too much of it is bad; names the line.
    """
    # A column `row` only counts, see `Table.scan`.
    names = [name for name in source.columns() if name != "row"]
    line = source.header_line
    columns = match(names, ROLES, rules.columns, source.name, line=line)
    columns, clock_notes = with_clock(source, names, columns, rules)
    implied = _implied_event(columns)
    if implied is None:
        _require(names, columns, source)
    reading.kind = "purchases" if implied == "purchase" else "event log"
    reading.add(source.notes())
    reading.add([columns.note(), *clock_notes])
    reading.columns = tuple(columns.used.values())
    raw, uneven = _raw(source, columns)
    reading.rows = raw.height
    if raw.is_empty():
        raise InputError("the log is empty: a header and no event", file=source.name)
    if raw.height > MAX_EVENTS:
        raise InputError(f"{raw.height:,} events; at most {MAX_EVENTS:,}", file=source.name)
    if implied is not None:
        _tell_implied(reading, implied)
    return _events(source, raw, columns, rules, reading, implied, uneven)


def _implied_event(columns: Columns) -> str | None:
    """What each row is where no column says so: a purchase if it has an amount, else a message."""
    if "event" in columns or "member" not in columns or "timestamp" not in columns:
        return None
    return "purchase" if "value" in columns else "message"


def _tell_implied(reading: Reading, event: str) -> None:
    reading.note(
        "event",
        f"no column says what happened: every row is taken as a {event!r}"
        + (", a negative amount as a refund" if event == "purchase" else ""),
        f"没有事件列：每行视为一次 {event}" + ("，负数金额视为退款" if event == "purchase" else ""),
        warning=event != "purchase",
    )


def _require(names: list[str], columns: Columns, source: Table) -> None:
    have = [role for role in REQUIRED if role in columns]
    # The heading nearest to a role that is missing is shown; roles that were found count as there.
    left = [name for name in names if name not in columns.used.values()]
    require_columns([*have, *left], REQUIRED, source.name, source.header_line)


def _raw(source: Table, columns: Columns) -> tuple[pl.DataFrame, Uneven | None]:
    """The columns that count, and which rows have too many fields."""
    try:
        return source.collect(_picked(source.scan(), columns)), None
    except Uneven as uneven:
        return _picked(uneven.frame, columns).collect(), uneven


def _picked(scan: pl.LazyFrame, columns: Columns) -> pl.LazyFrame:
    import polars as pl

    used = list(columns.used.values())
    picked = {"member": trimmed(pl.col(columns["member"])).cast(pl.Categorical)}
    stamp = pl.col(columns["timestamp"])
    if scan.collect_schema()[columns["timestamp"]] == pl.String:
        stamp = trimmed(stamp)
    picked["timestamp"] = stamp
    if "clock" in columns:
        picked["timestamp"] = joined(columns["timestamp"], columns["clock"])
    if "event" in columns:
        event = trimmed(pl.col(columns["event"])).str.to_lowercase()
        picked["event"] = event.cast(pl.Categorical)
    if "value" in columns:
        picked["value"] = pl.col(columns["value"])
    if columns.left:
        picked["rest"] = pl.struct(columns.left).hash()
    # A blank line is no event.
    rows = scan.filter(~pl.all_horizontal(pl.col(used).is_null()))
    return rows.select("row", **picked)


def _events(
    source: Table,
    raw: pl.DataFrame,
    columns: Columns,
    rules: Rules,
    reading: Reading,
    implied: str | None,
    uneven: Uneven | None,
) -> Events:
    import polars as pl

    stamps = moments(raw["timestamp"], rules.timezone, day_first=rules.day_first, file=source.name)
    reading.add(stamps.notes)
    _tell_zone(reading, rules)
    secret, notes = key()
    reading.add(notes)
    members = Members.of(raw["member"], secret)
    slipped = like_members(raw["event"], raw["member"]) if implied is None else []
    # The texts are kept beside the rows only for what an error quotes, which no member is.
    texts = raw.select("row", *(role for role in ROLES[1:] if role in raw.columns))
    work = raw.drop("timestamp").with_columns(
        member=members.numbers,
        moment=stamps.utc,
        local=stamps.local,
        empty=raw["timestamp"].is_null(),
    )
    del raw
    if implied is not None:
        work = work.with_columns(event=pl.lit(implied).cast(pl.Categorical))
    if "value" in work.columns:
        work = work.with_columns(_value(source, work["value"]))
    if implied == "purchase":
        refund = pl.when(pl.col("value") < 0).then(pl.lit("refund"))
        work = work.with_columns(
            event=refund.otherwise(pl.col("event").cast(pl.String)).cast(pl.Categorical)
        )

    def refuse(place: int, fault: Fault, added: str) -> InputError:
        row = int(work["row"][place])
        nobody = members.nobody.get(work["member"][place], "")
        text = excerpt(nobody) if fault.field == "member" else quoted(_cell(texts, fault, place))
        message = fault.message.format(text=text)
        if uneven is not None and row in uneven.widths:
            message = uneven.told(row)
        return InputError(
            message + added, file=source.name, line=source.line(row),
            field=columns.used.get(fault.field, fault.field),
        )  # fmt: skip

    table, notes = kept(work, _faults(work, members, slipped, uneven, stamps.allowed), refuse)
    reading.add(notes)
    _check_names(source, table)
    table = _renamed(table, reading)
    _tell_no_money(table, reading)
    reading.add(twins(members, table["member"].unique()))
    table = table.with_columns(day=pl.col("local").dt.date())
    table = _sorted(table, reading)
    table = _unrepeated(table, rules, reading)
    table = without_strays(source, table, rules.stray, reading)
    complete = is_over(table["local"], rules.last_day, reading)
    reading.members = table["member"].n_unique()
    if "value" not in table.columns:
        table = table.with_columns(value=pl.lit(0.0))
    return Events(
        table.select("row", "member", "moment", "local", "day", "event", "value"),
        members.pseudonyms,
        valued="value" in columns,
        complete=complete,
    )


def _cell(texts: pl.DataFrame, fault: Fault, place: int) -> object:
    """What stands in a cell; of a time that Python cannot hold, its number."""
    if fault.field not in texts.columns:
        return None
    try:
        return texts[fault.field][place]
    except (ValueError, OverflowError):
        return texts[fault.field].slice(place, 1).to_physical()[0]


def _tell_zone(reading: Reading, rules: Rules) -> None:
    zone = rules.timezone
    if zone == "UTC":
        reading.note(
            "timezone",
            "days are those of UTC; times without a zone are taken as they stand",
            "按 UTC 划分日期；没有时区的时间按原样使用",
        )
        return
    reading.note(
        "timezone",
        f"days are those of {zone}; times without a zone are UTC, dates without a time are "
        "local days",
        f"按 {zone} 划分日期；没有时区的时间视为 UTC，只有日期的视为当地日期",
    )


def _value(source: Table, column: pl.Series) -> list[pl.Expr | pl.Series]:
    """The value as a number, and whether what stands there is none."""
    import polars as pl

    number, given = column.cast(pl.Float64, strict=False), column
    if column.dtype == pl.String and number.null_count() > column.null_count():
        # Only what is no plain number is looked at closely, for that is slow.
        odd = (number.is_null() & column.is_not_null()).arg_true()
        text = pl.col("value").str.strip_chars()
        text = pl.when((text != "") & ~is_nobody(text)).then(text)
        if source.decimal_comma:
            text = text.str.replace(r"^(-?\d+),(\d+)$", "$1.$2")
        cleaned = column.gather(odd).to_frame("value").select(text)["value"]
        given = given.scatter(odd, cleaned)
        number = number.scatter(odd, cleaned.cast(pl.Float64, strict=False))
    bad = (number.is_null() & given.is_not_null()) | ~number.is_finite().fill_null(True)
    return [number.fill_null(0.0).alias("value"), bad.alias("no_number")]


def _faults(
    work: pl.DataFrame,
    members: Members,
    slipped: list[str],
    uneven: Uneven | None,
    allowed: str,
) -> list[Fault]:
    import polars as pl

    member, event, local = pl.col("member"), pl.col("event"), pl.col("local")
    faults = [
        Fault("no member", "缺少成员", "member", member.is_null(),
              "empty; every event needs a member"),
        Fault("a member like nan or null", "成员为 nan、null 等空值", "member",
              member.is_in(list(members.nobody)), "{text} is nobody; every event needs a member"),
        Fault("no event", "缺少事件", "event", event.is_null(),
              "empty; every row needs the name of an event"),
        Fault("an event named like a member", "事件名是成员", "event",
              event.cast(pl.String).is_in(slipped),
              "names a member, not an event; is another column the event's: column event=…"),
        Fault("no time", "缺少时间", "timestamp", pl.col("empty"),
              f"empty; every event needs a time; {ALLOWED}"),
        Fault("not a timestamp", "时间无法识别", "timestamp", local.is_null(),
              f"{{text}} is not a timestamp in the form of the others; {allowed}"),
        Fault("a time outside 1970 to 2200", "时间不在 1970 至 2200 年之间", "timestamp",
              ~local.dt.year().is_between(*_YEARS),
              f"{{text}} is outside {_YEARS[0]} to {_YEARS[1]}; {ALLOWED}"),
    ]  # fmt: skip
    if uneven is not None:
        surplus = pl.col("row").is_in(list(uneven.widths))
        faults.insert(0, Fault("more fields than the header", "字段多于表头", "row", surplus, ""))
    if "no_number" in work.columns:
        faults += [
            Fault("a value that is no number", "金额不是数字", "value", pl.col("no_number"),
                  "{text} is not a number; write 1250.5, without separators or a currency",
                  always=True),
            Fault("a purchase of a negative value", "购买金额为负", "value",
                  (pl.col("value") < 0) & event.cast(pl.String).is_in(_PAID),
                  "{text} is negative; a purchase's value is at least 0, and money back is an "
                  f"event that is a refund ({', '.join(sorted(REFUNDS))}); or do without values: "
                  "columns value: ''"),
        ]  # fmt: skip
    return faults


def _check_names(source: Table, table: pl.DataFrame) -> None:
    kinds = table["event"].n_unique()
    if kinds > MAX_EVENT_NAMES:
        raise InputError(
            f"{kinds:,} different events; at most {MAX_EVENT_NAMES}",
            file=source.name,
            field="event",
        )


def _renamed(table: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Give events their usual names."""
    import polars as pl

    names = [name for name in table["event"].unique().to_list() if name in ALIASES]
    if not names:
        return table
    pairs = ", ".join(f"{name} = {ALIASES[name]}" for name in sorted(names))
    reading.note("events", f"events: {pairs}", f"事件：{pairs}")
    usual = pl.col("event").cast(pl.String).replace(ALIASES).cast(pl.Categorical)
    return table.with_columns(event=usual)


def _tell_no_money(table: pl.DataFrame, reading: Reading) -> None:
    """Tell of negative values of events that nobody pays for, such as ratings."""
    import polars as pl

    if "value" not in table.columns:
        return
    below = table.filter((pl.col("value") < 0) & ~pl.col("event").cast(pl.String).is_in(REFUNDS))
    if below.is_empty():
        return
    names = ", ".join(sorted(below["event"].cast(pl.String).unique().to_list())[:SHOWN])
    reading.note(
        "no money",
        f"{below.height:,} negative values of events that are neither purchases nor refunds "
        f"({names}): their values are not taken for money",
        f"{below.height:,} 个负值属于既非购买也非退款的事件（{names}），不计入金额",
        warning=True,
    )  # fmt: skip


def _sorted(table: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    import polars as pl

    back = int((table["moment"].diff().dt.total_microseconds() < 0).sum())
    if not back:
        return table
    reading.note(
        "sorted",
        f"the rows were not in order of time ({back:,} stood before an earlier one); sorted",
        f"各行不按时间排列（{back:,} 处），已排序",
    )
    return table.sort(pl.col("moment"), maintain_order=True)


def _unrepeated(table: pl.DataFrame, rules: Rules, reading: Reading) -> pl.DataFrame:
    import polars as pl

    says = [n for n in ("member", "moment", "event", "value", "rest") if n in table.columns]
    keyed = table.with_columns(key=pl.struct(says).hash())
    mended_rows, notes = mended(keyed, rules.repeats)
    reading.add(notes)
    return mended_rows.drop("key", "rest", strict=False)
