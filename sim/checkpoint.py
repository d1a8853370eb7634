"""A run saved at a midnight, to go on from there with the same bits, in any process.

A checkpoint is one ``.npz`` file: the arrays of the community as they are, and ``head``, a JSON
text with all else. Nothing in it is executed when it is read. It says by digests which community,
plan, seed and code it is of, and is refused for any other: what came out would be neither the one
run nor the other. What community, plan and offers imply is not in it, but made anew: nothing can
contradict them.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from time import monotonic
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim import sound
from sim.brought import BROUGHT
from sim.columns import WITHIN_A_DAY, emptied
from sim.compiled.layout import CELLS
from sim.errors import InputError
from sim.files import refuse_special, written_whole
from sim.identity import identity, refuse_other
from sim.offers import SUPPLIES
from sim.plan import Plan
from sim.rules import Rules
from sim.run import Past, Rehearsal, Run, Standing, launch
from sim.spec import CommunitySpec

EVERY_SECONDS: Final = 60.0
"""Time between two saves when nothing else is said: a save costs as much as some 15 days lived."""

LOOK_DAYS: Final = 7
"""Days between two looks at the clock."""

ROOM: Final = 8
"""Times as much memory as the file and the scenario account for that a checkpoint may take up:
columns double when they are full, but a small file must not fill the memory."""

GROUPS: Final = ("columns", "days", "tallies")

CHANGING_DAYS: Final = ("organic", "waits")
"""The days' arrays that a run itself writes; all others are implied."""

Array = NDArray[Any]


def save(rehearsal: Rehearsal, path: str | Path) -> None:
    """Save a rehearsal as it stands; the file is written whole or not at all.

    Saving changes nothing: a run that was saved has the bits of one that was not.

    Parameters
    ----------
    rehearsal
        A run under way, at any day from 0 to its end.
    path
        The file, replaced if it is there.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    standing = rehearsal.standing
    whole = _arrays(standing)
    owned = {name: array for name, array in whole.items() if _owner(whole, name) == name}
    desk = standing.now.desk
    head = {
        **identity(rehearsal.spec, rehearsal.plan),
        "seed": rehearsal.seed,
        "day": rehearsal.today,
        "rows": {name: len(array) for name, array in owned.items()},
        "rules": asdict(standing.offers.rules),
        "combinations": standing.now.community.combinations,
        "brought": standing.now.community.brought.tolist(),
        "opening_points": standing.opening_points,
        "desk": desk.state() if desk else None,
    }
    parts = {name: _without_repeats(array) for name, array in owned.items()}
    text = np.frombuffer(json.dumps(head).encode(), np.uint8)
    path = Path(path)
    try:
        with written_whole(path) as file:
            np.savez(file, allow_pickle=False, head=text, **parts)
    except OSError as error:
        raise InputError(f"cannot save here: {error.strerror}", file=str(path)) from error


def load(
    path: str | Path, spec: CommunitySpec, plan: Plan, *, seed: int | None = None
) -> Rehearsal:
    """Return the rehearsal that a file holds.

    Parameters
    ----------
    path
        What `save` wrote.
    spec, plan
        Those of the run that was saved.
    seed
        Its seed, if another one is to be refused.

    Raises
    ------
    InputError
        If there is no such file, it is damaged, or it is of another community, plan, seed or
        version of the engine; the message says which.
    """
    wanted = identity(spec, plan)
    with _opened(path) as (archive, head):
        refuse_other(head, wanted, str(path))
        its_seed = _whole(head["seed"])
        if seed is not None and its_seed != seed:
            raise InputError(f"it is of seed {its_seed}, not {seed}", file=str(path))
        standing = _launched(spec, plan, its_seed)
        _check_rows(head["rows"], standing, Path(path).stat().st_size)
        _restore(standing, archive, head)
        rehearsal = Rehearsal.at(spec, plan, its_seed, standing)
        if rehearsal.today != head["day"] or not 0 <= rehearsal.today <= spec.horizon_days:
            raise ValueError("the day is not the community's")
    return rehearsal


def saved_day(path: str | Path) -> int:
    """Return the day of the plan that the run in a file lives next.

    Raises
    ------
    InputError
        If there is no such file or it is no checkpoint.
    """
    with _opened(path) as (_, head):
        return _whole(head["day"])


def run(
    spec: CommunitySpec,
    plan: Plan,
    seed: int,
    path: str | Path,
    *,
    every_days: int | None = None,
    past: Past | None = None,
) -> Run:
    """Run a plan over its whole horizon, saving it on the way: the same call goes on with it.

    Parameters
    ----------
    spec, plan, seed, past
        See `Rehearsal`.
    path
        The checkpoint, gone on from if it is there; it is kept at the end.
    every_days
        Days between two saves, at least 1, and one at the end; if None, about `EVERY_SECONDS` of
        work between two.

    Raises
    ------
    InputError
        As `save` and `load`.
    """
    if Path(path).exists():
        rehearsal = load(path, spec, plan, seed=seed)
    else:
        rehearsal = Rehearsal(spec, plan, seed, past)
    saved = monotonic()
    while rehearsal.today < spec.horizon_days:
        rehearsal.live(rehearsal.today + (every_days or LOOK_DAYS))
        if every_days or monotonic() - saved >= EVERY_SECONDS:
            save(rehearsal, path)
            saved = monotonic()
    return rehearsal.result()


@contextmanager
def _opened(path: str | Path) -> Iterator[tuple[Mapping[str, Array], dict[str, Any]]]:
    """Open a checkpoint; whatever is wrong with it inside is an `InputError`."""
    refuse_special(path)
    try:
        with np.load(path, allow_pickle=False) as archive:
            # Without compression nothing grows when it is read beyond the size of the file.
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.zip.infolist()):
                raise ValueError("compressed")
            yield archive, json.loads(archive["head"].tobytes())
    except InputError:
        raise
    except FileNotFoundError as error:
        raise InputError("there is no such checkpoint", file=str(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}", file=str(path)) from error
    except MemoryError as error:
        raise InputError("there is not enough memory for it", file=str(path)) from error
    except _FAULTS as error:
        raise InputError(
            "it is not a checkpoint, or it is damaged; remove it to begin anew", file=str(path)
        ) from error


_FAULTS: Final = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError,
    EOFError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What reading a file that holds anything at all can raise."""


