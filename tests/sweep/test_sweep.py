"""A sweep as a whole: its runs are runs like any other, however often they are asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forerun.sweep_plots import SweepPlots
from planning.compare import compare
from planning.sweep import sweep as module
from planning.sweep.found import Sweep
from planning.sweep.inputs import Point, parse_inputs, read_inputs, uncertain
from planning.sweep.sweep import sweep
from scenarios import parse, parse_constraint
from sim.errors import InputError
from sim.identity import digest
from sim.metrics import MEASURES, Parts
from tests.cli.tiny import SCENARIO
from tests.sweep.tiny import inputs, scenario, swept


def same(one: Sweep, other: Sweep) -> bool:
    facts = [json.dumps(each.as_json(), sort_keys=True, default=str) for each in (one, other)]
    tables = [each.tables() for each in (one, other)]
    return facts[0] == facts[1] and all(
        tables[0][name].equals(tables[1][name]) for name in ("runs", "shares", "responses")
    )


def test_a_run_of_a_sweep_is_the_world_of_its_seed() -> None:
    """One at a time at the scenario's own values: the bits of `compare` in the same worlds."""
    found = swept(9, "points.per_visit=1:3", kind="one-at-a-time", seeds=3)
    known = compare(scenario(), ["status-quo", "points"], seeds=3)
    own = [place for place, one in enumerate(found.asked) if one.point == 0]
    for name in ("weekly_active", "posts", "cost", "purchases", "members"):
        assert found.values(name)[own].tolist() == known.values[name][1].tolist(), name


def test_every_measure_is_read_off_every_run() -> None:
    found = swept(12)
    runs = found.runs()
    assert len(found.done) == len(runs) == 12
    assert set(found.measures) | set(found.as_json()["undefined"]) == set(MEASURES)
    assert {"weekly_active", "roi", "nps", "points_issued"} <= set(runs.columns)
    assert runs["weekly_active"].to_list() == found.values("weekly_active").tolist()
    assert np.isfinite(found.values("weekly_active")).all()


@pytest.mark.slow
def test_a_lever_that_does_nothing_has_no_share_and_the_shares_are_whose_they_are() -> None:
    """The mechanism of streaks is off, so what a streak is worth moves nothing, to the bit."""
    found = swept(6 * 16, "visit_base=-3.5:-0.5", "streak_break=0:3")
    shares = found.shares["visits"]
    total = dict(zip(found.names, shares.total, strict=True))
    assert (total["streak_break"].mean, total["streak_break"].high) == (0, 0)
    assert total["visit_base"].mean > 0.5
    assert total["luck"].mean > 0


@pytest.mark.slow
def test_two_workers_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "worth_starting", lambda workers, *_: workers)
    assert same(swept(12, workers=1), swept(12, workers=2))


def test_a_sweep_asked_twice_is_lived_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, told = swept(12, folder=tmp_path), list[str]()
    monkeypatch.setattr(module, "measure", None)
    assert same(first, swept(12, folder=tmp_path, tell=told.append))
    assert same(first, swept(folder=tmp_path, resume=True))
    assert told == [f"12 of 12 runs are kept in {tmp_path / 'store'}, and read"]


def test_a_sweep_that_was_stopped_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = swept(12)
    lived: list[Any] = []

    def tired(task: Any) -> Any:
        lived.append(task)
        if len(lived) == 8:
            raise KeyboardInterrupt
        return whole_measure(task)

    whole_measure = module.measure
    monkeypatch.setattr(module, "measure", tired)
    with pytest.raises(KeyboardInterrupt):
        swept(12, folder=tmp_path)
    assert same(whole, swept(folder=tmp_path, resume=True))
    # The one that was stopped is lived again; runs with equal inputs are lived once.
    assert len(lived) <= 13


@pytest.mark.parametrize("kind", [pytest.param("sobol", marks=pytest.mark.slow), "lhs"])
def test_an_extended_sweep_has_the_runs_that_it_had(tmp_path: Path, kind: str) -> None:
    first = swept(12, kind=kind, seeds=3, folder=tmp_path)
    longer = swept(kind=kind, seeds=3, folder=tmp_path, extend=6)
    assert longer.asked[: len(first.asked)] == first.asked
    before, after = first.runs(), longer.runs()
    assert before.equals(after.head(len(before)).select(before.columns))
    if kind == "sobol":
        assert same(longer, swept(18, kind=kind, seeds=3))


