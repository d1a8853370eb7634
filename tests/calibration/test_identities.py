"""Members are keyed hashes once they are read, and nothing depends on the key or on their names."""

from __future__ import annotations

import random
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calibration import history
from calibration.history import own, pseudonyms
from calibration.history.events import read_events
from calibration.history.reading import Reading
from calibration.history.rules import Rules
from calibration.history.sources import table_of
from sim.errors import InputError
from tests.calibration.exports import events, kinds, lines, read, told

KEYS = ("one key of sixteen or more", "another key of sixteen or more")
HEAD = "member,timestamp,event,value\n"
BODY = lines(events(60)).split("\n", 1)[1].replace("post\n", "post,\n")
PLANTED = (
    "anna.schmidt@example.com", "+8613812345678", "13812345678", "138-1234-5678",
    "+49 170 1234567", "王小明", "欧阳娜娜", "Wei", "O'Brien",
)  # fmt: skip
"""Identities that no error, note or fact may say: addresses, telephone numbers, names."""


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has read nothing yet; the folder of their own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(pseudonyms.VARIABLE, raising=False)
    return tmp_path / "config" / "forerun"


def by_day(path: Path) -> dict[tuple[datetime, str], int]:
    """Return the pseudonym behind each event, by its moment and name."""
    found = read_events(table_of(path), Rules(), Reading(str(path)))
    rows = found.table.select("moment", pl.col("event").cast(pl.String), "member").iter_rows()
    return {(at, event): found.pseudonyms[number] for at, event, number in rows}


