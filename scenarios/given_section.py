"""Values given by hand: a number that holds in every world, or a mean with a deviation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final, Self

from pydantic import (
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from scenarios.setting import Section
from sim.errors import InputError

_PARTS: Final = frozenset({"mean", "sd"})


def _both_forms(schema: dict[str, Any]) -> None:
    """Let an editor accept ``{mean, sd}`` wherever a number may stand."""
    for info in schema["properties"].values():
        number = next(part for part in info["anyOf"] if part.get("type") == "number")
        pair = {
            "type": "object",
            "properties": {"mean": number, "sd": {"type": "number", "exclusiveMinimum": 0}},
            "required": sorted(_PARTS),
            "additionalProperties": False,
        }
        info["anyOf"].insert(1, pair)


class Given(Section):
    """Fields that take a number or ``{mean: ..., sd: ...}``, of which each world draws its own."""

    model_config = ConfigDict(json_schema_extra=_both_forms)

    _deviations: Mapping[str, float] = PrivateAttr(default_factory=dict)

    @property
    def deviations(self) -> Mapping[str, float]:
        """One standard deviation by name, of those that were given with one."""
        return self._deviations

    @model_validator(mode="wrap")
    @classmethod
    def _parted(cls, given: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(given, Mapping):
            return handler(given)
        pairs = {name: of for name, of in given.items() if isinstance(of, Mapping)}
        deviations = {name: _deviation(str(name), of) for name, of in pairs.items()}
        made = handler({**given, **{name: of["mean"] for name, of in pairs.items()}})
        made._deviations = deviations
        return made


def _deviation(name: str, pair: Mapping[str, object]) -> float:
    """Return the deviation of ``{mean, sd}``."""
    if set(pair) != _PARTS:
        raise InputError("must be a number, or {mean: ..., sd: ...}", field=name)
    sd = pair["sd"]
    known = isinstance(sd, int | float) and not isinstance(sd, bool) and math.isfinite(sd)
    if not known or not sd > 0:  # type: ignore[operator]
        raise InputError(
            f"{sd!r} is no standard deviation; it must be above 0, or give the mean alone",
            field=f"{name}.sd",
        )
    return float(sd)  # type: ignore[arg-type]
