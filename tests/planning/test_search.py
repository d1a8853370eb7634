from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planning import panel
from planning.found import SearchResult
from planning.search import search
from sim.errors import InputError
from sim.metrics import evaluate
from sim.run import run
from strategies import with_values
from tests.planning.searching import TRIALS, asked, found
from tests.worlds.small import small
from worlds.replicate import Trying, measure
from worlds.store import describe, write_run


@pytest.fixture(scope="module")
def best() -> SearchResult:
    return found(None)


def test_trials_measure_the_plans_that_they_name(best: SearchResult) -> None:
    scenario = small()
    spec = scenario.spec()
    for trial in best.trials[:3]:
        plan = with_values(scenario.plan("both"), trial.parameters)
        runs = [run(spec, plan, seed) for seed in (0, 1)]
        base = [run(spec, scenario.plan("status-quo"), seed) for seed in (0, 1)]
        for name in ("weekly_active", "revenue", "posts", "plan_cost"):
            own = [evaluate([name], a, b)[name] for a, b in zip(runs, base, strict=True)]
            assert trial.notes[name] == own
        assert trial.values == (
            pytest.approx(sum(trial.notes["weekly_active"]) / 2),
            pytest.approx(sum(trial.notes["revenue"]) / 2),
        )
    assert len({trial.values for trial in best.trials}) > TRIALS // 2


def test_the_first_trial_is_the_plan_as_it_stands(best: SearchResult) -> None:
    first = best.trials[0].parameters
    assert (first["points.per_visit"], first["points.reward_points"]) == (2, 50)


def test_no_trial_and_no_winner_spends_more_than_the_budget(best: SearchResult) -> None:
    for trial in best.trials:
        assert max(trial.notes["plan_cost"]) <= 500
        assert trial.violations["budget"] <= 0
    winner = best.as_json()["winner"]
    assert winner["within_budget"] is True
    assert winner["spend"] + winner["unspent"] == pytest.approx(winner["budget"]) == 500
    budgets = [v for name, v in winner["parameters"].items() if name.endswith(".budget")]
    assert 0 < sum(budgets) <= 500


def test_the_winner_is_feasible_and_on_the_front(best: SearchResult) -> None:
    assert best.winner is not None
    assert best.winner.feasible
    assert best.winner.number in best.front
    assert [entry["trial"] for entry in best.as_json()["pareto"]] == list(best.front)


def test_it_is_tested_in_worlds_that_no_trial_has_seen(best: SearchResult) -> None:
    assert best.fresh.seeds == (2, 3)
    assert best.fresh.plans == ("status-quo", "equal-split", "winner", "today")


def test_the_json_has_the_published_shape(best: SearchResult) -> None:
    told = best.as_json()
    for name in ("status_quo", "equal_split"):
        assert set(told[name]["cost"]) == {"mean", "low", "high", "worlds"}
    nothing = {"mean": None, "low": None, "high": None, "worlds": 0}
    assert told["status_quo"]["roi"] == nothing
    winner = told["winner"]
    assert winner["parameters"] == best.parameters
    cost = winner["measures"]["cost"]
    assert cost["difference"] == pytest.approx(cost["mean"] - told["status_quo"]["cost"]["mean"])
    assert cost["p_better"] == 0.0
    assert [entry["constraint"] for entry in winner["constraints"]] == [
        "posts >= 0.5 * baseline",
        "plan_cost <= 500",
    ]
    assert all(entry["kept"] for entry in winner["constraints"])
    posts = winner["constraints"][0]
    assert posts["bound"] == pytest.approx(0.5 * told["status_quo"]["posts"]["mean"])


def test_the_trials_are_a_table(best: SearchResult) -> None:
    trials = best.tables()["trials"]
    assert trials["number"].to_list() == list(range(TRIALS))
    assert trials["param points.per_visit"][0] == 2
    assert trials["value revenue"].to_list() == [trial.values[1] for trial in best.trials]
    assert trials["pareto"].sum() == len(best.front)
    assert trials["winner"].sum() == 1


def test_workers_do_not_change_a_byte(best: SearchResult, tmp_path: Path) -> None:
    for folder, result in (("one", best), ("two", found(None, 2))):
        meta = describe(asked(), "search", "Which?")
        write_run(tmp_path / folder, meta, {"search": result.as_json()}, result.tables())
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "trials.parquet" in files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("trials_done", [0, pytest.param(5, marks=pytest.mark.slow)])
def test_a_killed_search_goes_on_to_the_same_study(
    trials_done: int, best: SearchResult, tmp_path: Path
) -> None:
    journal = tmp_path / "journal"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.planning.searching", str(journal)],
        cwd=Path(__file__).parents[2],
    )
    for _ in range(3000):
        if journal.exists() and journal.read_bytes().count(b'"notes"') >= trials_done:
            break
        assert process.poll() is None, "it ended before it was killed"
        time.sleep(0.01)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    told = journal.read_bytes().count(b'"state":1')
    labels: list[tuple[int, str]] = []
    again = search(
        asked(), TRIALS, 1, journal, 2, lambda done, _, label: labels.append((done, label)), panel=2
    )
    assert again.trials == best.trials
    assert again.as_json() == best.as_json()
    assert labels[0] == (told, "searching")
    assert told < TRIALS


