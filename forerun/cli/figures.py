"""How the numbers of a measure stand in a table: bare, with the unit beside the measure's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.metrics import MEASURES

if TYPE_CHECKING:
    from forerun.report.labels import Labels


@dataclass(frozen=True)
class Figures:
    """One measure's way to be written.

    Parameters
    ----------
    name
        A measure of the catalogue.
    labels
        Titles and number formats.
    """

    name: str
    labels: Labels

    @property
    def title(self) -> str:
        """The measure's title, and the unit where one is needed."""
        unit = {"share": "%", "currency": self.labels.currency}.get(MEASURES[self.name].unit)
        title = self.labels.measure(self.name)
        return f"{title}, {unit}" if unit else title

    def level(self, value: float | None) -> str:
        """Return a level."""
        return self.labels.number(self._scaled(value))

    def change(self, value: float | None) -> str:
        """Return a difference, with its sign."""
        return self.labels.change(self._scaled(value))

    def levels(self, low: float | None, high: float | None) -> str:
        """Return an interval of levels."""
        return f"{self.level(low)} … {self.level(high)}"

    def changes(self, low: float | None, high: float | None) -> str:
        """Return an interval of differences."""
        return f"{self.change(low)} … {self.change(high)}"

    def _scaled(self, value: float | None) -> float | None:
        share = MEASURES[self.name].unit == "share"
        return 100 * value if share and value is not None else value