def test_a_run_that_fails_is_recorded_with_its_inputs() -> None:
    """Days 0 to 30 and 10 to 40: each end is allowed, but nothing ends before it begins."""
    found = swept(18, "points.from_day=0:30", "points.to_day=10:40", kind="grid", seeds=2)
    early = [one for one in found.asked if one.values[1] <= one.values[0]]
    assert early
    assert set(found.failed) == set(early)
    assert len(found.done) == len(found.asked) - len(early)
    told = found.as_json()["failed"][0]
    assert told["inputs"]["points.to_day"] <= told["inputs"]["points.from_day"]
    assert "must be after from_day" in told["error"]
    runs = found.runs()
    assert runs["error"].is_not_null().sum() == len(early)
    assert runs.filter(runs["error"].is_not_null())["weekly_active"].is_null().all()


def test_a_world_that_breaks_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = module.measure

    def breaks(task: Any) -> Any:
        if task.seed == 1:
            raise ZeroDivisionError("broken")
        return whole(task)

    monkeypatch.setattr(module, "measure", breaks)
    found = swept(12, kind="lhs", seeds=3)
    assert {one.seed for one in found.failed} == {1}
    assert set(found.failed.values()) == {"ZeroDivisionError: broken"}
    assert len(found.done) == 8


def test_when_every_run_fails_it_says_why() -> None:
    with pytest.raises(InputError, match="must be after from_day"):
        swept(16, "points.from_day=39:40", "points.to_day=1:2", kind="grid", seeds=2)


@pytest.mark.slow
def test_where_the_cases_lie() -> None:
    found = swept(
        80,
        "visit_base=-3.5:-0.5",
        kind="lhs",
        seeds=2,
        cases=parse_constraint("weekly_active <= 250"),
    )
    box = found.as_json()["box"]
    low, high = box["limits"]["visit_base"]
    assert low is None
    assert -3 < high < -1
    assert box["coverage"] > 0.8
    assert box["density"] > 0.8 > box["share"]


def test_every_number_of_the_scenario_at_its_own_value_changes_nothing() -> None:
    known = scenario()
    spec, plan = known.spec(), known.plan("points")
    paths = [
        "community.members", "community.arrivals.organic_per_day", "community.graph.mean_ties",
        "economy.margin", "economy.revenue_per_visit", "points.per_visit", "points.point_cost",
    ]  # fmt: skip
    ranges = {}
    for path in paths:
        (one,) = read_inputs(known, "points", {path: (0, 1)})
        ranges[path] = one
    for path, one in ranges.items():
        point = Point.of(known, "points", {one: one.current})
        assert digest(point.scenario.spec()) == digest(spec), path
        assert digest((point.plan.as_dict(),)) == digest((plan.as_dict(),)), path
        moved = Point.of(known, "points", {one: one.current + 1 if one.whole else 0.25})
        changed = digest(moved.scenario.spec()) != digest(spec)
        assert changed == (one.kind == "community"), path


def test_the_threshold_of_an_audience_may_be_varied() -> None:
    """As a search turns it; that of an audience which nobody is offered anything is nothing."""
    aimed = "      - ads: {for: quiet, share: 0.4, per_thousand: 500}\n  both"
    who = "audiences: {quiet: days_since_visit >= 9, best: {top: 0.2, by: visits}}\nmeasures:"
    text = SCENARIO.replace("members: 300", "members: 150").replace("measures:", who)
    known = parse(text.replace("      - points: {per_visit: 1, levels: [20, 80]}\n  both", aimed))
    path = "audiences.quiet.days_since_visit"
    (one,) = parse_inputs(known, "points", (f"{path}=1:40",))
    assert (one.kind, one.whole, one.current, one.unit) == ("plan", True, 9.0, "days")
    point = Point.of(known, "points", {one: 30.0})
    assert point.plan.audiences["quiet"] == "days_since_visit >= 30"
    assert digest(point.scenario.spec()) == digest(known.spec())
    with pytest.raises(InputError, match="whole numbers"):
        parse_inputs(known, "points", (f"{path}=1:4.5",))
    with pytest.raises(InputError, match=r"'audiences\.best\.top' is nothing to vary"):
        parse_inputs(known, "points", ("audiences.best.top=0.1:0.2",))
    found = sweep(known, "points", (one,), "grid", 8, seeds=2)
    ends = (found.asked[0], found.asked[-1])
    near, far = (found.done[each]["revenue"].numerator for each in ends)
    assert near > far, "ads for all earn more than for those who have not come for 40 days"


