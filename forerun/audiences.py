"""Looking at a scenario's audiences, as the command ``forerun audience`` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from forerun.api import PLAN_SEEDS, Progress, check, load
from forerun.results import Result

if TYPE_CHECKING:
    import polars as pl

    from planning.audience import Found
    from scenarios import Scenario


@dataclass(frozen=True, repr=False)
class Looked(Result):
    """The audiences of a scenario under a plan.

    Attributes
    ----------
    found
        Sizes, shares, overlaps and moves in each world.
    """

    command: ClassVar[str] = "audience"

    found: Found

    @property
    def summary(self) -> str:
        """The plan, the audiences and the number of worlds."""
        return (
            f"{', '.join(self.found.names)} under {self.found.plan}, {len(self.found.seeds)} worlds"
        )

    def as_json(self) -> dict[str, Any]:
        """Return the facts; the shape is that of `planning.audience.Found.as_json`."""
        return self.found.as_json()

    def table(self) -> pl.DataFrame:
        """Return ``audience, what, of, mean, low, high``: shares, overlaps, moves, who they are."""
        import polars as pl

        rows = []
        for name, own in self.as_json()["audiences"].items():
            for what in ("start", "end", "start_share", "end_share"):
                rows.append((name, what, None, *own[what].values()))
            for what in ("shares", "overlaps", "next"):
                rows += [(name, what, of, *each.values()) for of, each in own[what].items()]
            rows.append((name, "nps", None, *own["nps"].values()))
            for attribute, kinds in own["who"].items():
                rows += [
                    (name, "who", f"{attribute}: {of}", *each.values())
                    for of, each in kinds.items()
                ]
        columns = {
            **dict.fromkeys(("audience", "what", "of"), pl.String),
            **dict.fromkeys(("mean", "low", "high"), pl.Float64),
        }
        return pl.DataFrame(rows, columns, orient="row")


def audience(
    scenario: Scenario | str | Path,
    plan: str | None = None,
    only: Sequence[str] | None = None,
    *,
    seeds: int = PLAN_SEEDS,
    workers: int = 1,
    progress: Progress | None = None,
) -> Looked:
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
    found = look(scenario, plan or scenario.baseline, only, seeds, workers, progress)
    return Looked(scenario, found)
