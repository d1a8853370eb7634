"""A fact that a user wrote: a function of what an operator can see, held to what a fact is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sim.errors import InputError, at_fault
from sim.facts import Fact, Facts
from sim.facts.facts import Values

TRIED: Final = (4, 0)
"""Made-up members on whom a function is tried before a run; on some days nobody joins."""


class Seen:
    """Facts by name, which can be read and not written; hidden traits are not among them.

    Parameters
    ----------
    read
        Returns a fact's values, shape ``(rows,)``.
    known
        Names of the facts that there are.
    """

    def __init__(self, read: Callable[[str], Values], known: Mapping[str, Fact]) -> None:
        self._read, self._known = read, known

    def __getitem__(self, name: str) -> Values:
        """Return a fact's values, shape ``(rows,)``, not to be written.

        Raises
        ------
        InputError
            If there is no such fact.
        """
        if name not in self._known:
            raise InputError(f"there is no fact {name!r}; there are {', '.join(self._known)}")
        values = self._read(name).view()
        values.flags.writeable = False
        return values


@dataclass(frozen=True, slots=True)
class OwnRead:
    """Reads a user's own fact; it can be sent to another process.

    Attributes
    ----------
    name
        What rules call it.
    function
        A function of a module: takes a `Seen`, returns numbers or yes and no, shape ``(rows,)``.
    """

    name: str
    function: Callable[[Seen], Values]

    def __str__(self) -> str:
        return f"{self.function.__module__}:{self.function.__qualname__}"

    def __call__(self, facts: Facts) -> Values:
        """Return its values for the members looked at.

        Raises
        ------
        InputError
            If the function fails, returns something else, or something else when asked again.
        """
        seen = Seen(facts.__getitem__, facts.known)
        values = self._values(seen, len(facts.identity))
        if facts.day == facts.spec.past_days and not _same(
            values, self._values(seen, len(facts.identity))
        ):
            raise self._broken("asked again, it says something else; draw nothing in it")
        return values

    def check(self, known: Mapping[str, Fact]) -> None:
        """Raise `InputError` if it does not work on some made-up members.

        Parameters
        ----------
        known
            The facts that the community has, beside those of the user's own.
        """

        for rows in TRIED:

            def made_up(name: str, rows: int = rows) -> Values:
                return np.full(rows, "") if known[name].names else np.zeros(rows)

            with np.errstate(all="ignore"):
                self._values(Seen(made_up, known), rows)

    def _values(self, seen: Seen, rows: int) -> Values:
        try:
            values = np.asarray(self.function(seen))
        except InputError as error:
            raise self._broken(error.message) from None
        except (Exception, SystemExit) as error:
            folder = str(Path(self.function.__code__.co_filename).parent)
            raise self._broken(at_fault(error, folder)) from error
        if values.shape != (rows,) or values.dtype.kind not in "biuf":
            found = f"{values.dtype} of shape {values.shape}"
            raise self._broken(f"it returns {found}; a number or a yes or no a member is wanted")
        return values.astype(np.int32) if values.dtype.kind == "b" else values

    def _broken(self, message: str) -> InputError:
        return InputError(message, field=f"facts.{self.name}")


def own_fact(name: str, function: Callable[[Seen], Values]) -> Fact:
    """Return a user's own fact; the first line of its docstring is what a reader sees."""
    lines = (function.__doc__ or "").strip().splitlines()
    title = lines[0].rstrip(".") if lines else name
    return Fact(title, title, "", OwnRead(name, function), of_deeds=True, of_all=True)


def _same(one: Values, other: Values) -> bool:
    return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
