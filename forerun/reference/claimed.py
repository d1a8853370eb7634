"""What a source claims of a case, beside what is simulated, and what would have to be true.

Nothing is tuned to a claim. Where it lies outside the simulated interval, one named assumption is
turned over its stated range, by halving the interval, until the mean is the claim's; or no value in
the range does that, which is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from planning.compare import Comparison, compare
from scenarios.case import ORGANIC
from worlds.statistics import Interval, interval, over_worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenarios import Scenario
    from scenarios.case import Case, Claim, Turn

WORLDS: Final = 8
"""Worlds in which a case is tried: the seeds 0 to 7."""

AT_SCALE: Final = 2
"""Worlds of a case that is as large as life, to which a smaller one is the first look."""

FEWER: Final = 4
"""Worlds in which an assumption is turned."""

HALVINGS: Final = 7
"""Times that the range of an assumption is halved: to a hundredth of it."""

Verdict = Literal["within", "below", "above", "undefined"]
"""Where the claim lies: within the simulated interval, below it, above it."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of turning an assumption.

    Attributes
    ----------
    parameter
        The assumption.
    usual
        Its value in the scenario; None where it is not said.
    value
        The value with which the mean is the claim's; None: no value in the range.
    low, high
        The range.
    at_low, at_high
        The mean at its ends.
    """

    parameter: str
    usual: float | None
    value: float | None
    low: float
    high: float
    at_low: float
    at_high: float


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim beside the simulation.

    Attributes
    ----------
    claim
        The claim.
    simulated
        Mean and 90 % interval over the worlds, read as the claim is.
    verdict
        Where the claim lies.
    turned
        What would have to be true of one assumption; None where the claim lies within, or nothing
        is to be turned.
    founders
        Founders that it would take at the simulated rate; None where that is not asked.
    """

    claim: Claim
    simulated: Interval
    verdict: Verdict
    turned: Turned | None = None
    founders: float | None = None


def worlds_of(case: Case) -> int:
    """Return in how many worlds a case is tried."""
    return WORLDS if case.first_look is None else AT_SCALE


def lived(scenario: Scenario, worlds: int = WORLDS, workers: int = 1) -> Comparison:
    """Return all plans of a scenario in the same worlds, the baseline first.

    Parameters
    ----------
    scenario
        The scenario.
    worlds
        How many.
    workers
        Processes; the result does not depend on it.
    """
    return compare(scenario, plans_of(scenario), worlds, workers)


def beside(case: Case, scenario: Scenario, found: Comparison, workers: int = 1) -> list[Claimed]:
    """Put a case's claims beside what its plans do, in their order.

    Parameters
    ----------
    case, scenario
        The case and its scenario.
    found
        All its plans: see `lived`.
    workers
        Processes, for what is turned.

    Raises
    ------
    InputError
        If the case does not fit the scenario.
    """
    case.check(scenario)
    return [_beside(claim, found, scenario, workers) for claim in case.claims]


def plans_of(scenario: Scenario) -> list[str]:
    """Return a scenario's plans, the baseline first."""
    return sorted(scenario.plan_names, key=lambda name: name != scenario.baseline)


def read(claim: Claim, found: Comparison) -> Interval:
    """Return what the worlds show of a claim: mean and 90 % interval, read as it says."""
    own = values(claim, found)
    told = interval(own)
    # What counts up from nothing is never less.
    counts = claim.read in ("level", "times", "peak") and bool((own >= 0).all())
    return told.within(0.0, math.inf) if counts else told


def values(claim: Claim, found: Comparison) -> NDArray[np.float64]:
    """Return one value a world whose mean is what is read; NaN where it is undefined."""
    plan = claim.plan or found.plans[0]
    against = claim.against or found.plans[0]
    if claim.read == "peak":
        return _peak(claim.measure, plan, against, found)
    own = _of_plan(claim, plan, found)
    if claim.read == "level":
        return own
    other = _of_plan(claim, against, found)
    if claim.read == "difference":
        return own - other
    times = over_worlds(own, other)
    return times - 1.0 if claim.read == "rise" else times


