"""Each property is tried twice: on a few worlds in `make test`, on many under `-m slow`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

Drawn = TypeVar("Drawn")

TRIED: Final = 0.5
"""Share of the deep examples that are tried: all tests together are to take under 50 minutes."""


def depths(quick: int, deep: int) -> pytest.MarkDecorator:
    """Return the mark of a test that takes a number of ``examples``: few, or many if slow."""
    slow = pytest.param(round(TRIED * deep), id="deep", marks=pytest.mark.slow)
    return pytest.mark.parametrize("examples", [pytest.param(quick, id="quick"), slow])


def try_on(check: Callable[..., None], examples: int, **drawn: st.SearchStrategy[Any]) -> None:
    """Check a property on so many examples, the same ones each time.

    Parameters
    ----------
    check
        The property.
    examples
        How many.
    drawn
        What it is tried on, by the name of its argument.
    """
    limits = settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
        # Worlds shrink by the minute, and hardly.
        phases=[Phase.explicit, Phase.generate],
    )
    limits(given(**drawn)(check))()


def look_for(drawn: st.SearchStrategy[Drawn], wanted: Callable[[Drawn], bool]) -> None:
    """Raise `NoSuchExample` unless one of 4,000 examples is as wanted.

    The first one will do; it is not made any smaller.
    """
    limits = settings(
        max_examples=4000, derandomize=True, deadline=None, database=None, phases=[Phase.generate]
    )
    find(drawn, wanted, settings=limits)


def at_two_depths(
    quick: int, deep: int, **drawn: st.SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """Return a decorator that makes a property a test of both depths; see `try_on`."""

    def decorate(check: Callable[..., None]) -> Callable[[int], None]:
        def test(examples: int) -> None:
            try_on(check, examples, **drawn)

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return depths(quick, deep)(test)

    return decorate
