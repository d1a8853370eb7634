"""Hypothesis draws a string of bytes; dials turn it into the numbers of a world."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


class Dials:
    """Numbers set by bytes, one dial each; a dial at 0 stands for the quietest world.

    A world has some two hundred numbers. Hypothesis draws, varies and shrinks one string of bytes
    a hundred times as fast as it does two hundred numbers.
    """

    def __init__(self, dials: bytes) -> None:
        self._dials = iter(dials)

    def number(self, low: float, high: float, power: int = 1) -> float:
        """Return a number from low to high, both included; with a power mostly near low."""
        share: float = (next(self._dials) / 255) ** power
        return min(low + (high - low) * share, high)

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included, fewer than 256."""
        return low + next(self._dials) % (high - low + 1)

    def flag(self) -> bool:
        """Return yes or no."""
        return next(self._dials) >= 128

    def seldom(self) -> bool:
        """Return yes once in four."""
        return next(self._dials) >= 192

    def one_of(self, *choices: T) -> T:
        """Return one of the choices, the first being the quietest."""
        return choices[self.whole(0, len(choices) - 1)]
