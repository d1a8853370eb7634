"""Reading a trial's table: a row a member, a row an arm, or a row an effect."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from calibration.experiments.asked import Asked, check_days
from calibration.experiments.outcomes import OUTCOMES, Outcome, outcome_of
from calibration.experiments.trial import Arm, Effect, Trial, check_arm, effects
from calibration.experiments.words import CONTROLS, DIFFERENCE, RELATIVE, ROLES
from calibration.history.audit import audited
from calibration.history.cells import quoted
from calibration.history.columns import Columns, match, plain
from calibration.history.figure_cells import plain_number
from calibration.history.identities import NOBODY, trimmed
from calibration.history.reading import Reading
from calibration.history.sources import table_of
from calibration.history.table import Table, Uneven
from sim.errors import InputError
from sim.visible import excerpt, headings

if TYPE_CHECKING:
    import polars as pl

MAX_ROWS: Final = 50_000_000
MAX_ARMS: Final = 20
MAX_AUDIENCES: Final = 50
"""Bounds of a table: rows, arms, audiences."""

TREATED: Final = "treated"
"""What a lever is called in a table of effects that does not name it."""

_NUMBERS: Final = ("size", "outcome", "successes", "sd", "estimate", "standard_error", "window",
                   "control_level")  # fmt: skip
MOST_NUMBER: Final = 1e12
"""No outcome, size or error is larger: its square would leave what a number holds."""

MOST_RATIO: Final = 1e6
"""An effect, or its error beside it, that is larger says nothing."""

_YES: Final = {"true": "1", "yes": "1", "false": "0", "no": "0", "是": "1", "否": "0"}


def read_trial(path: str | Path, asked: Asked, command: str | None = None) -> tuple[Trial, Reading]:
    """Read the table of a trial.

    Parameters
    ----------
    path
        CSV, Parquet, XLSX or the URL of a table, in one of three forms: a row for each member
        (``arm, outcome``), for each arm (``arm, size`` and ``outcome`` or ``successes``, and
        ``sd`` for an amount), or for each effect (``lever, estimate, standard_error``, and
        ``control`` for a difference); each perhaps with ``audience`` and ``window``.
    asked
        What is said of it.
    command
        What reads, for the audit file.

    Raises
    ------
    InputError
        If it is no such table, says too little of itself, or can tell no effect.
    """
    source = table_of(path)
    reading = Reading(source.name)
    with audited(source, reading, command):
        return _read(source, asked, reading), reading


def _read(source: Table, asked: Asked, reading: Reading) -> Trial:
    names = [name for name in source.columns() if name != "row"]
    columns = match(names, tuple(ROLES), _with_outcome(names, asked), source.name, ROLES)
    summary = "estimate" in columns and "standard_error" in columns
    by_arm = not summary and "arm" in columns and "size" in columns
    several = _called(names, asked)
    if not summary and "outcome" not in columns and len(several) > 1:
        raise InputError(
            f"what was counted is not told: {', '.join(map(excerpt, several))} may be it; name the "
            "outcome",
            file=source.name,
            line=1,
            field="outcome",
        )
    if not summary and ("arm" not in columns or not {"outcome", "successes"} & set(columns.used)):
        raise InputError(
            "no trial: it needs arm and outcome (a row a member), with size (a row an arm), or "
            f"lever, estimate and standard_error; the first line holds {headings(names)}",
            file=source.name,
            line=1,
        )
    outcome = _outcome(columns, asked, source.name)
    reading.kind = "trial summary" if summary else f"trial by {'arm' if by_arm else 'member'}"
    rows = _rows(source, _picked(columns, summary=summary, by_arm=by_arm), reading)
    days = _days(rows, asked, source.name)
    if summary:
        found = _summaries(rows, columns, outcome, asked, source)
    else:
        if not by_arm:
            rows = _by_member(rows, outcome, source)
        found = _arms(rows, outcome, asked, source)
    name = reading.name
    return Trial(name, outcome.name, days, tuple(found), tuple(_unclear(found)))


def _with_outcome(names: list[str], asked: Asked) -> dict[str, str]:
    """Return the columns that were said, and the one that is called like the outcome."""
    given = dict(asked.columns)
    if "outcome" in given:
        return given
    called = _called(names, asked)
    return {**given, "outcome": called[0]} if len(called) == 1 else given


def _called(names: list[str], asked: Asked) -> list[str]:
    """Return the headings that are called like the outcome, or like any if none is said."""
    own = [OUTCOMES[asked.outcome]] if asked.outcome in OUTCOMES else OUTCOMES.values()
    words = {word for each in own for word in (each.name, *each.words)}
    return [name for name in names if plain(name) in words]


def _outcome(columns: Columns, asked: Asked, file: str) -> Outcome:
    """What was counted: as it was said, or as the column is called."""
    if asked.outcome is not None:
        return outcome_of(asked.outcome)
    heading = plain(columns["outcome"]) if "outcome" in columns else ""
    for each in OUTCOMES.values():
        if heading in each.words:
            return each
    shares = ", ".join(name for name, each in OUTCOMES.items() if each.kind == "share")
    amounts = ", ".join(name for name, each in OUTCOMES.items() if each.kind == "amount")
    raise InputError(
        f"what was counted is not told: name the outcome, a share ({shares}) or an amount a "
        f"member ({amounts})",
        file=file,
        line=1,
        field="outcome",
    )


def _picked(columns: Columns, *, summary: bool, by_arm: bool) -> dict[str, str]:
    roles = {"arm", "audience", "window"}
    if summary:
        roles |= {"estimate", "standard_error", "control_level"}
    else:
        roles |= {"size", "outcome", "successes", "sd"} if by_arm else {"outcome"}
    return {role: heading for role, heading in columns.used.items() if role in roles}


def _rows(source: Table, picked: dict[str, str], reading: Reading) -> pl.DataFrame:
    """Return the columns that count, numbers read, by role; and ``row``."""
    import polars as pl

    columns = [trimmed(pl.col(heading)).alias(role) for role, heading in picked.items()]
    try:
        rows = source.collect(source.scan().select("row", *columns))
    except Uneven as uneven:
        raise uneven.refused(source) from None
    rows = rows.filter(~pl.all_horizontal(pl.exclude("row").is_null()))
    reading.rows, reading.columns = rows.height, tuple(picked.values())
    if not 0 < rows.height <= MAX_ROWS:
        raise InputError(f"{rows.height:,} rows; 1 to {MAX_ROWS:,} are allowed", file=source.name)
    for role, heading in picked.items():
        wanted = pl.col(role).is_null()
        if role in ("arm", "audience"):
            wanted |= pl.col(role).str.to_lowercase().is_in(NOBODY)
        _refuse(rows.filter(wanted) if role != "window" else rows.head(0), source, heading,
                "empty; every row needs one")  # fmt: skip
    for role in _NUMBERS:
        if role in picked:
            rows = _numbered(rows, role, picked[role], source)
    return rows


def _numbered(rows: pl.DataFrame, role: str, heading: str, source: Table) -> pl.DataFrame:
    import polars as pl

    text = rows[role].str.to_lowercase().replace(_YES)
    bare = plain_number(source, text.str.strip_chars_end("% ").str.strip_prefix("+"))
    number = bare.cast(pl.Float64, strict=False)
    number = number.zip_with(~text.str.ends_with("%").fill_null(False), number / 100)
    read = rows.with_columns(number=number)
    good = pl.col("number").is_finite() & (pl.col("number").abs() <= MOST_NUMBER)
    bad = pl.col(role).is_not_null() & ~good.fill_null(False)
    _refuse(read.filter(bad), source, heading, "{} is no number", role)
    return read.with_columns(pl.col("number").alias(role)).drop("number")


def _refuse(
    bad: pl.DataFrame, source: Table, heading: str, message: str, role: str | None = None
) -> None:
    if not bad.is_empty():
        text = quoted(bad[role][0]) if role else ""
        raise InputError(
            message.replace("{}", text),
            file=source.name,
            line=source.line(int(bad["row"][0])),
            field=heading,
        )


def _days(rows: pl.DataFrame, asked: Asked, file: str) -> int:
    """The window: as it was said, or the one that all rows have."""
    if asked.days is not None:
        return asked.days
    told = rows["window"].drop_nulls().unique().sort().to_list() if "window" in rows.columns else []
    if len(told) != 1:
        why = f"the rows have windows of {told[0]:g} to {told[-1]:g} days" if told else (
            "how long it ran is not told"
        )  # fmt: skip
        raise InputError(f"{why}; name its days, one window a trial", file=file, field="days")
    return check_days(told[0])


def _by_member(rows: pl.DataFrame, outcome: Outcome, source: Table) -> pl.DataFrame:
    """Return the rows of arms from those of members."""
    import polars as pl

    value = pl.col("outcome")
    if outcome.kind == "share":
        _refuse(rows.filter(~value.is_in([0.0, 1.0])), source, "outcome",
                f"{{}} is neither 0 nor 1, and {outcome.name} is yes or no of each member; an "
                "amount has another outcome", "outcome")  # fmt: skip
    else:
        _refuse(rows.filter(value < 0), source, "outcome", "{} is negative; an amount is not",
                "outcome")  # fmt: skip
    by = ["audience", "arm"] if "audience" in rows.columns else ["arm"]
    return rows.group_by(by, maintain_order=True).agg(
        row=pl.col("row").first(), size=pl.len().cast(pl.Float64), sd=value.std().fill_null(0.0),
        outcome=value.mean(),
    )  # fmt: skip


def _arms(rows: pl.DataFrame, outcome: Outcome, asked: Asked, source: Table) -> list[Effect]:
    """Return the effects of a table with a row an arm."""
    if "audience" in rows.columns and asked.audience is not None:
        raise InputError(
            "the table has a column of audiences, so none can be said beside it",
            file=source.name, field="audience",
        )  # fmt: skip
    by_audience: dict[str | None, dict[str, Arm]] = {}
    for row in rows.iter_rows(named=True):
        audience = row.get("audience", asked.audience)
        block = by_audience.setdefault(audience, {})
        line = source.line(int(row["row"]))
        if row["arm"] in block:
            raise InputError(
                f"arm {excerpt(row['arm'])} comes twice; give its rows an audience, or add them up",
                file=source.name, line=line,
            )  # fmt: skip
        try:
            block[row["arm"]] = _arm(row, outcome, excerpt(row["arm"]))
        except InputError as error:
            raise InputError(error.message, file=source.name, line=line) from None
    if len(by_audience) > MAX_AUDIENCES or max(map(len, by_audience.values())) > MAX_ARMS:
        raise InputError(
            f"at most {MAX_ARMS} arms and {MAX_AUDIENCES} audiences are allowed; is the column of "
            "arms that of members?", file=source.name,
        )  # fmt: skip
    found: list[Effect] = []
    for audience, arms in by_audience.items():
        control = _control(list(arms), asked, source.name, audience)
        found += effects(list(arms.values()), control, outcome.kind, audience)
    return found


def _arm(row: dict[str, Any], outcome: Outcome, where: str) -> Arm:
    size, mean, sd = row["size"], row.get("outcome"), row.get("sd")
    if size != int(size) or size < 1:
        raise InputError(f"arm {where}: {size:g} members; a size is a whole number above 0")
    if mean is None:
        mean = row["successes"] / size
    if outcome.kind == "share":
        sd = math.sqrt(max(mean * (1 - mean), 0.0))
    elif sd is None:
        raise InputError(
            f"arm {where}: the mean of an amount needs the spread of members beside it, in a "
            "column sd"
        )
    found = Arm(where, int(size), mean, sd / math.sqrt(size))
    check_arm(found, outcome.kind, where)
    return Arm(row["arm"], found.size, mean, found.error)


def _control(arms: list[str], asked: Asked, file: str, audience: str | None) -> str:
    """Return the control's name."""
    among = f" among {excerpt(audience)}" if audience else ""
    there = ", ".join(map(excerpt, arms))
    if len(arms) < 2:
        raise InputError(
            f"one arm{among}, {there}: an effect needs a control beside it", file=file, field="arm"
        )
    if asked.control is not None:
        if asked.control not in arms:
            raise InputError(
                f"no arm {excerpt(asked.control)}{among}; there are {there}",
                file=file, field="control",
            )  # fmt: skip
        return asked.control
    called = [arm for arm in arms if arm.lower() in CONTROLS]
    if len(called) != 1:
        what = "more than one arm looks like the control" if called else "no arm is the control"
        raise InputError(
            f"{what}{among}: there are {there}; name the control", file=file, field="control"
        )
    return called[0]


