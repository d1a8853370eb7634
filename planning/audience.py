"""Who is in a scenario's audiences, where they overlap, how members move, what each brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planning.compare import worth_starting
from planning.described import Kind, described, kinds_of
from planning.failures import finished
from sim.errors import InputError
from sim.metrics import Parts
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX, NET_SALES, ByAudience, Trajectory
from strategies import StrategyPlan
from strategies.audiences import MOST
from worlds.executors import Failure, Progress, Workers
from worlds.replicate import Floats
from worlds.statistics import Interval, interval, over_worlds

if TYPE_CHECKING:
    from scenarios import Scenario
    from sim.run import Run

SHARES: Final = ("members", "visits", "posts", "revenue", "cost")
"""What an audience's share is told of: member-days, visits, posts, revenue as the measure of that
name has it (visits, posts, sales less refunds, and what advertisers pay for what it reads), and
what the strategies that are for it cost, of what all strategies cost."""


@dataclass(frozen=True, slots=True)
class Watching:
    """What to live: one world of a plan whose audiences are counted."""

    spec: CommunitySpec
    plan: StrategyPlan
    seed: int


@dataclass(frozen=True, slots=True)
class Watched:
    """What is kept of one world.

    Attributes
    ----------
    sizes
        Members of each audience at the first and at the last refresh, shape ``(audiences, 2)``.
    there
        Members of the community then, shape ``(2,)``.
    overlap
        Of the members at the last refresh, those in both, shape ``(audiences, audiences)``.
    moves
        Members in one at a refresh who are in another at the next, summed over refreshes; the last
        column counts all who are there, shape ``(audiences, audiences + 1)``.
    answers
        Of each audience at the end, and of everybody: a hundred times promoters less detractors,
        and those who were asked (`sim.facts.asked`), shape ``(audiences + 1, 2)``.
    described
        Sums of `Kind` at the end, and the members, in each audience and among everybody, shape
        ``(audiences + 1, kinds + 1)``.
    own, all
        Totals of `SHARES` in each audience, shape ``(audiences, len(SHARES))``, and of everybody.
    """

    sizes: Floats
    there: Floats
    overlap: Floats
    moves: Floats
    answers: Floats
    described: Floats
    own: Floats
    all: Floats


@dataclass(frozen=True)
class Found:
    """What the worlds say of audiences.

    Attributes
    ----------
    plan
        The plan that was lived.
    names
        The audiences.
    seeds
        The worlds that ran to their end.
    worlds
        What is kept of each.
    failed
        Worlds that are missing: seed and what went wrong.
    kinds
        What is told of who they are.
    """

    plan: str
    names: tuple[str, ...]
    seeds: tuple[int, ...]
    worlds: tuple[Watched, ...]
    failed: tuple[tuple[int, str], ...]
    kinds: tuple[Kind, ...] = ()

    def size(self, place: int, end: int) -> Interval:
        """Return the members of an audience at the first (0) or last (1) refresh."""
        return interval(np.array([world.sizes[place, end] for world in self.worlds]))

    def share_of_members(self, place: int, end: int) -> Interval:
        """Return the same as a share of the members there then."""
        return self._ratio(lambda w: (w.sizes[place, end], w.there[end]))

    def share(self, place: int, what: int) -> Interval:
        """Return an audience's share of one of `SHARES`; undefined where there is none of it."""
        return self._ratio(lambda w: (w.own[place, what], w.all[what]))

    def overlap(self, place: int, other: int) -> Interval:
        """Return the share of an audience who are in another one too, at the last refresh."""
        return self._ratio(lambda w: (w.overlap[place, other], w.overlap[place, place]))

    def transition(self, place: int, other: int) -> Interval:
        """Return the share of an audience who are in another one at the next refresh.

        Of those who are there then; the same audience: who stays.
        """
        return self._ratio(lambda w: (w.moves[place, other], w.moves[place, -1]))

    def nps(self, place: int) -> Interval:
        """Return the net promoter score of an audience at the end, -1: of everybody."""
        return self._ratio(lambda w: w.answers[place], -100.0, 100.0)

    def who(self, place: int, kind: int) -> Interval:
        """Return the share of an audience that has a name, or its mean of a number, at the end."""
        ends = (0.0, 1.0) if self.kinds[kind].value is not None else (-np.inf, np.inf)
        return self._ratio(lambda w: (w.described[place, kind], w.described[place, -1]), *ends)

    def _ratio(self, of: Any, low: float = 0.0, high: float = 1.0) -> Interval:
        parts = np.array([Parts(*map(float, of(world))) for world in self.worlds])
        whole = parts[:, 1]
        around = interval(over_worlds(parts[:, 0], whole), counted=whole != 0)
        # No share of a whole lies outside it, whatever so few worlds say of their spread.
        return Interval(around.mean, max(around.low, low), min(around.high, high))

    def as_json(self) -> dict[str, Any]:
        """Return ``{"plan", "seeds", "audiences": {NAME: {...}}, "everybody": {...}}``.

        Of each audience ``start``, ``end`` (members), ``start_share``, ``end_share``, ``shares``
        by `SHARES`, ``overlaps`` and ``next`` by audience, ``nps``, each ``{"mean", "low",
        "high"}``; and ``who`` by attribute and name, of a number by ``mean``.
        """
        places = range(len(self.names))
        audiences = {
            name: {
                "start": self.size(place, 0).as_json(),
                "end": self.size(place, 1).as_json(),
                "start_share": self.share_of_members(place, 0).as_json(),
                "end_share": self.share_of_members(place, 1).as_json(),
                "shares": {what: self.share(place, k).as_json() for k, what in enumerate(SHARES)},
                "overlaps": {
                    self.names[other]: self.overlap(place, other).as_json()
                    for other in places
                    if other != place
                },
                "next": {
                    self.names[other]: self.transition(place, other).as_json() for other in places
                },
                "nps": self.nps(place).as_json(),
                "who": self._described(place),
            }
            for place, name in enumerate(self.names)
        }
        failed = [{"seed": seed, "error": text} for seed, text in self.failed]
        found = {"plan": self.plan, "seeds": len(self.seeds), "audiences": audiences}
        found["everybody"] = {"nps": self.nps(-1).as_json(), "who": self._described(-1)}
        return {**found, "failed": failed} if failed else found

    def _described(self, place: int) -> dict[str, dict[str, Any]]:
        """Return who they are by attribute and name; ``mean`` of a number."""
        told: dict[str, dict[str, Any]] = {}
        for k, kind in enumerate(self.kinds):
            own = told.setdefault(kind.attribute, {})
            own["mean" if kind.value is None else kind.value] = self.who(place, k).as_json()
        return told


