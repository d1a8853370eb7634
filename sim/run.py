"""One run: a past, a plan, its days, its money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.community import Community
from sim.ledger import CASH, OPERATION, Ledger
from sim.observe import observe
from sim.plan import Plan
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX, Trajectory

if TYPE_CHECKING:
    from sim.desk import Desk


@dataclass(frozen=True, slots=True)
class Run:
    """What one run leaves behind."""

    seed: int
    trajectory: Trajectory
    ledger: Ledger


@dataclass(slots=True)
class Past:
    """A community that has lived up to the day on which plans begin."""

    community: Community
    desk: Desk | None

    def copy(self) -> Past:
        """Return an independent copy."""
        return Past(self.community.copy(), self.desk.copy() if self.desk else None)


def live_past(spec: CommunitySpec, seed: int) -> Past:
    """Live the days before the plan, in the world that the seed draws.

    Parameters
    ----------
    spec
        The community; uncertain parameters are drawn by the seed (`Behaviour.draw`).
    seed
        Seed of the run, 0 or more. The same seed gives the same past for every plan.
    """
    world = replace(spec, behaviour=spec.behaviour.draw(seed))
    past = Past(Community(world, seed), _open_desk(spec, seed))
    _live(past, spec.past_days, None, None)
    return past


def run(spec: CommunitySpec, plan: Plan, seed: int, *, past: Past | None = None) -> Run:
    """Run a plan once.

    Parameters
    ----------
    spec
        The community and its horizon.
    plan
        What the operator does.
    seed
        Seed of every draw. Two plans with the same seed share every draw that they have in
        common.
    past
        The result of `live_past` with the same `spec` and `seed`, which is copied; lived anew if
        absent.

    Returns
    -------
    Run
        Trajectory and balanced ledger over the plan's days.
    """
    now = past.copy() if past is not None else live_past(spec, seed)
    community = now.community
    calendar = Calendar(spec.start, spec.horizon_days)
    offers = plan.offers(calendar, spec.segments)
    community.offer(offers, spec.past_days)
    community.members["posts"] = 0
    opening_points = int(community.members["points"].sum())
    waits = np.full((spec.horizon_days, 2), np.nan)
    wages = np.zeros(spec.horizon_days, np.int64)
    today = 0
    while today < spec.horizon_days:
        decision = plan.next_decision(today)
        until = spec.horizon_days if decision is None else min(decision, spec.horizon_days)
        _live(now, spec.past_days + until, waits, wages)
        community.expire_points()
        today = until
        if today < spec.horizon_days:
            seen = observe(community, waits, wages, opening_points)
            offers = plan.adapt(seen, today, offers)
            community.revise(offers, spec.past_days)
    trajectory = observe(community, waits, wages, opening_points)
    ledger = Ledger(spec.horizon_days)
    _settle_operation(spec, trajectory, ledger)
    plan.settle(trajectory, ledger)
    return Run(seed, trajectory, ledger)


def _open_desk(spec: CommunitySpec, seed: int) -> Desk | None:
    if spec.desk is None:
        return None
    from sim.desk import Desk

    return Desk(spec.desk, spec.launch.weekday(), seed)


def _live(
    past: Past,
    until: int,
    waits: NDArray[np.float64] | None,
    wages: NDArray[np.int64] | None,
) -> None:
    """Live on; with a desk day by day, because tomorrow's mood hangs on today's answers."""
    community = past.community
    if past.desk is None:
        community.live(until)
        return
    first = community.spec.past_days
    tickets = [COUNT_INDEX["questions"], COUNT_INDEX["complaints"]]
    while community.today < until:
        day = community.today
        community.live(day + 1)
        asked = community.tallies.counts[day][:, tickets].sum(axis=0)
        answers = past.desk.serve(asked[None, :])
        community.days.waits[day] = np.nan_to_num(answers.waits_hours[0]).astype(np.float32)
        if waits is not None and wages is not None:
            waits[day - first] = answers.waits_hours[0]
            wages[day - first] = answers.wages_cents[0]


def _settle_operation(spec: CommunitySpec, trajectory: Trajectory, ledger: Ledger) -> None:
    """Book what no strategy caused: traffic revenue, sales, cost of goods, the desk's wages."""
    visits = trajectory.daily("visits")
    traffic = np.rint(visits * spec.economy.revenue_per_visit * 100).astype(np.int64)
    sales = trajectory.daily("gmv_cents")
    goods = np.rint(sales * (1.0 - spec.economy.margin)).astype(np.int64)
    ledger.post(OPERATION, CASH, "revenue", traffic + sales)
    ledger.post(OPERATION, "goods", CASH, goods)
    ledger.post(OPERATION, "wages", CASH, trajectory.wages_cents)
