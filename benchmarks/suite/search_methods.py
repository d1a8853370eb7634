"""Who searches: Forerun, and beside it plain Optuna, TPE on a panel, random search and a grid.

All are given the plan as it stands as their first trial, the same ranges and four worlds a trial;
each names the plan that it would name if it were stopped there. A search has arrived at the first
plan named that is within 1 % of the best known value and keeps the bounds to within 1 %.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import optuna

from benchmarks.suite.search_problems import Problem, Told
from planning.belief import believed, keeping
from planning.deepening import MOST, Depths, Key, in_turn, key_of
from planning.first import first_trials
from planning.racing import Field, raced
from planning.study import run_study
from planning.trials import BREAKS, Asked, Question, Trial, Verdict
from scenarios import Objective
from worlds.replicate import worlds_kept

WORLDS: Final = 4
NEAR: Final = 0.01
GRID: Final = 5


@dataclass(frozen=True, slots=True)
class Arrival:
    """What it took.

    Attributes
    ----------
    arrived
        Whether it arrived before its cap.
    trials, worlds
        Until then.
    member_days, plan_days
        Simulated until then, with pasts and without.
    seconds
        Spent on proposals, and on worlds of a scenario.
    """

    arrived: bool
    trials: int
    worlds: int
    member_days: float
    plan_days: float
    seconds: float


class Meter:
    """Counts what is simulated and what it takes."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.worlds = 0
        self.pasts: OrderedDict[int, None] = OrderedDict()
        self.pasts_lived = 0
        self.aside = 0.0
        self.began = time.perf_counter()

    def live(self, values: dict[str, float], seed: int) -> Told:
        """Return what a world tells, and count it; its past too, unless a process remembers it."""
        self.worlds += 1
        if seed not in self.pasts:
            self.pasts_lived += 1
            while len(self.pasts) >= worlds_kept(self.problem.members):
                self.pasts.popitem(last=False)
            self.pasts[seed] = None
        self.pasts.move_to_end(seed)
        return self.problem.told(values, seed)

    def near(self, values: dict[str, float]) -> bool:
        """Whether a plan is good enough; the time that this takes is not counted."""
        began = time.perf_counter()
        truth = self.problem.truth(values)
        self.aside += time.perf_counter() - began
        kept = all(by <= NEAR for by in truth.breaks.values())
        return kept and truth.value >= self.problem.best - NEAR * abs(self.problem.best)

    def ended(self, arrived: bool, trials: int) -> Arrival:
        """Return what it took."""
        own = self.worlds * self.problem.plan_days
        past = self.pasts_lived * self.problem.past_days
        seconds = time.perf_counter() - self.began - self.aside
        return Arrival(arrived, trials, self.worlds, own + past, own, seconds)


class _Arrived(Exception):
    pass


def ours(problem: Problem, repeat: int, most: int) -> Arrival:
    """Search as ``forerun search`` does."""
    meter = Meter(problem)
    worlds = [1000 * repeat + place for place in range(MOST)]
    goal = (Objective("value", "maximize"),)
    total = getattr(problem, "total", None)
    question = Question(
        "", problem.dimensions, ("maximize",), repeat, first_trials(problem.dimensions, total),
        ("value",), panel=WORLDS,
    )  # fmt: skip
    known: dict[Key, list[Told]] = {}
    depths = [Depths.of(())]
    field: list[Field | None] = [None]
    count = 0

    def judge(lived: Sequence[Told]) -> Verdict:
        mean = float(np.mean([own.value for own in lived]))
        notes = {"value": [own.value for own in lived]}
        breaks = {}
        for name in lived[0].breaks:
            each = [own.breaks[name] for own in lived]
            breaks[name] = float(np.mean(each))
            notes[f"{BREAKS}{name}"] = each
        return Verdict((mean,), breaks, notes)

    def live(some: Sequence[Asked], places: range) -> Iterator[Told]:
        for one in some:
            for place in places:
                told = meter.live(one.parameters, worlds[place])
                known.setdefault(key_of(one.parameters), []).append(told)
                yield told

    def deeper(one: Asked, most: int) -> Verdict:
        own = known[key_of(one.parameters)]
        list(live([one], range(len(own), most)))
        return replace(judge(own), values=judge(own[:WORLDS]).values)

    def fresh(asked: Sequence[Asked]) -> Iterator[Verdict]:
        if field[0] is None:
            return (judge(list(live([one], range(WORLDS)))) for one in asked)
        return iter(raced(asked, field[0], live, judge))

    def evaluate(asked: Sequence[Asked]) -> Iterable[Verdict]:
        return in_turn(asked, depths[0], fresh, deeper)

    def meet(before: Sequence[Trial]) -> None:
        nonlocal count
        count = len(before)
        field[0] = Field.of(before, goal, WORLDS)
        depths[0] = Depths.of(before)
        began = time.perf_counter()
        named = _believed_best(question, before)
        meter.aside += time.perf_counter() - began
        if named is not None and meter.near(named):
            raise _Arrived

    try:
        trials = run_study(question, most, evaluate, None, lambda _: None, meet)
        count = len(trials)
        meet(trials)
    except _Arrived:
        return meter.ended(True, count)
    return meter.ended(False, count)


