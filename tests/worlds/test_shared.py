"""Studies in a real PostgreSQL: held alone, never another's, and no password in any message."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import optuna
import pytest
from optuna.samplers import RandomSampler

from sim.errors import InputError
from tests.postgresql import LOCKED
from tests.worlds.test_journal import SPACE, ended, filled
from worlds.address import Address, place_of
from worlds.journal import Journal, opened

SECRET = "s3cret"


@contextmanager
def kept(address: str, name: str = "study", begun: bool = False) -> Iterator[Journal]:
    place = place_of(address)
    assert isinstance(place, Address)
    with opened(replace(place, begun=begun), name, "place", ("minimize",), "fit") as journal:
        journal.fail_open()
        yield journal


def told(address: str, name: str = "study") -> None:
    """Tell two trials; the second has a note longer than any column was."""
    with kept(address, name) as journal:
        for place in range(2):
            trial = journal.ask(place, SPACE, RandomSampler(seed=place))
            notes = {"note": f"of {place}", "long": [0.1 + place, float("nan")] * (5000 * place)}
            journal.tell(trial, (trial.params["x"] ** 2,), notes, {"x <= 0.9": -0.1})


def refused(address: str, begun: bool = False) -> str:
    """Return the line that an address is refused by."""
    with pytest.raises(InputError) as caught, kept(address, begun=begun):
        pass
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_was_told_is_there_again_whatever_its_length(base: str) -> None:
    told(base)
    with kept(base, begun=True) as journal:
        found = journal.told()
        assert found[0].values == [filled(None)[0][0]]
        assert found[0].params == {"x": filled(None)[0][1]}
        long = found[1].user_attrs["long"]
        assert len(long) == 10_000
        assert long[0] == 1.1
        assert long[1] != long[1]


def test_a_study_opens_by_plain_optuna_as_a_dashboard_does(base: str) -> None:
    told(base)
    told(base, "another")
    url = base.replace("postgresql:", "postgresql+psycopg:")
    assert set(optuna.get_all_study_names(url)) == {"another", "study"}
    study = optuna.load_study(study_name="study", storage=url)
    assert [trial.state.name for trial in study.trials] == ["COMPLETE"] * 2
    assert [trial.user_attrs["note"] for trial in study.trials] == ["of 0", "of 1"]
    assert study.best_value == min(trial.params["x"] ** 2 for trial in study.trials)
    assert study.trials[0].constraints == {"x <= 0.9": -0.1}


def test_it_is_held_alone_and_others_are_not(base: str) -> None:
    with kept(base):
        assert "another fit is writing this study" in refused(base)
        with kept(base, "another"):
            pass
    with kept(base):
        pass


HOLDER = """
import sys, time
from tests.worlds.test_shared import SPACE, RandomSampler, kept
with kept(sys.argv[1]) as journal:
    journal.tell(journal.ask(0, SPACE, RandomSampler(seed=0)), (0.5,), {"note": "whole"})
    journal.ask(1, SPACE, RandomSampler(seed=1))
    print("asked", flush=True)
    time.sleep(600)
