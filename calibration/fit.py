"""Calibration: a history in, fitted members out, with the proof on weeks held back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration import posterior, posting, purchases, settle, sold, study
from calibration.ahead import WORLDS, unexplained
from calibration.backtest import NAIVE_WEEKS, backtest
from calibration.health import card
from calibration.history import History
from calibration.measured import Measured, measure
from calibration.observation import Observation
from calibration.purchases import Purchases
from calibration.sold import Sold
from calibration.space import Space
from calibration.study import Search
from calibration.targets import Targets
from calibration.told import broken, retention_rows, values
from calibration.world import Map, World, threads
from calibration.world import cluster as on_cluster
from scenarios import Scenario
from scenarios.behaviour import unfitted
from sim.behaviour.preset import Behaviour, independent
from sim.errors import InputError
from worlds.address import Place

Bought = Purchases | Sold
"""What a history's purchases say: by member, or in sums."""

PANEL: Final = 2
"""Seeds on which every trial is run; the same ones, so that trials differ by parameters alone."""

FRESH: Final = 12
"""Fresh worlds, on none of the panel's seeds, by which a fit is settled and judged."""

MIN_DAYS: Final = 56
"""Days of history that a fit needs before the holdout."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a fit found.

    Attributes
    ----------
    scenario
        The scenario with the fitted behaviour.
    behaviour
        Best values, graded measured, and the posterior.
    fit
        Facts of the fit: period, trials, loss, error of each group of targets, posterior.
    holdout
        Facts of the backtest (`calibration.backtest.Backtest`); weeks 0 without a holdout.
    retention
        Rows of ``cohorts, from_week, to_week, observed, fitted``: the fit against cohort
        retention, as shares; ``observed`` is None of fewer than `calibration.targets.LEAST`
        members.
    """

    scenario: Scenario
    behaviour: Behaviour
    fit: dict[str, Any]
    holdout: dict[str, Any]
    retention: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """Return ``{"fit", "holdout", "retention", "health"}`` of plain values."""
        return {
            "fit": self.fit,
            "holdout": self.holdout,
            "retention": self.retention,
            "health": card(self.fit, self.holdout),
        }

    def write(self, path: Path) -> None:
        """Write the behaviour file that a scenario can name.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        from scenarios import behaviour_file

        meta = {"preset": self.scenario.community.base, "fitted_on": self.fit}
        behaviour_file.write(path, self.behaviour, meta)


def calibrate(
    scenario: Scenario,
    history: History,
    *,
    holdout_days: int = 91,
    trials: int = 100,
    workers: int = 1,
    cluster: str | None = None,
    seed: int = 0,
    journal: Place | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Fit a scenario's members to a history.

    Parameters
    ----------
    scenario
        Gives preset, graph, segments and what counts as activity.
    history
        What happened (`calibration.history.read`).
    holdout_days
        Last days held back: not fitted, but forecast. 0 for none.
    trials
        Simulated parameter sets, at least 1.
    workers
        Threads; the result does not depend on it.
    cluster
        Address of a Dask scheduler, whose workers do it instead.
    seed
        Seed of the search, the panel and the forecast.
    journal
        File or database in which the study is kept, so that a fit that was stopped can be taken up.
    progress
        Called with the trials done and their number.

    Raises
    ------
    InputError
        If the holdout leaves too little history, or an argument is out of its range.
    """
    cut = last_known(history, holdout_days)
    if trials < 1:
        raise InputError(f"{trials} trials; at least 1 is needed", field="trials")
    known = history.until(cut)
    source = f"measured on {known.start} to {cut - timedelta(days=1)}"
    measured = measure(known)
    bought, expected = _bought(scenario, known)
    base = _base(scenario, measured, bought, expected, source)
    space = Space.about(
        _first(measured, bought, expected),
        measured,
        retention=known.triangle is not None,
        bought=bought.told if bought else (),
        purchases_alone=scenario.community.activity == "purchase",
        writing=posting.dimensions(known, expected, scenario.community.activity),
    )
    scenario.own.refuse_cluster(cluster)
    search = Search(Targets.of(known), space, seed)
    world = World(scenario, known)
    key = study.digest(
        scenario.digest, known.daily.write_csv(), str(cut), seed, *_of_figures(known)
    )
    with threads(workers) if cluster is None else on_cluster(cluster) as run_all:
        judge = _Judge(world, search, base, bought, source, run_all)
        study.run(search, trials, judge.panel, key=key, journal=journal, progress=progress)
        drawn, facts = _posterior(search)
        behaviour, settled, move = judge.settle(facts["best_trial"], drawn)
        holdout: dict[str, Any] = {"weeks": 0, "error": None, "naive_error": None}
        if holdout_days:
            holdout = backtest(
                world, history, behaviour,
                days=holdout_days, worlds=WORLDS, seed=seed, run_all=run_all,
            ).as_dict()  # fmt: skip
    fit = {
        "from": str(known.launch),
        "to": str(cut - timedelta(days=1)),
        "days": known.days,
        "cadence": "day" if known.weekly is None else "week",
        "members": int(known.joiners.sum()),
        "trials": trials,
        "seed": seed,
        **facts,
        "values": values(behaviour, search),
        "settled": move,
        "breaks": broken(known),
        "unexplained": behaviour.unexplained,
        "errors": search.targets.errors(settled),
        "measured": {
            name: {"value": found.value, "error": found.error} for name, found in measured.items()
        },
        "purchases": bought.as_dict() if bought else None,
    }
    return Calibration(
        scenario=scenario.with_behaviour(behaviour),
        behaviour=behaviour,
        fit=fit,
        holdout=holdout,
        retention=retention_rows(search.targets, settled),
    )


