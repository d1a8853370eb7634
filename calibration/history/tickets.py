"""A ticket log: what members asked of staff, when it was answered, and by how many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from calibration.history.audit import audited
from calibration.history.logs import Form, every_day, read_rows, sums
from calibration.history.reading import Reading
from calibration.history.rules import Rules
from calibration.history.sources import table_of
from calibration.history.table import Table

if TYPE_CHECKING:
    import polars as pl

FORM: Final = Form(
    "ticket log",
    {
        "opened": (
            "opened", "opened_at", "created", "created_at", "asked_at", "submitted_at", "time",
            "timestamp", "date", "open_time", "create_time",
            "创建时间", "提交时间", "提问时间", "开启时间", "时间",
        ),
        "answered": (
            "answered", "answered_at", "first_response", "first_response_at", "first_reply_at",
            "responded_at", "replied_at", "assigned_at",
            "首次响应时间", "首次回复时间", "响应时间", "回复时间", "受理时间",
        ),
        "closed": (
            "closed", "closed_at", "resolved", "resolved_at", "solved_at", "completed_at",
            "关闭时间", "解决时间", "完成时间", "结束时间",
        ),
        "kind": ("kind", "type", "category", "class", "ticket_type", "类型", "类别", "工单类型",
                 "分类"),
        "agent": ("agent", "agent_id", "assignee", "assigned_to", "handler", "staff", "owner",
                  "客服", "处理人", "受理人", "坐席"),
    },
    needed=("opened",),
    times=("opened", "answered", "closed"),
)  # fmt: skip

_COMPLAINTS: Final = ("complaint", "complain", "grievance", "refund", "dispute", "abuse",
                      "投诉", "抱怨", "退款", "纠纷", "申诉")  # fmt: skip
"""What a kind holds that is a complaint; any other is a question."""

LEAST: Final = 20
"""Tickets from which times of service and of shifts are told."""

OPEN_DAY: Final = 0.2
"""A weekday is a working day with this share of the busiest one's answers."""

EDGE: Final = 0.025
"""Share of the answers that may lie before a shift begins, and after it ends."""


@dataclass(frozen=True)
class Service:
    """How a desk works, as far as its log tells.

    Attributes
    ----------
    staff
        People on shift: those who answered on a usual working day, or as many as had a ticket in
        hand at once.
    shift_start, shift_end
        Whole hours of the local day between which nearly all is answered.
    days_open
        Weekdays, Monday 0.
    handling_minutes
        Median minutes from answer to close; None where the log has no closes.
    wait_hours
        Mean hours from opening to the first answer.
    """

    staff: int
    shift_start: int
    shift_end: int
    days_open: tuple[int, ...]
    handling_minutes: float | None
    wait_hours: float


@dataclass(frozen=True)
class Tickets:
    """What a ticket log tells.

    Attributes
    ----------
    source
        Name of the log, without its folder.
    daily
        ``date, questions, complaints``, a row for each day from the first to the last.
    service
        How the desk works; None where the log has no answers, or fewer than `LEAST`.
    reading
        How it was read.
    """

    source: str
    daily: pl.DataFrame
    service: Service | None
    reading: Reading

    def between(self, start: date, end: date) -> tuple[int, int]:
        """Return the questions of some days, the last not included, and the complaints."""
        questions, complaints = sums(self.daily, start, end, "questions", "complaints")
        return questions, complaints


def read_tickets(
    source: Table | str | Path, rules: Rules | None = None, command: str | None = None
) -> Tickets:
    """Read a ticket log.

    Parameters
    ----------
    source
        A table with ``opened`` and perhaps ``answered, closed, kind, agent``; headings as in
        `FORM`. Who asked and what is not read.
    rules
        The zone whose days and hours count, and the order of dates.
    command
        What reads, for the audit file.

    Raises
    ------
    InputError
        If it is no such log, or too much of it is bad; names the line.
    """
    import polars as pl

    source = source if isinstance(source, Table) else table_of(source)
    reading = Reading(source.name)
    with audited(source, reading, command):
        rows, columns = read_rows(source, FORM, rules or Rules(), reading)
        complaint = pl.lit(False)
        if "kind" in columns:
            text = pl.col("kind").str.to_lowercase().fill_null("")
            complaint = text.str.contains_any(list(_COMPLAINTS))
        else:
            reading.note(
                "kind", "no column says what kind a ticket is: all are questions",
                "没有类型列：全部视为咨询",
            )  # fmt: skip
        rows = rows.with_columns(complaint=complaint)
        counted = rows.group_by(date=pl.col("opened").dt.date()).agg(
            questions=(~pl.col("complaint")).sum().cast(pl.Int64),
            complaints=pl.col("complaint").sum().cast(pl.Int64),
        )
        name = reading.name
        return Tickets(name, every_day(counted), _service(rows, reading), reading)


def _service(rows: pl.DataFrame, reading: Reading) -> Service | None:
    """Return how the desk works, and tell what stood out of order."""
    import polars as pl

    if "answered" not in rows.columns:
        return None
    answered = rows.filter(pl.col("answered").is_not_null())
    early = answered.filter(pl.col("answered") < pl.col("opened"))
    if not early.is_empty():
        reading.note(
            "answered early",
            f"{early.height:,} tickets are answered before they are opened; their times are left "
            "out",
            f"{early.height:,} 条工单的回复早于创建，其时间未采用",
            warning=True,
            rows=early.height,
        )
    answered = answered.filter(pl.col("answered") >= pl.col("opened"))
    if answered.height < LEAST:
        return None
    at = answered["answered"]
    hours = at.dt.hour() + at.dt.minute() / 60
    low, high = hours.quantile(EDGE), hours.quantile(1 - EDGE)
    assert low is not None
    assert high is not None
    by_day = [int((at.dt.weekday() == day + 1).sum()) for day in range(7)]
    waits = (at - answered["opened"]).dt.total_seconds() / 3600
    minutes = None
    if "closed" in answered.columns:
        spans = (answered["closed"] - at).dt.total_seconds().drop_nulls() / 60
        spans = spans.filter(spans >= 0)
        if len(spans) >= LEAST:
            minutes = float(spans.median())  # type: ignore[arg-type]
    return Service(
        staff=_staff(answered),
        shift_start=int(low),
        shift_end=min(int(high) + 1, 24),
        days_open=tuple(day for day in range(7) if by_day[day] >= OPEN_DAY * max(by_day)),
        handling_minutes=minutes,
        wait_hours=float(waits.mean()),  # type: ignore[arg-type]
    )


def _staff(answered: pl.DataFrame) -> int:
    """Return the people on shift of a usual day; 1 where nothing tells."""
    import polars as pl

    day = pl.col("answered").dt.date()
    if "agent" in answered.columns and answered["agent"].null_count() < answered.height:
        people = answered.group_by(day).agg(n=pl.col("agent").drop_nulls().n_unique())["n"]
        return max(round(float(people.filter(people > 0).median())), 1)  # type: ignore[arg-type]
    if "closed" not in answered.columns:
        return 1
    whole = answered.filter(pl.col("closed") >= pl.col("answered"))
    if whole.is_empty():
        return 1
    # How many were in hand when each was taken up, by a count of ups and downs.
    ups = whole.select(at="answered", step=pl.lit(1))
    downs = whole.select(at="closed", step=pl.lit(-1))
    moves = pl.concat([downs, ups]).sort("at", maintain_order=True)
    held = moves.with_columns(held=pl.col("step").cum_sum()).filter(pl.col("step") == 1)["held"]
    return max(round(float(held.median())), 1)  # type: ignore[arg-type]
