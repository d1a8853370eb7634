from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from planning import compare as module
from planning.compare import Comparison, compare
from sim.errors import InputError
from sim.metrics import MEASURES
from sim.run import Run, run
from tests.worlds.small import small
from worlds.replicate import DAILY, FUNNELS, Replicate, Replication, replicate
from worlds.store import describe, write_run

KEYS = {
    "a", "b", "difference", "low", "high", "p_better", "seed_saving",
    "a_low", "a_high", "b_low", "b_high", "worlds",
}  # fmt: skip


@pytest.fixture(scope="module")
def effect() -> Comparison:
    return compare(small(), ["status-quo", "points"], seeds=3)


def test_the_status_quo_differs_from_itself_by_exactly_nothing() -> None:
    found = compare(small(), ["status-quo", "status-quo"], seeds=3).as_json()
    assert found["plans"] == ["status-quo", "status-quo"]
    assert {"roi", "roi_marketing"} <= set(found["undefined"])  # nothing for nothing
    for measure in found["measures"].values():
        assert (measure["difference"], measure["low"], measure["high"]) == (0.0, 0.0, 0.0)
        assert measure["a"] == measure["b"]
        assert measure["seed_saving"] is None
        assert measure["p_better"] in (0.5, None)


def test_two_plans_have_the_published_shape(effect: Comparison) -> None:
    found = effect.as_json()
    shape = {"plans", "seeds", "measures", "strategies"}
    assert set(found) - {"undefined", "undefined_why", "ran_dry"} == shape
    assert (found["plans"], found["seeds"]) == (["status-quo", "points"], 3)
    assert all(set(measure) == KEYS for measure in found["measures"].values())
    assert set(found["measures"]) | set(found["undefined"]) == set(MEASURES)
    cost = found["measures"]["cost"]
    assert cost["difference"] == pytest.approx(cost["b"] - cost["a"])
    assert cost["low"] < cost["difference"] < cost["high"]
    assert cost["p_better"] == 0.0


def test_return_on_investment_is_against_the_baseline_even_when_it_is_not_compared() -> None:
    found = compare(small(), ["points", "both"], seeds=2)
    for place, name in enumerate(["points", "both"]):
        books = [[_run(n, seed).ledger for n in (name, "status-quo")] for seed in found.seeds]
        earned, spent = (
            sum(getattr(own, what)() - getattr(base, what)() for own, base in books)
            for what in ("gross_margin", "cost")
        )
        assert found.level("roi", place)["mean"] == pytest.approx((earned - spent) / spent)


def test_the_baseline_returns_nothing_on_nothing_which_is_undefined(effect: Comparison) -> None:
    found = effect.as_json()
    roi = found["measures"]["roi"]
    assert (roi["a"], roi["difference"], roi["p_better"]) == (None, None, None)
    assert roi["b_low"] < roi["b"] < roi["b_high"]
    assert roi["worlds"] == 3
    why = found["undefined_why"]["roi"]
    assert (why["plans"], why["reason"]) == (["status-quo"], "cost")
    gain = found["measures"]["gain"]
    assert (gain["a"], gain["difference"]) == (0.0, gain["b"])


def test_three_plans_are_each_compared_with_the_first() -> None:
    found = compare(small(), ["status-quo", "points", "both"], seeds=2).as_json()
    assert [pair["plans"] for pair in found["comparisons"]] == [
        ["status-quo", "points"],
        ["status-quo", "both"],
    ]
    assert set(found["comparisons"][1]["measures"]["cost"]) == KEYS