def _first(
    measured: Mapping[str, Measured], bought: Bought | None, expected: Behaviour
) -> dict[str, float]:
    """Where the search begins: what is expected, what was measured directly."""
    found = {name: each.value for name, each in measured.items()}
    return {**expected.values, **found, **(bought.first if bought else {})}


def _of_figures(known: History) -> list[object]:
    """What a history of figures alone has beside its days, to tell one study from another."""
    parts = [known.weekly, known.earlier if len(known.earlier) else None]
    alone = ["no triangle"] if known.triangle is None else []
    return [*alone, *(part.tolist() for part in parts if part is not None)]


def _bought(scenario: Scenario, known: History) -> tuple[Bought | None, Behaviour]:
    """What the history's purchases say, and what is expected before any fit.

    Expected is the preset, and what was given by hand: not an earlier fit's values, as a history
    must not count twice. Where purchases alone are known, visits are many (`with_visits`).
    """
    given, activity = scenario.community.overridden, scenario.community.activity
    before = unfitted(scenario.community, scenario.money.unit)
    expected = before.updated(given, "assumed", "given by hand in the scenario")

    def found() -> Bought | None:
        members = purchases.read_off(known, expected, activity)
        return members or sold.read_off(known, expected, activity)

    bought = found()
    if activity == "purchase" and bought is not None and "visit_base" not in given:
        rate = bought.first.get("buy_rate", 0.0)
        often = purchases.with_visits(expected, rate)
        if often is not expected:
            expected = often
            bought = found()
    return bought, expected


