"""A history with logs of invitations and tickets beside it: rates are measured, nobody is named."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

import forerun as fr
from forerun.beside import beside, parted
from forerun.starting import open_history
from scenarios import behaviour_file
from tests.cli import tiny
from tests.cli.conftest import Ended, Forerun

DAYS = 100


def _logs() -> None:
    """Write the tiny log, whose members invite on a twelfth of its posts and ask on a fifth."""
    rng = np.random.default_rng(4)
    rows = tiny.log(DAYS).splitlines()
    Path("log.csv").write_text("\n".join(rows).replace("\nm", "\neve") + "\n", encoding="utf-8")
    invited, asked = ["inviter,invited,time,accepted"], ["opened,answered,closed,kind"]
    for row in rows[1:]:
        member, at, _ = row.split(",")
        if rng.random() < 1 / 12:
            invited.append(f"eve{member[1:]},adam{len(invited)},{at},{len(invited) % 4 // 3}")
        if rng.random() < 1 / 5:
            then = datetime.fromisoformat(at) + timedelta(minutes=float(rng.integers(10, 300)))
            closed = then + timedelta(minutes=12)
            asked.append(f"{at},{then},{closed},{'complaint' if rng.random() < 0.1 else 'other'}")
    Path("invited.csv").write_text("\n".join(invited) + "\n", encoding="utf-8")
    Path("asked.csv").write_text("\n".join(asked) + "\n", encoding="utf-8")


def _started(forerun: Forerun) -> Ended:
    return forerun(
        "new", "--history", "log.csv", "--referrals", "invited.csv", "--tickets", "asked.csv",
        "--trials", "4", "--workers", "1", "--out", "mine", "--json",
    )  # fmt: skip


@pytest.mark.slow
def test_rates_are_measured_and_come_again(forerun: Forerun) -> None:
    """As often in the simulated days as in the logs; grade, source and deviation in the file."""
    _logs()
    ended = _started(forerun)
    assert ended.code == 0, ended.err
    found = ended.facts["beside"]
    assert {rate["name"] for rate in found["rates"]} == {
        "invite_rate", "question_rate", "complaint_rate",
    }  # fmt: skip
    for rate in found["rates"]:
        # Eight worlds of one mean: three of its errors.
        error = 3 * (rate["count"] * (1 + 1 / 8)) ** 0.5
        assert rate["simulated"] == pytest.approx(rate["count"], abs=error)
    own = found["referrals"]
    assert own["acceptance"] == pytest.approx(0.25, abs=0.02)
    joined = own["accepted"] / own["k_factor"]
    with Path("mine/joiners.csv").open(encoding="utf-8") as file:
        organic = sum(int(row["new_members"]) for row in csv.DictReader(file))
    assert 0.8 * DAYS < joined < DAYS  # of the log's days, which begin with the first invitation
    assert organic == round((1 - own["k_factor"]) * DAYS)
    assert behaviour_file.fitted_on(Path("mine/behaviour.json"))["members"] == organic
    made = fr.load("mine/scenario.yaml")
    behaviour = made.behaviour
    for name in ("invite_rate", "accept_rate", "question_rate"):
        assert behaviour.grade(name) == "measured"
        assert 0 < behaviour.spread(name) < behaviour.values[name]
    assert behaviour.source("accept_rate").startswith("invited.csv, 2024-01-")
    assert made.desk is not None
    assert made.desk.handling_minutes <= 12
    written = [path.read_text(encoding="utf-8") for path in Path("mine").iterdir()]
    for text in (ended.out, ended.err, *written):
        assert "eve1" not in text
        assert "adam" not in text


def test_what_the_logs_alone_tell(forerun: Forerun) -> None:
    """Joiners whom nobody invited keep the shape and add up; staff cannot do more than they did."""
    assert callable(forerun)
    _logs()
    past = open_history("log.csv")
    found = beside(past, "invited.csv", "asked.csv", {})
    assert found is not None
    assert sum(found.organic()) == round((1 - found.k_factor) * DAYS)
    assert set(found.organic()) <= {0, 1}
    lines = [line for line, _ in found.desk()]
    assert lines[0] == "desk:"
    assert "  handling_minutes: 12" in lines
    assert found.tickets is not None
    assert found.tickets.service is not None
    slow = replace(found.tickets.service, handling_minutes=600.0)
    busy = replace(found, tickets=replace(found.tickets, service=slow))
    line, why = busy.desk()[-1]
    minutes, (asked, window) = float(line.split()[-1]), busy.counted["question_rate"]
    asked += busy.counted["complaint_rate"][0]
    hours = slow.staff * (slow.shift_end - slow.shift_start) * len(slow.days_open) / 7
    assert minutes * asked / window.days == pytest.approx(0.85 * 60 * hours, rel=0.01)
    assert "staff can do no more" in why


def test_columns_of_logs_may_be_mapped(forerun: Forerun) -> None:
    """Beside those of the history, by role; a heading that is not there is told."""
    assert callable(forerun)
    _logs()
    text = Path("invited.csv").read_text(encoding="utf-8")
    Path("invited.csv").write_text(text.replace("inviter,", "who,"), encoding="utf-8")
    mapped = {"member": "member", "inviter": "who", "agent": "nobody"}
    own, logs = parted(mapped, referrals=True, tickets=True)
    assert (own, logs) == ({"member": "member"}, {"inviter": "who", "agent": "nobody"})
    found = beside(open_history("log.csv"), "invited.csv", None, {}, logs)
    assert found is not None
    assert found.referrals is not None
    assert found.referrals.inviters > 1
    with pytest.raises(fr.InputError, match="no column 'nobody'"):
        beside(open_history("log.csv"), None, "asked.csv", {}, logs)


def test_a_role_of_a_log_that_is_not_given_is_refused(forerun: Forerun) -> None:
    """It was taken and did nothing; where the log is given, it is looked for there alone."""
    _logs()
    mapped = {"member": "member", "inviter": "who", "agent": "nobody"}
    for given, kept in (
        ({"referrals": True, "tickets": False}, {"inviter": "who"}),
        ({"referrals": False, "tickets": True}, {"agent": "nobody"}),
        ({"referrals": False, "tickets": False}, {}),
    ):
        own, logs = parted(mapped, **given)
        assert logs == kept
        assert own == {role: mapped[role] for role in mapped if role not in kept}
    ended = forerun(
        "new", "--history", "log.csv", "--referrals", "invited.csv", "--column", "agent=member",
        "--workers", "1", "--out", "mine",
    )  # fmt: skip
    assert ended.code == 2
    assert ended.err.startswith("error: columns.agent: no role 'agent' of a column")
    assert not Path("mine").exists()


def test_a_log_of_other_days_is_refused(forerun: Forerun) -> None:
    """It says nothing of the history."""
    _logs()
    text = Path("invited.csv").read_text(encoding="utf-8")
    Path("invited.csv").write_text(text.replace("2024-", "2021-"), encoding="utf-8")
    ended = _started(forerun)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert "shares 0 days with the last 182 of the history" in ended.err
    assert not Path("mine").exists()
