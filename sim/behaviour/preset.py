"""Behaviour: a value for every parameter of the register, and where each value comes from."""

from __future__ import annotations

import math
from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from sim.behaviour.register import (
    MECHANISM,
    MECHANISMS,
    PARAMETER,
    PARAMETERS,
    Grade,
    Parameter,
    switched_on,
)
from sim.draws import decision_key, normal, uniform
from sim.errors import InputError
from sim.scale import check_money_unit, in_currency, is_money

_PRESET: Final = "preset "
"""How the source of a value begins that a preset sets."""

_SOCIAL: Final = (
    "reply",
    "feedback",
    "award",
    "audience",
    "toxicity",
    "trust",
    "optout",
    "referrer",
)
"""Mechanisms that every community of people who write to each other has."""

_PLANS: Final = (
    "belief", "inviters", "endowed", "badge", "game", "status", "crowding", "motives", "reach",
    "symbol", "exchange",
    "membership",
)  # fmt: skip
"""Mechanisms of what a plan may offer anywhere; without such an offer they do nothing."""

PRESETS: Final[dict[str, dict[str, float]]] = {
    "plain": {},
    "forum": {
        "visit_base": -2.71, "visit_spread": 1.45, "newcomer_pull": 1.95, "newcomer_days": 9.0,
        "habit_pull": 0.7, "leave_rate": 0.0015, "congestion_cap": 10_000.0,
        **switched_on(*_SOCIAL, *_PLANS, "novelty", "congestion", "kinds"),
    },
    "chat": {
        "visit_base": -2.68, "visit_spread": 1.5, "newcomer_pull": 1.95, "newcomer_days": 8.0,
        "habit_pull": 0.6, "leave_rate": 0.002, "attention": 25.0, "write_rate": 0.6,
        "question_rate": 0.01,
        **switched_on(*_SOCIAL, *_PLANS, "silence", "congestion", "kinds"),
    },
    "brand": {
        "visit_base": -3.7, "visit_spread": 1.4, "newcomer_pull": 2.3, "newcomer_days": 9.0,
        "habit_pull": 0.5, "buy_rate": 0.02,
        **switched_on(*_SOCIAL, *_PLANS, "novelty", "kinds", "repurchase", "social-spend", "live",
                      "leaders", "pull-forward", "deal"),
    },
    "knowledge": {
        "visit_base": -3.45, "visit_spread": 1.4, "newcomer_pull": 1.95, "newcomer_days": 9.0,
        "habit_pull": 0.5, "write_rate": 0.10,
        **switched_on(*_SOCIAL, *_PLANS, "novelty", "streak", "kinds"),
    },
    "shop": {
        "visit_base": -3.2, "visit_spread": 1.4, "newcomer_pull": 2.0, "newcomer_days": 8.0,
        "habit_pull": 0.5, "write_rate": 0.05, "buy_rate": 0.05, "attention": 12.0,
        **switched_on(*_SOCIAL, *_PLANS, "repurchase", "social-spend", "live", "leaders",
                      "team", "rank", "kinds", "pull-forward", "deal"),
    },
    "game": {
        "visit_base": -3.65, "visit_spread": 1.2, "newcomer_pull": 2.25, "newcomer_days": 10.0,
        "habit_pull": 0.5, "write_rate": 0.15,
        **switched_on(*_SOCIAL, *_PLANS, "streak", "adoption", "kinds"),
    },
}  # fmt: skip
"""Presets differ from the register's values only in these; `plain` is the core without any further
mechanism. Levels are assumed, within the published bands of retention (M6: `evidence/patterns`)."""

Theta = namedtuple("Theta", [parameter.name for parameter in PARAMETERS])  # type: ignore[misc]
"""The values for compiled code, each a float32: scalars, so that loops need not read them again."""


_UNCERTAIN: Final = tuple(p for p in PARAMETERS if p.spread > 0 or p.typical is not None)
"""Parameters that may have a prior."""

