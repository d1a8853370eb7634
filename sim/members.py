"""Members as Mesa agents: light views of the columns, made when asked for, and sets of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from math import inf
from operator import methodcaller
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn, Protocol, overload

import mesa
import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.compiled.layout import ALWAYS, LEFT, MEMBER
from sim.day.network import ties_of
from sim.errors import InputError
from sim.ranges import PYTHON, Bounds

if TYPE_CHECKING:
    from sim.community import Community

FIELDS: Final = tuple(MEMBER.names or ())
SETTABLE: Final = tuple(name for name in FIELDS if MEMBER[name] == np.float32)
"""Traits and moods. Whole numbers are counted in ledgers, which a change would unbalance."""

COLUMNS: Final = (*(name for name in FIELDS if name != "ties"), "unique_id", "degree", "has_left")
"""What is read off whole columns at once. Of an agent, its ties are other agents."""

_NOT_OURS: Final = {
    "shuffle_do": "no draw depends on the order of members: use do(), or shuffle().do()",
    **dict.fromkeys(("add", "discard", "remove", "pop", "clear"), "use select() for a smaller set"),
}


class Populated(Protocol):
    """What views need of their model, a `sim.model.CommunityModel`."""

    rng: np.random.Generator

    @property
    def community(self) -> Community:
        """The columns behind the views."""


class Member(mesa.Agent):
    """A light view of one row of the members; it owns nothing, and stays valid when they leave.

    Attributes are the fields of `sim.compiled.layout.MEMBER` and those below. Traits and moods
    (`SETTABLE`) can be set, which writes the column.

    Attributes
    ----------
    model
        The `CommunityModel`.
    row
        Place in the columns, in the order of joining; it never changes.
    unique_id
        The member's 64-bit identity.
    degree
        Number of ties.
    has_left
        Whether the member has left the community.
    pos
        None: members stand on a graph and nowhere else.
    """

    def __init__(self, model: Populated, row: int) -> None:
        # mesa.Agent.__init__ would register the view with the model, and there may be millions.
        self.__dict__.update(model=model, row=row, pos=None)

    @property
    def ties(self) -> Members:
        """The members tied to this one, those who left too."""
        return Members(self.model, ties_of(self.model.community.columns, self.row))

    @property
    def inviter(self) -> Member | None:
        """The member who brought this one, if a member did."""
        row = int(self.model.community.columns.inviter[self.row])
        return None if row < 0 else Member(self.model, row)

    def step(self) -> NoReturn:
        """Raise `NotImplementedError`: all members live their day in the model's `step`."""
        raise NotImplementedError("members live their day together: call model.step()")

    def remove(self) -> NoReturn:
        """Raise `NotImplementedError`: members leave by their own decision."""
        raise NotImplementedError("members leave by their own decision, in model.step()")

    @classmethod
    def create_agents(cls, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise `NotImplementedError`: members join as the community's spec and plan say."""
        raise NotImplementedError("members join as the community and the plan say, in model.step()")

    def __getattr__(self, name: str) -> Any:
        if name not in COLUMNS:
            raise AttributeError(f"a member has no {name!r}")
        value = _read(self.model.community, name, self.row)
        return value if isinstance(value, np.floating) else value.item()

    def __setattr__(self, name: str, value: Any) -> None:
        _write(self.model.community, name, self.row, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *COLUMNS})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Member) and other.row == self.row and other.model is self.model

    def __hash__(self) -> int:
        return hash(self.unique_id)

    def __repr__(self) -> str:
        return f"<Member {self.unique_id:016x}>"


