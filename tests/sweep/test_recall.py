"""Runs of ``run`` and ``compare`` are kept: asked twice, read once, with the same bits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import forerun as fr
from forerun.results import Result
from sim.identity import digest
from strategies import Points, StrategyPlan
from tests.cli.test_compare import contents
from tests.sweep.tiny import scenario
from worlds.executors import Failure, Workers
from worlds.replicate import Replication, replicate
from worlds.runs import key, recall
from worlds.runs.store import Store


def compared(store: Path | None, tell: Callable[[str], None] | None = None, **how: Any) -> Result:
    how = {"plans": ["status-quo", "points"], "seeds": 3, **how}
    return fr.compare(scenario(), **how, store=store, tell=tell)


def saved(result: Result, folder: Path) -> dict[str, bytes]:
    return contents(result.save(folder))


@pytest.fixture
def nobody_lives(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes it an error to live a world."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("lived again")

    return lambda: monkeypatch.setattr(import_module("sim.run"), "live_past", never)


def test_a_comparison_asked_twice_is_read(tmp_path: Path, nobody_lives: Callable[[], None]) -> None:
    told: list[str] = []
    plain = saved(compared(None), tmp_path / "plain")
    assert saved(compared(tmp_path / "store"), tmp_path / "first") == plain
    nobody_lives()
    again = compared(tmp_path / "store", told.append)
    assert saved(again, tmp_path / "again") == plain
    assert told == [f"6 of 6 runs are kept in {tmp_path / 'store'}, and read"]


def test_only_what_is_missing_is_lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lived: list[tuple[int, tuple[str, ...]]] = []

    def seen(task: Replication) -> Any:
        lived.append((task.seed, task.names))
        return replicate(task)

    seen.__module__ = replicate.__module__
    fr.run(scenario(), "status-quo", seeds=2, store=tmp_path)
    monkeypatch.setattr("planning.compare.replicate", seen)
    monkeypatch.setattr(recall, "replicate", seen)
    compared(tmp_path)
    assert lived == [(0, ("points",)), (1, ("points",)), (2, ("status-quo", "points"))]
    monkeypatch.undo()
    assert saved(compared(tmp_path), tmp_path / "a") == saved(compared(None), tmp_path / "b")


@pytest.mark.slow
def test_what_was_lived_before_a_stop_is_kept(tmp_path: Path) -> None:
    def stop(done: int, _total: int, _label: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compared(tmp_path, progress=stop)
    told: list[str] = []
    compared(tmp_path, told.append)
    assert told == [f"4 of 6 runs are kept in {tmp_path}, and read"]


@pytest.mark.slow
def test_a_damaged_store_is_told_and_lived_anew(tmp_path: Path) -> None:
    told: list[str] = []
    plain = saved(compared(tmp_path / "store"), tmp_path / "plain")
    for path in (tmp_path / "store").glob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-3])
    again = compared(tmp_path / "store", told.append)
    assert saved(again, tmp_path / "again") == plain
    assert len(told) == 2
    assert all("not trusted" in line for line in told)
    told.clear()
    compared(tmp_path / "store", told.append)
    assert told[-1].startswith("6 of 6 runs are kept")


@pytest.mark.slow
def test_a_store_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told: list[str] = []
    found = compared(tmp_path / "file" / "store", told.append)
    assert saved(found, tmp_path / "a") == saved(compared(None), tmp_path / "b")
    (line,) = told
    assert "cannot keep runs here" in line


@pytest.mark.slow
def test_what_a_run_hangs_on_is_in_its_key(tmp_path: Path) -> None:
    """Another seed, plan, baseline, behaviour or community is another run."""
    own = scenario()
    others = [
        own.model_copy(update={"horizon_days": own.horizon_days - 7}),
        own.with_behaviour(own.behaviour.updated({"visit_base": -1.5}, "assumed", "test")),
    ]
    fr.run(own, "points", seeds=2, store=tmp_path)
    told: list[str] = []
    for other in others:
        fr.run(other, "points", seeds=2, store=tmp_path, tell=told.append)
    fr.run(own, "points", seeds=2, seed=2, store=tmp_path, tell=told.append)
    assert told == []


class Mine(Points):
    """A strategy of a user's own, whose code no version covers."""


def test_the_runs_of_a_user_s_own_strategy_are_not_kept(tmp_path: Path) -> None:
    own = scenario()
    plan = own.plan("points")
    (points,) = plan.strategies
    mine = StrategyPlan((Mine(**points.model_dump()),), money_unit=plan.money_unit)
    assert not key.tells_all(mine)
    assert key.tells_all(plan)
    tasks = [Replication(own.spec(), StrategyPlan(), (plan, mine), 0, ("points", "mine"))]
    store = Store(tmp_path)
    for _ in range(2):
        with recall.RecallingWorkers(Workers(1), store, "Tiny", lambda _: None) as pool:
            (world,) = pool.map(replicate, tasks)
            assert not isinstance(world, Failure)
    assert [segment.plan for segment in store.segments()] == ["points"]


def test_a_world_that_fails_fails_alone(tmp_path: Path) -> None:
    own = scenario()
    good = Replication(own.spec(), StrategyPlan(), (own.plan("points"),), 0, ("points",))
    bad = replace(good, seed=-1)
    with recall.RecallingWorkers(Workers(1), Store(tmp_path), "Tiny", lambda _: None) as pool:
        found = list(pool.map(replicate, [good, bad, replace(good, seed=1)]))
    assert [isinstance(one, Failure) for one in found] == [False, True, False]
    assert isinstance(found[1], Failure)
    assert found[1].task == bad
    assert sum(len(segment.keys) for segment in Store(tmp_path).segments()) == 2


@pytest.mark.slow
def test_run_and_sweep_lie_in_one_store_and_are_one_table(tmp_path: Path) -> None:
    import polars as pl

    fr.run(scenario(), "points", seeds=2, store=tmp_path)
    fr.sweep(
        scenario(), {"visit_base": (-3, -1)}, plan="points", design="lhs", runs=4, seeds=2,
        store=tmp_path,
    )  # fmt: skip
    table = pl.read_parquet(tmp_path / "*.parquet")
    assert table["key"].n_unique() == 6
    assert table["lived"].is_not_null().sum() == 2
    assert fr.runs(tmp_path)["runs"].to_list() == [6]


def test_a_digest_of_a_key_is_of_its_parts() -> None:
    own = scenario()
    (world,) = key.World.each(own.spec(), StrategyPlan(), [3])
    assert world.key == key.World.of(own.spec(), StrategyPlan(), 3).key
    plan = own.plan("points")
    assert world.run_key(plan) == digest([world.key, key.known(own.spec(), plan)])
