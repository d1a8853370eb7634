"""One world: a past lived once, and every plan started from it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from sim.ledger import COST_ACCOUNTS, Ledger
from sim.metrics import Measures, Parts, read_off, with_own
from sim.plan import Plan
from sim.spec import CommunitySpec
from sim.trajectory import GMV, Trajectory
from strategies import Delivery, StrategyPlan, with_values

if TYPE_CHECKING:
    from sim.run import Past, Run

DAILY: Final = (
    "daily_active",
    "weekly_active",
    "monthly_active",
    "members",
    "joined",
    "left",
    "posts",
    "cost",  # currency
    "revenue",  # currency, before the cost of goods
    "gross_margin",  # currency
)
"""Daily series kept of every run."""

FUNNELS: Final = {
    "writing": ("member_days", "visits", "writers"),
    "buying": ("visits", "buyers"),
    "referral": ("invitations", "accepted"),
}
"""Stages of one unit, each counted among those of the stage before: days of members (who were
there, who visited, who wrote or bought on that visit), and invitations.

Whoever visits is there that day, even one who leaves at its end. Referred members who stay and
rewards unlocked are no stages of invitations: they fall due a hold later, so that over the days of
a plan they may be more than were accepted, and a reward takes several friends.
"""

SEGMENT_MEASURES: Final = ("active", "posts", "gmv", "joined", "left", "returned")
"""What is kept by segment, and by audience as first seen: mean daily actives, and totals over the
plan (`gmv` in currency)."""

JOINED: Final = ("joined_organic", "joined_paid", "joined_referred")

SPEND: Final = "plan_cost"
"""The measure that a plan's budget bounds."""

WORLDS_KEPT: Final = 4
"""Worlds that a process remembers during a search, at least: the usual size of its panel."""

MOST_KEPT: Final = 64
"""Worlds that it remembers at most, where they are small."""

MEMBERS_KEPT: Final = 100_000
"""Members of all worlds that it remembers beyond the least number: some 100 MB."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Replication:
    """What to live: one seed, a baseline and plans.

    Attributes
    ----------
    spec
        The community.
    baseline
        What return on investment is measured against.
    plans
        The plans.
    seed
        The world.
    names
        Of the plans, where anybody cares.
    """

    spec: CommunitySpec
    baseline: Plan
    plans: tuple[Plan, ...]
    seed: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lived:
    """What is kept of one plan in one world.

    Attributes
    ----------
    parts
        What the world adds to every measure, NaN where undefined; see `worlds.statistics`.
    daily
        Columns of `DAILY`, shape ``(days, len(DAILY))``.
    funnel
        Value of every stage of `FUNNELS`, in order.
    segments
        Columns of `SEGMENT_MEASURES`, shape ``(segments, len(SEGMENT_MEASURES))``.
    audiences
        The same of the plan's audiences as first seen, shape ``(audiences, len(...))``.
    ledger
        Debits and credits in cents by strategy and account.
    deliveries
        What each strategy of the plan did, in the plan's order; none of a plan that does not tell.
    """

    parts: dict[str, Parts]
    daily: Floats
    funnel: tuple[int, ...]
    segments: Floats
    audiences: Floats
    ledger: dict[tuple[str, str], tuple[int, int]]
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Replicate:
    """One world, with one entry a plan.

    Attributes
    ----------
    seed
        The world.
    lived
        What each plan left.
    triangles
        Cohort triangle of each plan over the weeks observed, shape ``(weeks, weeks)``.
    """

    seed: int
    lived: tuple[Lived, ...]
    triangles: tuple[Integers, ...]

    @classmethod
    def of(cls, spec: CommunitySpec, seed: int, runs: Sequence[Run], baseline: Run) -> Self:
        """Return what is kept of the runs of all plans in one world."""
        measures = with_own(spec.measures)
        return cls(
            seed,
            tuple(_lived(one, baseline, measures) for one in runs),
            tuple(_triangle(one.trajectory) for one in runs),
        )


def replicate(task: Replication) -> Replicate:
    """Live the past of a world once, then the baseline and every plan from there.

    The baseline's run stands in for the first plan that equals it. All others are run on their
    own, so that comparing a plan with itself is a test and not a tautology.
    """
    from sim.run import live_past, run

    past = live_past(task.spec, task.seed)
    baseline = run(task.spec, task.baseline, task.seed, past=past)
    spare = [baseline]
    runs = [
        spare.pop()
        if spare and plan == task.baseline
        else run(task.spec, plan, task.seed, past=past)
        for plan in task.plans
    ]
    return Replicate.of(task.spec, task.seed, runs, baseline)


@dataclass(frozen=True, slots=True)
class Trying:
    """What a search asks of one world: some measures of a plan with some values replaced.

    Attributes
    ----------
    spec, baseline, seed
        As in `Replication`.
    key
        Names the content of `spec` and `baseline`: a process lives the past of equal keys and
        seeds once.
    plan, values
        The plan, and the value of each parameter that is not its own.
    measures
        Names of the measures wanted.
    """

    spec: CommunitySpec
    baseline: Plan
    seed: int
    key: str
    plan: StrategyPlan
    values: dict[str, float]
    measures: tuple[str, ...]


OVERSPENT: Final = "overspent"
"""What a plan costs beyond its budgets (`strategies.StrategyPlan.overspent`): told of a trial like
a measure, and is none."""


def measure(task: Trying) -> dict[str, Parts]:
    """Return what one world adds to a plan's measures, and remember it for the next plan."""
    from sim.run import run

    plan = with_values(task.plan, task.values)
    past, baseline = _world(task)
    lived = run(task.spec, plan, task.seed, past=past)
    names = [name for name in task.measures if name != OVERSPENT]
    found = read_off(names, lived, baseline, with_own(task.spec.measures))
    if OVERSPENT in task.measures:
        found[OVERSPENT] = Parts(plan.overspent(task.spec.calendar, lived.ledger))
    return found