def _believed_best(question: Question, trials: Sequence[Trial]) -> dict[str, float] | None:
    if not trials:
        return None
    _, named = keeping(question, trials)
    if not named.any():
        return None
    means = believed(question, trials)[:, 0]
    return trials[int(np.argmax(np.where(named, means, -np.inf)))].parameters


Sampler = Callable[[Problem, int], optuna.samplers.BaseSampler]


def theirs(sampler: Sampler, *, panel: bool) -> Callable[[Problem, int, int], Arrival]:
    """Return a search by Optuna: in a fixed panel, or in fresh worlds for each trial."""

    def search(problem: Problem, repeat: int, most: int) -> Arrival:
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        meter = Meter(problem)
        study = optuna.create_study(direction="maximize", sampler=sampler(problem, repeat))
        study.enqueue_trial({d.path: d.current for d in problem.dimensions})
        best = -np.inf
        for number in range(most):
            trial = study.ask()
            values = {
                d.path: trial.suggest_float(d.path, d.low, d.high, log=d.log, step=d.step)
                for d in problem.dimensions
            }
            first = 1000 * repeat + (0 if panel else WORLDS * number)
            lived = [meter.live(values, first + place) for place in range(WORLDS)]
            mean = float(np.mean([own.value for own in lived]))
            kept = True
            for name in lived[0].breaks:
                broken = float(np.mean([own.breaks[name] for own in lived]))
                trial.set_constraint(name, broken)
                kept = kept and broken <= 0
            study.tell(trial, mean)
            if kept and mean > best:
                best = mean
                if meter.near(values):
                    return meter.ended(True, number + 1)
        return meter.ended(False, most)

    return search


class Grid(optuna.samplers.RandomSampler):
    """Points of a grid in an order of chance, as far as one gets."""

    def sample_independent(self, study, trial, param_name, param_distribution):  # type: ignore[no-untyped-def]
        """Return one of a few evenly spread values."""
        places = np.linspace(0.0, 1.0, GRID)
        share = places[self._rng.rng.randint(GRID)]
        d = param_distribution
        if d.log:
            return float(d.low * (d.high / d.low) ** share)
        value = d.low + share * (d.high - d.low)
        return value if d.step is None else d.low + round((value - d.low) / d.step) * d.step


METHODS: Final[dict[str, Callable[[Problem, int, int], Arrival]]] = {
    "forerun": ours,
    "optuna": theirs(lambda _p, n: optuna.samplers.TPESampler(seed=n), panel=False),
    "tpe-panel": theirs(lambda _p, n: optuna.samplers.TPESampler(seed=n), panel=True),
    "random": theirs(lambda _p, n: optuna.samplers.RandomSampler(seed=n), panel=True),
    "grid": theirs(lambda _p, n: Grid(seed=n), panel=True),
}