_AMOUNTS: Final = tuple(p for p in PARAMETERS if is_money(p.unit))
"""Parameters that are amounts of money."""


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
    money_unit
        What a unit of money (`sim.scale`) is worth in the currency that amounts are in.
    spreads
        One standard deviation of values that were given with one: each world draws them.
    priors
        For parameters that an experiment taught: mean and standard deviation before it.
    unexplained
        How far weeks of the history that it was fitted to lay from what its worlds expect of them:
        root mean square of the logarithms of their ratios. No run hangs on it; what will be seen
        varies by it beside the worlds. 0 where nothing was fitted.
    """

    values: Mapping[str, float]
    origin: Mapping[str, tuple[Grade, str]] = field(default_factory=dict)
    posterior: tuple[Mapping[str, float], ...] = ()
    money_unit: float = 1.0
    spreads: Mapping[str, float] = field(default_factory=dict)
    priors: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    unexplained: float = 0.0

    @classmethod
    def preset(cls, name: str, money_unit: float = 1.0) -> Behaviour:
        """Return a preset by name, its amounts of money in a currency.

        Parameters
        ----------
        name
            A name of `PRESETS`.
        money_unit
            What a unit of money is worth in the currency: 1 for US dollars, 150 for yen.

        Raises
        ------
        InputError
            If there is no such preset, or the unit cannot be.
        """
        if name not in PRESETS:
            raise InputError(f"no preset {name!r}; there are {', '.join(PRESETS)}", field="preset")
        values = {parameter.name: parameter.value for parameter in PARAMETERS}
        values.update(PRESETS[name])
        origin: dict[str, tuple[Grade, str]] = {
            key: ("assumed", f"{_PRESET}{name}")
            for key, value in PRESETS[name].items()
            if value != PARAMETER[key].typical
        }
        return cls(values, origin).in_money(money_unit)

    def in_money(self, money_unit: float) -> Behaviour:
        """Return it in another currency: amounts that were not measured or given change with it.

        Raises
        ------
        InputError
            If the unit cannot be, or an amount that was given is outside its range there.
        """
        if money_unit == self.money_unit:
            return self
        check_money_unit(money_unit)
        values = dict(self.values)
        for parameter in _AMOUNTS:
            name = parameter.name
            if self.is_given(name):
                check(name, values[name], money_unit)
            else:
                units = values[name] / self.money_unit
                values[name] = in_currency(units, money_unit)
        return replace(self, values=values, money_unit=money_unit)

    def parameter(self, name: str) -> Parameter:
        """Return a parameter of the register, an amount of money in this currency."""
        return PARAMETER[name].in_money(self.money_unit)

    def updated(self, values: Mapping[str, float], grade: Grade, source: str) -> Behaviour:
        """Return a copy with some values replaced; what was not known of those before is put aside.

        Raises
        ------
        InputError
            If a name is unknown or a value is outside its range.
        """
        for name, value in values.items():
            check(name, value, self.money_unit)
        return replace(
            self,
            values={**self.values, **values},
            origin={**self.origin, **{name: (grade, source) for name in values}},
            spreads={name: sd for name, sd in self.spreads.items() if name not in values},
            priors={name: prior for name, prior in self.priors.items() if name not in values},
        )

    def grade(self, name: str) -> Grade:
        """Return where a value comes from: measured, published or assumed."""
        return self.origin[name][0] if name in self.origin else PARAMETER[name].grade

    def source(self, name: str) -> str:
        """Return the source of a value."""
        return self.origin[name][1] if name in self.origin else PARAMETER[name].source

    def is_given(self, name: str) -> bool:
        """Return whether a value was measured or given by hand, and not by register or preset."""
        source = self.source(name)
        return source != PARAMETER[name].source and not source.startswith(_PRESET)

    def spread(self, name: str) -> float:
        """Return one standard deviation of what a world draws around a value, 0 for none."""
        if name in self.spreads:
            return self.spreads[name]
        return 0.0 if self.is_given(name) else self.parameter(name).prior_spread(self.values[name])

    @property
    def uncertain(self) -> tuple[str, ...]:
        """Names of the parameters that each world draws for itself; fitted sets apart."""
        names = dict.fromkeys([*(p.name for p in _UNCERTAIN), *self.spreads])
        return tuple(name for name in names if self.spread(name) > 0)

    def deviation(self, name: str) -> float:
        """Return one standard deviation over worlds, of a fitted parameter over its draws."""
        drawn = [draw[name] for draw in self.posterior if name in draw]
        return float(np.std(drawn, ddof=1)) if len(drawn) > 1 else self.spread(name)

    @property
    def taught(self) -> tuple[Mapping[str, float], ...]:
        """The joint draws of what experiments taught, without those of a fit."""
        if not self.priors:
            return ()
        return tuple(
            {name: value for name, value in draw.items() if name in self.priors}
            for draw in self.posterior
        )

    def draw(self, seed: int) -> Behaviour:
        """Return one world: values drawn from the posterior and the priors, by the seed.

        A fitted set is taken whole from `posterior`; a parameter with a prior spread that was
        neither measured nor given by the user is drawn from its prior, cut at its range: what is
        assumed no less than what was published; so is one that was given with a deviation. The same
        seed gives the same world for every plan.
        """
        values = dict(self.values)
        for name in self.uncertain:
            own = self.parameter(name)
            values[name] = _prior(own, values[name], self.spread(name), seed)
        if self.posterior:
            u = uniform(np.uint64(seed), decision_key(seed, "posterior", 0))
            values.update(self.posterior[int(u * len(self.posterior))])
        return replace(self, values=values, posterior=())

    def has(self, mechanism: str) -> bool:
        """Return whether a mechanism of `sim.behaviour.register` is on."""
        return MECHANISM[mechanism].is_on(self.values)

    @property
    def absent(self) -> frozenset[str]:
        """Names of the mechanisms that are off, and ``buy`` where nobody buys."""
        off = {each.name for each in MECHANISMS if not each.is_on(self.values)}
        return frozenset(off if self.values["buy_rate"] > 0 else {*off, "buy"})

    @property
    def remembers(self) -> bool:
        """Whether a mechanism is on for which members have to remember something."""
        return any(each.memory and each.is_on(self.values) for each in MECHANISMS)

    def pack(self) -> Theta:
        """Return the values for compiled code."""
        return Theta(**{p.name: np.float32(self.values[p.name]) for p in PARAMETERS})


def independent(
    first: Sequence[Mapping[str, float]], second: Sequence[Mapping[str, float]]
) -> tuple[Mapping[str, float], ...]:
    """Return joint draws of parameters of which two sets of draws know nothing of each other.

    Any draw of one goes with any of the other; the second goes before where both have a name.
    """
    count = max(len(first), len(second))
    return tuple(
        {
            **(first[k % len(first)] if first else {}),
            **(second[k % len(second)] if second else {}),
        }
        for k in range(count)
    )


def check(name: str, value: float, money_unit: float = 1.0) -> None:
    """Raise `InputError` if a parameter is unknown or its value is outside its range.

    The range of an amount of money is that in a currency of which a unit of money is `money_unit`.
    """
    import difflib

    if name not in PARAMETER:
        near = difflib.get_close_matches(name, PARAMETER, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise InputError(f"no behaviour parameter {name!r}{hint}", field=name)
    parameter = PARAMETER[name].in_money(money_unit)
    if not (math.isfinite(value) and parameter.low <= value <= parameter.high):
        raise InputError(
            f"{value:g} is outside {parameter.low:g} to {parameter.high:g} {parameter.unit}",
            field=name,
        )


def _prior(parameter: Parameter, centre: float, spread: float, seed: int) -> float:
    z = float(normal(np.uint64(seed), decision_key(seed, f"prior {parameter.name}", 0)))
    return min(max(centre + spread * z, parameter.low), parameter.high)