def test_workers_do_not_change_a_byte(effect: Comparison, tmp_path: Path) -> None:
    scenario = small()
    other = compare(scenario, ["status-quo", "points"], seeds=3, workers=2)
    for folder, found in (("one", effect), ("two", other)):
        meta = describe(scenario, "compare", "Which?")
        write_run(tmp_path / folder, meta, {"compare": found.as_json()}, found.tables)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 7
    assert files == sorted(path.name for path in (tmp_path / "two").iterdir())
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_tables_are_what_the_runs_recorded(effect: Comparison) -> None:
    runs = [_run("points", seed) for seed in (0, 1, 2)]
    seen = [one.trajectory for one in runs]
    daily = effect.tables["daily"].filter(plan="points", seed=1)
    assert daily.columns == ["plan", "seed", "date", *DAILY]
    assert daily["date"].to_list() == seen[1].calendar.dates
    assert daily["daily_active"].to_list() == seen[1].daily("active").tolist()
    assert daily["cost"].sum() == pytest.approx(runs[1].ledger.cost() / 100)
    assert daily["revenue"].sum() == pytest.approx(runs[1].ledger.revenue() / 100)
    assert daily["gross_margin"].sum() == pytest.approx(runs[1].ledger.gross_margin() / 100)

    triangle = effect.tables["triangle"].filter(plan="points")
    assert triangle["cohort"].min() == seen[0].triangle_start
    weeks = seen[0].weeks_observed
    cohort = (triangle["cohort"] - seen[0].triangle_start).dt.total_days().to_numpy() // 7
    week = cohort + triangle["age_weeks"].to_numpy()
    assert week.max() == weeks - 1
    total = sum(one.triangle for one in seen)
    assert np.allclose(triangle["active"].to_numpy(), total[cohort, week] / 3)
    assert np.allclose(triangle["size"].to_numpy(), total[cohort, cohort] / 3)
    assert triangle["active"].sum() == pytest.approx(total[:weeks, :weeks].sum() / 3)

    funnel = effect.tables["funnel"].filter(plan="points")
    assert funnel["stage"].to_list() == [s for stages in FUNNELS.values() for s in stages]
    value = dict(zip(funnel["stage"], funnel["value"], strict=True))
    assert value["visits"] == pytest.approx(np.mean([one.total("visits") for one in seen]))
    assert value["member_days"] == pytest.approx(
        np.mean([one.members_of_day.sum() for one in seen])
    )
    base = effect.tables["funnel"].filter(plan="status-quo")
    assert base["change_low"].drop_nulls().to_list() == [0.0] * 4
    assert funnel["change_low"].null_count() == len(FUNNELS)
    assert (funnel["change_low"].drop_nulls() <= funnel["change_high"].drop_nulls()).all()


def test_segments_say_who_was_moved(effect: Comparison) -> None:
    segments = effect.tables["segments"]
    by_plan = segments.filter(measure="posts").group_by("plan", maintain_order=True)
    posts = by_plan.agg(pl.col("mean").sum(), pl.col("difference").sum())
    assert posts["mean"].to_list() == pytest.approx(effect.values["posts"].mean(axis=1).tolist())
    assert posts["difference"].to_list() == pytest.approx(
        [0.0, effect.paired("posts").difference.mean]
    )


def test_the_ledger_balances(effect: Comparison) -> None:
    ledger = effect.tables["ledger"]
    assert set(ledger["plan"]) == {"status-quo", "points"}
    for _, books in ledger.group_by("plan", "strategy"):
        assert books["debit"].sum() == pytest.approx(books["credit"].sum())
    wages = ledger.filter(strategy="points", account="redemption")
    assert wages["debit"].item() == pytest.approx(effect.values["spend_redemption"][1].mean())


def test_a_world_that_fails_is_recorded_and_left_out(
    effect: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_in_one(task: Replication) -> Replicate:
        if task.seed == 1:
            raise MemoryError("no room")
        return replicate(task)

    monkeypatch.setattr(module, "replicate", fails_in_one)
    found = compare(small(), ["status-quo", "points"], seeds=3)
    assert found.as_json()["failed"] == [{"seed": 1, "error": "MemoryError: no room"}]
    assert found.as_json()["seeds"] == 2
    assert (found.values["posts"] == effect.values["posts"][:, [0, 2]]).all()


def test_a_community_that_no_memory_holds_is_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(task: Replication) -> Replicate:
        raise MemoryError("Unable to allocate 112. GiB")

    monkeypatch.setattr(module, "replicate", fails)
    with pytest.raises(InputError, match=r"no room in this machine's memory \(Unable .*; take few"):
        compare(small(), ["status-quo", "points"], seeds=2)


@pytest.mark.parametrize(
    ("error", "raised"), [(InputError("bad", field="x"), InputError), (OSError(), RuntimeError)]
)
def test_nothing_to_show_is_an_error(
    error: Exception, raised: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(task: Replication) -> Replicate:
        raise error

    monkeypatch.setattr(module, "replicate", fails)
    with pytest.raises(raised):
        compare(small(), ["status-quo", "points"], seeds=2)


@pytest.mark.parametrize(
    ("plans", "seeds", "message"),
    [
        (["status-quo"], 3, "name at least two"),
        (["status-quo", "point"], 3, "no plan 'point'"),
        (["status-quo", "points"], 1, "at least 2"),
    ],
)
def test_bad_input_is_told_in_a_line(plans: list[str], seeds: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare(small(), plans, seeds=seeds)


def test_progress_counts_worlds() -> None:
    seen: list[tuple[int, int]] = []
    compare(small(), ["status-quo"] * 2, 2, 1, lambda done, total, _: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_a_measure_that_no_plan_defines_is_named_and_not_shown(effect: Comparison) -> None:
    assert "first_wait_hours" in effect.undefined
    assert not any(np.isnan(values).all() for values in effect.values.values())
    assert all(
        number is None or math.isfinite(number)
        for measure in effect.as_json()["measures"].values()
        for number in measure.values()
    )


def _run(plan: str, seed: int) -> Run:
    scenario = small()
    return run(scenario.spec(), scenario.plan(plan), seed)
