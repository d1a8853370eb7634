"""A recipe tried: its plans in the same few worlds, and what became of each of its checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from forerun.cli.figures import Figures
from forerun.report.labels import Labels
from planning.compare import Comparison, compare
from scenarios import read_recipe
from worlds.statistics import side

if TYPE_CHECKING:
    from scenarios import Scenario
    from scenarios.recipe import Check

WORLDS: Final = 8
"""Worlds in which a recipe is tried: the seeds 0 to 7."""

SIDES: Final = {"higher": 1, "unclear": 0, "lower": -1}

_COUNTED_AS: Final = {"active": "daily_active", "posts": "posts", "gmv": "gmv"}
"""The measure as which what is counted of an audience is written."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One check, and what came out.

    Attributes
    ----------
    check
        What was asked.
    holds
        Whether it came out so.
    level
        Mean under the plan.
    difference
        Mean of the difference from the plan that it is compared with; None where there is none.
    low, high
        The 90 % interval: of the difference where there is one, else of the level.
    """

    check: Check
    holds: bool
    level: float | None
    difference: float | None
    low: float | None
    high: float | None


def plans_of(scenario: Scenario) -> list[str]:
    """Return a scenario's plans, the baseline first."""
    return sorted(scenario.plan_names, key=lambda name: name != scenario.baseline)


def tried(name: str, workers: int = 1) -> list[Tried]:
    """Run a recipe and look at its checks, in their order.

    Parameters
    ----------
    name
        The recipe.
    workers
        Processes; the result does not depend on it.

    Raises
    ------
    InputError
        If there is no such recipe.
    """
    recipe, scenario = read_recipe(name)
    found = compare(scenario, plans_of(scenario), WORLDS, workers)
    return judged(recipe.checks, found)


def judged(checks: Iterable[Check], found: Comparison) -> list[Tried]:
    """Look at what came out of some plans, check by check.

    Raises
    ------
    LookupError
        If a check is of an audience that was not kept apart: see `planning.compare.told_apart`.
    """
    return [_tried(check, found) for check in checks]


def _tried(check: Check, found: Comparison) -> Tried:
    level: float | None
    difference: float | None
    low: float | None
    high: float | None
    if check.audience is not None:
        level, difference, low, high = _of_audience(check, found)
    else:
        assert check.measure is not None
        against = 0 if check.against is None else found.plans.index(check.against)
        own = found.paired(check.measure, found.plans.index(check.plan), against).as_json()
        level, difference, low, high = own["b"], own["difference"], own["low"], own["high"]
        if check.at_most is not None or difference is None:
            difference, low, high = None, own["b_low"], own["b_high"]
    if check.at_most is not None:
        holds = high is not None and high <= check.at_most
    elif check.finds == "nothing":
        holds = (low, high) == (0.0, 0.0)
    else:
        assert check.finds is not None
        told = low is not None and high is not None and (low, high) != (0.0, 0.0)
        holds = told and side(low, high) == SIDES[check.finds]
    return Tried(check, holds, level, difference, low, high)


def _of_audience(
    check: Check, found: Comparison
) -> tuple[float | None, float | None, float | None, float | None]:
    """Return mean, difference from the baseline, and the difference's interval."""
    told = found.tables.get("audiences")
    for plan, audience, measure, *figures in () if told is None else told.iter_rows():
        if (plan, audience, measure) == (check.plan, check.audience, check.counts):
            level, difference, low, high = figures[:4]
            return level, difference, low, high
    raise LookupError(f"{check.audience} is not told of under {check.plan}")


def written(one: Tried, scenario: Scenario) -> tuple[str, ...]:
    """Return a check as texts: measure, plan and comparison, level, difference, interval, asked."""
    check = one.check
    labels = Labels("en", scenario.currency)
    write = Figures(check.measure or _COUNTED_AS[check.counts], labels)
    whose = f" of `{check.audience}`" if check.audience else ""
    plain = one.difference is None
    interval = (write.levels if plain else write.changes)(one.low, one.high)
    asked = check.finds or f"at most {labels.number(check.at_most)}"
    if check.finds and plain:
        asked = {"higher": "above 0", "lower": "below 0"}.get(check.finds, "unclear")
    return (
        f"{write.title}{whose}",
        check.plan if plain else f"{check.plan} against {check.against or scenario.baseline}",
        write.level(one.level),
        "" if plain else write.change(one.difference),
        interval,
        asked,
    )
