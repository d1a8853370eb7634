"""The community as a Mesa user knows a model: `step`, `steps`, `running`, `agents`, data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.community import Community
from sim.kernel.layout import LEFT, MEMBER
from sim.kernel.network import ties_of
from sim.plan import NoPlan, Plan
from sim.run import Rehearsal
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX


class Member(mesa.Agent):
    """A light view of one row of the members; made when asked for, it owns nothing.

    Attributes are the fields of `sim.kernel.layout.MEMBER`, read and written in place.
    """

    def __init__(self, model: CommunityModel, row: int) -> None:
        # mesa.Agent.__init__ would register the view with the model, and there may be millions.
        object.__setattr__(self, "model", model)
        object.__setattr__(self, "row", row)
        object.__setattr__(self, "pos", None)

    @property
    def unique_id(self) -> int:
        """The member's 64-bit identity."""
        return int(self.model.community.columns.identity[self.row])

    @property
    def ties(self) -> list[Member]:
        """The members tied to this one."""
        rows = ties_of(self.model.community.columns, self.row)
        return [Member(self.model, int(row)) for row in rows]

    def __getattr__(self, name: str) -> Any:
        if name in (MEMBER.names or ()):
            return self.model.community.members[self.row][name]
        raise AttributeError(f"a member has no {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in (MEMBER.names or ()):
            raise AttributeError(f"a member has no {name!r}")
        self.model.community.members[name][self.row] = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Member) and other.row == self.row and other.model is self.model

    def __hash__(self) -> int:
        return hash(self.unique_id)

    def __repr__(self) -> str:
        return f"<Member {self.unique_id:016x}>"


class Members(Sequence[Member]):
    """The members who have not left, in the order of joining, as views made when asked for.

    The part of Mesa's ``AgentSet`` that makes sense on columns: `select`, `get`, `do`, length,
    iteration and indexing.
    """

    def __init__(self, model: CommunityModel, rows: NDArray[np.int64]) -> None:
        self._model = model
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Member: ...
    @overload
    def __getitem__(self, index: slice) -> Members: ...
    def __getitem__(self, index: int | slice) -> Member | Members:
        if isinstance(index, slice):
            return Members(self._model, self._rows[index])
        return Member(self._model, int(self._rows[index]))

    def __iter__(self) -> Iterator[Member]:
        return (Member(self._model, int(row)) for row in self._rows)

    def select(self, filter_func: Callable[[Member], bool] | None = None) -> Members:
        """Return the members for which the function is true."""
        if filter_func is None:
            return self
        kept = [row for row in self._rows if filter_func(Member(self._model, int(row)))]
        return Members(self._model, np.array(kept, np.int64))

    def get(self, name: str) -> NDArray[Any]:
        """Return one field of all these members as an array."""
        return np.asarray(self._model.community.members[name][self._rows])

    def do(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> Members:
        """Call a function (or a view's method by name) on each member."""
        for member in self:
            call = getattr(member, method) if isinstance(method, str) else method
            if isinstance(method, str):
                call(*args, **kwargs)
            else:
                call(member, *args, **kwargs)
        return self


class CommunityModel(mesa.Model):
    """One community under one plan; a step is a day.

    Parameters
    ----------
    spec
        The community. Its days before the plan are lived at once.
    plan
        What the operator does; nothing by default.
    rng
        Seed, 0 or more, or a NumPy generator from which one is drawn.

    Attributes
    ----------
    datacollector
        Mesa's collector with the daily counts as model reporters.
    """

    def __init__(
        self,
        spec: CommunitySpec,
        plan: Plan | None = None,
        *,
        rng: int | np.random.Generator | None = None,
    ) -> None:
        seed = _seed(rng)
        super().__init__(rng=seed)
        self.running: bool = True
        self.rehearsal = Rehearsal(spec, plan or NoPlan(), seed)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "day": lambda model: model.steps,
                "members": lambda model: len(model.agents),
                **{name: _reporter(name) for name in COUNT_INDEX},
            }
        )

    @property
    def community(self) -> Community:
        """The columns behind the views."""
        return self.rehearsal.community

    @property
    def agents(self) -> Members:
        """The members who have not left."""
        here = (self.community.members["flags"] & LEFT) == 0
        return Members(self, np.flatnonzero(here))

    def step(self) -> None:
        """Live one day; after the last one `running` is false and nothing happens."""
        if self.running:
            self.rehearsal.live(self.rehearsal.today + 1)
            self.datacollector.collect(self)
            self.running = self.rehearsal.today < self.rehearsal.spec.horizon_days


def _seed(rng: int | np.random.Generator | None) -> int:
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(2**63))
    return 0 if rng is None else int(rng)


def _reporter(name: str) -> Callable[[CommunityModel], int]:
    index = COUNT_INDEX[name]

    def report(model: CommunityModel) -> int:
        community = model.community
        return int(community.tallies.counts[community.today - 1, :, index].sum())

    return report
