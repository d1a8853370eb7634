"""A scenario's community with a history's joiners, run for a fit or a forecast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from calibration.history import History
from calibration.history.record import weekly_means
from calibration.observation import Observation, actives, by_week, fourth_week, since, window_days
from scenarios import Scenario
from scenarios.outlook import coming
from sim.behaviour.preset import Behaviour
from sim.spec import CommunitySpec, Shock
from sim.trajectory import NET_SALES, ORDERS

LEVEL_WEEKS: Final = 8
"""Last weeks of a history in which a world is held against it before it forecasts."""

T = TypeVar("T")
R = TypeVar("R")


class Map(Protocol):
    """Applies a function to tasks and gives the results in their order, as `map` does."""

    def __call__(self, function: Callable[[T], R], tasks: Iterable[T], /) -> Iterator[R]:
        """Return the results."""
        ...


class Forecast(NamedTuple):
    """One world from a history's end on, each shape ``(weeks,)``.

    Attributes
    ----------
    active
        Active members a day in each week, or of weekly figures members active in it.
    past
        The same of the weeks of `calibration.history.History.by_week`.
    recent
        The same as ``active`` of the last weeks before the history's end, at most `LEVEL_WEEKS`,
        shape ``(weeks before,)``: where this world stands when its forecast begins.
    orders, net_sales
        Orders in each week, and what they brought less refunds, in currency.
    joined, stayed
        Who joined after the history's end and early enough that their fourth week is lived, and
        how many of them came in it; both 0 where the history has no triangle.
    """

    active: NDArray[np.float64]
    past: NDArray[np.float64]
    recent: NDArray[np.float64]
    orders: NDArray[np.float64]
    net_sales: NDArray[np.float64]
    joined: float
    stayed: float


@dataclass(frozen=True, slots=True)
class World:
    """What a fit simulates.

    Parameters
    ----------
    scenario
        Gives graph, segments, desk and what counts as activity.
    history
        Gives launch and joiners; nothing after its end is known.
    """

    scenario: Scenario
    history: History

    def past(self, behaviour: Behaviour) -> CommunitySpec:
        """Return the community from its launch to the history's end, its window observed."""
        window = window_days(self.history)
        joiners = self.history.joiners.astype(np.float64)
        spec = self.scenario.spec(behaviour=behaviour)
        return replace(
            spec,
            launch=self.history.launch,
            shocks=self._shocks(spec),
            start=self.history.end - timedelta(days=window),
            horizon_days=window,
            organic=joiners,
            organic_known=np.ones(len(joiners), np.bool_),
            organic_error=None,
            founders=0,
        )

    def coming(self, days: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return the joiners that are expected after the history, and on which days as given.

        What the scenario's ``arrivals`` give holds here as in any run; the rest is forecast.
        """
        return coming(
            self.history.joined,
            self.history.end,
            days,
            organic_per_day=self.scenario.community.arrivals.organic_per_day,
            outlook=self.scenario.outlook,
        )

    def future(self, behaviour: Behaviour, arrivals: NDArray[np.float64]) -> CommunitySpec:
        """Return the community from its launch through the days that ``arrivals`` foresees.

        The last weeks of the history are observed too; without a triangle, which tells of all
        weeks, all of its days.

        Parameters
        ----------
        behaviour
            How members behave.
        arrivals
            Mean joiners a day from the history's end on, shape ``(days,)``.
        """
        known = self.history.joiners.astype(np.float64)
        spec = self.scenario.spec(behaviour=behaviour)
        return replace(
            spec,
            launch=self.history.launch,
            shocks=self._shocks(spec),
            start=self.history.end - timedelta(days=self._seen_before),
            horizon_days=self._seen_before + len(arrivals),
            organic=np.concatenate([known, arrivals]),
            organic_known=np.arange(len(known) + len(arrivals)) < len(known),
            # Who forecasts gives each world its own arrivals (`calibration.ahead`).
            organic_error=None,
            founders=0,
        )

    def _shocks(self, spec: CommunitySpec) -> tuple[Shock, ...]:
        """Return the crises with days that count from the history's launch; none from before."""
        earlier = (self.history.launch - spec.launch).days
        moved = (replace(shock, day=shock.day - earlier) for shock in spec.shocks)
        return tuple(shock for shock in moved if shock.day >= 0)

    def observe(self, behaviour: Behaviour, seed: int) -> Observation:
        """Simulate the past once, without any plan, and return what a history would show of it."""
        from sim.plan import NoPlan
        from sim.run import run

        trajectory = run(self.past(behaviour), NoPlan(), seed).trajectory
        return Observation.of_trajectory(trajectory, self.history)

    def forecast(self, behaviour: Behaviour, arrivals: NDArray[np.float64], seed: int) -> Forecast:
        """Simulate on, without any plan."""
        from sim.plan import NoPlan
        from sim.run import run

        history = self.history
        trajectory = run(self.future(behaviour, arrivals), NoPlan(), seed).trajectory
        seen, before = actives(trajectory, history.step), self._seen_before // history.step
        came = 0.0, 0.0
        if history.triangle is None:
            past = by_week(seen[history.days % 7 : before], history.step)
        else:
            weeks = slice(history.weeks)
            triangle = since(trajectory.triangle, history)
            past = triangle[weeks, weeks].sum(axis=0).astype(np.float64)
            came = fourth_week(triangle, *weeks_after(history, len(arrivals)))
        return Forecast(
            active=by_week(seen[before:], history.step),
            past=past,
            recent=by_week(seen[before % (7 // history.step) : before], history.step)[
                -LEVEL_WEEKS:
            ],
            orders=7 * weekly_means(trajectory.daily(ORDERS)[self._seen_before :]),
            net_sales=0.07 * weekly_means(trajectory.daily(NET_SALES)[self._seen_before :]),
            joined=came[0],
            stayed=came[1],
        )

    @property
    def _seen_before(self) -> int:
        """Days of the history that a forecast observes one by one."""
        if self.history.triangle is None:
            return self.history.days
        return min(7 * LEVEL_WEEKS, self.history.days // 7 * 7)


def weeks_after(history: History, days: int) -> tuple[int, int]:
    """Return the first calendar week that begins after a history, and the one that ends too late.

    Weeks of its triangle, of which the second is the first that is not over ``days`` after the end.
    """
    since = (history.end - history.triangle_start).days
    return -(-since // 7), (since + days) // 7


@contextmanager
def cluster(address: str) -> Iterator[Map]:
    """Give a ``map`` over the workers of a Dask cluster, as `worlds.cluster.ClusterWorkers` does.

    What a function holds on to must pickle.
    """
    from worlds.cluster import ClusterWorkers
    from worlds.executors import Failure

    with ClusterWorkers(address) as pool:

        def run_all(function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
            for outcome in pool.map(function, list(tasks)):
                if isinstance(outcome, Failure):
                    raise outcome.error
                yield outcome

        yield run_all


@contextmanager
def threads(count: int) -> Iterator[Map]:
    """Give a ``map`` over threads (the kernel releases the interpreter); results in task order."""
    if count <= 1:
        yield map
        return
    with ThreadPoolExecutor(count) as pool:
        yield pool.map