def look(
    scenario: Scenario,
    plan: str,
    names: Sequence[str] | None = None,
    seeds: int = 20,
    workers: int = 1,
    progress: Progress | None = None,
) -> Found:
    """Look at the audiences of a scenario under a plan, in the worlds ``0 .. seeds - 1``.

    Parameters
    ----------
    scenario
        The scenario.
    plan
        Name of the plan.
    names
        The audiences, at most 8; all of the scenario's if absent.
    seeds
        Number of worlds, at least 2.
    workers
        Processes; the result does not depend on it.
    progress
        Told after each world.

    Raises
    ------
    InputError
        If there are no audiences or too many, no such plan, or fewer than 2 seeds.
    """
    known = tuple(scenario.who)
    wanted = tuple(dict.fromkeys(names)) if names is not None else known
    if not wanted:
        raise InputError(
            "the scenario has no audiences; give audiences: or ready_audiences:", field="audiences"
        )
    if unknown := [name for name in wanted if name not in known]:
        raise InputError(
            f"there is no audience {unknown[0]!r}; there are {', '.join(known) or 'none'}",
            field="only",
        )
    if len(wanted) > MOST:
        raise InputError(
            f"{len(wanted)} audiences; at most {MOST} are looked at together: name some with "
            "--only",
            field="audiences",
        )
    if seeds < 2:
        raise InputError(f"{seeds} seeds: an interval needs at least 2", field="seeds")
    watching = replace(scenario.plan(plan), watched=wanted)
    spec = scenario.spec()
    tasks = [Watching(spec, watching, seed) for seed in range(seeds)]
    failed: list[Failure[Watching]] = []
    with Workers(worth_starting(workers, spec, 1, seeds)) as pool:
        worlds = tuple(finished(pool.map(watch, tasks, progress, f"watching {plan}"), failed))
    told = {failure.task.seed: str(failure) for failure in failed}
    lived = tuple(seed for seed in range(seeds) if seed not in told)
    return Found(plan, wanted, lived, worlds, tuple(told.items()), kinds_of(spec))


