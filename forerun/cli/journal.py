"""The journal of a study that may be stopped and gone on with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forerun.cli.screen import Screen
from sim.errors import InputError


@contextmanager
def kept_study(screen: Screen, given: Path | None, folder: Path, resume: bool) -> Iterator[Path]:
    """Give the journal of a study, and say how to go on when it is stopped.

    Parameters
    ----------
    screen
        Where to say it.
    given
        The file that the user named; beside the run folder if None. It is not in the folder,
        whose bytes hang on nothing but the question, because it holds times of the clock.
    folder
        The run folder.
    resume
        Whether to go on with what the journal holds. Otherwise a journal of ours is begun anew,
        and one that the user named must not be there.

    Raises
    ------
    InputError
        If there is nothing to go on with, or something in the way.
    """
    path = given or folder.with_name(f"{folder.name}.journal")
    if resume and not path.exists():
        raise InputError("there is no journal to go on with", file=str(path), field="resume")
    if not resume and path.exists():
        if given is not None:
            raise InputError(
                "is there already; add --resume to go on with it, or name another file",
                file=str(path),
                field="journal",
            )
        _remove(path)
    try:
        yield path
    except KeyboardInterrupt:
        screen.note(f"What was tried is in {path}: the same command with --resume goes on.")
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
