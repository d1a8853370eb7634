"""A sample by strata: so many of each, the same ones for as long as they are of their stratum."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key, mix64
from sim.errors import InputError
from sim.facts import Fact, Facts
from strategies.audiences.rule import Evaluate, Known


def among(facts: Facts, known: Known, of: str | None) -> NDArray[np.bool_]:
    """Return who is in an audience that was worked out before; all if there is no name."""
    return np.ones(len(facts.identity), np.bool_) if of is None else known[of]


def sampled(
    name: str, by: tuple[str, ...], each: int, of: str | None, facts: Mapping[str, Fact]
) -> Evaluate:
    """Return who is in a sample of so many members of each stratum, shape ``(rows,)``.

    Parameters
    ----------
    name
        Of the sample: another one draws others.
    by
        Facts whose values are names.
    each
        Members of each stratum.
    of
        The audience of whom they are drawn; None: everybody.
    facts
        Those that there are.

    Raises
    ------
    InputError
        If a fact is none, or its values are no names.
    """
    for fact in by:
        if fact not in facts:
            there = ", ".join(key for key, one in facts.items() if one.names)
            raise InputError(f"there is no fact {fact!r}; by names go {there}", field="strata")
        if not facts[fact].names:
            raise InputError(
                f"{fact} is a number; strata go by names: cut it into audiences, or name its bands "
                "in the member table",
                field="strata",
            )

    def evaluate(seen: Facts, known: Known) -> NDArray[np.bool_]:
        found = np.zeros(len(seen.identity), np.bool_)
        if not seen.whole:
            return found
        places = np.flatnonzero(among(seen, known, of) & seen.here & seen.consented)
        stratum = np.zeros(len(places), np.int64)
        for fact in by:
            stratum = _apart(stratum, seen[fact][places])
        identity = seen.identity[places]
        lot = mix64(identity ^ decision_key(seen.seed, f"sample {name}", 0))
        order = np.lexsort((identity, lot, stratum))
        sizes = np.bincount(stratum)
        rank = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        found[places[order[rank < each]]] = True
        return found

    return evaluate


def _apart(stratum: NDArray[np.int64], values: NDArray[np.str_]) -> NDArray[np.int64]:
    """Return numbers of strata, each parted by some values; few values cost little."""
    code = np.full(len(values), -1, np.int64)
    left = np.arange(len(values))
    count = 0
    while left.size:
        same = values[left] == values[left[0]]
        code[left[same]] = count
        left, count = left[~same], count + 1
    return np.asarray(np.unique(stratum * max(count, 1) + code, return_inverse=True)[1], np.int64)