def _arrays(standing: Standing) -> dict[str, Array]:
    """Return the arrays of a run that are stored by name, in their own memory."""
    community, offers = standing.now.community, standing.offers
    return {
        **{
            f"{group}.{name}": array
            for group in GROUPS
            for name, array in getattr(community, group)._asdict().items()
            if name not in WITHIN_A_DAY and (group != "days" or name in CHANGING_DAYS)
        },
        "offers.table": offers.table,
        **{f"offers.apart.{name}": layer.table for name, layer in offers.layers.items()},
        **{f"offers.alone.{name}": layer.pinned for name, layer in offers.layers.items()},
        **{f"offers.{name}": getattr(offers, name) for name in SUPPLIES},
        "waits": standing.waits,
        "wages_cents": standing.wages_cents,
    }


def _owner(arrays: Mapping[str, Array], name: str) -> str:
    """Return the first array that lies in the memory of the one named: some are views."""
    mine = arrays[name]
    return next(x for x in arrays if x == name or np.may_share_memory(arrays[x], mine))


def _without_repeats(array: Array) -> Array:
    """Return the leading rows up to the first of those that repeat to the end: room not used."""
    if not array.size:
        return array
    rows = array.view(np.uint8).reshape(len(array), -1)
    end, step = len(array) - 1, 64
    while end > 0:
        start = max(end - step, 0)
        differ = np.flatnonzero((rows[start:end] != rows[-1]).any(axis=1))
        if len(differ):
            return array[: start + int(differ[-1]) + 2]
        end, step = start, min(2 * step, 65_536)
    return array[:1]


def _launched(spec: CommunitySpec, plan: Plan, seed: int) -> Standing:
    """Return a run as it stands before anything was lived: the shapes that the scenario implies."""
    now = launch(spec, seed)
    offers = plan.offers(spec.calendar, spec.segments)
    now.community.offer(offers, spec.past_days)
    days = spec.horizon_days
    return Standing(now, offers, 0, np.empty((days, 2)), np.empty(days, np.int64))


