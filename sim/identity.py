"""Which run this is: digests of all that its days hang on beside its seed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.errors import InputError
from sim.plan import Described, Plan
from sim.spec import CommunitySpec

FORMAT: Final = 1
"""Version of the form in which runs are kept on disk."""


def identity(spec: CommunitySpec, plan: Plan) -> dict[str, Any]:
    """Return what a run's days hang on beside its seed, as JSON values.

    A plan is known by what it offers before the run and, if it can say so, by its parameters
    (`Described`).

    Raises
    ------
    TypeError
        If there is something in it that has no digest.
    """
    offers = plan.offers(spec.calendar, spec.segments)
    described = plan.as_dict() if isinstance(plan, Described) else None
    return {
        "format": FORMAT,
        "engine": source_digest(Path(__file__).parent),
        "community": {field.name: digest(getattr(spec, field.name)) for field in fields(spec)},
        "plan": digest((described, offers)),
    }


def refuse_other(found: Mapping[str, Any], wanted: Mapping[str, Any], file: str) -> None:
    """Raise `InputError` if a file is of another run than the one wanted, saying what differs."""
    if any(found[name] != wanted[name] for name in ("format", "engine")):
        raise InputError(
            "it was written by another version of Forerun, which would go on with other bits; "
            "remove it to begin anew",
            file=file,
        )
    theirs, ours = found["community"], wanted["community"]
    if other := [name for name in ours if theirs[name] != ours[name]]:
        verb = "differs" if len(other) == 1 else "differ"
        raise InputError(
            f"it is of another community: {', '.join(other)} {verb}; name another, or remove it",
            file=file,
        )
    if found["plan"] != wanted["plan"]:
        raise InputError("it is of another plan; name another, or remove it", file=file)


@cache
def source_digest(folder: Path) -> str:
    """Return the SHA-256 of all Python code in a folder."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def digest(value: object) -> str:
    """Return the SHA-256 of a value made of dataclasses, mappings, sequences, arrays, scalars.

    Raises
    ------
    TypeError
        If there is something else in it.
    """
    text = json.dumps(value, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        content = hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()
        return [str(value.dtype), value.shape, content]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Described):
        return value.as_dict()
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no digest")
