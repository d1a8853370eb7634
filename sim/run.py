"""One run: a past, a plan, its days, its money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import arrivals
from sim.community import Community
from sim.ledger import CASH, OPERATION, Ledger
from sim.money import daily_cents
from sim.observe import observe
from sim.offers import Offers
from sim.plan import Accountable, Described, Plan
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX, NET_SALES, ORDERS, Trajectory

if TYPE_CHECKING:
    from sim.desk import Desk


@dataclass(frozen=True, slots=True)
class Run:
    """What one run leaves behind.

    Attributes
    ----------
    seed
        The world.
    trajectory, ledger
        What happened, and what it cost and earned.
    deliveries
        What each strategy of the plan did (`strategies.Delivery`), in the plan's order; empty for
        a plan that does not tell.
    """

    seed: int
    trajectory: Trajectory
    ledger: Ledger
    deliveries: tuple[Described, ...] = ()


@dataclass(slots=True)
class Past:
    """A community that has lived up to the day on which plans begin."""

    community: Community
    desk: Desk | None

    def copy(self) -> Past:
        """Return an independent copy."""
        return Past(self.community.copy(), self.desk.copy() if self.desk else None)


def launch(spec: CommunitySpec, seed: int) -> Past:
    """Return the community on its launch day, nothing lived, in the world that the seed draws."""
    means = arrivals.means(spec, seed)
    world = replace(spec, behaviour=spec.behaviour.draw(seed), organic=means, organic_error=None)
    return Past(Community(world, seed), _open_desk(spec, seed))


def live_past(spec: CommunitySpec, seed: int) -> Past:
    """Live the days before the plan, in the world that the seed draws.

    Parameters
    ----------
    spec
        The community; uncertain parameters are drawn by the seed (`Behaviour.draw`).
    seed
        Seed of the run, 0 or more. The same seed gives the same past for every plan.
    """
    past = launch(spec, seed)
    _advance(past, spec.past_days)
    return past


@dataclass(slots=True)
class Standing:
    """Where a rehearsal stands at a midnight: all that its days to come hang on.

    Attributes
    ----------
    now
        The community and its desk.
    offers
        What is offered.
    opening_points
        Points in members' hands when the plan began.
    waits, wages_cents
        See `Trajectory`.
    """

    now: Past
    offers: Offers
    opening_points: int
    waits: NDArray[np.float64]
    wages_cents: NDArray[np.int64]


class Rehearsal:
    """A plan under way in one world.

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

    Attributes
    ----------
    today
        Day of the plan that is lived next, from 0.
    """

    def __init__(
        self, spec: CommunitySpec, plan: Plan, seed: int, past: Past | None = None
    ) -> None:
        self.spec = spec
        self.plan = plan
        self.seed = seed
        self.today = 0
        self._now = past.copy() if past is not None else live_past(spec, seed)
        self._offers = plan.offers(spec.calendar, spec.segments)
        self.community.offer(self._offers, spec.past_days)
        self.community.members["posts"] = 0
        self._opening_points = int(self.community.members["points"].sum())
        self._waits = np.full((spec.horizon_days, 2), np.nan)
        self._wages = np.zeros(spec.horizon_days, np.int64)

    @classmethod
    def at(cls, spec: CommunitySpec, plan: Plan, seed: int, standing: Standing) -> Rehearsal:
        """Return a rehearsal that goes on from where another one stood, in its very arrays."""
        self = object.__new__(cls)
        self.spec, self.plan, self.seed = spec, plan, seed
        self.today = standing.now.community.today - spec.past_days
        self._now, self._offers = standing.now, standing.offers
        self._opening_points = standing.opening_points
        self._waits, self._wages = standing.waits, standing.wages_cents
        return self

    @property
    def standing(self) -> Standing:
        """Where it stands, in its own arrays; see `sim.checkpoint`, which saves it."""
        return Standing(self._now, self._offers, self._opening_points, self._waits, self._wages)

    @property
    def community(self) -> Community:
        """The community as it is now."""
        return self._now.community

    def live(self, until: int) -> None:
        """Live the plan up to a day (not included, at most the horizon), letting it decide."""
        until = min(until, self.spec.horizon_days)
        while self.today < until:
            decision = self.plan.next_decision(self.today)
            stop = until if decision is None else min(decision, until)
            _advance(self._now, self.spec.past_days + stop, self._waits, self._wages)
            self.today = stop
            if stop == decision and stop < self.spec.horizon_days:
                seen = self.trajectory(survey=False)
                before = self._offers.copy()
                self._offers = self.plan.adapt(seen, stop, self._offers)
                if not self._offers.equals(before):
                    self.community.revise(self._offers, self.spec.past_days)

    def trajectory(self, *, survey: bool = True) -> Trajectory:
        """Return the record of the plan's days lived so far."""
        self.community.expire_points()
        self.community.note_sales()
        return observe(
            self.community, self._waits, self._wages, self._opening_points, offers=self._offers,
            survey=survey, absent=self.spec.behaviour.absent,
        )  # fmt: skip

    def result(self) -> Run:
        """Return trajectory and balanced ledger."""
        trajectory = self.trajectory()
        ledger = Ledger(self.spec.horizon_days)
        _settle_operation(self.community.spec, trajectory, ledger)
        self.plan.settle(trajectory, ledger)
        told = self.plan.account(trajectory, ledger) if isinstance(self.plan, Accountable) else ()
        return Run(self.seed, trajectory, ledger, told)


def run(spec: CommunitySpec, plan: Plan, seed: int, *, past: Past | None = None) -> Run:
    """Run a plan once over its whole horizon; see `Rehearsal` for the parameters."""
    rehearsal = Rehearsal(spec, plan, seed, past)
    rehearsal.live(spec.horizon_days)
    return rehearsal.result()


def _open_desk(spec: CommunitySpec, seed: int) -> Desk | None:
    if spec.desk is None:
        return None
    from sim.desk import Desk

    return Desk(spec.desk, spec.launch.weekday(), seed, hours=spec.hours)


def _advance(
    past: Past,
    until: int,
    waits: NDArray[np.float64] | None = None,
    wages: NDArray[np.int64] | None = None,
) -> None:
    """Live on up to a day of the community; with a desk day by day, as moods hang on answers."""
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
    economy = spec.economy
    traffic = np.cumsum(trajectory.daily("visits")) * (100 * economy.revenue_per_visit)
    traffic = traffic + np.cumsum(trajectory.daily("posts")) * (100 * economy.revenue_per_post)
    # What is sold cheaper costs as much to buy in; what comes back is sold again.
    kept = 1.0 - trajectory.refund_share
    each = 100 * trajectory.basket * (1.0 - economy.margin) * kept
    goods = daily_cents(np.cumsum(trajectory.daily(ORDERS)) * each)
    ledger.post(OPERATION, CASH, "revenue", daily_cents(traffic) + trajectory.daily(NET_SALES))
    ledger.post(OPERATION, "goods", CASH, goods)
    ledger.post(OPERATION, "wages", CASH, trajectory.wages_cents)
