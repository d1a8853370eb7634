"""A winner names what ran and what gains something, and a search never ends empty-handed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planning.first import first_trials, nothing, today
from planning.found import SearchResult
from planning.plain import at_edges
from planning.search import search
from scenarios import load, parse_constraint
from sim.run import run
from strategies import search_space, with_values
from tests.worlds.small import small

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="module")
def dead_lever() -> SearchResult:
    """Content whose money does not cover its first day, beside points."""
    return search(load(str(CASES / "winner_dead_lever.yaml")), 1, seeds=2, panel=2)


@pytest.fixture(scope="module")
def bounded() -> SearchResult:
    """A bound of 100 on the cost of a plan with a budget of 20,000."""
    return search(load(str(CASES / "no_feasible.yaml")), 8, seeds=2, panel=2)


class TestTheWinnerNamesWhatRan:
    def test_what_never_ran_is_told_and_is_not_in_it(self, dead_lever: SearchResult) -> None:
        first = dead_lever.trials[0].parameters
        assert (first["content.items_per_day"], first["content.budget"]) == (11.5, 1044)
        winner = dead_lever.as_json()["winner"]
        assert [one["strategy"] for one in winner["strategies"]] == ["points"]
        (missing,) = winner["not_run"]
        assert (missing["strategy"], missing["ran_in"], missing["spent"]) == ("content", 0, 0)
        assert missing["stop"]["message"].startswith("never ran")
        assert not any(path.startswith("content.") for path in winner["parameters"])

    def test_its_plan_is_the_one_that_was_tested(self, dead_lever: SearchResult) -> None:
        """Without what never ran and gains nothing the plan spends to the cent what was told."""
        scenario, plan = dead_lever.scenario, dead_lever.winner_plan
        assert plan is not None
        books = [run(scenario.spec(), plan, seed).ledger for seed in dead_lever.fresh.seeds]
        winner = dead_lever.as_json()["winner"]
        (points,) = winner["strategies"]
        assert points["spent"] == sum(book.cash("points") for book in books) / 200
        assert points["owed"] == sum(book.owed("points") for book in books) / 200
        assert winner["spend"] == pytest.approx(points["spent"] + points["owed"])

    def test_money_that_gains_nothing_is_taken_back(self, dead_lever: SearchResult) -> None:
        taken = {one["path"]: one for one in dead_lever.as_json()["winner"]["taken_back"]}
        assert taken["content.budget"] == {"path": "content.budget", "found": 1044, "to": 0.0}

    def test_what_is_taken_back_costs_nothing_in_the_panel(self, dead_lever: SearchResult) -> None:
        trial = dead_lever.winner
        assert trial is not None
        assert dead_lever.winner_values[0] >= trial.values[0]

    def test_it_is_held_against_three(self, dead_lever: SearchResult) -> None:
        winner = dead_lever.as_json()["winner"]
        assert list(winner["against"]) == ["status_quo", "today", "equal_split"]
        fresh = dead_lever.fresh
        for key, name in (("status_quo", "status-quo"), ("today", "today"),
                          ("equal_split", "equal-split")):  # fmt: skip
            own = winner["against"][key]["weekly_active"]
            values = fresh.values["weekly_active"]
            apart = values[2] - values[fresh.plans.index(name)]
            assert own["difference"] == pytest.approx(apart.mean())
            assert own["worlds"] == 2
        own = winner["against"]["status_quo"]["weekly_active"]
        assert own["difference"] == winner["measures"]["weekly_active"]["difference"]


class TestNeverEmptyHanded:
    def test_what_anybody_would_try_comes_first(self, bounded: SearchResult) -> None:
        space = search_space(bounded.scenario.plan("all"))
        wanted = first_trials(space, 20_000, [parse_constraint("plan_cost <= 100")])
        assert [trial.parameters for trial in bounded.trials[: len(wanted)]] == list(wanted)
        budgets = [[v for k, v in one.items() if k.endswith(".budget")] for one in wanted]
        third = 6_666.66
        assert budgets[0] == [third] * 3
        assert budgets[1] == [0, 0, 0]
        assert budgets[2] == pytest.approx([third * 100 / 20_000] * 3)
        assert budgets[3] == pytest.approx([third / 2] * 3)
        assert budgets[4:] == [[100, 0, 0], [0, 100, 0], [0, 0, 100]]

    def test_it_ends_with_a_plan_within_the_bound(self, bounded: SearchResult) -> None:
        told = bounded.as_json()
        assert told["feasible"] >= 1
        cost = told["winner"]["measures"]["plan_cost"]
        assert cost["mean"] <= 100
        assert all(entry["kept"] for entry in told["winner"]["constraints"])

    def test_it_says_what_the_bound_costs(self, bounded: SearchResult) -> None:
        cost = bounded.as_json()["winner"]["bounds_cost"]
        assert cost["constraints"] == ["plan_cost <= 100"]
        assert cost["value"] > cost["winner"]
        assert not bounded.trials[cost["trial"]].feasible

    def test_an_objective_undefined_for_doing_nothing_ends_with_doing_nothing(self) -> None:
        scenario = small(
            goal="weekly_active, -cost -> roi",
            bound="posts >= 0.5 * baseline -> plan_cost <= 0",
        )
        result = search(scenario, 2, seeds=2, panel=2)
        assert result.winner is None
        assert result.winner_plan is not None
        assert result.winner_plan.strategies == ()
        winner = result.as_json()["winner"]
        assert (winner["trial"], winner["parameters"], winner["spend"]) == (None, {}, 0)
        assert winner["against"]["status_quo"]["weekly_active"]["difference"] == 0


def test_doing_nothing_is_the_status_quo() -> None:
    scenario = small()
    plan = scenario.plan("both")
    off = with_values(plan, nothing(search_space(plan)))
    runs = [run(scenario.spec(), each, 0) for each in (off, scenario.plan("status-quo"))]
    assert (runs[0].trajectory.daily("visits") == runs[1].trajectory.daily("visits")).all()
    assert runs[0].ledger.cost() == runs[1].ledger.cost()


def test_values_at_an_end_of_their_range_are_told_but_not_those_nobody_moved() -> None:
    space = search_space(small().plan("both"))
    values = today(space)
    assert at_edges(values, space) == ()
    by_path = {d.path: d for d in space}
    values["points.per_visit"] = by_path["points.per_visit"].high
    values["points.reward_points"] = by_path["points.reward_points"].low
    values["points.budget"] = by_path["points.budget"].high
    found = [(one.path, one.high) for one in at_edges(values, space)]
    assert found == [("points.per_visit", True), ("points.reward_points", False)]
    moved = [
        replace(d, log=True, low=1.0) if d.path == "points.reward_points" else d for d in space
    ]
    assert [one.path for one in at_edges(values, moved)] == ["points.per_visit"]
