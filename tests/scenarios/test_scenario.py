"""A scenario hands out what a run takes."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from scenarios import behaviour_file, load, parse
from sim.behaviour.preset import Behaviour
from sim.errors import InputError
from sim.spec import DeskSpec, EconomySpec, GraphSpec
from strategies import Content, Points

MINIMAL = "name: x\ncommunity: {members: 10}\n"


def test_a_minimal_file_has_every_default() -> None:
    scenario = parse(MINIMAL)
    spec = scenario.spec()
    assert scenario.plan_names == ("status-quo",)
    assert scenario.baseline == "status-quo"
    assert spec.past_days == 364
    assert spec.horizon_days == 182
    assert len(spec.organic) == len(spec.organic_known) == spec.days
    assert (spec.graph, spec.economy, spec.desk) == (GraphSpec(), EconomySpec(), None)
    assert spec.behaviour == Behaviour.preset("forum")
    assert spec.founders == 10


def test_values_reach_the_spec() -> None:
    scenario = parse(
        """
name: x
start: 2024-03-04
horizon_days: 30
community:
  preset: chat
  overrides: {visit_base: -2, attention: 9}
  launch: 2024-03-01
  members: 7
  activity: contribution
  segments: {北: 0.25, south: 0.75}
  graph: {mean_ties: 3, closure: 0.1, homophily: 0.2}
  arrivals: {organic_per_day: 2.5}
economy: {revenue_per_visit: 0.5, margin: 0.3}
desk: {staff: 2, shift_start: 8.5, shift_end: 20, days_open: [sun, mon], handling_minutes: 5,
       wage_per_hour: 30, cohort_hours: 6}
