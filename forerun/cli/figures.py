"""How the numbers of a measure stand in a table: bare, with the unit beside the measure's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from forerun.report.labels import Labels


BESIDE: Final = {
    "cost": ("cash", "owed"),
    "plan_cost": ("plan_cash", "owed"),
    "roi": ("roi_with_base",),
}
"""What stands beside a measure whenever it is shown: what it is made of, or leaves out."""


def with_beside(names: Iterable[str]) -> list[str]:
    """Return names of measures, each followed by those that belong beside it, each once."""
    found = [one for name in names for one in (name, *BESIDE.get(name, ()))]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Figures:
    """One measure's way to be written.

    Parameters
    ----------
    name
        A measure.
    labels
        Titles and number formats.
    days
        Horizon, which stands with what a plan returns within it; None: it is left out.
    """

    name: str
    labels: Labels
    days: int | None = None

    @property
    def title(self) -> str:
        """The measure's title, and the unit where one is needed."""
        unit = {"share": "%", "currency": self.labels.currency}.get(self.labels.unit(self.name))
        title = self.labels.measure(self.name)
        if self.days is not None and self.labels.measures[self.name].break_even is not None:
            title = self.labels("within_days", title=title, days=self.days)
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
        share = self.labels.unit(self.name) == "share"
        return 100 * value if share and value is not None else value
