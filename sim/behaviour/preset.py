"""Behaviour: a value for every parameter of the register, and where each value comes from."""

from __future__ import annotations

import math
from collections import namedtuple
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from sim.behaviour.register import PARAMETER, PARAMETERS, Grade, Parameter
from sim.draws import decision_key, normal, uniform
from sim.errors import InputError

PRESETS: Final[dict[str, dict[str, float]]] = {
    "forum": {},
    "chat": {
        "visit_base": -1.2, "visit_spread": 1.3, "attention": 25.0, "write_rate": 0.6,
        "question_rate": 0.01, "newcomer_pull": 1.5, "newcomer_days": 4.0,
    },
    "shop": {
        "visit_base": -3.4, "visit_spread": 1.1, "write_rate": 0.05, "buy_rate": 0.05,
        "attention": 12.0, "invite_rate": 0.002,
    },
}  # fmt: skip
"""Presets differ from the register's values only in these; what they change is assumed."""

Theta = namedtuple("Theta", [parameter.name for parameter in PARAMETERS])  # type: ignore[misc]
"""The values for compiled code, each a float32: scalars, so that loops need not read them again."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How members behave: one value a parameter, with the grade and source of each.

    Attributes
    ----------
    values
        Value of every parameter of the register.
    origin
        For parameters that do not come from the register: their grade and source.
    posterior
        Joint draws of fitted parameters, each a mapping of name to value; a run picks one by its
        seed. Empty when nothing was fitted.
    """

    values: Mapping[str, float]
    origin: Mapping[str, tuple[Grade, str]] = field(default_factory=dict)
    posterior: tuple[Mapping[str, float], ...] = ()

    @classmethod
    def preset(cls, name: str) -> Behaviour:
        """Return a preset by name.

        Raises
        ------
        InputError
            If there is no such preset.
        """
        if name not in PRESETS:
            raise InputError(f"no preset {name!r}; there are {', '.join(PRESETS)}", field="preset")
        values = {parameter.name: parameter.value for parameter in PARAMETERS}
        values.update(PRESETS[name])
        origin: dict[str, tuple[Grade, str]] = {
            key: ("assumed", f"preset {name}") for key in PRESETS[name]
        }
        return cls(values, origin)

    def updated(self, values: Mapping[str, float], grade: Grade, source: str) -> Behaviour:
        """Return a copy with some values replaced.

        Raises
        ------
        InputError
            If a name is unknown or a value is outside its range.
        """
        for name, value in values.items():
            check(name, value)
        return replace(
            self,
            values={**self.values, **values},
            origin={**self.origin, **{name: (grade, source) for name in values}},
        )

    def grade(self, name: str) -> Grade:
        """Return where a value comes from: measured, published or assumed."""
        return self.origin[name][0] if name in self.origin else PARAMETER[name].grade

    def source(self, name: str) -> str:
        """Return the source of a value."""
        return self.origin[name][1] if name in self.origin else PARAMETER[name].source

    def draw(self, seed: int) -> Behaviour:
        """Return one world: values drawn from the posterior and the priors, by the seed.

        A fitted set is taken whole from `posterior`; a parameter with a prior spread that was
        neither measured nor given by the user is drawn from its prior, cut at its range. The
        same seed gives the same world for every plan.
        """
        values = dict(self.values)
        for parameter in PARAMETERS:
            if parameter.spread > 0 and self.grade(parameter.name) == "published":
                values[parameter.name] = _prior(parameter, values[parameter.name], seed)
        if self.posterior:
            u = uniform(np.uint64(seed), decision_key(seed, "posterior", 0))
            values.update(self.posterior[int(u * len(self.posterior))])
        return replace(self, values=values, posterior=())

    def pack(self) -> Theta:
        """Return the values for compiled code."""
        return Theta(**{p.name: np.float32(self.values[p.name]) for p in PARAMETERS})


def check(name: str, value: float) -> None:
    """Raise `InputError` if a parameter is unknown or its value is outside its range."""
    import difflib

    if name not in PARAMETER:
        near = difflib.get_close_matches(name, PARAMETER, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise InputError(f"no behaviour parameter {name!r}{hint}", field=name)
    parameter = PARAMETER[name]
    if not (math.isfinite(value) and parameter.low <= value <= parameter.high):
        raise InputError(
            f"{value:g} is outside {parameter.low:g} to {parameter.high:g} {parameter.unit}",
            field=name,
        )


def _prior(parameter: Parameter, centre: float, seed: int) -> float:
    z = float(normal(np.uint64(seed), decision_key(seed, f"prior {parameter.name}", 0)))
    return min(max(centre + parameter.spread * z, parameter.low), parameter.high)