class Members(Sequence[Member]):
    """A set of members as views made when asked for: the part of Mesa's ``AgentSet`` that fits.

    It holds rows and never changes; what it reads is always today's. With a field's name it works
    on the whole column at once, with a function it makes a view for each member.
    """

    def __init__(self, model: Populated, rows: NDArray[np.int64]) -> None:
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
        return (Member(self._model, row) for row in self._rows.tolist())

    def __contains__(self, member: object) -> bool:
        return (
            isinstance(member, Member)
            and member.model is self._model
            and bool((self._rows == member.row).any())
        )

    def __getattr__(self, name: str) -> NoReturn:
        reason = _NOT_OURS.get(name, "see docs/mesa.md for what a set of members has")
        raise AttributeError(f"no {name!r} on a set of members; {reason}")

    def __repr__(self) -> str:
        return f"<{len(self):,} members>"

    def to_list(self) -> list[Member]:
        """Return the views as a list."""
        return list(self)

    def select(
        self,
        filter_func: Callable[[Member], bool] | NDArray[np.bool_] | None = None,
        at_most: float = inf,
        agent_type: type | None = None,
    ) -> Members:
        """Return those who pass, in the same order.

        Parameters
        ----------
        filter_func
            A function of a member, or a mask of one bool each, which costs no views:
            ``agents.select(agents.get("satisfaction") < 0.3)``.
        at_most
            The first so many of them: a number, or as a float up to 1 a share of this set.
        agent_type
            A class that a member must be of.

        Raises
        ------
        InputError
            If a mask is not one bool each.
        """
        if isinstance(at_most, float) and at_most <= 1.0:
            at_most = int(len(self) * at_most)
        if agent_type is not None and not issubclass(Member, agent_type):
            at_most = 0
        rows = self._rows
        if isinstance(filter_func, np.ndarray):
            if filter_func.dtype != np.bool_ or filter_func.shape != rows.shape:
                raise InputError(
                    f"a mask of {filter_func.dtype}, shape {filter_func.shape}; it needs one bool "
                    f"for each of the {len(self)} members"
                )
            rows = rows[filter_func]
        elif filter_func is not None:
            rows = np.array(list(self._passing(filter_func, at_most)), np.int64)
        return Members(self._model, rows if at_most == inf else rows[: max(int(at_most), 0)])

    def _passing(self, test: Callable[[Member], bool], at_most: float) -> Iterator[int]:
        found = 0
        for member in self:
            if found >= at_most:
                return
            if test(member):
                found += 1
                yield member.row

    def shuffle(self) -> Members:
        """Return the same members in an order drawn from the model's ``rng``."""
        return Members(self._model, self._model.rng.permutation(self._rows))

    def sort(self, key: Callable[[Member], Any] | str, ascending: bool = False) -> Members:
        """Return the same members sorted by a field or function; equal ones keep their order."""
        keys = self.map(key) if callable(key) else self.get(key)
        if isinstance(keys, np.ndarray):
            # Reversed twice, a stable sort is stable when it descends, too.
            way = slice(None, None, 1 if ascending else -1)
            return Members(self._model, self._rows[way][np.argsort(keys[way], kind="stable")][way])
        order = sorted(range(len(self)), key=keys.__getitem__, reverse=not ascending)
        return Members(self._model, self._rows[order])

    def get(
        self,
        attr_names: str | Iterable[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> Any:
        """Return one attribute of all, or several.

        Parameters
        ----------
        attr_names
            One name: a field gives an array, shape ``(members,)``, any other attribute a list.
            Several names: a list with one list of values each member.
        handle_missing, default_value
            With ``"default"`` a name that members do not have gives the default.

        Raises
        ------
        AttributeError
            If members have no such attribute and no default is asked for.
        InputError
            If `handle_missing` is neither.
        """
        if handle_missing not in ("error", "default"):
            raise InputError(f"handle_missing={handle_missing!r}; it is 'error' or 'default'")
        if not isinstance(attr_names, str):
            columns = [self.get(name, handle_missing, default_value) for name in attr_names]
            values = [c.tolist() if isinstance(c, np.ndarray) else c for c in columns]
            return [list(row) for row in zip(*values, strict=True)]
        if attr_names in COLUMNS:
            return _read(self._model.community, attr_names, self._rows)
        if handle_missing == "default":
            return [getattr(member, attr_names, default_value) for member in self]
        return [getattr(member, attr_names) for member in self]

    def set(self, attr_name: str, value: ArrayLike) -> Members:
        """Set a trait or mood (`SETTABLE`) of all: one number, or one each.

        Raises
        ------
        AttributeError
            If it is not one that can be set.
        InputError
            If a number lies outside its range.
        """
        _write(self._model.community, attr_name, self._rows, value)
        return self

    def agg(
        self, attribute: str, func: Callable[[Any], Any] | Iterable[Callable[[Any], Any]]
    ) -> Any:
        """Return what a function, or each of several, makes of an attribute of all."""
        values = self.get(attribute)
        return func(values) if callable(func) else [one(values) for one in func]

    def do(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> Members:
        """Call a function, or a view's method by name, on each member."""
        self.map(method, *args, **kwargs)
        return self

    def map(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> list[Any]:
        """Return what a function, or a view's method by name, makes of each member."""
        if isinstance(method, str):
            return list(map(methodcaller(method, *args, **kwargs), self))
        return [method(member, *args, **kwargs) for member in self]

    def groupby(self, by: Callable[[Member], Hashable] | str) -> Groups:
        """Return the members by the value of an attribute or function, first come first."""
        keys = self.map(by) if callable(by) else self.get(by)
        rows: dict[Hashable, list[int]] = {}
        listed = keys.tolist() if isinstance(keys, np.ndarray) else keys
        for key, row in zip(listed, self._rows.tolist(), strict=True):
            rows.setdefault(key, []).append(row)
        return Groups({key: Members(self._model, np.array(r)) for key, r in rows.items()})


class Groups:
    """Sets of members by what they share, as Mesa's ``GroupBy``.

    Attributes
    ----------
    groups
        The sets by key.
    """

    def __init__(self, groups: dict[Hashable, Members]) -> None:
        self.groups = groups

    def __len__(self) -> int:
        return len(self.groups)

    def __iter__(self) -> Iterator[tuple[Hashable, Members]]:
        return iter(self.groups.items())

    def count(self) -> dict[Hashable, int]:
        """Return the number of members by group."""
        return {key: len(group) for key, group in self}

    def agg(self, attr_name: str, func: Callable[[Any], Any]) -> dict[Hashable, Any]:
        """Return what a function makes of an attribute, by group."""
        return {key: group.agg(attr_name, func) for key, group in self}

    def map(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Return what a function of a set, or its method by name, gives for each group."""
        if isinstance(method, str):
            method = methodcaller(method, *args, **kwargs)
            return {key: method(group) for key, group in self}
        return {key: method(group, *args, **kwargs) for key, group in self}

    def do(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> Groups:
        """Call a function of a set, or its method by name, on each group."""
        self.map(method, *args, **kwargs)
        return self


def _read(community: Community, name: str, rows: Any) -> Any:
    if name == "unique_id":
        return community.columns.identity[rows]
    if name == "has_left":
        return (community.members["flags"][rows] & LEFT) != 0
    return community.members["ties" if name == "degree" else name][rows]


def _write(community: Community, name: str, rows: Any, value: ArrayLike) -> None:
    if name not in SETTABLE:
        raise AttributeError(f"{name!r} of a member cannot be set, only {', '.join(SETTABLE)}")
    allowed = PYTHON.get(f"member.{name}", Bounds(-inf))
    try:
        numbers = np.broadcast_to(np.asarray(value, np.float32), np.shape(rows))
    except (TypeError, ValueError) as error:
        raise InputError(f"{value!r}; {name} is one number, or one for each member") from error
    if not (np.isfinite(numbers).all() and allowed.hold_all(numbers)):
        raise InputError(f"{name} is a number from {allowed.low:g} to {allowed.high:g}")
    community.members[name][rows] = numbers
    # The screen dismisses members by bounds that were computed from the old values.
    community.columns.visit_bound[rows] = ALWAYS
    community.columns.leave_bound[rows] = ALWAYS
