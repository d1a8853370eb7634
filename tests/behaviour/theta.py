"""Behaviour as compiled code takes it, for tests of one equation."""

from __future__ import annotations

from sim.behaviour.preset import Theta
from tests.communities import behaviour


def theta(**values: float) -> Theta:
    """Return the register's values, some of them replaced."""
    return behaviour(**values).pack()
