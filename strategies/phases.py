"""A strategy in the phases of its plan."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import accumulate

from pydantic import ValidationError

from sim.errors import InputError
from strategies.base import Strategy
from strategies.days import Phase


def within_phases(strategy: Strategy, phases: Mapping[str, Phase]) -> Strategy:
    """Return a strategy whose first and last day lie in the phases that it names.

    Parameters
    ----------
    strategy
        It is not changed; what is returned no longer tells its own days from those of its phases.
    phases
        Those of its plan, by name.

    Raises
    ------
    InputError
        If there is no such phase, its own days lie outside, or it must run day by day and its
        phases have days between them.
    """
    if strategy.phase is None:
        return strategy
    place = f"{strategy.called}.phase"
    for name in strategy.phases:
        if name not in phases:
            there = f"the plan has {', '.join(phases)}" if phases else "the plan names no phases"
            raise InputError(f"no phase {name!r}; {there}", field=place)
    own = sorted((phases[name] for name in strategy.phases), key=lambda one: one.from_day)
    # How far the phases so far reach: a later one may lie inside an earlier.
    ends = list(accumulate((math.inf if one.to_day is None else one.to_day for one in own), max))
    if not strategy.by_day and any(
        end < later.from_day for end, later in zip(ends, own[1:], strict=False)
    ):
        raise InputError(
            f"{strategy.kind} runs day after day; its phases may not have days between them",
            field=place,
        )
    last = None if ends[-1] == math.inf else int(ends[-1])
    first = max(strategy.from_day, own[0].from_day)
    until = min((end for end in (strategy.to_day, last) if end is not None), default=None)
    if until is not None and until <= first:
        raise InputError(
            f"none of its own days from {strategy.from_day} to "
            f"{'the end' if strategy.to_day is None else strategy.to_day} is in "
            f"{', '.join(strategy.phases)}",
            field=place,
        )
    days = {"from_day": first, "to_day": until}
    try:
        type(strategy).model_validate({**strategy.model_dump(), **days})
    except ValidationError as error:
        raise InputError(error.errors()[0]["msg"], field=place) from error
    # A copy, which keeps what it was given of itself and what is its default (`in_money`).
    return strategy.model_copy(update=days)