def _summaries(
    rows: pl.DataFrame, columns: Columns, outcome: Outcome, asked: Asked, source: Table
) -> list[Effect]:
    """Return the effects of a table with a row an effect."""
    heading = plain(columns["estimate"])
    meaning = asked.estimate or (
        "relative" if heading in RELATIVE else "difference" if heading in DIFFERENCE else None
    )
    if meaning is None:
        raise InputError(
            "what an estimate is, is not told: relative (0.05 is +5 %), or a difference of means",
            file=source.name, line=1, field="estimate",
        )  # fmt: skip
    found, seen = [], set()
    for row in rows.iter_rows(named=True):
        audience = row.get("audience", asked.audience)
        arm = row.get("arm") or TREATED
        line = source.line(int(row["row"]))
        if (arm, audience) in seen:
            raise InputError(
                "this lever and audience come twice; pool them into one row",
                file=source.name, line=line,
            )  # fmt: skip
        seen.add((arm, audience))
        try:
            found.append(_summary(row, arm, audience, meaning, outcome))
        except InputError as error:
            raise InputError(
                error.message, file=source.name, line=line, field=error.field
            ) from None
    return found


def _summary(
    row: dict[str, Any], arm: str, audience: str | None, meaning: str, outcome: Outcome
) -> Effect:
    estimate, error, level = row["estimate"], row["standard_error"], row.get("control_level")
    if not error > 0:
        raise InputError(
            f"{error:g} is no standard error: nothing is known so well; it must be above 0",
            field="standard_error",
        )
    if meaning == "relative":
        ratio, error = 1.0 + estimate, error
    else:
        if level is None or not level > 0:
            raise InputError(
                "a difference of means needs the control's mean, above 0, in a column control",
                field="control",
            )
        ratio, error = 1.0 + estimate / level, error / level
    if not ratio > 0:
        raise InputError(f"{estimate:g} would leave nothing, or less", field="estimate")
    if max(ratio, error / ratio) > MOST_RATIO:
        raise InputError(
            f"{estimate:g} with an error of {row['standard_error']:g} tells nothing",
            field="estimate",
        )
    if outcome.kind == "share" and level is not None:
        treated = level * ratio
        if not (0 < level < 1 and 0 < treated < 1):
            raise InputError(
                f"a share of {level:g} under the control and {treated:g} under the lever; both "
                "lie between 0 and 1", field="control",
            )  # fmt: skip
        odds = math.log(treated / (1 - treated)) - math.log(level / (1 - level))
        error = error * level / (treated * (1 - treated))
        return Effect(arm, audience, "", "odds", odds, error**2, level=level)
    return Effect(arm, audience, "", "ratio", math.log(ratio), (error / ratio) ** 2, level=level)


def _unclear(found: list[Effect]) -> list[tuple[str, str]]:
    """Tell of effects that may be none."""
    notes = []
    for one in found:
        if abs(one.estimate) < 1.645 * math.sqrt(one.variance):
            arm = excerpt(one.arm)
            notes.append((
                f"arm {arm} makes no clear difference: 0 lies in the 90 % interval of its effect",
                f"组 {arm} 没有明显差异：其效应的 90% 区间包含 0",
            ))  # fmt: skip
    return notes
