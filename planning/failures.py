"""What is done about worlds that failed: they are told, and stop all only if none was lived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NoReturn, TypeVar

from sim.errors import InputError
from worlds.executors import Failure

Result = TypeVar("Result")
Task = TypeVar("Task")


def finished(
    outcomes: Iterable[Result | Failure[Task]], failed: list[Failure[Task]]
) -> Iterator[Result]:
    """Yield what worlds left, and collect those that failed.

    Raises
    ------
    InputError
        If bad input stopped a world: the worlds where it shows are no fair draw of all. If none
        of them has room in memory.
    RuntimeError
        If something else stopped every world.
    """
    some = False
    for outcome in outcomes:
        if not isinstance(outcome, Failure):
            some = True
            yield outcome
        elif isinstance(outcome.error, InputError):
            raise outcome.error
        else:
            failed.append(outcome)
    if not some:
        raise_failure(failed[0])


def raise_failure(failure: Failure[Any]) -> NoReturn:
    """Raise what stopped all the work: bad input, too little memory, or a fault of ours."""
    if isinstance(failure.error, InputError):
        raise failure.error
    if isinstance(failure.error, MemoryError):
        raise InputError(
            f"a world of this community has no room in this machine's memory ({failure.error}); "
            "take fewer members or days"
        ) from failure.error
    raise RuntimeError(f"nothing could be run: {failure}") from failure.error
