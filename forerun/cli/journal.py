"""What is kept of work that may be stopped and gone on with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.cli.faults import interrupted
from forerun.cli.screen import Screen
from sim.errors import InputError
from sim.files import refuse_special

if TYPE_CHECKING:
    from worlds.address import Place


@contextmanager
def kept_study(screen: Screen, given: str | None, folder: Path, resume: bool) -> Iterator[Place]:
    """Give the journal of a study, and say how to go on when it is stopped.

    Parameters
    ----------
    screen
        Where to say it.
    given
        The file or database that the user named, which is gone on with if it is there. If None, a
        file beside the run folder; not in it, because a journal holds times of the clock, and the
        bytes of a run folder hang on nothing but the question.
    folder
        The run folder.
    resume
        Whether there must be a journal to go on with. Otherwise the one beside the run folder is
        begun anew.

    Raises
    ------
    InputError
        If there is nothing to go on with, or the journal is in use.
    """
    from worlds.address import Address, place_of

    place = place_of(given) or folder.with_name(f"{folder.name}.journal")
    if isinstance(place, Address):
        place = replace(place, begun=resume)
    else:
        refuse_special(place)
        if resume and not place.exists():
            raise InputError("there is no journal to go on with", file=str(place), field="resume")
        if place.exists() and given is None and not resume:
            _remove(place)
    try:
        yield place
    except BaseException as error:
        if interrupted(error):
            screen.note(f"What was tried is in {place}: the same command with --resume goes on.")
        raise


@contextmanager
def kept_runs(screen: Screen, place: Path) -> Iterator[None]:
    """Say where what was lived is kept when a command is stopped, if anything is."""
    try:
        yield
    except BaseException as error:
        if interrupted(error) and place.exists():
            screen.note(f"What was lived is in {place}: the same command goes on.")
        raise


def _remove(path: Path) -> None:
    if sys.platform != "win32":
        import fcntl

        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise InputError(
                    "another search is writing this journal; wait for it, or name another --out",
                    file=str(path),
                ) from None
    path.unlink()
