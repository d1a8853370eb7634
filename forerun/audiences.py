"""Looking at a scenario's audiences, as the command ``forerun audience`` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.api import PLAN_SEEDS, Progress, check, load

if TYPE_CHECKING:
    from planning.audience import Found
    from scenarios import Scenario


def audience(
    scenario: Scenario | str | Path,
    plan: str | None = None,
    only: Sequence[str] | None = None,
    *,
    seeds: int = PLAN_SEEDS,
    workers: int = 1,
    progress: Progress | None = None,
) -> Found:
    """Look at the audiences of a scenario: sizes, overlaps, moves, and what each brings.

    Parameters
    ----------
    scenario
        A scenario, its library name or its path.
    plan
        The plan that is lived; the status quo if absent.
    only
        The audiences, at most 8; all of the scenario's if absent.
    seeds
        Number of worlds, at least 2.
    workers
        Processes; the result does not depend on it.
    progress
        Told after each world.

    Raises
    ------
    InputError
        If there is no such plan or audience, there are too many or none, or too few seeds.
    """
    from planning.audience import look

    check(seeds=seeds, workers=workers)
    if isinstance(scenario, str | Path):
        scenario = load(scenario)
    return look(scenario, plan or scenario.baseline, only, seeds, workers, progress)
