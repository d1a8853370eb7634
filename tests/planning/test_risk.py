from __future__ import annotations

import numpy as np
import pytest

from planning.risk import column_of
from planning.search import search
from scenarios import Objective, parse_objective
from sim.errors import InputError
from tests.worlds.small import small

VALUES = np.random.default_rng(0).normal(size=40) * 3 + 10


def test_the_mean_of_a_quantiles_column_is_the_quantile_and_worlds_stay_paired() -> None:
    (goal,) = parse_objective("q10(profit)")
    column = column_of(goal, VALUES)
    assert column.mean() == pytest.approx(np.quantile(VALUES, 0.1))
    assert np.corrcoef(column, VALUES)[0, 1] == pytest.approx(1.0)
    # The error of a normal sample's tenth percentile: sqrt(0.09) / 0.1755 = 1.709.
    assert column.std() / VALUES.std() == pytest.approx(1.709, abs=0.001)


@pytest.mark.parametrize(("text", "worst"), [("cvar(profit)", slice(0, 4)),
                                             ("-cvar(cost)", slice(36, 40))])  # fmt: skip
def test_cvar_is_the_mean_of_the_worst_tenth(text: str, worst: slice) -> None:
    (goal,) = parse_objective(text)
    assert column_of(goal, VALUES).mean() == pytest.approx(np.sort(VALUES)[worst].mean())


def test_of_few_worlds_the_worst_tenth_is_the_worst() -> None:
    (goal,) = parse_objective("cvar(profit)")
    assert column_of(goal, np.array([3.0, 1.0, 2.0])).mean() == pytest.approx(1.0)


def test_a_mean_is_what_it_was() -> None:
    assert column_of(Objective("profit", "maximize"), VALUES) is VALUES


def test_a_risk_goes_by_its_name() -> None:
    first, second, third = parse_objective("q05(profit), -cvar( cost ), mean(nps)")
    assert (first.column, second.column, third.column) == ("q05(profit)", "cvar(cost)", "nps")
    assert [str(one) for one in (first, second, third)] == ["q05(profit)", "-cvar(cost)", "nps"]
    assert second.direction == "minimize"
    parse_objective("profit, q10(profit)")


@pytest.mark.parametrize("text", ["q00(profit)", "q5(profit)", "median(profit)", "q10 profit",
                                  "q10(profit", "cvar()", "q10(q10(profit))"])  # fmt: skip
def test_what_is_no_risk_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InputError, match="cannot read") as told:
        parse_objective(text)
    assert "\n" not in str(told.value)


def test_the_same_risk_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"names 'q10\(profit\)' twice"):
        parse_objective("q10(profit), -q10(profit)")


def test_a_search_pushes_a_risk_and_tells_it_of_fresh_worlds() -> None:
    scenario = small(goal="weekly_active, -cost -> q10(posts), -q90(cost)")
    result = search(scenario, 5, seeds=3, panel=3)
    told = result.as_json()
    first = result.trials[0]
    assert first.values[0] == pytest.approx(np.quantile(first.notes["posts"], 0.1))
    assert first.values[1] == pytest.approx(np.quantile(first.notes["cost"], 0.9))
    fresh = result.fresh.values["posts"]
    assert told["winner"]["risks"]["q10(posts)"]["status_quo"] == pytest.approx(
        np.quantile(fresh[0], 0.1)
    )
    assert set(told["pareto"][0]["objectives"]) == {"q10(posts)", "q90(cost)"}
    assert "value q10(posts)" in result.tables()["trials"].columns
