"""What a sweep hands back: tables, JSON, a run folder, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from forerun.results import Result

if TYPE_CHECKING:
    import polars as pl

    from forerun.sweep_plots import SweepPlots
    from planning.sweep.found import Sweep


@dataclass(frozen=True, repr=False)
class Swept(Result):
    """A sweep.

    Attributes
    ----------
    found
        Its runs, shares and responses.
    """

    command: ClassVar[str] = "sweep"

    found: Sweep

    @property
    def summary(self) -> str:
        """The plan, the design and the number of runs."""
        found = self.found
        inputs = len(found.question.inputs)
        failed = f", {len(found.failed)} failed" if found.failed else ""
        return (
            f"{found.question.plan}, {found.question.design}, {inputs} input{'s' * (inputs > 1)}, "
            f"{len(found.asked)} runs{failed}"
        )

    def as_json(self) -> dict[str, Any]:
        """Return the facts; the shape is that of `planning.sweep.found.Sweep.as_json`."""
        return self.found.as_json()

    def table(self) -> pl.DataFrame:
        """Return ``measure, input, first, first_low, ...``: the shares of each measure's spread.

        Of a design without them ``measure, input, at, mean, low, high, runs``, the responses.
        """
        tables = self.found.tables()
        return tables["shares" if self.found.shares else "responses"]

    def runs(self) -> pl.DataFrame:
        """Return a row a run: its inputs, every measure, and why it failed where it did."""
        return self.found.runs()

    def series(self) -> Mapping[str, pl.DataFrame]:
        """Return the runs, the shares and the responses."""
        return self.found.tables()

    @property
    def plot(self) -> SweepPlots:
        """Pictures of it."""
        from forerun.sweep_plots import SweepPlots

        return SweepPlots(self.found)
