"""Behaviour files: what a calibration found, as JSON that a person can read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scenarios.yaml_text import read_text
from sim.behaviour.preset import Behaviour, check
from sim.behaviour.register import Grade
from sim.errors import InputError
from sim.files import written_whole
from sim.visible import visible

FORMAT: Final = "forerun-behaviour/1"

MAX_BYTES: Final = 16 << 20
"""A behaviour file may be so long: some thousand posterior draws."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


class _Value(_Part):
    value: float
    grade: Grade
    source: str
    sd: Annotated[float, Field(gt=0)] | None = None
    prior: tuple[float, float] | None = None


class _File(_Part):
    format: Literal["forerun-behaviour/1"]
    preset: str
    values: dict[str, _Value]
    posterior: list[dict[str, float]] = []
    fitted_on: dict[str, Any] = {}
    unexplained: Annotated[float, Field(ge=0)] = 0.0


def read(path: Path, money_unit: float = 1.0) -> Behaviour:
    """Read a behaviour file.

    Parameters
    ----------
    path
        A file that `write` wrote, or one of the same form.
    money_unit
        What a unit of money is worth in the currency that its amounts are in.

    Raises
    ------
    InputError
        If it cannot be read, is not such a file, or holds an unknown parameter or a value out of
        its range; with the field.
    """
    name, file = str(path), _file(path)
    try:
        behaviour = Behaviour.preset(file.preset, money_unit)
        for key, entry in file.values.items():
            behaviour = behaviour.updated({key: entry.value}, entry.grade, entry.source)
        known = file.values.items()
        spreads = {key: entry.sd for key, entry in known if entry.sd is not None}
        priors = {key: entry.prior for key, entry in known if entry.prior is not None}
        for draw in file.posterior:
            for key, value in draw.items():
                check(key, value, money_unit)
    except InputError as error:
        raise InputError(error.message, file=name, field=error.field) from None
    return replace(
        behaviour,
        posterior=tuple(file.posterior),
        spreads=spreads,
        priors=priors,
        unexplained=file.unexplained,
    )


def fitted_on(path: Path) -> Mapping[str, Any]:
    """Return what a behaviour file says that it was fitted on; empty if nothing.

    Raises
    ------
    InputError
        If it cannot be read or is not such a file.
    """
    return _file(path).fitted_on


def preset(path: Path) -> str:
    """Return the preset behind the values of a behaviour file.

    Raises
    ------
    InputError
        If it cannot be read or is not such a file.
    """
    return _file(path).preset


def _file(path: Path) -> _File:
    try:
        return _File.model_validate_json(read_text(path, MAX_BYTES))
    except ValidationError as error:
        raise _not_such(error, str(path)) from None


def write(path: Path, behaviour: Behaviour, meta: Mapping[str, Any]) -> None:
    """Write a behaviour file, whole or not at all.

    Parameters
    ----------
    path
        Where; a file that stands there is replaced.
    behaviour
        What to write: every value that does not come from the register, and the posterior.
    meta
        ``preset``, the preset behind the values (``forum`` by default), and ``fitted_on``, a
        mapping that says what they were fitted on.

    Raises
    ------
    InputError
        If the folder does not exist or cannot be written to.
    """
    content = _File(
        format=FORMAT,
        preset=meta.get("preset", "forum"),
        values={
            name: _Value(
                value=behaviour.values[name],
                grade=grade,
                source=source,
                sd=behaviour.spreads.get(name),
                prior=behaviour.priors.get(name),
            )
            for name, (grade, source) in behaviour.origin.items()
        },
        posterior=[dict(draw) for draw in behaviour.posterior],
        fitted_on=dict(meta.get("fitted_on", {})),
        unexplained=behaviour.unexplained,
    )
    told = content.model_dump(mode="json")
    if not behaviour.unexplained:
        del told["unexplained"]
    for entry in told["values"].values():
        # Most values were given without a deviation, and taught by no experiment.
        for part in ("sd", "prior"):
            if entry[part] is None:
                del entry[part]
    text = visible(json.dumps(told, indent=1, ensure_ascii=False)) + "\n"
    try:
        with written_whole(path, str(os.getpid())) as file:
            file.write(text.encode())
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None


def _not_such(error: ValidationError, name: str) -> InputError:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or None
    return InputError(f"is not a behaviour file: {first['msg']}", file=name, field=field)