def _check_rows(rows: Mapping[str, int], standing: Standing, file_bytes: int) -> None:
    """Raise `ValueError` unless a file's arrays are as long as implied, or columns that grew.

    That columns have grown together is for `sound.check` to see, when they are read.
    """
    fresh = _arrays(standing)
    needed = 0
    for name, array in fresh.items():
        if _owner(fresh, name) != name:
            continue
        length = _whole(rows[name])
        may_grow = name.startswith("columns.") and length >= len(array)
        if length != len(array) and not may_grow:
            raise ValueError(f"{length} rows of {name}")
        needed += array.nbytes // max(len(array), 1) * length
    if needed > ROOM * (file_bytes + sum(array.nbytes for array in fresh.values())):
        raise ValueError("more memory than the file accounts for")


def _restore(standing: Standing, archive: Mapping[str, Array], head: Mapping[str, Any]) -> None:
    """Bring a run that was launched to where the saved one stood."""
    fresh = _arrays(standing)
    owners = {name: _owner(fresh, name) for name in fresh}
    if set(archive) != {"head", *owners.values()}:
        raise ValueError("an array too many or too few")
    community, desk = standing.now.community, standing.now.desk

    def read(name: str) -> Array:
        return _filled(fresh[name], archive[name], head["rows"][name])

    # Offers first: what they do to a day is made from them, as when they were put in force.
    for name in fresh:
        if name.startswith("offers."):
            read(name)
    standing.offers.rules = _rules(head["rules"])
    community.combinations = _combinations(head["combinations"], len(community.audiences))
    try:
        community.revise(standing.offers, community.spec.past_days)
    except InputError as error:
        # It is the file that is at fault, not the plan.
        raise ValueError(error.message) from error
    implied = community.days.organic.copy()
    community.brought = _brought(head["brought"])
    found = {name: read(name) for name in fresh if owners[name] == name}
    for name, array in fresh.items():
        if owners[name] != name:
            found[name] = found[owners[name]].view(array.dtype).reshape(-1, *array.shape[1:])
    for group in GROUPS:
        own = {name.partition(".")[2]: found[name] for name in found if name.startswith(group)}
        setattr(community, group, getattr(community, group)._replace(**own))
    community.columns = emptied(community.columns)
    sound.check(community, implied)
    standing.opening_points = _whole(head["opening_points"])
    if (desk is None) != (head["desk"] is None):
        raise ValueError("a desk too many or too few")
    if desk is not None:
        desk.restore(community.today, head["desk"])


def _combinations(values: Any, audiences: int) -> list[int]:
    found = [_whole(bits) for bits in values]
    if found[:1] != [0] or len(set(found)) < len(found) or len(found) > CELLS:
        raise ValueError("not the combinations of audiences")
    if max(found) >= 1 << audiences:
        raise ValueError("an audience that the plan does not have")
    return found


def _brought(values: Any) -> Array:
    rows = [[_whole(each) for each in row] for row in values]
    if any(len(row) != len(BROUGHT) for row in rows):
        raise ValueError("not the record of what friends spent")
    return np.array(rows, np.int64).reshape(-1, len(BROUGHT))


def _rules(values: Mapping[str, Any]) -> Rules:
    if set(values) != {field.name for field in fields(Rules)}:
        raise ValueError("not the rules")
    levels = tuple(_whole(level) for level in values["level_thresholds"])
    others = {name: _whole(values[name], -1) for name in values if name != "level_thresholds"}
    return Rules(levels, **others)


def _whole(value: Any, low: int = 0) -> int:
    if type(value) is not int or value < low:
        raise ValueError(f"{value!r} is not a whole number from {low} on")
    return value


def _filled(array: Array, part: Array, length: int) -> Array:
    """Return an array with the stored rows, the last of which stands for all that follow."""
    if part.dtype != array.dtype or part.shape[1:] != array.shape[1:] or len(part) > length:
        raise ValueError(f"{part.dtype} {part.shape} instead of {array.dtype} {array.shape}")
    target = array if length == len(array) else np.empty((length, *array.shape[1:]), array.dtype)
    target[: len(part)] = part
    if len(part) < length:
        target[len(part) :] = part[-1]
    return target