"""
    )
    spec = scenario.spec()
    assert (spec.launch, spec.start, spec.past_days) == (date(2024, 3, 1), date(2024, 3, 4), 3)
    assert spec.segments == ("北", "south")
    assert spec.segment_shares == (0.25, 0.75)
    assert spec.graph == GraphSpec(3, 0.1, 0.2)
    assert spec.economy == EconomySpec(0.5, margin=0.3)
    assert spec.desk == DeskSpec(2, 8.5, 20, (0, 6), 5, 30, 6)
    assert spec.activity == "contribution"
    assert spec.organic.tolist() == [2.5] * 33
    assert not spec.organic_known.any()
    assert spec.behaviour.values["visit_base"] == -2
    assert spec.behaviour.values["write_rate"] == Behaviour.preset("chat").values["write_rate"]
    assert spec.behaviour.grade("attention") == "assumed"


def test_an_empty_desk_is_the_default_desk() -> None:
    assert parse(MINIMAL + "desk: {}").spec().desk == DeskSpec()


def test_plans_are_strategy_plans() -> None:
    scenario = parse(
        MINIMAL + "plans:\n  both:\n    budget: 100\n    strategies:\n"
        "      - points: {per_post: 7}\n      - content: {budget: 30}\n"
    )
    plan = scenario.plan("both")
    assert plan.budget == 100
    assert plan.strategies == (Points(per_post=7), Content(budget=30))
    assert plan.envelopes == (7000, 3000)
    assert scenario.plan_names == ("status-quo", "both")
    assert scenario.plan("status-quo").strategies == ()
    with pytest.raises(InputError, match="there are status-quo, both"):
        scenario.plan("neither")


def test_the_first_plan_without_strategies_is_the_baseline() -> None:
    plans = "plans:\n  a:\n    strategies: [{points: {}}]\n  nothing: {}\n  nothing-more: {}\n"
    scenario = parse(MINIMAL + plans)
    assert scenario.baseline == "nothing"
    assert scenario.plan_names == ("a", "nothing", "nothing-more")


def test_a_search_is_parsed() -> None:
    scenario = parse(
        MINIMAL + "plans:\n  a:\n    strategies: [{points: {}}]\n"
        "search: {plan: a, objective: 'nps, -cost', subject_to: [nps >= baseline]}\n"
    )
    assert scenario.search is not None
    assert [str(objective) for objective in scenario.search.objectives] == ["nps", "-cost"]
    assert [str(constraint) for constraint in scenario.search.constraints] == ["nps >= baseline"]


@pytest.fixture
def with_history(tmp_path: Path) -> Path:
    days = [date(2024, 1, 1) + timedelta(days=k) for k in range(100)]
    rows = [f"{day},{k % 5}" for k, day in enumerate(days)]
    (tmp_path / "joined.csv").write_text("\n".join(["date,new_members", *rows]))
    path = tmp_path / "s.yaml"
    path.write_text(
        "name: x\nstart: 2024-02-01\nhorizon_days: 20\n"
        "community: {arrivals: {history: joined.csv}}\n"
    )
    return path


def test_a_history_gives_launch_and_exact_arrivals_before_the_start(with_history: Path) -> None:
    spec = load(with_history).spec()
    assert spec.launch == date(2024, 1, 1)
    assert spec.past_days == 31
    assert spec.organic[:31].tolist() == [k % 5 for k in range(31)]
    assert spec.organic_known.tolist() == [True] * 31 + [False] * 20
    assert np.all(spec.organic[31:] == spec.organic[3:31].mean())


def test_a_spec_can_start_elsewhere_and_know_more(with_history: Path) -> None:
    scenario = load(with_history)
    later = scenario.spec(start=date(2024, 3, 1), horizon_days=5)
    assert (later.past_days, later.days, int(later.organic_known.sum())) == (60, 65, 60)
    whole = scenario.spec(start=date(2024, 1, 1), horizon_days=40, known_until=date(2024, 2, 1))
    assert (whole.past_days, int(whole.organic_known.sum())) == (0, 31)
    other = scenario.behaviour.updated({"visit_base": -1.0}, "measured", "test")
    assert scenario.spec(behaviour=other).behaviour is other
    with pytest.raises(InputError, match="days after the launch"):
        scenario.spec(start=date(2023, 12, 31))
    with pytest.raises(InputError, match="at least 1"):
        scenario.spec(horizon_days=0)


def test_a_behaviour_file_goes_before_the_preset_and_overrides_before_both(
    tmp_path: Path,
) -> None:
    fitted = Behaviour.preset("forum").updated(
        {"visit_base": -2.0, "write_rate": 0.5}, "measured", "a log"
    )
    fitted = replace(fitted, posterior=({"visit_base": -2.1, "write_rate": 0.4},))
    behaviour_file.write(tmp_path / "fitted.json", fitted, {"preset": "forum"})
    path = tmp_path / "s.yaml"
    path.write_text(
        "name: x\ncommunity: {members: 3, behaviour: fitted.json, overrides: {write_rate: 0.9}}"
    )
    behaviour = load(path).behaviour
    assert (behaviour.values["visit_base"], behaviour.grade("visit_base")) == (-2.0, "measured")
    assert (behaviour.values["write_rate"], behaviour.grade("write_rate")) == (0.9, "assumed")
    drawn = behaviour.draw(1)
    assert drawn.values["visit_base"] == -2.1
    assert drawn.values["write_rate"] == 0.9


def test_another_behaviour_makes_another_scenario(tmp_path: Path) -> None:
    scenario = parse(MINIMAL)
    fitted = Behaviour.preset("forum").updated({"visit_base": -2.0}, "measured", "a log")
    other = scenario.with_behaviour(fitted)
    assert other.behaviour is fitted
    assert scenario.behaviour == Behaviour.preset("forum")
    assert other.digest != scenario.digest
    behaviour_file.write(tmp_path / "fitted.json", fitted, {})
    assert scenario.with_behaviour(tmp_path / "fitted.json").digest == other.digest


def test_the_digest_is_of_what_a_run_depends_on(with_history: Path) -> None:
    text = with_history.read_text()
    digest = load(with_history).digest
    with_history.write_text("# a comment\n" + text)
    assert load(with_history).digest == digest
    with_history.write_text(text.replace("horizon_days: 20", "horizon_days: 21"))
    assert load(with_history).digest != digest
    with_history.write_text(text)
    table = with_history.parent / "joined.csv"
    table.write_text(table.read_text().replace("2024-01-02,1", "2024-01-02,2"))
    assert load(with_history).digest != digest


def test_a_scenario_travels_with_all_that_it_names(with_history: Path) -> None:
    scenario = load(with_history)
    (with_history.parent / "joined.csv").unlink()
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy.digest == scenario.digest
    assert copy.text == with_history.read_text()
    assert copy.source_path == with_history
    assert copy.spec().organic.tolist() == scenario.spec().organic.tolist()


def test_where_nobody_buys_purchases_cannot_be_what_counts() -> None:
    with pytest.raises(InputError, match="nobody ever is") as caught:
        parse("name: A\ncommunity:\n  preset: forum\n  activity: purchase\n  members: 9\n")
    assert (caught.value.field, caught.value.line) == ("community.activity", 4)
    shop = parse("name: A\ncommunity:\n  preset: shop\n  activity: purchase\n  members: 9\n")
    assert shop.spec().activity == "purchase"
