"""The founders' ties from the file that a scenario names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import InputError
from sim.spec import GivenTies

if TYPE_CHECKING:
    from sim.graph import Reading


def read_ties(folder: Path, file: str, founders: int) -> tuple[GivenTies, Reading]:
    """Return ties between founders, and how they were read.

    Parameters
    ----------
    folder, file
        The scenario's folder, and the file as it is named.
    founders
        Members whom the community begins with.

    Raises
    ------
    InputError
        If it cannot be read or names more founders.
    """
    from sim.graph import read_edges

    known = read_edges(folder / file)
    if len(known.names) > founders:
        raise InputError(
            f"names {len(known.names):,} founders; community.members is {founders:,}", file=file
        )
    return GivenTies(known.edges), known.reading
