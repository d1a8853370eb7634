"""Run a study in many worlds, and say what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evidence.studies.catalogue import STUDIES, STUDY
from evidence.studies.contract import Figure, Outcome, Study
from sim.errors import InputError
from worlds.executors import Failure, Progress, Workers
from worlds.statistics import Floats, Interval, interval


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure as it was published and as it was simulated.

    Attributes
    ----------
    figure
        The figure.
    values
        Its value in each world, shape ``(seeds,)``, NaN where it is not defined.
    """

    figure: Figure
    values: Floats

    @property
    def simulated(self) -> Interval:
        """Mean and 90 % interval, into which the figure of one more world falls."""
        return interval(self.values)

    @property
    def holds(self) -> bool:
        """Whether the simulated interval agrees with what was published."""
        return self.figure.holds(self.simulated)


@dataclass(frozen=True, slots=True)
class Report:
    """What a study found.

    Attributes
    ----------
    study
        The study.
    seeds
        Number of its worlds.
    findings
        Its figures in order.
    """

    study: Study
    seeds: int
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what was found as JSON values; ends that are not finite are null."""
        study = self.study
        return {
            "study": study.name,
            "title": study.title,
            "title_zh": study.title_zh,
            "evidence": study.evidence,
            "grade": study.grade,
            "source": study.source,
            "seeds": self.seeds,
            "figures": [
                {
                    "name": f.figure.name,
                    "title": f.figure.title,
                    "title_zh": f.figure.title_zh,
                    "kind": f.figure.kind,
                    "unit": f.figure.unit,
                    "published": [_finite(f.figure.low), _finite(f.figure.high)],
                    "simulated": f.simulated.as_json(),
                    "holds": f.holds,
                    "sets": list(f.figure.sets),
                    "confirms": list(f.figure.confirms),
                    "level": f.figure.level,
                }
                for f in self.findings
            ],
        }


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def named(name: str) -> Study:
    """Return a study by name.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    if name not in STUDY:
        raise InputError(f"no study {name!r}; there are {', '.join(STUDY)}", field="study")
    return STUDY[name]


def conduct(
    studies: Sequence[Study] = STUDIES,
    seeds: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Report]:
    """Run studies in worlds 1, 2, ... and report on each.

    Parameters
    ----------
    studies
        Which; all by default.
    seeds
        Worlds of each, at least 2; each study's own number by default.
    workers
        Processes; the result does not depend on it.
    progress
        Told each time a world ends.

    Raises
    ------
    InputError
        If `seeds` is below 2 or `workers` below 1.
    """
    if seeds is not None and seeds < 2:
        raise InputError(f"{seeds} seeds: an interval needs at least 2", field="seeds")
    tasks = [(s.name, seed + 1) for s in studies for seed in range(seeds or s.seeds)]
    found: dict[str, list[Outcome]] = {s.name: [] for s in studies}
    with Workers(workers) as pool:
        for task, outcome in zip(tasks, pool.map(_one, tasks, progress, "worlds"), strict=True):
            if isinstance(outcome, Failure):
                raise outcome.error
            found[task[0]].append(outcome)
    return [_report(study, found[study.name]) for study in studies]


def _one(task: tuple[str, int]) -> Outcome:
    name, seed = task
    return STUDY[name].measure(seed, {})


def _report(study: Study, outcomes: Sequence[Outcome]) -> Report:
    findings = tuple(
        Finding(figure, np.array([outcome[figure.name] for outcome in outcomes]))
        for figure in study.figures
    )
    return Report(study, len(outcomes), findings)
