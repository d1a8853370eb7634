"""What a trial taught, as the API hands it back, and how it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from forerun.api import Progress, check, load
from forerun.register import assumed
from forerun.results import Result

if TYPE_CHECKING:
    import polars as pl

    from calibration.experiments import Learned
    from scenarios import Scenario
    from worlds.formats import Format

TRIAL_WORLDS = 64
"""Worlds in which a trial is simulated when nothing else is said."""


@dataclass(frozen=True, repr=False)
class Taught(Result):
    """Behaviour as it is known after a trial.

    Attributes
    ----------
    learned
        The trial, its effects as they were expected, and what it taught.
    earlier
        The behaviour file that it went on from, if that is not the scenario's own.
    """

    command: ClassVar[str] = "learn"

    learned: Learned
    earlier: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the facts; the shape is that of `calibration.experiments.Learned.as_json`."""
        return self.learned.as_json()

    def table(self) -> pl.DataFrame:
        """Return the behaviour in use, a row a parameter, with its prior where it was taught."""
        import polars as pl

        return pl.DataFrame(assumed(self.scenario), infer_schema_length=None)

    @property
    def summary(self) -> str:
        """The parameters that were taught."""
        return f"taught {', '.join(self.learned.names) or 'nothing'}"

    def save(self, folder: str | Path, form: Format = "parquet") -> Path:
        """Write a run folder with ``behaviour.json`` in it, which a scenario can name."""
        folder = super().save(folder, form)
        self.learned.write(folder / "behaviour.json", self.earlier)
        return folder


def learn(
    scenario: Scenario | str | Path,
    trial: str | Path,
    *,
    outcome: str | None = None,
    days: int | None = None,
    control: str | None = None,
    arms: Mapping[str, str] | None = None,
    audience: str | None = None,
    estimate: Literal["relative", "difference"] | None = None,
    columns: Mapping[str, str] | None = None,
    behaviour: str | Path | None = None,
    worlds: int = TRIAL_WORLDS,
    workers: int = 1,
    progress: Progress | None = None,
    command: str | None = None,
) -> Taught:
    """Let a trial's result update the prior of the lever that it tested.

    Parameters
    ----------
    scenario
        A scenario, its library name or its path; it has the plans that the arms had.
    trial
        A row for each member (arm, outcome), arm (arm, size, outcome) or effect (lever, estimate,
        standard error): a file or the URL of a table.
    outcome
        What was counted: a name of `calibration.experiments.outcomes.OUTCOMES`, such as
        ``visited``; the column's heading if absent.
    days
        Length of the trial's window; as the table says if absent.
    control
        Name of the control arm; guessed if absent.
    arms
        The plan of each arm, where it is not called like one.
    audience
        A segment or an audience of the scenario among whom the trial was; everybody if absent.
    estimate
        What estimates of a table of effects are; told by the heading if absent.
    columns
        Heading by role.
    behaviour
        A behaviour file to go on from, before the scenario's own: what an earlier trial taught.
    worlds
        In how many the trial is simulated, at least 24.
    workers
        Processes; the result does not depend on it.
    progress
        Told after each parameter that is tried, and after each world.
    command
        What reads, for the audit file; the program's name if absent.

    Raises
    ------
    InputError
        If the trial cannot be read or simulated, or teaches nothing.
    """
    from calibration.experiments import Asked
    from calibration.experiments import learn as taught
    from planning.compare import worth_starting

    check(workers=workers)
    found = load(scenario) if isinstance(scenario, str | Path) else scenario
    earlier = None if behaviour is None else Path(behaviour)
    if earlier is not None:
        found = found.with_behaviour(earlier)
    asked = Asked(outcome, days, control, arms or {}, audience, estimate, columns or {})
    learned = taught(
        found,
        trial,
        asked,
        worlds=worlds,
        workers=worth_starting(workers, found.spec(), 2, worlds),
        progress=progress,
        command=command,
    )
    return Taught(learned.scenario, learned, earlier)
