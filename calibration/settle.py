"""The last step of a fit: from the small panel to fresh worlds, at today's level."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.study import Search
from calibration.targets import BOUGHT, END_LEVEL, POSTS

SETTLED: Final = {
    **dict.fromkeys(END_LEVEL.values(), ("visit_base", "buy_rate")),
    **dict.fromkeys(POSTS.values(), ("write_rate",)),
    **dict.fromkeys(BOUGHT.values(), ("order_again", "buy_rate")),
}
"""Targets that fresh worlds are to meet, and the parameters that are moved for it: of a target's
the first that is fitted, for the first target that takes it."""

MAX_STEP: Final = 0.1
"""Most that a parameter is moved at once, as a part of its search range."""

ROUNDS: Final = 3
"""Moves at most."""

CLOSE: Final = 0.03
"""Targets so near, root of summed squares, are not moved: worlds differ by more."""


def pairs(search: Search) -> dict[str, str]:
    """Return the targets of a search that are settled, and the parameter that is moved for each."""
    fitted, names = search.space.names, [target.name for target in search.targets.targets]
    found: dict[str, str] = {}
    for target, able in SETTLED.items():
        moved = next((name for name in able if name in fitted), None)
        if target in names and moved is not None and moved not in found.values():
            found[target] = moved
    return found


class Settling:
    """Moves of all worlds alike that take fresh ones to the targets to settle, one after another.

    A fit weighs the whole past and sees the few communities of its panel, where one busy member
    more or less counts; whoever plans from today wants to start from today's level. So fresh worlds
    are simulated, and their mean propensity to visit, and the posts and purchases of a visit, are
    moved: as if each answered to its own parameter alone, as its definition says, and then as the
    moves before have shown (Broyden's method). The trials near the best one do not tell: they are
    so near each other that luck decides which has more.

    Parameters
    ----------
    search
        The trials.

    Attributes
    ----------
    move
        How far to move all worlds, in the cube, shape ``(dimensions,)``.
    """

    def __init__(self, search: Search) -> None:
        wanted = pairs(search)
        names = [target.name for target in search.targets.targets]
        self._values = search.targets.values
        self._rows = [names.index(target) for target in wanted]
        self._columns = [search.space.names.index(name) for name in wanted.values()]
        moved = [search.space.dimensions[column] for column in self._columns]
        # Targets are logs, as are the rates; a mean propensity is a logit, at low rates much alike.
        units = [math.log(d.high / d.low) if d.log else d.high - d.low for d in moved]
        self._answer = np.diag(np.array(units, np.float64))
        self._step = np.zeros(len(units))
        self._gap: NDArray[np.float64] | None = None
        self.move = np.zeros(len(search.space.names))

    def miss(self, simulated: NDArray[np.float64]) -> float:
        """Return how far fresh worlds are from the targets to settle: root of summed squares."""
        return float(np.linalg.norm((self._values - simulated)[self._rows]))

    def learn(self, simulated: NDArray[np.float64]) -> None:
        """Take the target vector of the fresh worlds as moved so far, and make the next move."""
        gap = (self._values - simulated)[self._rows]
        if self._gap is not None and self._step.any():
            missed = (self._gap - gap) - self._answer @ self._step
            self._answer += np.outer(missed, self._step) / (self._step @ self._step)
        self._gap = gap
        found = np.linalg.lstsq(self._answer, gap, rcond=1e-3)[0]
        self._step = np.clip(found, -MAX_STEP, MAX_STEP)
        self.move[self._columns] += self._step