def worlds_kept(members: int) -> int:
    """Return how many worlds of so many members a process remembers."""
    return max(WORLDS_KEPT, min(MEMBERS_KEPT // max(members, 1), MOST_KEPT))


# A world is a pure function of its key, so remembering it changes the time taken and nothing else.
_worlds: OrderedDict[tuple[str, int], tuple[Past, Run]] = OrderedDict()


def _world(task: Trying) -> tuple[Past, Run]:
    from sim.run import live_past, run

    name = (task.key, task.seed)
    if name not in _worlds:
        past = live_past(task.spec, task.seed)
        baseline = run(task.spec, task.baseline, task.seed, past=past)
        members = int(baseline.trajectory.members.max(initial=1))
        # The panel comes back with every trial; those of who is asked again do if there is room.
        while len(_worlds) >= worlds_kept(members):
            _worlds.popitem(last=False)
        _worlds[name] = past, baseline
    _worlds.move_to_end(name)
    return _worlds[name]


def _lived(run: Run, baseline: Run, measures: Measures) -> Lived:
    seen = run.trajectory
    counts = {"member_days": int(seen.members_of_day.sum())}
    stages = [stage for funnel in FUNNELS.values() for stage in funnel]
    return Lived(
        parts=read_off(measures, run, baseline, measures),
        daily=_daily(seen, run.ledger),
        funnel=tuple(counts[s] if s in counts else seen.total(s) for s in stages),
        segments=_segments(seen),
        audiences=_audiences(seen),
        ledger=_accounts(run.ledger),
        deliveries=tuple(one for one in run.deliveries if isinstance(one, Delivery)),
    )


def _daily(seen: Trajectory, ledger: Ledger) -> Floats:
    columns: dict[str, Integers | Floats] = {
        "daily_active": seen.daily("active"),
        "weekly_active": seen.weekly_active,
        "monthly_active": seen.monthly_active,
        "members": seen.members,
        "joined": np.sum([seen.daily(name) for name in JOINED], axis=0),
        "left": seen.daily("left"),
        "posts": seen.daily("posts"),
        "cost": np.sum([ledger.daily(name) for name in COST_ACCOUNTS], axis=0) / 100,
        "revenue": -ledger.daily("revenue") / 100,
        "gross_margin": (-ledger.daily("revenue") - ledger.daily("goods")) / 100,
    }
    return np.column_stack([columns[name] for name in DAILY]).astype(np.float64)


def _segments(seen: Trajectory, *, together: bool = False) -> Floats:
    def of(name: str) -> Integers:
        found = seen.by_segment(name)
        return found.sum(axis=1, keepdims=True) if together else found

    columns = {
        "active": of("active").mean(axis=0),
        "gmv": of(GMV).sum(axis=0) / 100,
        "joined": np.sum([of(name).sum(axis=0) for name in JOINED], axis=0),
        **{name: of(name).sum(axis=0) for name in ("posts", "left", "returned")},
    }
    return np.column_stack([columns[name] for name in SEGMENT_MEASURES]).astype(np.float64)


def _audiences(seen: Trajectory) -> Floats:
    names = seen.by_audience.first if seen.by_audience else ()
    rows = [_segments(seen.among(name, first=True), together=True) for name in names]
    return np.concatenate([np.zeros((0, len(SEGMENT_MEASURES))), *rows])


def _triangle(seen: Trajectory) -> Integers:
    weeks = seen.weeks_observed
    return np.ascontiguousarray(seen.triangle[:weeks, :weeks])


def _accounts(ledger: Ledger) -> dict[tuple[str, str], tuple[int, int]]:
    sides: dict[tuple[str, str], tuple[int, int]] = {}
    for strategy, debit, credit, cents in ledger.entries:
        amount = int(cents.sum())
        for account, received, gave in ((debit, amount, 0), (credit, 0, amount)):
            debits, credits = sides.get((strategy, account), (0, 0))
            sides[strategy, account] = debits + received, credits + gave
    return sides
