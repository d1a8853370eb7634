"""Which sweep a folder is of, so that it is gone on with and never mixed with another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from planning.sweep.design import Asked, Kind
from planning.sweep.inputs import Input
from sim.errors import InputError
from sim.files import open_file
from sim.identity import digest
from worlds.held import held
from worlds.store import to_json, write_whole

ASKED: Final = "asked.json"
LOCK: Final = ".lock"
FORMAT: Final = 1

RUNS: Final = 512
"""Runs of a sweep when nothing else is said."""

MOST_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Question:
    """What a sweep asks, whatever the number of its runs.

    Attributes
    ----------
    scenario
        The scenario's digest.
    plan
        Name of the plan.
    inputs
        What is varied.
    design, seeds, seed
        See `planning.sweep.design.design`.
    """

    scenario: str
    plan: str
    inputs: tuple[Input, ...]
    design: Kind
    seeds: int | None
    seed: int

    @property
    def key(self) -> str:
        """The hash of it."""
        return digest([FORMAT, asdict(self)])

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "plan": self.plan,
            "design": self.design,
            "seeds": self.seeds,
            "seed": self.seed,
            "inputs": [one.as_json() for one in self.inputs],
        }


@contextmanager
def held_for(
    folder: Path,
    question: Question,
    runs: int | None,
    design: Callable[[tuple[int, ...]], list[Asked]],
    *,
    resume: bool = False,
    extend: int | None = None,
) -> Iterator[list[Asked]]:
    """Hold a folder for a sweep, and give the runs that it has asked for.

    Parameters
    ----------
    folder
        Where; made if absent.
    question
        What is asked.
    runs
        How many runs at most; None: those that the folder's sweep had, or `RUNS`.
    design
        Returns the runs for what was asked for, block by block. What it refuses is not written
        down as asked.
    resume
        Whether there must be a sweep to go on with.
    extend
        How many runs to add to those it had.

    Raises
    ------
    InputError
        If the folder holds another sweep or is in use, there is nothing to go on with, or it cannot
        be written.
    """
    place, path = str(folder), folder / ASKED
    going_on = resume or extend is not None
    if going_on and not path.exists():
        raise InputError(
            "there is no sweep to go on with", file=place, field="resume" if resume else "extend"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with held(folder / LOCK, taken="another sweep is using this folder"):
            blocks = _read(path, question) if path.exists() else (runs or RUNS,)
            if runs is not None and runs != sum(blocks):
                raise InputError(
                    f"{runs} runs; the sweep in this folder has {sum(blocks)}: leave out --runs "
                    "and --extend it, or name another folder",
                    field="runs",
                )
            if extend is not None:
                blocks = (*blocks, extend)
            if question.design == "sobol":
                # A sequence does not know how often it was asked for more.
                blocks = (sum(blocks),)
            asked = design(blocks)
            content = {"key": question.key, "blocks": blocks, **question.as_json()}
            write_whole(path, to_json(content).encode())
            yield asked
    except OSError as error:
        if error.filename is None or not str(error.filename).startswith(place):
            raise
        raise InputError(f"cannot sweep here: {error.strerror}", file=place) from error


def _read(path: Path, question: Question) -> tuple[int, ...]:
    """Return the blocks of the sweep that a folder is of, which must be this one."""
    with open_file(path) as file:
        text = file.read(MOST_BYTES)
    try:
        content = json.loads(text)
        key, blocks = content["key"], tuple(content["blocks"])
        if not blocks or not all(type(one) is int and one > 0 for one in blocks):
            raise ValueError("no blocks")
    except (ValueError, LookupError, TypeError, RecursionError):
        raise InputError("it is damaged; remove it to begin anew", file=str(path)) from None
    if key != question.key:
        raise InputError(
            "this folder holds another sweep; name another --out, or the scenario, inputs, design "
            "and seeds that it was begun with",
            file=str(path.parent),
        )
    return blocks
