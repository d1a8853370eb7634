"""Tables of databases by URL: SQLite, and a real PostgreSQL where its programs are."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from calibration import history
from sim.errors import InputError
from tests.calibration.exports import events, lines, read, same, told

PLAIN = lines(events())


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """The URL of an SQLite file with a table of events and one of orders."""
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE events (user_id TEXT, created_at TEXT, type TEXT)")
        connection.executemany(
            "INSERT INTO events VALUES (?, ?, ?)", [(m, str(at), e) for m, at, e in events()]
        )
        connection.execute("CREATE TABLE orders (customer INTEGER, paid_at TIMESTAMP, amount REAL)")
        connection.execute("INSERT INTO orders VALUES (7, '2024-01-01 10:00:00', 12.5)")
        connection.execute("INSERT INTO orders VALUES (7, '2024-01-02 10:00:00', -2.5)")
    connection.close()
    return f"sqlite:///{path}"


def test_a_table_of_sqlite_is_read(shop: str, tmp_path: Path) -> None:
    seen = history.read(f"{shop}#events")
    assert same(seen, read(tmp_path, PLAIN))
    assert "table events of sqlite" in told(seen)
    orders = history.read(f"{shop}#orders")
    assert orders.daily["revenue"].to_list() == [12.5, -2.5]


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("", "names no table; write #table"),
        ("#visits", "no table 'visits'; there are events, orders"),
        ("#events; DROP TABLE events", "no table 'events; DROP TABLE events'"),
    ],
)
def test_a_table_that_is_not_there(shop: str, end: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        history.read(shop + end)
    assert history.read(f"{shop}#events").days == 30


def test_what_is_no_database_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        history.read(f"sqlite:///{tmp_path}/new.db#events")
    assert not list(tmp_path.iterdir())
    (tmp_path / "odd.db").write_text("no database at all, but long enough to be looked at" * 9)
    with pytest.raises(InputError, match="the database refused"):
        history.read(f"sqlite:///{tmp_path}/odd.db#events")


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_a_password_is_never_told(scheme: str) -> None:
    pytest.importorskip({"postgresql": "psycopg", "mysql": "pymysql"}[scheme])
    with pytest.raises(InputError) as caught:
        history.read(f"{scheme}://ann:s3cret@127.0.0.1:9/shop?password=s3cret#events")
    assert "s3cret" not in str(caught.value)
    assert str(caught.value).startswith(f"{scheme}://ann:***@127.0.0.1:9/shop#events: ")
    assert "the database refused" in str(caught.value)


@pytest.mark.slow
def test_a_table_of_a_real_postgresql_is_read(server: str, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA web")
        connection.execute(
            'CREATE TABLE web."Events" (user_id uuid, created_at timestamptz, type varchar(9), '
            "amount numeric(9, 2), note jsonb)"
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                'INSERT INTO web."Events" VALUES (md5(%s)::uuid, %s::timestamp AT TIME ZONE '
                "'UTC', %s, NULL, '{}')",
                events(),
            )
            cursor.execute(
                "INSERT INTO web.\"Events\" VALUES (md5('m1')::uuid, '2024-01-30 20:00+00', "
                "'purchase', 12.50, '[1]')"
            )
    seen = history.read(f"{server}#web.Events")
    assert seen.counts("posts").tolist() == read(tmp_path, PLAIN).counts("posts").tolist()
    assert seen.counts("new_members").sum() == 8
    assert seen.daily["revenue"].sum() == 12.5
    local = history.read(f"{server}#web.Events", timezone="Asia/Shanghai", last_day="keep")
    assert local.daily["revenue"][-1] == 12.5
    assert local.days == 31
    with pytest.raises(InputError, match=r"no table 'orders'; there are Events"):
        history.read(f"{server}#web.orders")
