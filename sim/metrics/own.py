"""A measure that a user wrote: an entry of the catalogue, held to what a measure is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from sim.calendar import Calendar
from sim.errors import InputError, at_fault
from sim.ledger import Ledger
from sim.metrics.base import Comparison, Metric, Ratio, Recorded
from sim.ranges import SCENARIO
from sim.trajectory import Trajectory


@dataclass(frozen=True, slots=True)
class Record:
    """A finished run as a user's own measure gets it: to be read, and never written."""

    trajectory: Trajectory
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function of a user's own measure; it can be sent to another process.

    Attributes
    ----------
    name
        The measure's.
    function
        A function of a module.
    code
        Digest of its source and of what that needs.
    """

    name: str
    function: Callable[..., Any]
    code: str

    def as_dict(self) -> dict[str, str]:
        """Return what tells it apart, for digests."""
        function = self.function
        return {"function": f"{function.__module__}:{function.__qualname__}", "code": self.code}

    def asked(self, *given: object) -> Any:
        """Return what the function returns.

        Raises
        ------
        InputError
            If it fails.
        """
        try:
            with np.errstate(all="ignore"):
                return self.function(*given)
        except InputError as error:
            raise self.broken(error.message) from None
        except (Exception, SystemExit) as error:
            code = getattr(self.function, "__code__", None)
            folder = str(Path(code.co_filename).parent) if code is not None else ""
            raise self.broken(at_fault(error, folder)) from error

    def broken(self, message: str) -> InputError:
        """Return what is wrong with it as an error with its place."""
        return InputError(message, field=f"measures.{self.name}")


class OwnLevel(OwnFunction):
    """Reads a number off a run, or off a run and its baseline."""

    __slots__ = ()

    def __call__(self, *runs: Recorded) -> float:
        """Return the number; NaN where it is undefined."""
        found = self.asked(*map(sealed, runs))
        if isinstance(found, tuple | list) and len(found) == 2:
            raise self.broken("it returns two numbers; of a ratio write compute=Ratio(...)")
        return _number(self, found)


class OwnParts(OwnFunction):
    """Reads the numerator and the denominator of a ratio."""

    __slots__ = ()

    def __call__(self, *runs: Recorded) -> tuple[float, float]:
        """Return the two numbers; NaN where they are undefined."""
        found = self.asked(*map(sealed, runs))
        if not (isinstance(found, tuple | list) and len(found) == 2):
            raise self.broken(
                f"it returns {_shown(found)}; a Ratio wants two numbers, the second to divide by"
            )
        above, below = (_number(self, part) for part in found)
        return above, below


class OwnNeeds(OwnFunction):
    """Says the shortest horizon in days that holds the measure's window."""

    __slots__ = ()

    def __call__(self, start: date) -> int:
        """Return it for a first day of the plan."""
        found = self.asked(start)
        if isinstance(found, bool) or not isinstance(found, int | np.integer) or found < 1:
            raise self.broken(f"its needs returns {_shown(found)}; a number of days is wanted")
        if found > (most := SCENARIO["horizon_days"].high):
            raise self.broken(f"its needs returns {_shown(found)}; no horizon has over {most:g}")
        return int(found)


def own_measure(found: Metric | Comparison, code: str) -> Metric | Comparison:
    """Return a user's own measure, so that it tells in one line what goes wrong in it.

    Parameters
    ----------
    found
        As it was written.
    code
        Digest of its source and of what that needs.
    """
    compute: Any = found.compute
    if isinstance(compute, Ratio):
        compute = Ratio(OwnParts(found.name, compute.parts, code), bool(compute.positive))
    else:
        compute = OwnLevel(found.name, compute, code)
    return replace(found, compute=compute, needs=OwnNeeds(found.name, found.needs, code))


def functions_of(found: Metric | Comparison) -> tuple[Callable[..., Any], ...]:
    """Return the functions that a measure is made of, by which its code is known."""
    compute: Any = found.compute
    return (compute.parts if isinstance(compute, Ratio) else compute, found.needs)


def guarded_of(own: Metric | Comparison) -> tuple[OwnFunction, ...]:
    """Return the same of what `own_measure` returned."""
    functions: tuple[Any, ...] = functions_of(own)
    return tuple(each for each in functions if isinstance(each, OwnFunction))


def is_plain(function: object) -> bool:
    """Return whether a function stands in its module by its own name, so that others find it."""
    return isinstance(function, FunctionType) and function.__qualname__.isidentifier()


def check_measure(own: Metric | Comparison, calendar: Calendar, nothing: Trajectory) -> None:
    """Raise `InputError` if a user's own measure does not work where nobody does anything.

    Parameters
    ----------
    own
        What `own_measure` returned.
    calendar
        Of the plans.
    nothing
        A record of as many days as the measure needs at least, in which nothing happens.
    """
    run = Record(nothing, Ledger(nothing.calendar.days))
    runs = (run, run) if isinstance(own, Comparison) else (run,)
    reads = own.compute.parts if isinstance(own.compute, Ratio) else own.compute
    read: Callable[..., object] = reads
    if repr(read(*runs)) != repr(read(*runs)):
        raise guarded_of(own)[0].broken("asked again, it says something else; draw nothing in it")
    own.needs(calendar.start)


def sealed(run: Recorded) -> Record:
    """Return a run whose arrays cannot be written, since other measures are read off it too."""
    entries = [(*names, _view(cents)) for *names, cents in run.ledger.entries]
    ledger = Ledger(run.ledger.days, entries)
    return Record(_sealed(run.trajectory), ledger)


def _sealed(value: Any) -> Any:
    views: dict[str, Any] = {}
    for field in fields(value):
        own = getattr(value, field.name)
        if isinstance(own, np.ndarray):
            views[field.name] = _view(own)
        elif is_dataclass(own) and not isinstance(own, Calendar):
            views[field.name] = _sealed(own)
    return replace(value, **views)


def _view(values: Any) -> Any:
    view = values.view()
    view.flags.writeable = False
    return view


def _number(function: OwnFunction, found: object) -> float:
    if isinstance(found, bool | np.bool_) or not isinstance(
        found, int | float | np.integer | np.floating
    ):
        raise function.broken(
            f"it returns {_shown(found)}; a number is wanted, NaN where it is undefined"
        )
    try:
        number = float(found)
    except OverflowError:
        number = math.inf
    if math.isinf(number):
        raise function.broken("it returns what is not finite; return NaN where it is undefined")
    return number


def _shown(found: object) -> str:
    if isinstance(found, np.ndarray):
        return f"{found.dtype} of shape {found.shape}"
    text = repr(found)
    return f"{type(found).__name__} {text}" if len(text) <= 40 else type(found).__name__
