"""The alerts of a plan as a file writes them: names of ready ones, or rules by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

from scenarios.ties_section import Name
from sim.errors import InputError
from strategies.alerts import READY_ALERTS, Alert

_THRESHOLDS: Final = ("below", "above")


def _spelled_out(given: object) -> object:
    """Return rules by name; what a ready one does not say again is as it stands there."""
    if isinstance(given, list | tuple):
        for place, name in enumerate(given):
            if not isinstance(name, str) or name not in READY_ALERTS:
                there = ", ".join(READY_ALERTS)
                raise InputError(f"[{place}]: no ready alert {name!r}; there are {there}")
        if len(set(given)) < len(given):
            raise InputError("must name each ready alert once")
        return {name: READY_ALERTS[name].alert for name in given}
    if not isinstance(given, Mapping):
        return given
    return {name: _with_ready(name, own) for name, own in given.items()}


def _with_ready(name: object, own: object) -> object:
    if name not in READY_ALERTS or not isinstance(own, Mapping | None):
        return own
    own = own or {}
    ready: dict[str, Any] = READY_ALERTS[str(name)].alert.model_dump(exclude_unset=True)
    if any(key in own for key in _THRESHOLDS):
        ready = {key: value for key, value in ready.items() if key not in _THRESHOLDS}
    if own.get("past_days", 0) is None:
        ready.pop("sigmas", None)
    return {**ready, **own}


_RULE: Final = Alert.model_json_schema(ref_template="{model}")
_READY: Final = {
    "anyOf": [
        {"type": "array", "items": {"type": "string", "enum": list(READY_ALERTS)}},
        {
            "type": "object",
            # Of a ready alert nothing has to be said again.
            "additionalProperties": {
                "anyOf": [{**_RULE, "required": []}, {"type": "null"}],
            },
        },
    ]
}

Alerts = Annotated[dict[Name, Alert], BeforeValidator(_spelled_out), WithJsonSchema(_READY)]
"""Alerts by name."""
