"""Trials of a search: what is asked, what came of it, what a study is a function of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.visible import visible
from strategies import SearchDimension

if TYPE_CHECKING:
    from worlds.shared import Direction

Notes = dict[str, list[float]]

BREAKS: Final = "breaks "
"""What the name of a note begins with that holds by how much a bound is broken, world by world."""

LONGEST_NAME: Final = 80
KEY_SHOWN: Final = 16
"""Letters of a study's title that are its scenario's name, at most, and digits of its key."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A trial to evaluate: its number and a value for each dimension's path."""

    number: int
    parameters: dict[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trial.

    Attributes
    ----------
    values
        One for each objective; none if the trial failed.
    violations
        By how much each constraint is broken, comparable with one another; kept where <= 0.
    notes
        Numbers to keep with the trial.
    error
        Why it failed; None if it did not.
    stopped
        Whether it was stopped after a part of its worlds, since it could not win.
    """

    values: tuple[float, ...] = ()
    violations: dict[str, float] | None = None
    notes: Notes | None = None
    error: str | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial that ended; fields as in `Asked` and `Verdict`."""

    number: int
    parameters: dict[str, float]
    values: tuple[float, ...]
    violations: dict[str, float]
    notes: Notes
    error: str | None
    stopped: bool = False

    @property
    def keeps(self) -> bool:
        """Whether it keeps every constraint in the worlds that it was tried in."""
        return self.error is None and all(v <= 0 for v in self.violations.values())

    @property
    def feasible(self) -> bool:
        """Whether it was evaluated to its end and keeps every constraint."""
        return self.keeps and not self.stopped

    @property
    def worlds(self) -> int:
        """Worlds that it was tried in, as far as its notes tell; 0 if it failed."""
        return max((len(column) for column in self.notes.values()), default=0)


@dataclass(frozen=True, slots=True)
class Question:
    """What makes a study what it is.

    Attributes
    ----------
    key
        Names the content of all that a trial's result hangs on; a journal answers one key.
    dimensions
        Where to look.
    directions
        ``maximize`` or ``minimize`` for each objective.
    seed
        Seed of the proposals.
    first
        The values of the first trials, on the dimensions' grids; none: the current ones.
    measures
        For each objective the note that holds it world by world; none: what worlds differ by is
        not known, and is fitted.
    name
        What is searched, for a person to read.
    panel
        Worlds of a trial, of which front runners meet more (`planning.deepening`); 0: they do not.
    """

    key: str
    dimensions: tuple[SearchDimension, ...]
    directions: tuple[Direction, ...]
    seed: int
    first: tuple[dict[str, float], ...] = ()
    measures: tuple[str, ...] = ()
    name: str = "search"
    panel: int = 0

    @property
    def title(self) -> str:
        """Name of the study among others: for a person to read, and of one key alone."""
        return f"{visible(self.name)[:LONGEST_NAME]} {self.key[:KEY_SHOWN]}"
