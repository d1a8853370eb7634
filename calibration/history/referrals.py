"""A referral log: who invited whom, when, and whether they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from calibration.history.audit import audited
from calibration.history.cells import quoted
from calibration.history.identities import Members, is_nobody
from calibration.history.logs import Form, every_day, read_rows, sums
from calibration.history.pseudonyms import key
from calibration.history.reading import Reading
from calibration.history.rules import Rules
from calibration.history.sources import table_of
from calibration.history.table import Table
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

FORM: Final = Form(
    "referral log",
    {
        "inviter": (
            "inviter", "inviter_id", "referrer", "referrer_id", "referred_by", "invited_by",
            "sponsor", "from", "from_user", "sender",
            "邀请人", "邀请人id", "邀请者", "推荐人", "推荐人id",
        ),
        "invited": (
            "invited", "invited_id", "invitee", "invitee_id", "referred", "referred_id", "referee",
            "friend", "to", "to_user", "recipient",
            "被邀请人", "被邀请人id", "受邀人", "受邀者", "被推荐人", "好友",
        ),
        "time": (
            "time", "invited_at", "sent_at", "timestamp", "created_at", "date", "datetime",
            "时间", "邀请时间", "发送时间", "日期",
        ),
        "accepted": (
            "accepted", "accepted_at", "joined", "joined_at", "registered_at", "converted",
            "status", "success",
            "接受", "是否接受", "接受时间", "注册时间", "是否成功", "状态",
        ),
    },
    needed=("inviter", "time"),
    times=("time",),
)  # fmt: skip

_NO: Final = ("0", "0.0", "false", "no", "n", "f", "pending", "sent", "declined", "expired",
              "rejected", "否", "未接受", "未注册", "待接受", "失败")  # fmt: skip
"""What says that an invitation was not accepted; an empty cell says so too."""

_YES: Final = ("1", "1.0", "true", "yes", "y", "t", "accepted", "joined", "registered", "success",
               "converted", "completed", "是", "已接受", "已注册", "已加入", "成功")  # fmt: skip

_LIKE_A_TIME: Final = r"^\d{1,4}[-/.年]\d{1,2}|^\d{8,19}(\.\d+)?$"


@dataclass(frozen=True)
class Referrals:
    """What a referral log tells, by day; members are numbers, and nobody has a name.

    Attributes
    ----------
    source
        Name of the log, without its folder.
    daily
        ``date, invitations, accepted``, a row for each day from the first to the last.
    inviters
        Members who invited anybody.
    knows_acceptance
        Whether the log says who came; if not, all in it are taken to have.
    pseudonyms
        Keyed hashes of those who came, UInt64, as in every table that one user reads.
    reading
        How it was read.
    """

    source: str
    daily: pl.DataFrame
    inviters: int
    knows_acceptance: bool
    pseudonyms: pl.Series
    reading: Reading

    def between(self, start: date, end: date) -> tuple[int, int]:
        """Return the invitations of some days, the last not included, and those accepted."""
        invitations, accepted = sums(self.daily, start, end, "invitations", "accepted")
        return invitations, accepted


def read_referrals(
    source: Table | str | Path, rules: Rules | None = None, command: str | None = None
) -> Referrals:
    """Read a referral log.

    Parameters
    ----------
    source
        A table with ``inviter, time`` and perhaps ``invited`` and ``accepted`` (a yes or no, or
        the time of joining; empty: not accepted). Headings as in `FORM`.
    rules
        The zone whose days count, and the order of dates.
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
        known = "accepted" in columns
        yes = pl.lit(True)
        if known:
            _refuse_unknown(source, rows, columns["accepted"])
            text = pl.col("accepted")
            yes = text.is_not_null() & ~is_nobody(text) & ~text.str.to_lowercase().is_in(_NO)
        else:
            _tell_unknown(reading)
        rows = rows.with_columns(came=yes.fill_null(False))
        if not rows["came"].any():
            reading.note(
                "none accepted",
                f"of {rows.height:,} invitations none was accepted: is it the right column?",
                f"{rows.height:,} 次邀请均未被接受：列是否正确？",
                warning=True,
            )
        if "invited" in columns:
            rows = _without_selves(rows, reading)
        if rows.is_empty():
            raise InputError("nobody invites anybody else", file=source.name)
        secret, notes = key()
        reading.add(notes)
        inviters = Members.of(rows["inviter"].cast(pl.Categorical), secret)
        hashes = pl.Series("pseudonym", [], pl.UInt64)
        if "invited" in columns:
            came = rows.filter(pl.col("came") & pl.col("invited").is_not_null())["invited"]
            hashes = (
                Members.of(came.cast(pl.Categorical), secret).pseudonyms if len(came) else hashes
            )
        reading.members = len(inviters.pseudonyms) + len(hashes)
        name = reading.name
        return Referrals(name, _daily(rows), len(inviters.pseudonyms), known, hashes, reading)


def _refuse_unknown(source: Table, rows: pl.DataFrame, heading: str) -> None:
    """Raise `InputError` for a cell that says neither yes nor no, and is no time either."""
    import polars as pl

    text = pl.col("accepted").str.to_lowercase()
    known = text.is_null() | is_nobody(text) | text.is_in([*_NO, *_YES])
    odd = rows.filter(~(known | text.str.contains(_LIKE_A_TIME)))
    if not odd.is_empty():
        raise InputError(
            f"{quoted(odd['accepted'][0])} says neither yes nor no; write 1 or 0, yes or no, the "
            "time of joining, or nothing",
            file=source.name,
            line=source.line(int(odd["row"][0])),
            field=heading,
        )


def _tell_unknown(reading: Reading) -> None:
    reading.note(
        "accepted",
        "no column says who came: all who are invited are taken to have joined, so the rate of "
        "acceptance is not measured",
        "没有接受列：所有被邀请者视为已加入，因此不测定接受率",
        warning=True,
    )


def _without_selves(rows: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Leave out who invites themselves, and count a pair that comes again once."""
    import polars as pl

    others = rows.filter((pl.col("inviter") != pl.col("invited")).fill_null(True))
    if selves := rows.height - others.height:
        reading.note(
            "selves",
            f"{selves:,} invitations of oneself left out",
            f"{selves:,} 行邀请自己，未采用",
            rows=selves,
        )
    named = others.filter(pl.col("invited").is_not_null())
    again = named.height - named.select("inviter", "invited").n_unique()
    if not again:
        return others
    reading.note(
        "again",
        f"{again:,} invitations are of a friend whom the same member had invited before; each pair "
        "counts once, as accepted if it ever was",
        f"{again:,} 行为同一成员重复邀请同一好友；每对只计一次，曾接受即视为接受",
        rows=again,
    )
    once = named.group_by("inviter", "invited", maintain_order=True).agg(
        pl.col("time").first(), pl.col("came").any()
    )
    nameless = others.filter(pl.col("invited").is_null()).select(once.columns)
    return pl.concat([once, nameless]).sort("time", maintain_order=True)


def _daily(rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    return every_day(
        rows.group_by(date=pl.col("time").dt.date()).agg(
            invitations=pl.len().cast(pl.Int64), accepted=pl.col("came").sum().cast(pl.Int64)
        )
    )
