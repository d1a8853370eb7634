"""Who the members of audiences are: by what is known since they joined, and by what they answer."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.facts import Facts
from sim.profiles import Column
from sim.spec import CommunitySpec
from worlds.replicate import Floats


class Kind(NamedTuple):
    """One thing that members may be.

    Attributes
    ----------
    attribute
        An attribute of the community, or a column of its member table.
    value
        One of its names; None of a number, of which the mean is told.
    """

    attribute: str
    value: str | None


def kinds_of(spec: CommunitySpec) -> tuple[Kind, ...]:
    """Return what members of a community may be, in the order in which it is told."""
    found: list[Kind] = []
    for one in spec.described:
        names: tuple[str, ...] | NDArray[np.str_] = ()
        if not isinstance(one, Column):
            names = one.values
        elif one.names:
            names = np.unique(one.values)
        found += [Kind(one.name, str(name)) for name in names] or [Kind(one.name, None)]
    return tuple(found)


def described(facts: Facts, holds: Floats) -> Floats:
    """Return what members of audiences are, and what they answer, summed.

    Parameters
    ----------
    facts
        All members, at the end.
    holds
        1 where a combination of audiences holds one, shape ``(audiences, combinations)``.

    Returns
    -------
    numpy.ndarray
        A row an audience, the last for everybody: for each of `kinds_of` how many are of that name,
        or the sum of the number; how many there are; a hundred times promoters less detractors; how
        many were asked. Shape ``(audiences + 1, kinds + 3)``.
    """
    here = facts.here
    place, many = facts.held_places[here], holds.shape[1]

    def summed(values: NDArray[np.float64]) -> Floats:
        return np.bincount(place, values, minlength=many).astype(np.float64)

    columns = []
    for kind in kinds_of(facts.spec):
        own = facts[kind.attribute][here]
        columns.append(summed((own if kind.value is None else own == kind.value).astype(float)))
    columns.append(summed(np.ones(len(place))))
    answers = facts["survey_answer"][here]
    promoters, detractors = answers >= 9, (answers >= 0) & (answers <= 6)
    columns.append(summed(100.0 * promoters - 100.0 * detractors))
    columns.append(summed((answers >= 0).astype(float)))
    table = np.column_stack(columns)
    return np.vstack([holds @ table, table.sum(axis=0)])
