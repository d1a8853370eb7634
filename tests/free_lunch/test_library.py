"""Nobody gets much for next to nothing from a plan of the library, whatever is turned in it.

The adversary has all strategies of the plan at once, as the scenario sets them up, in a small copy
of the scenario's community.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from scenarios import Scenario, library_names, load, read_case
from sim.errors import InputError
from strategies import StrategyPlan
from tests.free_lunch.adversary import Adversary, Depth
from tests.free_lunch.bounds import published
from tests.free_lunch.choices import choices_of, turned
from tests.free_lunch.ground import Ground, Size
from tests.free_lunch.plants import LEAST, without_cost

MOST_DAYS: Final = 70
QUICK: Final = Depth(trials=24, panel=1, fresh=6, size=Size(members=400, past=0, days=MOST_DAYS))
NAMES: Final = tuple(name for name in library_names() if read_case(name).first_look is None)
FAST: Final = ("three-invites",)
"""What is tried in every run of the tests; the others are slow together."""


class PlanAdversary(Adversary):
    """Looks for gifts of a whole plan of a scenario.

    Parameters
    ----------
    name
        What the scenario is called.
    scenario, plan
        The scenario, and which of its plans.
    depth
        How hard.
    seed
        Of its proposals.
    """

    def __init__(
        self, name: str, scenario: Scenario, plan: str, depth: Depth = QUICK, seed: int = 0
    ) -> None:
        self._whole = scenario.plan(plan)
        days = min(scenario.horizon_days, depth.size.days)
        size = replace(depth.size, days=days)
        panel = Ground.of(name, scenario, size, range(depth.panel))
        fresh = Ground.of(name, scenario, size, range(depth.panel, depth.panel + depth.fresh))
        known = {
            f"{place}.{path}": choice
            for place, strategy in enumerate(self._whole.strategies)
            for path, choice in choices_of(strategy).items()
            if path not in SETTING
        }
        self._begin(plan, depth, panel, fresh, known, (), seed)

    def _plan(self, values: dict[str, Any]) -> StrategyPlan:
        own: dict[int, dict[str, Any]] = {}
        money: dict[str, Any] = {}
        for path, value in values.items():
            if path == "budget":
                money = {"budget": self._whole.budget if value is None else value}
                continue
            place, _, inside = path.partition(".")
            own.setdefault(int(place), {})[inside] = value
        strategies = []
        for place, strategy in enumerate(self._whole.strategies):
            given = {name: 0.0 for name in FIXED if name in type(strategy).model_fields}
            # The plan's own purse is the adversary's; parts of it are no further limit.
            given |= {"budget": None} if money.get("budget") is not None else {}
            strategies.append(turned(strategy, {**given, **own.get(place, {})}))
        return replace(self._whole, strategies=tuple(strategies), **money)

    def _published(self, measure: str) -> float:
        kinds = {strategy.kind for strategy in self._whole.strategies}
        return sum(published(kind, measure, self.fresh) for kind in kinds)


FIXED: Final = ("setup_cost", "privilege_cost", "day_cost")
"""Fees that are paid whatever is done and buy nothing: here they are paid already, so that a plan
with a fee can be had for a trace of what it gives."""

SETTING: Final = ("from_day", "to_day", "phase", "on_weekdays", "budget_per")
"""When a strategy runs: the scenario's phases, cut to the days here, are left as they are."""


def told(adversary: Adversary) -> str:
    """Return what an adversary finds, a line each."""
    return "\n".join(str(gift) for gift in adversary.gifts())


def main_plan(scenario: Scenario) -> str:
    assert scenario.search is not None
    return scenario.search.plan


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in FAST else pytest.mark.slow) for name in NAMES],
)
def test_no_plan_of_the_library_gives_much_for_next_to_nothing(name: str) -> None:
    scenario = load(name)
    adversary = PlanAdversary(name, scenario, main_plan(scenario))
    assert adversary.shipped > 0, "a hundredth of nothing is nothing: nobody could be caught"
    assert told(adversary) == ""


def test_every_strategy_of_a_plan_is_turned() -> None:
    scenario = load("small-forum")
    adversary = PlanAdversary("small-forum", scenario, "both")
    assert {path.partition(".")[0] for path in adversary._choices} == {"0", "1"}
    free = adversary._plan({"0.per_visit": 1000.0, "1.items_per_day": 0.0})
    assert [getattr(one, "per_visit", None) for one in free.strategies] == [1000.0, None]
    with pytest.raises(InputError):
        adversary._plan({"0.per_visit": -1.0})
    shipped = scenario.plan("both").strategies
    assert [one.kind for one in adversary._plan({}).strategies] == [one.kind for one in shipped]
    assert adversary.shipped > 0


def test_a_planted_gift_is_caught_in_a_library_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    """What points promise is redeemed and never booked: found by one of three adversaries."""
    scenario, deeper = load("small-forum"), replace(QUICK, trials=40)
    adversaries = [
        PlanAdversary("small-forum", scenario, "regulars", deeper, seed) for seed in range(3)
    ]
    without_cost(monkeypatch)
    assert any(gift.change > LEAST for one in adversaries for gift in one.gifts())