def verdict(figure: float, simulated: Interval) -> Verdict:
    """Return where a claimed figure lies of what is simulated."""
    if math.isnan(simulated.low) or math.isnan(simulated.high):
        return "undefined"
    if figure > simulated.high:
        return "above"
    return "below" if figure < simulated.low else "within"


def halved(reads: Callable[[float], float], figure: float, low: float, high: float) -> float | None:
    """Return where a monotone function takes a value, by halving; None: nowhere in the range.

    Parameters
    ----------
    reads
        The function.
    figure
        The value.
    low, high
        The range.
    """
    at_low, at_high = reads(low), reads(high)
    if not min(at_low, at_high) <= figure <= max(at_low, at_high):
        return None
    rises = at_high >= at_low
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if (reads(middle) < figure) == rises:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def turned_to(scenario: Scenario, parameter: str, value: float) -> Scenario:
    """Return a copy of a scenario with one assumption at another value, in every world."""
    if parameter == ORGANIC:
        arrivals = scenario.community.arrivals.model_copy(update={ORGANIC: value})
        community = scenario.community.model_copy(update={"arrivals": arrivals})
        return scenario.model_copy(update={"community": community})
    return scenario.with_behaviour(
        scenario.behaviour.updated({parameter: value}, "assumed", "turned for a claim")
    )


def _beside(claim: Claim, found: Comparison, scenario: Scenario, workers: int) -> Claimed:
    simulated = read(claim, found)
    where = verdict(claim.figure, simulated)
    turned = founders = None
    if claim.turn is not None and where in ("above", "below"):
        turned = _turned(claim, claim.turn, scenario, workers)
    if claim.by_size and simulated.mean > 0:
        founders = scenario.community.members * claim.figure / simulated.mean
    return Claimed(claim, simulated, where, turned, founders)


def _turned(claim: Claim, turn: Turn, scenario: Scenario, workers: int) -> Turned:
    plans = list(
        dict.fromkeys([scenario.baseline, claim.against or scenario.baseline, claim.plan or ""])
    )
    plans = [name for name in plans if name]
    if len(plans) < 2:
        plans.append(next(name for name in scenario.plan_names if name != plans[0]))
    seen: dict[float, float] = {}

    def reads(value: float) -> float:
        if value not in seen:
            tried = turned_to(scenario, turn.parameter, value)
            seen[value] = read(claim, compare(tried, plans, FEWER, workers)).mean
        return seen[value]

    value = halved(reads, claim.figure, turn.low, turn.high)
    usual = (
        scenario.community.arrivals.organic_per_day
        if turn.parameter == ORGANIC
        else scenario.behaviour.values[turn.parameter]
    )
    ends = (reads(turn.low), reads(turn.high))
    return Turned(turn.parameter, usual, value, turn.low, turn.high, *ends)


def _of_plan(claim: Claim, plan: str, found: Comparison) -> NDArray[np.float64]:
    place = found.plans.index(plan)
    if claim.measure not in found.measured:
        return np.full(len(found.seeds), math.nan)
    own = found.measured[claim.measure].values[place]
    if claim.over is not None:
        if claim.over not in found.measured:
            return np.full(len(found.seeds), math.nan)
        own = over_worlds(own, found.measured[claim.over].values[place])
    return np.asarray(own / claim.per, np.float64)


def _peak(measure: str, plan: str, against: str, found: Comparison) -> NDArray[np.float64]:
    """Return the best day under a plan in multiples of the mean day under another, by world."""
    daily = found.tables["daily"]
    by_world = []
    for seed in found.seeds:
        own, other = (
            daily.filter((daily["plan"] == name) & (daily["seed"] == seed))[measure].to_numpy()
            for name in (plan, against)
        )
        by_world.append((float(own.max()), float(other.mean())))
    best, usual = np.array(by_world, np.float64).T
    return over_worlds(best, usual)
