"""A ranking of members by a number: who the highest are, ties by identity.

Members are sorted into bins, the higher the number the higher the bin, and only those of the one
bin in which a cut falls are told apart. Most facts are small whole numbers: each has its own bin.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BINS: Final = 1 << 16
"""Bins: what 16 bits tell apart."""


class Ranking:
    """Some members, the highest first; of equal ones those of the lower identities.

    Parameters
    ----------
    values
        What they are ranked by, shape ``(rows,)``; what is not a number is below all.
    identity
        Their identities, same shape.
    among
        Who is ranked, bool, same shape.
    """

    def __init__(
        self, values: NDArray[Any], identity: NDArray[np.uint64], among: NDArray[np.bool_]
    ) -> None:
        self.values, self.identity, self.among = np.ascontiguousarray(values), identity, among
        self.many = int(np.count_nonzero(among))
        self._bins, self._lowest, self._at_least = _in_bins(self.values, among)
        self._found: dict[int, NDArray[np.bool_]] = {}

    def between(self, after: float, top: float) -> NDArray[np.bool_]:
        """Return who is in a part of the ranking, from one share to another; bool.

        The ends are taken to the nearest member, halves up.
        """
        first, last = (int(share * self.many + 0.5) for share in (after, top))
        found = self.highest(last)
        return found & ~self.highest(first) if first else found

    def highest(self, count: int) -> NDArray[np.bool_]:
        """Return who is among so many of the highest; bool, shape ``(rows,)``."""
        if not 0 < count < self.many:
            return self.among & (count > 0)
        if count not in self._found:
            self._found[count] = self._cut(count)
        return self._found[count]

    def _cut(self, count: int) -> NDArray[np.bool_]:
        # The bin in which the cut falls: at least so many are in it or above.
        above_it = int(np.searchsorted(self._at_least, count))
        cut = self._lowest + len(self._at_least) - 1 - above_it
        found: NDArray[np.bool_] = self.among & (self._bins > cut)
        left = count - int(self._at_least[above_it - 1] if above_it else 0)
        tied = np.flatnonzero(self.among & (self._bins == cut))
        if self._bins is not self.values:
            values = self.values[tied]
            lowest = np.partition(values, len(values) - left)[len(values) - left]
            above, tied = tied[values > lowest], tied[values == lowest]
            left -= len(above)
            found[above] = True
        found[tied[np.argpartition(self.identity[tied], left - 1)[:left]]] = True
        return found


def _in_bins(
    values: NDArray[Any], among: NDArray[np.bool_]
) -> tuple[NDArray[Any], int, NDArray[np.int64]]:
    """Return the bin of each, the lowest bin, and how many are in the highest, one, two and so on.

    Whole numbers that are close together are bins themselves.
    """
    from sim.day.regroup import bin_each, count_each

    who = among.view(np.uint8)
    lowest, highest = _ends(values)
    if isinstance(lowest, int) and highest - lowest < BINS:
        counts = np.zeros(int(highest) - lowest + 1, np.int64)
        count_each(values, who, lowest, counts)
        return values, lowest, np.cumsum(counts[::-1])
    bins, counts = np.zeros(len(values), np.uint16), np.zeros(BINS, np.int64)
    scale = (BINS - 1) / (highest - lowest) if highest > lowest else 1.0
    bin_each(values, who, float(lowest), scale, bins, counts)
    return bins, 0, np.cumsum(counts[::-1])


def _ends(values: NDArray[Any]) -> tuple[int | float, int | float]:
    """Return the lowest and the highest of those that are finite; 0 of none."""
    if not len(values):
        return 0, 0
    lowest, highest = values.min().item(), values.max().item()
    if np.isfinite(lowest) and np.isfinite(highest):
        return lowest, highest
    finite = values[np.isfinite(values)]
    return (finite.min().item(), finite.max().item()) if len(finite) else (0.0, 0.0)
