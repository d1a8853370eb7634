"""A search reads the worlds that a store holds and keeps its own: the same bits, less work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from forerun.pool import pool
from planning.panel import Panel
from planning.search import search
from planning.sweep.inputs import Point
from planning.trials import Asked
from scenarios import Scenario
from sim.metrics import MEASURES, Parts
from strategies import Points, StrategyPlan
from tests.planning.searching import TRIALS, asked
from tests.sweep.test_store import KEYS, run
from tests.sweep.tiny import inputs, scenario, swept
from tests.worlds.small import small
from worlds.executors import Failure, Workers
from worlds.replicate import OVERSPENT, SPEND, Trying, measure
from worlds.runs import store as module
from worlds.runs.key import World
from worlds.runs.recall import RecallingWorkers
from worlds.runs.store import MANIFEST, Store

NAMES = ("weekly_active", SPEND)


def found(store: Path | None, tell: Callable[[str], None] | None = None, workers: int = 1) -> str:
    """Return all that a small search says, as text."""
    with pool(workers, asked(), store=store, tell=tell) as hands:
        return repr(search(asked(), TRIALS, hands, None, seeds=2, panel=2).as_json())


@pytest.fixture
def nobody_lives(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes it an error to live a world."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("lived again")

    return lambda: monkeypatch.setattr(import_module("sim.run"), "live_past", never)


def test_a_search_asked_twice_lives_nothing(
    tmp_path: Path, nobody_lives: Callable[[], None]
) -> None:
    told: list[str] = []
    plain = found(None)
    assert found(tmp_path, told.append) == plain
    assert told == []
    nobody_lives()
    assert found(tmp_path, told.append) == plain
    assert [line.partition(" runs ")[2] for line in told] == [
        f"are kept in {tmp_path}, and read"
    ] * 2
    assert all(line.split()[0] == line.split()[2] for line in told)


@pytest.mark.slow
def test_workers_change_neither_what_is_found_nor_what_is_kept(tmp_path: Path) -> None:
    import polars as pl

    tables = []
    for workers in (1, 2):
        assert found(tmp_path / str(workers), workers=workers) == found(None)
        table = pl.read_parquet(tmp_path / str(workers) / "*.parquet")
        tables.append(table.drop("lived").unique().sort("key", "plan", "measure"))
    assert tables[0].equals(tables[1])
    assert found(tmp_path / "1", workers=2) == found(None)


def tried(
    store: Store, tasks: Sequence[Trying], tell: Callable[[str], None] = lambda _: None
) -> list[Any]:
    with RecallingWorkers(Workers(1), store, "Small", tell) as hands:
        return list(hands.map(measure, tasks))


def task(scenario: Scenario | None = None, **how: Any) -> Trying:
    own = scenario or small()
    given = {"values": {}, "measures": NAMES, "plan": own.plan("both"), "seed": 3, **how}
    return Trying(own.spec(), own.plan("status-quo"), key=own.digest, **given)


def test_every_bit_comes_back_and_the_money_beyond_a_budget_too(tmp_path: Path) -> None:
    own = small(budgets="points: {per_visit: 2, -> points: {budget: 60, per_visit: 2,")
    one = task(own, measures=(*NAMES, "retention_w4", OVERSPENT))
    plain = measure(one)
    assert tried(Store(tmp_path), [one, one]) == [plain, plain]
    (again,) = tried(Store(tmp_path), [one])
    assert repr(again) == repr(dict(plain))
    assert list(again) == list(one.measures)


def test_a_run_that_lacks_a_measure_is_lived_again_and_kept_beside_it(tmp_path: Path) -> None:
    more = task(measures=(*NAMES, "posts"))
    tried(Store(tmp_path), [task()])
    assert tried(Store(tmp_path), [more]) == [measure(more)]
    store = Store(tmp_path)
    ((key,), (same,)) = (segment.keys for segment in store.segments())
    assert key == same
    assert set(store.find([key], ["posts", SPEND])[key]) == {"posts", SPEND}
    # A sweep needs all that there are; and the fullest is shown.
    assert store.find([key]) == {}
    assert set(store.run(key)["measure"]) == set(more.measures)
    # Of those that a search tried at once none needs to be asked for the same.
    assert tried(store, [task(), more]) == [measure(task()), measure(more)]


def test_what_a_comparison_kept_is_read(tmp_path: Path, nobody_lives: Callable[[], None]) -> None:
    import forerun as fr

    fr.compare(small(), ["status-quo", "both"], seeds=2, store=tmp_path)
    both, nothing = task(seed=1), task(seed=0, plan=small().plan("status-quo"))
    plain = [measure(both), measure(nothing)]
    nobody_lives()
    assert tried(Store(tmp_path), [both, nothing]) == plain


def test_a_sweep_beside_a_search_in_one_store_is_the_same(tmp_path: Path) -> None:
    """Runs of which a search kept a few measures are lived for the sweep, and kept whole."""
    own = scenario()
    plain = swept(12)
    with pool(1, own, store=tmp_path / "store") as hands:
        for one in plain.asked:
            point = Point.of(own, "points", dict(zip(inputs(), one.values, strict=True)))
            there = World.of(point.spec(one.draw), own.plan(own.baseline), one.seed)
            own_task = Trying(
                there.spec, there.baseline, there.seed, there.key, point.plan, {}, NAMES
            )
            list(hands.map(measure, [own_task]))
    kept = {key for each in Store(tmp_path / "store").segments() for key in each.keys}
    beside = swept(12, folder=tmp_path)
    assert repr(beside.done) == repr(plain.done)
    # The very same runs were asked.
    assert kept == {key for each in Store(tmp_path / "store").segments() for key in each.keys}
    again = swept(12, folder=tmp_path, resume=True)
    assert repr(again.done) == repr(plain.done)


def test_another_seed_value_plan_or_community_is_another_run(tmp_path: Path) -> None:
    other = small(margin="margin: 0.4 -> margin: 0.5")
    tasks = [
        task(), task(seed=4), task(values={"points.per_visit": 3.0}),
        task(plan=small().plan("points")), task(other),
        replace(task(), baseline=small().plan("points"), key="held against another"),
    ]  # fmt: skip
    assert tried(Store(tmp_path), tasks) == [measure(one) for one in tasks]
    keys = [key for segment in Store(tmp_path).segments() for key in segment.keys]
    assert len(set(keys)) == len(tasks)


class Mine(Points):
    """A strategy of a user's own, whose code no version covers."""


