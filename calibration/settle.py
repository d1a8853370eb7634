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

CLOSE: Final = 0.1
"""Targets so near, root of summed squares, are not moved once more."""

ROUNDS: Final = 2
"""Moves once more, at most."""


def pairs(search: Search) -> dict[str, str]:
    """Return the targets of a search that are settled, and the parameter that is moved for each."""
    fitted, names = search.space.names, [target.name for target in search.targets.targets]
    found: dict[str, str] = {}
    for target, able in SETTLED.items():
        moved = next((name for name in able if name in fitted), None)
        if target in names and moved is not None and moved not in found.values():
            found[target] = moved
    return found


def step(search: Search, simulated: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far to move all worlds alike, in the cube, shape ``(dimensions,)``.

    A fit weighs the whole past and sees the few communities of its panel, where one busy member
    more or less counts; whoever plans from today wants to start from today's level. So fresh worlds
    are simulated, and the linear model of the search says which move of the mean propensity to
    visit, and of the posts and purchases of a visit, takes their mean to the history's.

    Parameters
    ----------
    search
        The trials.
    simulated
        Target vector of the fresh worlds, shape ``(targets,)``.
    """
    rows, columns = _places(search)
    answer = search.model().jacobian[np.ix_(rows, columns)] * search.targets.scales[rows, None]
    return _move(search, answer, simulated)


def step_by_definition(search: Search, simulated: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a move as if each target answered to its own parameter alone, as its definition says.

    For where the trials near the best one did not tell: they may be so near each other that luck
    decides which of them has more.

    Parameters
    ----------
    search
        The trials.
    simulated
        Target vector of the fresh worlds, shape ``(targets,)``.
    """
    _, columns = _places(search)
    moved = [search.space.dimensions[column] for column in columns]
    # Targets are logs, as are the rates; a mean propensity is a logit, at low rates much alike.
    units = [math.log(d.high / d.low) if d.log else d.high - d.low for d in moved]
    return _move(search, np.diag(np.array(units, np.float64)), simulated)


def miss(search: Search, simulated: NDArray[np.float64]) -> float:
    """Return how far fresh worlds are from the targets to settle: root of summed squares."""
    rows, _ = _places(search)
    return float(np.linalg.norm((search.targets.values - simulated)[rows]))


def _places(search: Search) -> tuple[list[int], list[int]]:
    """Where in the vector the targets stand that are settled, and in the cube what is moved."""
    wanted, names = pairs(search), [target.name for target in search.targets.targets]
    rows = [names.index(target) for target in wanted]
    return rows, [search.space.names.index(name) for name in wanted.values()]


def _move(
    search: Search, answer: NDArray[np.float64], simulated: NDArray[np.float64]
) -> NDArray[np.float64]:
    rows, columns = _places(search)
    wanted = (search.targets.values - simulated)[rows]
    move = np.zeros(len(search.space.names))
    move[columns] = np.clip(np.linalg.lstsq(answer, wanted, rcond=1e-3)[0], -MAX_STEP, MAX_STEP)
    return move