"""


@contextmanager
def holder(address: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start another driver, which has told a trial and is at its second."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, address], cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"asked\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.slow
def test_a_driver_that_is_killed_holds_nothing(base: str) -> None:
    with holder(base) as process:
        assert "another fit is writing" in refused(base)
        process.kill()
        assert process.wait() == -signal.SIGKILL
        # The server hears of it when the connection closes, a moment later.
        until = time.monotonic() + 20
        while True:
            try:
                with kept(base) as journal:
                    assert set(journal.told()) == {0}
                    assert set(journal.asked()) == {0, 1}
                break
            except InputError:
                assert time.monotonic() < until
                time.sleep(0.05)


def test_who_lost_the_connection_writes_nothing_more(base: str) -> None:
    import psycopg

    def lose() -> None:
        with psycopg.connect(base, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                "current_database() AND pid <> pg_backend_pid()"
            )

    def outlive() -> None:
        with kept(base) as journal:
            trial = journal.ask(0, SPACE, RandomSampler(seed=0))
            lose()
            with kept(base) as other:
                again = other.ask(0, SPACE, RandomSampler(seed=0))
                other.tell(again, (1.0,), {"note": "of who took over"})
            journal.tell(trial, (2.0,), {"note": "late"})

    with pytest.raises(InputError, match="the connection to the database was lost"):
        outlive()
    with kept(base) as journal:
        assert [own[0] for own in ended(journal).values()] == [1.0]


def test_an_error_of_the_caller_s_own_is_not_taken_for_the_database_s(base: str) -> None:
    with pytest.raises(KeyError, match="mine"), kept(base):
        raise KeyError("mine")


def test_nothing_is_made_where_there_is_nothing_to_go_on_with(base: str) -> None:
    import psycopg

    assert refused(base, begun=True).endswith("resume: there is no study to go on with")
    with psycopg.connect(base) as connection:
        made = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")
        assert made.fetchall() == []
    told(base, "another")
    assert "there is no study to go on with" in refused(base, begun=True)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (f"postgresql://ann:{SECRET}@127.0.0.1:9/shop", "no server answers there"),
        (f"postgresql://ann:{SECRET}@/shop?host=/nowhere&password={SECRET}", "no server answers"),
        (f"postgresql://ann:{SECRET}@forerun.invalid/shop", "there is no such host"),
        (f"postgres://ann:{SECRET}@127.0.0.1:9/shop?pass={SECRET}", "no option of a connection"),
        (f"postgresql://ann:p@{SECRET}@127.0.0.1/shop", "in a password %40 for @"),
        (f"postgresql://ann:p@s/{SECRET}@127.0.0.1/shop", "in a password %40 for @"),
        (f"postgresql://ann@127.0.0.1:{SECRET}/shop", "not the address of a database"),
        (f"mysql://ann:{SECRET}@127.0.0.1/shop", "kept in a file, or in PostgreSQL"),
        (f"redis://ann:{SECRET}@127.0.0.1/shop", "kept in a file, or in PostgreSQL"),
        (f"sqlite:////tmp/{SECRET}.db", "kept in a file, or in PostgreSQL"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_line_without_secrets(
    address: str, message: str
) -> None:
    pytest.importorskip("psycopg")
    assert message in refused(address)


def test_a_path_made_of_an_address_makes_no_folder_of_its_password() -> None:
    with pytest.raises(InputError, match="an address that is text") as caught:
        place_of(Path(f"postgresql://ann:{SECRET}@127.0.0.1/shop"))
    assert SECRET not in str(caught.value)
    assert place_of("C:/studies/a.journal") == Path("C:/studies/a.journal")


def test_an_address_shows_no_secret_however_it_is_printed() -> None:
    place = place_of(f"postgresql+asyncpg://ann:{SECRET}@host/shop?password={SECRET}&sslmode=x")
    assert isinstance(place, Address)
    assert str(place) == "postgresql://ann:***@host/shop"
    assert SECRET not in repr(place)
    # The driver is chosen here.
    assert place.url.drivername == "postgresql+psycopg"


def test_what_the_server_refuses_is_one_line(base: str) -> None:
    import psycopg

    assert "there is no such database" in refused(base.replace("/studies", "/nowhere"))
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE USER {LOCKED} PASSWORD '{SECRET}'")  # type: ignore[arg-type]
        connection.execute("REVOKE CREATE ON SCHEMA public FROM public")
    wrong, right, none = (
        base.replace("shop@", f"{LOCKED}{word}@") for word in (f":{SECRET}?", f":{SECRET}", "")
    )
    assert "refused user or password" in refused(wrong.replace(f"{SECRET}?", f"{SECRET}x"))
    assert "asks for a password" in refused(none)
    assert "the database refused (InsufficientPrivilege)" in refused(right)
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"ALTER USER {LOCKED} PASSWORD '{SECRET}@/:?'")  # type: ignore[arg-type]
        connection.execute(f"GRANT ALL ON SCHEMA public TO {LOCKED}")  # type: ignore[arg-type]
    assert "refused user or password" in refused(right)
    told(base.replace("shop@", f"{LOCKED}:{SECRET}%40%2F%3A%3F@"))


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    line = refused(f"postgresql://ann:{SECRET}@127.0.0.1:9/shop")
    assert line.endswith("it needs the package psycopg: pip install 'forerun[sql]'")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE trial_user_attributes SET value_json = '{\"x'",
        "UPDATE trial_params SET distribution_json = '{}'",
        "UPDATE alembic_version SET version_num = 'v9.0.0.a'",
        "ALTER TABLE trials DROP COLUMN state",
        "DROP TABLE trial_values",
        "DELETE FROM trial_values",
    ],
)
def test_damaged_rows_and_another_version_are_one_line(base: str, damage: str) -> None:
    import psycopg

    told(base)
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(damage)  # type: ignore[arg-type]
    assert "damaged, not Optuna's, or of another version" in refused(base)


def test_tables_of_somebody_else_are_left_alone(base: str) -> None:
    import psycopg

    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute("CREATE TABLE studies (topic text)")
        connection.execute("INSERT INTO studies VALUES ('milk')")
    assert "damaged, not Optuna's" in refused(base)
    with psycopg.connect(base) as connection:
        assert connection.execute("SELECT * FROM studies").fetchall() == [("milk",)]
