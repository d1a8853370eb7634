"""What `run` and `compare` say of kept runs and of clusters, in one line each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import tiny
from tests.cli.conftest import Forerun
from worlds.runs.store import Store
from worlds.tables import Gathered

QUICK = ("--seeds", "2", "--workers", "1")


def test_asked_again_it_says_what_is_read(forerun: Forerun) -> None:
    first = forerun("run", "tiny.yaml", *QUICK, "--json")
    again = forerun("run", "tiny.yaml", *QUICK, "--json", "--out", "other")
    assert again.out == first.out
    assert again.err.startswith("2 of 2 runs are kept in runs/store, and read\n")
    compared = forerun("compare", "tiny.yaml", *QUICK)
    assert compared.err.startswith("2 of 4 runs are kept in runs/store, and read\n")
    told = {row["plan"]: row["runs"] for row in forerun("runs", "--json").facts}
    assert told == {"status-quo": 2, "both": 2}


def test_a_stop_says_where_what_was_lived_is(
    forerun: Forerun, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Gathered.add

    def stop(gathered: Gathered, world: object) -> None:
        if gathered.seeds:
            raise KeyboardInterrupt
        add(gathered, world)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Gathered, "add", stop)
        ended = forerun("run", "tiny.yaml", *QUICK)
    assert ended.code == 130
    assert ended.err.startswith("What was lived is in runs/store: the same command goes on.\n")
    again = forerun("run", "tiny.yaml", *QUICK)
    assert again.err.startswith("2 of 2 runs are kept in runs/store, and read\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "--cluster", "localhost"), "no address of a scheduler"),
        (("compare", "--cluster", "http://x:1"), "no address of a scheduler"),
        (("search", "--trials", "1", "--cluster", "x"), "no address of a scheduler"),
        (("calibrate", "--history", "log.csv", "--holdout", "8w", "--cluster", "x"), "no address"),
        (("run", "--cluster", "tcp://x:1", "--checkpoint", "kept"), "leave out --checkpoint"),
        (("run", "--checkpoint-every", "7"), "name one"),
    ],
)
def test_a_cluster_that_cannot_be_is_one_line(
    forerun: Forerun, words: tuple[str, ...], said: str
) -> None:
    Path("log.csv").write_text(tiny.log(), encoding="utf-8")
    command, *rest = words
    ended = forerun(command, "tiny.yaml", *rest)
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert not Path("runs").exists() or not list(Path("runs").glob("*/*.json"))


def test_runs_of_a_search_are_listed_and_put_beside_others(forerun: Forerun) -> None:
    """They have what was tried, and the few measures that the search asked for."""
    forerun("search", "tiny.yaml", "--trials", "3", *QUICK)
    plans = {row["plan"] for row in forerun("runs", "--json").facts}
    assert {"search", "status-quo"} <= plans
    store = Store(Path("runs/store"))
    tried, compared = (
        next(each.keys[-1] for each in store.segments() if each.plan == name)
        for name in ("search", "status-quo")
    )
    for named in ((tried, compared), (compared, tried)):
        words = ("runs", "--compare", ",".join(named))
        told = dict(zip(named, forerun(*words, "--json").facts, strict=True))
        assert "points.per_visit" in told[tried]["inputs"]
        assert {"weekly_active", "plan_cost"} <= set(told[tried]["measures"])
        assert len(told[compared]["measures"]) > len(told[tried]["measures"])
        shown = forerun(*words)
        assert (shown.code, "Weekly active" in shown.out, "–" in shown.out) == (0, True, True)
        # Nothing stands there that only one of them has.
        assert len(shown.out.splitlines()) < 30