def watch(task: Watching) -> Watched:
    """Live one world and keep what `Found` needs of it."""
    from sim.run import Rehearsal

    rehearsal = Rehearsal(task.spec, task.plan, task.seed)
    rehearsal.live(task.spec.horizon_days)
    lived = rehearsal.result()
    seen, found = lived.trajectory, lived.trajectory.by_audience
    assert found is not None
    names = task.plan.watched
    holds = _holds(found, names)
    moves = found.moves.astype(np.float64)
    ends = np.stack([moves[0].sum(axis=0), moves[-1].sum(axis=0)])
    last = ends[1]
    between = holds @ moves[1:].sum(axis=0)
    economy = task.spec.economy
    worth = (economy.revenue_per_visit, economy.revenue_per_post)
    books = lived.ledger
    names_of = [one.called for one in task.plan.strategies]
    cost = {name: books.cost(name) + books.beyond(name) for name in names_of}
    aimed = [
        sum(cost[one.called] * one.serves.get(name, 0.0) for one in task.plan.strategies)
        for name in names
    ]
    totals = np.array([_totals(one, worth) for one in (*map(seen.among, names), seen)], np.float64)
    totals[:, SHARES.index("revenue")] += _sold_to_others(lived, task.plan, found, holds)
    told = described(rehearsal.community.facts(), holds)
    return Watched(
        answers=told[:, -2:],
        described=told[:, :-2],
        sizes=(ends @ holds.T).T,
        there=ends.sum(axis=1),
        overlap=(holds * last) @ holds.T,
        moves=np.column_stack([between @ holds.T, between.sum(axis=1)]),
        own=np.column_stack([totals[:-1], aimed]),
        all=np.array([*totals[-1], sum(cost.values())], np.float64),
    )


def _sold_to_others(lived: Run, plan: StrategyPlan, found: ByAudience, holds: Floats) -> Floats:
    """Return what strategies earned with each audience, and with everybody, in currency.

    What a strategy earns on a day is shared out among those whom it is for by what they read.
    """
    read = found.counts[..., COUNT_INDEX["exposures"]].sum(axis=2).astype(np.float64)
    everybody = np.vstack([holds, np.ones(read.shape[1])])
    total = np.zeros(len(everybody))
    for one in plan.strategies:
        earned = -lived.ledger.daily("revenue", one.called) / 100
        own = list(one.own_audiences) or ([] if one.audience is None else [one.audience])
        reached = read * _holds(found, own).max(axis=0) if own else read
        whole = reached.sum(axis=1)
        each = np.divide(earned, whole, out=np.zeros_like(whole), where=whole > 0)
        total += everybody @ (reached.T @ each)
    return total


def _holds(found: ByAudience, names: Sequence[str]) -> Floats:
    """Return 1 where a combination holds an audience, shape ``(audiences, combinations)``."""
    holds = np.zeros((len(names), len(found.combinations)))
    for place, name in enumerate(names):
        holds[place, found.places(name)] = 1.0
    return holds


def _totals(seen: Trajectory, worth: tuple[float, float]) -> list[float]:
    visits, posts = seen.total("visits"), seen.total("posts")
    revenue = seen.total(NET_SALES) / 100 + worth[0] * visits + worth[1] * posts
    return [float(seen.members.sum()), float(visits), float(posts), revenue]