def test_a_member_has_one_pseudonym_for_a_user_and_another_for_another(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.csv"
    path.write_text("member,timestamp,event\nb,2024-01-01,post\na,2024-01-02,post\n")
    later = tmp_path / "later.csv"
    later.write_text("member,timestamp,event\na,2024-01-02,post\nc,2024-01-03,post\n")
    first, again, other = by_day(path), by_day(path), by_day(later)
    same = (datetime(2024, 1, 2), "post")
    assert first == again
    assert other[same] == first[same]
    assert len({*first.values(), *other.values()}) == 3
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another"))
    assert not set(by_day(path).values()) & set(first.values())


def test_a_pseudonym_is_the_keyed_hash_of_the_trimmed_name() -> None:
    import hashlib

    names = pl.Series(["王小明", "anna@example.com"])
    key = bytes(range(32))
    found = pseudonyms.pseudonyms(names, key).to_list()
    assert found == [
        int.from_bytes(hashlib.blake2b(name.encode(), key=key, digest_size=8).digest(), "little")
        for name in names
    ]
    assert pseudonyms.pseudonyms(names.clear(), key).to_list() == []


def test_the_key_is_made_once_and_for_its_user_alone(fresh: Path) -> None:
    (key, notes), (again, _) = pseudonyms.key(), pseudonyms.key()
    assert (len(key), notes) == (32, [])
    assert key == again
    assert stat.S_IMODE((fresh / "pseudonym.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o700
    assert key.hex() == (fresh / "pseudonym.key").read_text().strip()


def test_readers_who_begin_at_once_have_one_key(fresh: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: pseudonyms.key()[0], range(16)))
    assert len(set(found)) == 1
    assert found[0].hex() == (fresh / "pseudonym.key").read_text().strip()


def test_a_key_may_be_given_but_not_a_short_one(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(pseudonyms.VARIABLE, KEYS[0])
    given_key, _ = pseudonyms.key()
    assert len(given_key) == 32
    assert not fresh.exists()
    monkeypatch.setenv(pseudonyms.VARIABLE, "too short")
    with pytest.raises(InputError, match="shorter than 16") as caught:
        pseudonyms.key()
    assert "too short" not in str(caught.value)


def test_a_damaged_key_is_refused_and_not_replaced(fresh: Path, tmp_path: Path) -> None:
    fresh.mkdir(parents=True)
    (fresh / "pseudonym.key").write_text("secret words")
    with pytest.raises(InputError, match="no key of 64 hexadecimal digits") as caught:
        read(tmp_path, HEAD + BODY)
    assert "secret words" not in str(caught.value)
    assert (fresh / "pseudonym.key").read_text() == "secret words"


def test_where_no_key_can_be_kept_it_is_told(fresh: Path, tmp_path: Path) -> None:
    fresh.parent.mkdir()
    fresh.write_text("a file where the folder should be")
    seen = read(tmp_path, HEAD + BODY)
    assert {"pseudonyms", "audit"} <= kinds(seen)
    assert "this reading's match no other's" in told(seen)
    assert own.folder() == fresh


def whole(past: history.History) -> tuple[object, ...]:
    """Return all that a history says, to the last bit."""
    assert past.reading is not None
    assert past.windows is not None
    notes = [(note.kind, note.en, note.zh, note.rows) for note in past.reading.notes]
    return (
        past.daily.to_dicts(), past.triangle.tolist(), past.windows.to_dicts(), notes,
        past.reading.rows, past.reading.members,
    )  # fmt: skip


LOG = st.lists(
    st.tuples(
        st.integers(0, 6), st.integers(0, 70), st.integers(0, 23),
        st.sampled_from(["post", "comment", "visit", "purchase", "refund"]),
        st.sampled_from(["0.1", "0.2", "0.7", "33.3"]),
    ),
    min_size=2, max_size=40,
).filter(lambda rows: any(row[3] == "post" for row in rows))  # fmt: skip


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=LOG, seed=st.integers(0, 99))
def test_nothing_depends_on_the_key_or_on_what_members_are_called(
    tmp_path: Path, rows: list[tuple[int, int, int, str, str]], seed: int
) -> None:
    def seen(names: list[str], key: str) -> tuple[object, ...]:
        body = ""
        for member, day, hour, event, value in rows:
            at = f"2024-{1 + day // 28:02}-{1 + day % 28:02}T{hour:02}:00:00"
            body += f"{names[member]},{at},{event},{value}\n"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(pseudonyms.VARIABLE, key)
            try:
                past = read(tmp_path, HEAD + body, "log.csv")
                table = read_events(table_of(tmp_path / "log.csv"), Rules(), Reading("")).table
                return (*whole(past), table.rows())
            except InputError as error:
                return (str(error),)

    plain = [f"m{k}" for k in range(7)]
    others = [*PLANTED[:7]]
    random.Random(seed).shuffle(others)
    first = seen(plain, KEYS[0])
    assert first == seen(plain, KEYS[1])
    assert first == seen(others, KEYS[1])


def said(error: InputError) -> str:
    """Return what an error says, but for the file, whose folder has the test's name."""
    return f"{error} {error.as_dict()}".replace(str(error.file), "FILE")


@pytest.mark.parametrize("column", ["timestamp", "event", "value"])
@pytest.mark.parametrize("name", PLANTED)
def test_an_error_quotes_nobody(tmp_path: Path, column: str, name: str) -> None:
    cells = {"timestamp": "2024-02-01", "event": "post", "value": "1", column: name}
    row = ",".join(["x", *cells.values()])
    # More than a twentieth of the rows, so that they are not merely left out.
    known = f"{name},2024-02-01T00:00:00,post,1\n"
    text = HEAD + BODY + known * 40 + f"{row}\n" * 40
    if column == "value" and name.lstrip("+").isdecimal():
        # A telephone number is an amount like any other.
        assert name not in told(read(tmp_path, text))
        return
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert column in said(caught.value)
    assert name not in said(caught.value)


@pytest.mark.parametrize("name", PLANTED)
def test_slipped_fields_are_left_out_and_named_nowhere(tmp_path: Path, name: str) -> None:
    known = f"{name},2024-02-01T00:00:00,post,1\n"
    seen = read(tmp_path, HEAD + BODY + known * 2 + f"x,2024-02-01,{name},1\n")
    assert seen.reading is not None
    assert seen.reading.dropped == {"an event named like a member": 1}
    assert name.lower() not in f"{told(seen)} {seen.daily.columns} {seen.reading.as_dict()}".lower()


def test_an_event_may_be_called_like_a_member(tmp_path: Path) -> None:
    rows = "fork,2024-02-01T00:00:00,post,\n" + "m1,2024-02-01T00:00:00,fork,\n" * 5
    assert read(tmp_path, HEAD + BODY + rows).counts("event_fork").sum() == 5
    codes = "1,2024-01-01,1\n2,2024-01-02,2\n"
    assert read(tmp_path, "member,timestamp,event\n" + codes).counts("event_2").sum() == 1


def test_a_column_of_names_is_not_taken_for_events(tmp_path: Path) -> None:
    body = "".join(f"{name},2024-01-0{k + 1}\n" for k, name in enumerate(PLANTED[:3]))
    with pytest.raises(InputError, match="names a member, not an event") as caught:
        read(tmp_path, "user,time\n" + body, columns={"event": "user", "member": "user"})
    assert not any(name in said(caught.value) for name in PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_a_first_row_that_is_no_header_is_not_told(tmp_path: Path, name: str) -> None:
    for at in ("2024-01-01", "2024-01-01T00:00:00", "1704067200", "1/2/2024", "4 Jul 2016"):
        with pytest.raises(InputError, match="no headings of a table") as caught:
            read(tmp_path, f"{name},{at},post\n")
        assert name not in said(caught.value)


def test_a_first_row_of_handles_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no headings of a table"):
        read(tmp_path, "ann#1234,bob\nbob,ann#1234\n")


def test_what_stands_behind_a_time_is_told_only_if_it_looks_like_a_zone(tmp_path: Path) -> None:
    text = "member,timestamp,event\n" + "a,2024-01-01 10:00:00 UTC,post\n" * 40
    for zone, shown in (("CST", True), ("Wei", False)):
        seen = read(tmp_path, f"{text}a,2024-01-01 10:00:00 {zone},post\n")
        assert "zones" in kinds(seen)
        assert (zone in told(seen)) == shown


def test_what_may_be_quoted_is_still_quoted(tmp_path: Path) -> None:
    for cell in ("2024-02-30", "4/14/2024", "2024年2月30日", "2024-13-01T10:00:00Z"):
        with pytest.raises(InputError, match=re.escape(repr(cell))):
            read(tmp_path, HEAD + f"a,{cell},post,\n" + "a,2024-01-01,post,\n" * 3)
    for cell in ('"1,250.00"', "$12.50", "12.5€"):
        with pytest.raises(InputError, match=re.escape(cell.strip('"'))):
            read(tmp_path, HEAD + f"a,2024-01-01,post,{cell}\n")


@pytest.mark.parametrize("name", PLANTED)
def test_figures_quote_nobody(tmp_path: Path, name: str) -> None:
    for row in (f"{name},1,0", f"2024-01-02,{name},0"):
        with pytest.raises(InputError) as caught:
            read(tmp_path, f"date,active_members,new_members\n2024-01-01,3,3\n{row}\n")
        assert name not in said(caught.value)