def test_a_draw_holds_in_every_world() -> None:
    known = scenario()
    settled = Point(known, known.plan("points")).spec(3).behaviour
    assert settled.draw(0).values == settled.draw(9).values == known.behaviour.draw(3).values
    assert uncertain(settled) == []
    assert len(uncertain(known.behaviour)) > 5


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        ("points.per_visits=0:3", "did you mean 'points.per_visit'"),
        ("visit_basis=0:3", "did you mean 'visit_base'"),
        ("zzz=0:3", "is nothing to vary"),
        ("points.per_visit=3:0", "empty range"),
        ("points.per_visit=1:1", "empty range"),
        ("points.per_visit=0:nan", "empty range"),
        ("points.per_visit=0:1e9", "points.per_visit"),
        ("community.members=0.5:3", "whole numbers"),
        ("community.members=-5:3", "community.members"),
        ("visit_base=-30:3", "visit_base: -30 is outside"),
        ("visit_base=0:1:log", "no logarithm"),
        ("points.per_visit", "write PATH=FROM:TO"),
        ("points.per_visit=a:b", "write PATH=FROM:TO"),
        ("points.name=0:1", "is nothing to vary"),
        ("community.preset=0:1", "is nothing to vary"),
    ],
)
def test_what_cannot_be_varied_is_told_in_a_line(vary: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        inputs(vary)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_input_named_twice_is_refused() -> None:
    with pytest.raises(InputError, match="twice"):
        inputs("visit_base=-3:-1", "visit_base=-2:-1")


def test_a_folder_of_another_sweep_is_refused(tmp_path: Path) -> None:
    swept(12, folder=tmp_path)
    with pytest.raises(InputError, match="holds another sweep"):
        swept(12, "visit_base=-3:-2", folder=tmp_path)
    with pytest.raises(InputError, match="24 runs; the sweep in this folder has 12"):
        swept(24, folder=tmp_path)
    with pytest.raises(InputError, match="no sweep to go on with"):
        swept(folder=tmp_path / "other", resume=True)
    (tmp_path / "asked.json").write_text('{"key": 3}')
    with pytest.raises(InputError, match="damaged"):
        swept(12, folder=tmp_path)


def test_what_is_refused_is_not_written_down_as_asked(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="5 runs; this design takes"):
        swept(5, folder=tmp_path)
    swept(12, kind="lhs", seeds=3, folder=tmp_path)
    with pytest.raises(InputError, match="too few runs"):
        swept(kind="lhs", seeds=3, folder=tmp_path, extend=3)
    assert len(swept(kind="lhs", seeds=3, folder=tmp_path, resume=True).asked) == 12


def test_a_ratio_that_is_defined_in_runs_and_not_together_has_no_response() -> None:
    found = swept(8, "visit_base=-3:-1", kind="grid", seeds=2)
    parts = {True: Parts(1.0, 1.0), False: Parts(1.0, -5.0)}
    done = {one: {**own, "roi": parts[one.seed == 0]} for one, own in list(found.done.items())}
    undefined = replace(found, done=done)
    assert "roi" in undefined.measures
    assert undefined.as_json()["measures"]["roi"]["inputs"]["visit_base"]["response"] == []
    with pytest.raises(InputError, match="not defined in these runs together"):
        SweepPlots(undefined).tornado("roi")


def test_logarithms_and_whole_numbers_are_kept() -> None:
    values = np.array([one.values for one in swept(25, "community.members=10:400:log").asked])
    assert (values == np.round(values)).all()
    assert np.median(values) < 120
