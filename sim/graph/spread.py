"""How far something goes along ties from those who begin it, and whom to begin with.

Independent cascade with one probability a tie (M48): of each sample of live ties, whoever hangs
together with a seed has it, so that the spread of a set is the mean over samples of the members of
the pieces that it touches. That is monotone and submodular, so that choosing greedily by gain has
at least 1 - 1/e of the best set of as many, and the better of greedily by gain and by gain for
money at least half of that within a sum of money (V17; Leskovec and others 2007, CELF).
"""

from __future__ import annotations

import heapq
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.compiled.layout import LEFT, SLOTS, Columns
from sim.draws import decision_key, mix64, uniform

SAMPLES: Final = 32
"""Samples of live ties that a spread is a mean over."""

Wholes = NDArray[np.int64]
Floats = NDArray[np.float64]


def present_ties(columns: Columns, size: int) -> Wholes:
    """Return the ties between the first `size` members, of those who have not left.

    Each once: rows, shape ``(ties, 2)``.
    """
    ties = columns.members["ties"][:size].astype(np.int64)
    here = np.where(ties > 0, (ties - 1) % SLOTS + 1, 0)
    owner, used = np.arange(size), np.arange(SLOTS) < here[:, None]
    found = [np.column_stack([np.repeat(owner, here), columns.lines[:size, :SLOTS][used]])]
    link, left = columns.lines[:size, SLOTS].astype(np.int64), (ties - here) // SLOTS
    while (on := left > 0).any():
        owner, link, left = owner[on], link[on], left[on] - 1
        line = columns.spill[link]
        found.append(np.column_stack([np.repeat(owner, SLOTS), line[:, :SLOTS].ravel()]))
        link = line[:, SLOTS].astype(np.int64)
    pairs = np.concatenate(found).astype(np.int64)
    stays = (columns.members["flags"][:size] & LEFT) == 0
    pairs = pairs[(pairs[:, 0] < pairs[:, 1]) & (pairs[:, 1] < size)]
    return np.asarray(pairs[stays[pairs].all(axis=1)], np.int64)


def pieces(
    ties: Wholes, identity: NDArray[np.uint64], chance: float, seed: int, samples: int = SAMPLES
) -> Wholes:
    """Return in which piece each member is in each sample, shape ``(samples, members)``.

    Parameters
    ----------
    ties
        Rows, shape ``(ties, 2)``.
    identity
        The members' identities: which ties are live hangs on nothing else.
    chance
        Probability that a tie is live, 0 to 1.
    seed
        Of the draws.
    samples
        How many; at a chance of 0 or 1 one tells all.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = len(identity)
    both = mix64(identity[ties[:, 0]]) ^ mix64(identity[ties[:, 1]])
    rows = 1 if chance in (0.0, 1.0) else samples
    # All samples side by side are one graph, of which the pieces are found at once.
    live = [
        ties[uniform(both, decision_key(seed, "seed ties", k)) < np.float32(chance)] + k * size
        for k in range(rows)
    ]
    pairs = np.concatenate(live).T
    whole = coo_array((np.ones(pairs.shape[1], np.int8), pairs), (rows * size, rows * size))
    label = connected_components(whole, directed=False)[1].astype(np.int64)
    found = label.reshape(rows, size)
    first = found.min(axis=1, keepdims=True) if size else 0
    return np.asarray(found - first, np.int64)


class Spread:
    """The spread of sets of members, by samples of pieces.

    Parameters
    ----------
    labels
        In which piece each member is, shape ``(samples, members)`` (`pieces`).
    counts
        Who counts where a piece is reached, shape ``(members,)``; None: everybody.
    """

    def __init__(self, labels: Wholes, counts: NDArray[np.bool_] | None = None) -> None:
        self._labels, self._rows = labels, np.arange(len(labels))
        whole = np.ones(labels.shape[1]) if counts is None else counts.astype(np.float64)
        most = int(labels.max()) + 1 if labels.size else 0
        self._sizes = np.stack([np.bincount(row, whole, minlength=most) for row in labels])

    def of(self, seeds: Wholes) -> float:
        """Return the members whom a set of them reaches, themselves included; a mean."""
        touched = np.zeros(self._sizes.shape, np.bool_)
        touched[self._rows[:, None], self._labels[:, seeds]] = True
        return float(self._sizes[touched].sum() / len(self._rows))

    def each(self) -> Floats:
        """Return the spread of each member alone."""
        return np.asarray(self._sizes[self._rows[:, None], self._labels].mean(axis=0), np.float64)

    def greedy(
        self,
        among: Wholes,
        most: int,
        costs: Floats | None = None,
        money: float = np.inf,
        for_money: bool = False,
    ) -> Wholes:
        """Return members chosen one by one, each for what it adds to those before it.

        Lazily: what a member adds only falls as others are chosen (CELF).

        Parameters
        ----------
        among
            Rows of whom to choose; of equal ones the earlier is taken.
        most
            How many at most.
        costs
            What each of those costs, above 0; None: the same.
        money
            What all may cost together.
        for_money
            Whether by what a member adds for what it costs.
        """
        price = np.ones(len(among)) if costs is None else costs
        weight = price if for_money else np.ones(len(among))
        gain = self.each()[among] / weight
        heap = [(-float(gain[k]), k, 0) for k in range(len(among))]
        heapq.heapify(heap)
        left = self._sizes.copy()
        chosen: list[int] = []
        while heap and len(chosen) < most:
            _, k, looked = heapq.heappop(heap)
            if price[k] > money:
                continue
            at = self._rows, self._labels[:, among[k]]
            if looked < len(chosen):
                fresh = float(left[at].mean() / weight[k])
                heapq.heappush(heap, (-fresh, k, len(chosen)))
                continue
            chosen.append(k)
            money -= float(price[k])
            left[at] = 0.0
        return np.asarray(among[chosen], np.int64)

    def best(
        self, among: Wholes, most: int, costs: Floats | None = None, money: float = np.inf
    ) -> Wholes:
        """Return the better of greedily by what a member adds, and by that for what it costs."""
        plain = self.greedy(among, most, costs, money)
        if costs is None:
            return plain
        thrifty = self.greedy(among, most, costs, money, for_money=True)
        return thrifty if self.of(thrifty) > self.of(plain) else plain
