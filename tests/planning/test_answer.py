"""What a search answers: who is named, what a step of each lever brings, what else there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planning.final import Last
from planning.first import nothing
from planning.found import SearchResult
from planning.marginal import MONEY_STEP
from planning.panel import Panel
from planning.search import APART, search
from planning.trials import Asked, Trial
from planning.variants import NEARLY, on_the_front, plain, robust
from scenarios import parse_objective
from sim.metrics import evaluate
from sim.run import run
from strategies import search_space, with_values
from tests.worlds.small import small
from worlds.executors import Workers

POSTS = {"goal": "weekly_active, -cost -> posts"}


@pytest.fixture(scope="module")
def best() -> SearchResult:
    return search(small(**POSTS), 16, seeds=3, panel=4)


def test_the_finalists_meet_in_worlds_that_neither_trials_nor_the_test_have(
    best: SearchResult,
) -> None:
    assert best.fresh.seeds == (4, 5, 6)
    assert best.winner is not None
    numbers = list(best.last.finalists)
    assert best.winner.number in numbers
    # Today's plan and doing nothing always take part, as last tried.
    plans = [best.trials[number].parameters for number in numbers]
    assert best.trials[0].parameters in plans
    assert best.trials[1].parameters in plans
    assert {rows.shape for rows in best.last.finalists.values()} == {(1, 4 + 8)}
    scenario = best.scenario
    plan = with_values(scenario.plan("both"), best.trials[0].parameters)
    posts = [evaluate(["posts"], one, one)["posts"] for one in (
        run(scenario.spec(), plan, seed) for seed in range(APART, APART + 8))]  # fmt: skip
    assert best.last.finalists[0][0, 4:] == pytest.approx(posts)


def test_the_winner_is_best_where_the_finalists_met(best: SearchResult) -> None:
    means = {number: rows.mean() for number, rows in best.last.finalists.items()}
    assert best.winner is not None
    assert max(means, key=means.__getitem__) == best.winner.number
    # Never worse than today's plan or than doing nothing.
    firsts = [best.trials[0].parameters, best.trials[1].parameters]
    known = [mean for n, mean in means.items() if best.trials[n].parameters in firsts]
    assert len(known) == 2
    assert means[best.winner.number] >= max(known)


def test_a_trial_that_was_stopped_is_never_named_nor_feasible(best: SearchResult) -> None:
    stopped = [trial for trial in best.trials if trial.stopped]
    assert stopped
    assert not any(trial.feasible for trial in stopped)
    assert all(trial.worlds < 4 for trial in stopped)
    table = best.tables()["trials"]
    assert table["worlds"].to_list() == [trial.worlds for trial in best.trials]
    assert table["stopped"].to_list() == [trial.stopped for trial in best.trials]
    assert table["believed posts"].is_not_null().all()
    told = best.as_json()
    assert told["worlds"] == sum(trial.worlds for trial in best.trials)
    assert told["stopped"] == len(stopped)


def test_a_marginal_return_is_the_difference_of_two_plans_over_the_step(
    best: SearchResult,
) -> None:
    scenario, plan = best.scenario, best.winner_plan
    assert plan is not None
    # By these worlds nothing was chosen.
    spec, seeds = scenario.spec(), range(4, 8)
    for path in ("points.reward_points", "points.budget"):
        (one,) = [own for own in best.marginals if own.path == path]
        richer = scenario.plan("both")
        assert richer.budget is not None
        if path.endswith("budget"):
            assert one.to - one.value == pytest.approx(MONEY_STEP * richer.budget)
        richer = replace(richer, budget=richer.budget * (1 + MONEY_STEP))
        own = {d.path: best.parameters.get(d.path, d.neutral) for d in search_space(richer)}
        each = []
        for seed in seeds:
            stand, moved = (
                run(spec, with_values(richer, {**own, path: at}), seed) for at in
                (one.value, one.to)
            )  # fmt: skip
            posts = [evaluate(["posts"], lived, lived)["posts"] for lived in (stand, moved)]
            each.append((posts[1] - posts[0]) / (one.to - one.value))
        assert one.change == pytest.approx(np.mean(each))
        assert one.low <= one.change <= one.high


def test_money_for_what_never_acts_brings_nothing(best: SearchResult) -> None:
    off = [one for one in best.marginals if one.path == "content.budget" and one.value == 0]
    assert [one.change for one in off] == [0] * len(off)


def test_curves_mark_today_and_the_winner(best: SearchResult) -> None:
    curves = best.tables()["responses"]
    marks = curves.filter(curves["path"] == "points.reward_points")["mark"].drop_nulls().to_list()
    assert "winner" in marks
    assert (curves["low"] <= curves["mean"]).all()
    assert (curves["mean"] <= curves["high"]).all()


def test_the_split_of_the_money_is_told(best: SearchResult) -> None:
    split = best.as_json()["winner"]["split"]
    assert split["points"]["today"] == split["content"]["equal_split"] == 250
    assert sum(own["winner"] for own in split.values()) <= 500


def test_a_lever_that_does_nothing_is_not_found_to_gain() -> None:
    """The adversary: where no plan can gain, the named plan is doing nothing and gains nothing."""
    scenario = small(
        goal="weekly_active, -cost -> -plan_cost", bound="posts >= 0.5 * baseline -> posts >= 0"
    )
    result = search(scenario, 12, seeds=3, panel=3)
    winner = result.as_json()["winner"]
    assert winner["spend"] == 0
    assert winner["strategies"] == []
    assert winner["measures"]["posts"]["difference"] == 0


def last(rows: dict[int, list[float]], winner: int) -> Last:
    own = Trial(winner, {}, (), {}, {}, None)
    finalists = {number: np.array([values]) for number, values in rows.items()}
    return Last(own, (winner,), {}, finalists)


def test_the_robust_plan_is_best_in_bad_worlds_or_regretted_least() -> None:
    (goal,) = parse_objective("posts")
    told = robust(last({3: [10.0, 0.0, 10.0], 4: [5.0, 5.0, 5.0]}, 3), goal)
    assert told["worst_tenth"] == {"trial": 4, "value": 5.0, "winner": 0.0}
    assert told["regret"] == {"trial": 3, "value": 5.0, "winner": 5.0}


def test_three_plans_of_a_front_of_two_objectives_have_names() -> None:
    goals = parse_objective("posts, -cost")
    believed = {1: (0.0, 0.0), 2: (6.0, 3.0), 3: (9.0, 9.0), 4: (10.0, 20.0)}
    front = replace(last({1: [0.0]}, 1), front=(1, 2, 3, 4), believed=believed)
    assert on_the_front(front, goals) == {"first": 4, "between": 2, "second": 1}
    assert on_the_front(front, goals[:1]) == {}


def test_the_plain_plan_does_without_levers_for_a_tenth_of_the_gain() -> None:
    scenario = small(**POSTS)
    plan = scenario.plan("both")
    dimensions = search_space(plan)
    section = scenario.search
    assert section is not None
    panel = Panel(
        scenario, plan, section.objectives, section.constraints, range(3), Workers(1)
    )  # fmt: skip
    values = {d.path: d.current for d in dimensions}
    values |= {"points.per_visit": 9, "points.per_post": 3, "points.reward_points": 20}
    off = nothing(dimensions)
    idle, full = (next(panel.verdicts([Asked(1, own)])) for own in (off, values))
    trials = [Trial(1, off, idle.values, {}, {}, None)]
    found = plain(values, full.values[0], trials, dimensions, (), panel)
    assert found is not None
    gain = full.values[0] - idle.values[0]
    assert gain > 0
    assert found.levers[0] < found.levers[1]
    assert found.objective[0] >= full.values[0] - NEARLY * gain
    again = next(panel.verdicts([Asked(0, found.values)]))
    assert again.values[0] == found.objective[0]
    # Nothing to hold the loss against: no plain plan is told.
    assert plain(values, full.values[0], [], dimensions, (), panel) is None