def test_a_trial_that_fails_is_recorded_and_the_search_goes_on(
    monkeypatch: pytest.MonkeyPatch, best: SearchResult
) -> None:
    first = best.trials[0].parameters

    def fails(task: Trying) -> dict[str, float]:
        if task.seed == 1 and task.values == first:
            raise MemoryError("no room")
        return measure(task)

    monkeypatch.setattr(panel, "measure", fails)
    result = found(None)
    assert result.trials[0].error == "seed 1: MemoryError: no room"
    assert result.trials[1] == best.trials[1]
    assert result.as_json()["failed"] == 1
    assert result.winner is not None
    assert result.winner.number != 0


def test_an_objective_that_is_not_defined_fails_the_trial() -> None:
    scenario = small(objective="weekly_active, -cost -> -first_wait_hours")
    result = search(scenario, 1, seeds=2, panel=2)
    assert result.trials[0].error == "not defined in every world: first_wait_hours"


def test_no_feasible_trial_names_no_winner() -> None:
    scenario = small(bound="posts >= 0.5 * baseline -> posts >= 1000000")
    result = search(scenario, 4, seeds=2, panel=2)
    told = result.as_json()
    assert (told["winner"], told["feasible"], told["pareto"]) == (None, 0, [])
    assert result.fresh.plans == ("status-quo", "equal-split", "today")
    assert told["equal_split"]["cost"]["mean"] > told["status_quo"]["cost"]["mean"]
    assert result.tables()["trials"]["feasible"].sum() == 0


def test_a_binding_budget_is_named() -> None:
    scenario = small(
        goal="weekly_active, -cost -> weekly_active",
        items="items_per_day: 2 -> items_per_day: 13",
        content="      - points: {per_visit: 2, reward_points: 50}\n      - content -> "
        "      - content",
    )
    winner = search(scenario, 1, seeds=2, panel=2).as_json()["winner"]
    bound = {entry["constraint"]: entry["binding"] for entry in winner["constraints"]}
    assert bound == {"posts >= 0.5 * baseline": False, "plan_cost <= 500": True}


def test_a_bound_that_is_the_plans_own_budget_is_told_once() -> None:
    """Cost is another measure than the plan's: a bound on it stands beside the budget."""
    told = []
    for bound in ("plan_cost <= 500", "cost <= 500"):
        scenario = small(bound=f"posts >= 0.5 * baseline -> {bound}")
        winner = search(scenario, 1, seeds=2, panel=2).as_json()["winner"]
        told.append([entry["constraint"] for entry in winner["constraints"]])
    assert told == [["plan_cost <= 500"], ["cost <= 500", "plan_cost <= 500"]]


@pytest.mark.parametrize(
    ("trials", "seeds", "worlds", "message"),
    [(0, 2, 2, "0 trials"), (1, 1, 2, "1 seeds"), (1, 2, 1, "1 panel")],
)
def test_numbers_that_are_too_small_are_refused(
    trials: int, seeds: int, worlds: int, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        search(small(), trials, seeds=seeds, panel=worlds)


def test_a_scenario_without_a_search_is_refused() -> None:
    scenario = small().model_copy(update={"search": None})
    with pytest.raises(InputError, match="no search section"):
        search(scenario)


def test_another_scenario_does_not_go_on_with_the_journal(tmp_path: Path) -> None:
    search(small(), 1, journal=tmp_path / "journal", seeds=2, panel=2)
    other = small(members="members: 120 -> members: 121")
    with pytest.raises(InputError, match="holds another search"):
        search(other, 1, journal=tmp_path / "journal", seeds=2, panel=2)


def test_trials_that_no_plan_can_be_are_not_kept_and_stop_nothing() -> None:
    """Four strategies that sell 0.4 of the feed each would sell one feed 1.6 times."""
    ads = "".join(f"      - ads: {{name: {name}, share: 0.1}}\n" for name in "abcd")
    scenario = small(
        ads="      - content: {items_per_day: 2}\n -> " + ads,
        goal="weekly_active, -cost -> revenue",
    )
    result = search(scenario, 24, 1, None, seeds=2, panel=2)
    over = [
        trial
        for trial in result.trials
        if sum(trial.parameters[f"{name}.share"] for name in "abcd") > 1
    ]
    assert over
    assert all(one.error is not None and "of the feed" in one.error for one in over)
    assert not any(one.feasible for one in over)
    assert result.winner is not None
    table = result.tables()["trials"]
    assert table.height == 24
    assert result.as_json()["failed"] >= len(over)
