"""One behaviour parameter: its value with unit, range, grade and source.

`evidence` is the grade of the source: A experiment or meta-analysis, B peer-reviewed
observation, C vendor or practitioner figure, D recall or heuristic. `grade` says where the value
in use comes from: ``measured`` from the user's history, ``published``, or ``assumed``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from sim.scale import in_currency, is_money, most_money

Grade = Literal["measured", "published", "assumed"]


_THE_USERS: Final = "user's own"
"""Source of what nobody but the user can know."""

_RELATIVE: Final = {"A": 0.25, "B": 0.25, "C": 0.5, "D": 0.75}
"""Spread of a switch relative to its typical effect, by evidence."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One behaviour parameter.

    Attributes
    ----------
    name, unit, meaning, meaning_zh
        What it is.
    value, low, high
        Default and range.
    grade, evidence, source
        How well the default is known, and from where.
    spread
        One standard deviation of the prior, so that what is not known reaches the reported
        interval; 0: not drawn.
    typical
        For the switch of a mechanism that is off by default: its value where the mechanism is on
        (`sim.behaviour.register`), as `source` has it. `value` is then the neutral one.
    neutral
        For the switch of a mechanism that is on by default: its value where the mechanism is off.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    grade: Grade
    evidence: Literal["A", "B", "C", "D"]
    source: str
    meaning: str
    meaning_zh: str
    spread: float = 0.0
    typical: float | None = None
    neutral: float | None = None

    @property
    def off(self) -> float:
        """Value of a switch with which its mechanism is absent."""
        return self.value if self.neutral is None else self.neutral

    @property
    def on(self) -> float:
        """Value of a switch where its mechanism is on."""
        return self.value if self.typical is None else self.typical

    def in_money(self, money_unit: float) -> Parameter:
        """Return it as it stands in a currency; unchanged if it is no amount of money.

        Parameters
        ----------
        money_unit
            What a unit of money is worth in the currency.
        """
        if money_unit == 1.0 or not is_money(self.unit):
            return self

        def scaled(switch: float | None) -> float | None:
            return None if switch is None else in_currency(switch, money_unit)

        return replace(
            self,
            value=in_currency(self.value, money_unit),
            low=in_currency(self.low, money_unit),
            high=most_money(self.high, money_unit),
            spread=in_currency(self.spread, money_unit),
            typical=scaled(self.typical),
            neutral=scaled(self.neutral),
        )

    def prior_spread(self, value: float) -> float:
        """Return one standard deviation of the prior around a value, 0 where none is drawn.

        A switch that is on is uncertain by a share of its typical value: a quarter by experiment or
        observation, twice that by practitioners' figures and three times by recall. One that is
        off stays off. What only the user can know has no prior.
        """
        if (value == self.off and self.off != self.on) or self.source == _THE_USERS:
            return 0.0
        if self.typical is None:
            return self.spread
        return _RELATIVE[self.evidence] * abs(self.typical - self.value)
