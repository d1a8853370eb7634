"""Other plans that one may choose: a robust one, a plain one, ends of a front.

None of them is looked for by more than a few runs: they are told apart among the plans that the
search believes best.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from planning.final import Last
from planning.first import Values, nearest
from planning.marginal import Marginal
from planning.panel import Panel
from planning.plain import plainest
from planning.risk import column_of
from planning.trials import Trial
from scenarios import Objective
from strategies import SearchDimension
from worlds.statistics import Floats

MOST_TRIED: Final = 6
"""Levers that the plain plan is tried without."""

NEARLY: Final = 0.1
"""Share of what the winner gains on doing nothing that the plain plan may do without."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The winner with fewer levers: as many as may go for a tenth of its gain.

    Attributes
    ----------
    values
        What it sets.
    levers
        How many of them are not at their neutral value, and how many the winner's are.
    objective
        What it reaches in the panel in the first objective, and what the winner does.
    """

    values: Values
    levers: tuple[int, int]
    objective: tuple[float, float]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "parameters": self.values,
            "levers": self.levers[0],
            "winner_levers": self.levers[1],
            "panel_objective": self.objective[0],
            "panel_winner_objective": self.objective[1],
        }


def plain(
    values: Values,
    reached: float,
    trials: Sequence[Trial],
    dimensions: Sequence[SearchDimension],
    steps: Sequence[Marginal],
    panel: Panel,
) -> Plain | None:
    """Return the plain plan; None where doing nothing was not tried, or none is plainer.

    Parameters
    ----------
    values
        What the winner sets.
    reached
        Its first objective in the panel.
    trials
        Of the study, in order: the second is doing nothing.
    dimensions
        What may be turned.
    steps
        What a step of each lever brings: those that clearly matter stay.
    panel
        Worlds of the trials.
    """
    idle = [t for t in trials if t.error is None and all(t.parameters[d.path] == nearest(
        d, d.neutral) for d in dimensions)]  # fmt: skip
    if not idle:
        return None
    slack = NEARLY * abs(reached - idle[0].values[0])
    size = {one.path: abs(one.change * (one.to - one.value)) for one in steps}
    matter = {one.path for one in steps if one.clear}
    # Those of which a step changes least go first; money whose strategy is off has none to take.
    loose = [d for d in dimensions if d.path not in matter and values[d.path] != nearest(
        d, d.neutral)]  # fmt: skip
    loose = sorted(loose, key=lambda d: size.get(d.path, 0.0))[:MOST_TRIED]
    found, verdict, taken = plainest(values, loose, panel, slack)
    if not taken or verdict.error is not None:
        return None
    counts = [
        sum(own[d.path] != nearest(d, d.neutral) for d in dimensions) for own in (found, values)
    ]
    return Plain(found, (counts[0], counts[1]), (verdict.values[0], reached))


def robust(last: Last, goal: Objective) -> dict[str, Any]:
    """Return of the finalists who is best in bad worlds, and who is regretted least.

    ``{"worst_tenth": {"trial", "value", "winner"}, "regret": {...}}``: the first objective in the
    worst tenth of the worlds in which the finalists met, and the most that a finalist lags behind
    the best of them in any world; the winner's own figure beside it. Nothing where the objective is
    a risk itself.
    """
    if last.winner is None or not last.finalists or goal.risk != "mean":
        return {}
    plain_goal = Objective(goal.metric, "maximize", "cvar")
    rows = {number: own[0] for number, own in last.finalists.items()}
    worst = {n: float(column_of(plain_goal, row).mean()) for n, row in rows.items()}
    best: Floats = np.max(list(rows.values()), axis=0)
    regret = {n: float((best - row).max()) for n, row in rows.items()}
    own = last.winner.number

    def told(figures: Mapping[int, float], trial: int, sign: float) -> dict[str, Any]:
        return {"trial": trial, "value": sign * figures[trial], "winner": sign * figures[own]}

    return {
        "worst_tenth": told(worst, max(worst, key=worst.__getitem__), goal.sign),
        "regret": told(regret, min(regret, key=regret.__getitem__), 1.0),
    }


def on_the_front(last: Last, objectives: Sequence[Objective]) -> dict[str, int]:
    """Return three trials of a front of two objectives by name, as far as they differ.

    ``first`` and ``second`` are best in one objective, ``between`` gives up least of both: the
    share of each objective's range on the front that the worse of the two keeps is largest.
    """
    if len(objectives) != 2 or len(last.front) < 2:
        return {}
    signs = np.array([one.sign for one in objectives])
    rows = signs * np.array([last.believed[number] for number in last.front])
    span = np.ptp(rows, axis=0)
    kept = (rows - rows.min(axis=0)) / np.where(span > 0, span, 1.0)
    places = (rows[:, 0].argmax(), rows[:, 1].argmax(), kept.min(axis=1).argmax())
    found: dict[str, int] = {}
    for name, place in zip(("first", "second", "between"), places, strict=True):
        if (trial := last.front[int(place)]) not in found.values():
            found[name] = trial
    return found
