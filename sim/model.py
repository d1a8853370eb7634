"""The community as a Mesa user knows a model: `step`, `steps`, `running`, `agents`, data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import index
from typing import NoReturn

import mesa
import numpy as np

from sim.community import Community
from sim.compiled.layout import LEFT
from sim.errors import InputError
from sim.members import Member, Members
from sim.plan import NoPlan, Plan
from sim.run import Rehearsal
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX

RNG = int | Sequence[int] | np.random.SeedSequence | np.random.BitGenerator | np.random.Generator
"""What Mesa takes as ``rng``."""


class CommunityModel(mesa.Model):
    """One community under one plan; a step is a day.

    Parameters
    ----------
    spec
        The community. Its days before the plan are lived at once.
    plan
        What the operator does; nothing by default.
    rng
        Seed, 0 or more, or a generator (or what NumPy makes one of) from which one is drawn. If
        absent the operating system gives one, as in Mesa, and `seed` says which.

    Attributes
    ----------
    steps
        Days of the plan lived so far.
    running
        False after the last day. Then `step` does nothing.
    datacollector
        Mesa's collector with the daily counts as model reporters, one row a day. A subclass may
        put its own in its place.
    random, rng
        Generators for a user's own draws; the community's draws come from `seed` alone.
    rehearsal
        The run underneath, with ``trajectory()`` and ``result()``.

    Raises
    ------
    InputError
        If `rng` is none of these.
    """

    def __init__(
        self, spec: CommunitySpec, plan: Plan | None = None, *, rng: RNG | None = None
    ) -> None:
        seed = _seed(rng)
        super().__init__(rng=rng if isinstance(rng, np.random.Generator) else seed)
        self.running: bool = True
        self.rehearsal = Rehearsal(spec, plan or NoPlan(), seed)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "day": lambda model: model.steps,
                "members": _members,
                **{name: _reporter(name) for name in COUNT_INDEX},
            }
        )

    @property
    def seed(self) -> int:
        """Seed of every draw of the community."""
        return self.rehearsal.seed

    @property
    def community(self) -> Community:
        """The columns behind the views."""
        return self.rehearsal.community

    @property
    def agents(self) -> Members:
        """The members who have not left, in the order of joining."""
        here = (self.community.members["flags"] & LEFT) == 0
        return Members(self, np.flatnonzero(here))

    @property
    def everyone(self) -> Members:
        """All who ever joined, those who left too."""
        return Members(self, np.arange(self.community.size))

    @property
    def agent_types(self) -> list[type]:
        """The one type of agent there is."""
        return [Member]

    @property
    def agents_by_type(self) -> dict[type, Members]:
        """`agents` under their one type."""
        return {Member: self.agents}

    def step(self) -> None:
        """Live one day; after the last one `running` is false and nothing happens."""
        horizon = self.rehearsal.spec.horizon_days
        if self.rehearsal.today < horizon:
            self.rehearsal.live(self.rehearsal.today + 1)
            self.datacollector.collect(self)
            if self.rehearsal.today == horizon:
                self.running = False
        # Mesa has counted this call, also when there was no day left to live.
        self.steps = self.rehearsal.today

    def register_agent(self, agent: mesa.Agent) -> NoReturn:
        """Raise `NotImplementedError`: the agents are the community's members."""
        raise NotImplementedError("the agents are the community's members; it takes no others")

    def deregister_agent(self, agent: mesa.Agent) -> NoReturn:
        """Raise `NotImplementedError`: members leave by their own decision."""
        raise NotImplementedError("members leave by their own decision, in model.step()")

    def remove_all_agents(self) -> NoReturn:
        """Raise `NotImplementedError`: members leave by their own decision."""
        self.deregister_agent(None)


def _seed(rng: RNG | None) -> int:
    if rng is None:
        return int(np.random.SeedSequence().generate_state(1, np.uint64)[0])
    try:
        seed = index(rng)  # type: ignore[arg-type]
    except TypeError:
        try:
            return int(np.random.default_rng(rng).integers(2**63))
        except (TypeError, ValueError):
            raise InputError(f"{rng!r} is no seed", field="rng") from None
    if not 0 <= seed < 2**64:
        raise InputError(f"{seed} is no seed; 0 to 2**64 - 1 are allowed", field="rng")
    return seed


def _members(model: CommunityModel) -> int:
    community = model.community
    return int(community.tallies.population[community.today - 1].sum())


def _reporter(name: str) -> Callable[[CommunityModel], int]:
    column = COUNT_INDEX[name]

    def report(model: CommunityModel) -> int:
        community = model.community
        return int(community.tallies.counts[community.today - 1, :, column].sum())

    return report