def test_what_cannot_be_known_or_fails_is_not_kept(tmp_path: Path) -> None:
    own = small().plan("points")
    (points,) = own.strategies
    mine = StrategyPlan((Mine(**points.model_dump()),), money_unit=own.money_unit)
    bad = task(values={"points.nothing": 1.0})
    unknown, failed, good = tried(Store(tmp_path), [task(plan=mine), bad, task()])
    assert unknown == measure(task(plan=mine))
    assert isinstance(failed, Failure)
    assert failed.task == bad
    assert good == measure(task())
    assert [len(segment.keys) for segment in Store(tmp_path).segments()] == [1]


def test_a_damaged_store_is_told_once_and_lived_anew(tmp_path: Path) -> None:
    told: list[str] = []
    plain = found(tmp_path)
    for path in tmp_path.glob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-3])
    assert found(tmp_path, told.append) == plain
    assert len(told) == len(set(told)) > 0
    assert all("not trusted" in line for line in told)


def test_a_store_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told: list[str] = []
    assert found(tmp_path / "file" / "store", told.append) == found(None)
    assert [line for line in told if "cannot keep runs here" in line] == told[:1]


def test_what_was_lived_before_a_stop_is_kept(tmp_path: Path) -> None:
    def stop(hands: Workers) -> None:
        own = small()
        panel = Panel(own, own.plan("both"), own.search.objectives, (), range(2), hands)  # type: ignore[union-attr]
        for _ in panel.verdicts([Asked(number, {}) for number in range(3)]):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), pool(1, small(), store=tmp_path) as hands:
        stop(hands)
    # The baseline's two worlds and the plan's.
    assert len({key for each in Store(tmp_path).segments() for key in each.keys}) == 4


def test_a_manifest_is_read_once_and_what_was_added_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[bytes] = []
    whole = module._segment
    monkeypatch.setattr(module, "_segment", lambda line: lines.append(line) or whole(line))
    first, second = Store(tmp_path), Store(tmp_path)
    for number, key in enumerate(KEYS[:3]):
        first.keep([run(key)], "Forum", "plan")
        for _ in range(3):
            assert set(second.find(KEYS)) == set(KEYS[: number + 1])
    assert len(lines) == 3
    # Of a line that a kill cut short the rest may come.
    line = (tmp_path / MANIFEST).read_bytes().splitlines(keepends=True)[0]
    with (tmp_path / MANIFEST).open("ab") as manifest:
        manifest.write(line[:50])
    assert len(second.find(KEYS)) == 3
    first.keep([run(KEYS[3])], "Forum", "plan")
    assert set(second.find(KEYS)) == set(KEYS)
    # Another manifest is read anew.
    first.prune(everything=True)
    assert second.find(KEYS) == {}
    first.keep([run(KEYS[1], 7.0)], "Forum", "plan")
    assert second.find(KEYS)[KEYS[1]]["posts"] == run(KEYS[1], 7.0).parts["posts"]


def test_measures_of_a_search_are_no_catalogue(tmp_path: Path) -> None:
    store = Store(tmp_path)
    some = replace(run(KEYS[0]), parts={OVERSPENT: Parts(0.5), "posts": Parts(2.0)})
    store.keep([some], "Forum", "search")
    store.keep([run(KEYS[1])], "Forum", "plan")
    assert set(store.find(KEYS)) == {KEYS[1]}
    assert store.find(KEYS, [OVERSPENT]) == {KEYS[0]: {OVERSPENT: Parts(0.5)}}
    assert set(store.find(KEYS, ["posts"])) == {KEYS[0], KEYS[1]}
    assert OVERSPENT not in MEASURES
