"""Logs beside a history: read in the words of exports, counted by day, nobody named."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from calibration.history import read
from calibration.history.audit import audit_file
from calibration.history.referrals import read_referrals
from calibration.history.rules import Rules
from calibration.history.tickets import read_tickets
from sim.errors import InputError

FIRST = datetime(2024, 1, 1)


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "log.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_invitations_are_counted_by_day(tmp_path: Path) -> None:
    """A pair counts once, as accepted if it ever was; nobody invites themselves."""
    log = read_referrals(
        _file(
            tmp_path,
            "inviter,invited,time,accepted\n"
            "a,x,2024-01-01 10:00,1\na,y,2024-01-01 11:00,0\nb,z,2024-01-03 09:00,\n"
            "b,z,2024-01-04 09:00,yes\nb,b,2024-01-04 09:30,1\n",
        )
    )
    assert log.daily.rows() == [(date(2024, 1, 1), 2, 1), (date(2024, 1, 2), 0, 0),
                                (date(2024, 1, 3), 1, 1)]  # fmt: skip
    assert (log.inviters, len(log.pseudonyms), log.knows_acceptance) == (2, 2, True)
    assert log.between(date(2024, 1, 2), date(2024, 2, 1)) == (1, 1)
    assert {"selves", "again"} <= {note.kind for note in log.reading.notes}
    audit = audit_file()
    assert audit is not None
    line = json.loads(audit.read_text(encoding="utf-8").splitlines()[-1])
    assert (line["kind"], line["outcome"], line["rows"]) == ("referral log", "read", 5)


def test_a_member_has_the_same_hash_in_a_referral_log_and_an_event_log(tmp_path: Path) -> None:
    """One user's keyed hash, whatever the table."""
    from calibration.history.events import read_events
    from calibration.history.reading import Reading
    from calibration.history.sources import table_of

    log = read_referrals(_file(tmp_path, "inviter,invited,time\na,x,2024-01-01\n"))
    path = tmp_path / "events.csv"
    path.write_text("member,timestamp,event\nx,2024-01-01,post\n", encoding="utf-8")
    events = read_events(table_of(path), Rules(last_day="keep"), Reading("events"))
    assert log.pseudonyms.to_list() == events.pseudonyms.to_list()
    assert not log.knows_acceptance


def test_chinese_logs_are_read_on_local_days(tmp_path: Path) -> None:
    """GB18030, slashes; 20:00 in UTC is the next day in Shanghai."""
    text = (
        "邀请人,被邀请人,邀请时间,接受时间\n"
        "甲,乙,2024/1/1 20:00,2024/1/2 08:00\n甲,丙,2024/1/1 09:00,\n"
    )
    log = read_referrals(_file(tmp_path, text, "gb18030"), Rules(timezone="Asia/Shanghai"))
    assert log.daily.rows() == [(date(2024, 1, 1), 1, 0), (date(2024, 1, 2), 1, 1)]
    tickets = read_tickets(
        _file(tmp_path, "创建时间,类型\n2024/1/1 20:00,投诉\n2024/1/1 09:00,咨询\n", "gb18030"),
        Rules(timezone="Asia/Shanghai"),
    )
    assert tickets.daily.rows() == [(date(2024, 1, 1), 1, 0), (date(2024, 1, 2), 0, 1)]
    assert tickets.service is None


def _desk(agents: bool) -> str:
    """Two people from 9 to 17 on weekdays, ten minutes a ticket, two at a time."""
    rows = ["created_at,first_response_at,closed_at,type,assignee"]
    for day in range(28):
        at = FIRST + timedelta(days=day, hours=9)
        if at.weekday() > 4:
            continue
        for k in range(40):
            taken = at + timedelta(minutes=12 * k)
            for who in ("eve", "adam"):
                asked = taken - timedelta(minutes=30)
                kind = "complaint" if k % 4 == 0 else "how to"
                rows.append(
                    f"{asked},{taken},{taken + timedelta(minutes=10)},{kind},"
                    f"{who if agents else ''}"
                )
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("agents", [True, False])
def test_a_desk_is_seen_in_its_log(tmp_path: Path, agents: bool) -> None:
    """By names of staff, or by how many tickets are in hand at once."""
    log = read_tickets(_file(tmp_path, _desk(agents)))
    found = log.service
    assert found is not None
    assert (found.staff, found.days_open) == (2, (0, 1, 2, 3, 4))
    assert (found.shift_start, found.shift_end) == (9, 17)
    assert found.handling_minutes == 10
    assert found.wait_hours == pytest.approx(0.5)
    assert log.between(date(2024, 1, 1), date(2024, 1, 2)) == (60, 20)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("who,whom\na,b\n", "no column 'inviter'"),
        ("inviter,invited\na,b\n", "no column 'time'"),
        ("inviter,time\n", "0 rows"),
        ("inviter,time\na,soon\n", "a text of 4 characters is not a timestamp"),
        ("inviter,time\n,2024-01-01\n", "empty; every row needs inviter"),
        ("inviter,invited,time\na,a,2024-01-01\n", "nobody invites anybody else"),
        ("inviter,time,status\na,2024-01-01,eve@example.com\n", "says neither yes nor no"),
        ("inviter,time\na,2024-01-01,1,2\n", "4 fields, the header has 2"),
        ('inviter,time\n"a" b,2024-01-01\n', "quotes stand within fields"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(tmp_path: Path, text: str, told: str) -> None:
    """With file; a cell that may name somebody is not quoted."""
    with pytest.raises(InputError) as caught:
        read_referrals(_file(tmp_path, text))
    assert told in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "log.csv"))
    assert "eve@" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("inviter,invited,sent_at\na,b,2024-01-01\n", "--referrals FILE"),
        ("opened_at,closed_at\n2024-01-01,2024-01-02\n", "--tickets FILE"),
    ],
)
def test_who_gives_one_as_the_history_is_told_where_it_goes(
    tmp_path: Path, text: str, option: str
) -> None:
    """In the line that refuses it."""
    with pytest.raises(InputError, match=option):
        read(_file(tmp_path, text))


def test_times_out_of_order_are_told(tmp_path: Path) -> None:
    """An answer before the question counts the ticket and not its times."""
    text = _desk(agents=True) + "2024-01-02 10:00:00,2023-01-02 10:00:00,,how to,eve\n"
    log = read_tickets(_file(tmp_path, text))
    assert log.service is not None
    assert log.service.wait_hours == pytest.approx(0.5)
    assert "answered early" in {note.kind for note in log.reading.notes}
