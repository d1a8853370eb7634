"""Front runners meet more worlds: a few tell who leads, not how a plan stands to a bound.

A plan that is asked again is tried in twice its worlds, or in as many as any plan was. What the
panel's worlds have in common, a lucky bound say, is thereby known of all plans like it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from planning.trials import Asked, Trial, Verdict

MOST: Final = 256
"""Worlds that a plan meets at most."""

SHARE: Final = 0.1
BOUNDED: Final = 0.4
"""Of the worlds of a search that go into knowing its front runners better, at most; where a bound
is in doubt, on which side of it the best plan lies hangs on them."""

Key = frozenset[tuple[str, float]]
Flags = NDArray[np.bool_]


def key_of(parameters: Mapping[str, float]) -> Key:
    """Return what names a plan among those of a search."""
    return frozenset(parameters.items())


def latest(trials: Sequence[Trial]) -> Flags:
    """Return which trials nobody asked again: of a plan that was, the last one that was whole."""
    last = {
        key_of(trial.parameters): place for place, trial in enumerate(trials) if not trial.stopped
    }
    found = np.zeros(len(trials), np.bool_)
    found[list(last.values())] = True
    return found


@dataclass(frozen=True, slots=True)
class Depths:
    """How many worlds the plans of a search have met.

    Attributes
    ----------
    met
        Of each plan that was tried to its end.
    spent, deepened
        Worlds lived in all, and those of them in which a plan was tried that had been before.
    """

    met: dict[Key, int]
    spent: int
    deepened: int

    @classmethod
    def of(cls, trials: Sequence[Trial]) -> Self:
        """Return it as some trials make it, in the order of their numbers."""
        met: dict[Key, int] = {}
        spent = deepened = 0
        for trial in trials:
            if trial.error is not None:
                continue
            key = key_of(trial.parameters)
            more = max(trial.worlds - met.get(key, 0), 0)
            spent += more
            deepened += more if key in met else 0
            if not trial.stopped:
                met[key] = max(trial.worlds, met.get(key, 0))
        return cls(met, spent, deepened)

    def asked_again(self, parameters: Mapping[str, float]) -> int | None:
        """Return in how many worlds a plan is tried next; None of one that was not tried yet."""
        own = self.met.get(key_of(parameters))
        return None if own is None else min(max(2 * own, *self.met.values()), max(MOST, own))

    def affords(self, parameters: Mapping[str, float], share: float) -> bool:
        """Whether a plan that was tried may be tried again, for a share of all worlds."""
        own, more = self.met.get(key_of(parameters), 0), self.asked_again(parameters)
        if more is None or more <= own:
            return False
        return self.deepened + more - own <= share * self.spent


def in_turn(
    asked: Sequence[Asked],
    depths: Depths,
    fresh: Callable[[Sequence[Asked]], Iterator[Verdict]],
    again: Callable[[Asked, int], Verdict],
) -> Iterator[Verdict]:
    """Yield a verdict for each trial, in order.

    Parameters
    ----------
    asked
        The trials.
    depths
        How many worlds plans have met.
    fresh
        Yields verdicts on plans that were not tried yet.
    again
        Says what comes of a plan that was, in so many worlds.
    """
    worlds = [depths.asked_again(one.parameters) for one in asked]
    verdicts = fresh([one for one, most in zip(asked, worlds, strict=True) if most is None])
    for one, most in zip(asked, worlds, strict=True):
        yield next(verdicts) if most is None else again(one, most)
