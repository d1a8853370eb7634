"""The last step of a fit: from the small panel to fresh worlds, at today's level."""

from __future__ import annotations

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
"""Most that a parameter is moved, as a part of its search range."""


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
    names = [target.name for target in search.targets.targets]
    wanted_of = pairs(search)
    rows = [names.index(target) for target in wanted_of]
    columns = [search.space.names.index(name) for name in wanted_of.values()]
    answer = search.model().jacobian[np.ix_(rows, columns)] * search.targets.scales[rows, None]
    wanted = (search.targets.values - simulated)[rows]
    move = np.zeros(len(search.space.names))
    move[columns] = np.clip(np.linalg.lstsq(answer, wanted, rcond=1e-3)[0], -MAX_STEP, MAX_STEP)
    return move


def miss(search: Search, simulated: NDArray[np.float64]) -> float:
    """Return how far fresh worlds are from the targets to settle: root of summed squares."""
    settled = pairs(search)
    rows = [k for k, target in enumerate(search.targets.targets) if target.name in settled]
    return float(np.linalg.norm((search.targets.values - simulated)[rows]))