@dataclass(frozen=True, slots=True)
class _Judge:
    """Simulates points of a search and reads the targets off."""

    world: World
    search: Search
    base: Behaviour
    bought: Bought | None
    source: str
    run_all: Map

    def panel(self, points: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
        """Target vector of each point, on the panel's seeds."""
        seeds = [self.search.seed + k for k in range(PANEL)]
        tasks = [(self._behaviour(point), seed) for point in points for seed in seeds]
        # A function that goes to another machine takes along what it names, and no more than that.
        world = self.world
        seen = list(self.run_all(lambda task: world.observe(*task), tasks))
        groups = [seen[k : k + PANEL] for k in range(0, len(seen), PANEL)]
        return [self.search.targets.vector(Observation.mean(group)) for group in groups]

    def settle(
        self, best: int, drawn: Sequence[int]
    ) -> tuple[Behaviour, NDArray[np.float64], dict[str, float]]:
        """Move the best trial and the worlds to today's level, if that brings them nearer."""
        move = np.zeros(len(self.search.space.names))
        behaviour = self._worlds(best, drawn, move)
        fresh = self._fresh(behaviour)
        seen = self.search.targets.vector(fresh)
        missed = settle.miss(self.search, seen)
        for by in (settle.step, *[settle.step_by_definition] * settle.ROUNDS):
            further = move + by(self.search, seen)
            moved = self._worlds(best, drawn, further)
            again = self._fresh(moved)
            then = self.search.targets.vector(again)
            left = settle.miss(self.search, then)
            if left < missed:
                behaviour, seen, move, missed, fresh = moved, then, further, left, again
            elif by is settle.step_by_definition:
                # From the same worlds it would move the same way again.
                break
            if missed < settle.CLOSE:
                break
        values = self.search.space.values(self.search.points[best])
        off = unexplained(self.world.history, fresh.by_week())
        return replace(behaviour, unexplained=off), seen, {
            name: behaviour.values[name] - values[name]
            for name in dict.fromkeys(name for able in settle.SETTLED.values() for name in able)
            if name in values
        }  # fmt: skip

    def _behaviour(self, point: NDArray[np.float64]) -> Behaviour:
        return self.base.updated(self.search.space.values(point), "measured", self.source)

    def _worlds(self, best: int, drawn: Sequence[int], move: NDArray[np.float64]) -> Behaviour:
        points = [np.clip(self.search.points[k] + move, 0.0, 1.0) for k in (best, *drawn)]
        best_one = self._behaviour(points[0])
        drawn_too: list[dict[str, float]] = [{} for _ in drawn]
        if self.bought is not None:
            drawn_too = self.bought.draws(len(drawn), self.search.seed, best_one)
        worlds = tuple(
            {**found, **self.search.space.values(point)}
            for found, point in zip(drawn_too, points[1:], strict=True)
        )
        return replace(best_one, posterior=independent(self.base.taught, worlds))

    def _fresh(self, behaviour: Behaviour) -> Observation:
        """Mean of fresh worlds, each drawn from the posterior and the priors."""
        first, world = self.search.seed + PANEL, self.world
        seen = self.run_all(
            lambda seed: world.observe(behaviour, seed), range(first, first + FRESH)
        )
        return Observation.mean(list(seen))


def last_known(history: History, holdout_days: int) -> date:
    """Return the first day that is held out, if what is left is enough to fit.

    Raises
    ------
    InputError
        If it is not, or the holdout is not allowed.
    """
    if holdout_days < 0 or 0 < holdout_days < 7:
        raise InputError(
            f"a holdout of {holdout_days} days; 0, or at least 7 days", field="holdout"
        )
    if holdout_days % history.step:
        raise InputError(
            f"a holdout of {holdout_days} days; of weekly figures whole weeks, such as 13w",
            field="holdout",
        )
    left = history.days - holdout_days
    if left < max(MIN_DAYS, 7 * NAIVE_WEEKS):
        raise InputError(
            f"{history.days} days of history and a holdout of {holdout_days} leave {max(left, 0)} "
            f"to fit; at least {MIN_DAYS} are needed",
            file=history.source,
            field="holdout",
        )
    return history.end - timedelta(days=holdout_days)


def _base(
    scenario: Scenario,
    measured: Mapping[str, Measured],
    bought: Bought | None,
    expected: Behaviour,
    source: str,
) -> Behaviour:
    """The scenario's behaviour with what was measured directly, and no earlier fit's posterior."""
    base, found = scenario.behaviour, {name: each.value for name, each in measured.items()}
    taught = base.taught
    if bought is not None:
        found |= purchases.bounded(bought.first, base)
    if scenario.community.activity == "purchase":
        visits = {"visit_base": expected.values["visit_base"]}
        why = expected.grade("visit_base"), expected.source("visit_base")
        base = base.updated(visits, *why)
    return replace(base.updated(found, "measured", source), posterior=taught)


def _posterior(search: Search) -> tuple[list[int], dict[str, Any]]:
    """The trials that the posterior draws, and facts of the fit."""
    losses = search.losses()
    best = int(np.argmin(losses))
    weight, temperature = posterior.weights(losses)
    drawn = posterior.draw(weight, posterior.DRAWS, search.seed)
    facts = {
        "loss": float(losses[best]),
        "best_trial": best,
        "worlds": len(set(drawn)),
        "temperature": temperature,
    }
    return drawn, facts
