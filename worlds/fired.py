"""How often alerts fired, over many worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any, Self

from strategies.delivery import Alarm


@dataclass(frozen=True, slots=True)
class Fired:
    """How often one alert fired.

    Attributes
    ----------
    worlds, fired_in
        Worlds, and those of them in which it did.
    times
        How often, a mean over all worlds.
    first_day
        The day of the plan on which it first did, from 0, a mean over those in which it did; None
        where it never did.
    """

    worlds: int
    fired_in: int
    times: float
    first_day: float | None

    @classmethod
    def of(cls, worlds: Sequence[tuple[int, ...]]) -> Self:
        """Return it from the days on which it fired, world by world; at least one."""
        first = [days[0] for days in worlds if days]
        return cls(
            worlds=len(worlds),
            fired_in=len(first),
            times=fmean(len(days) for days in worlds),
            first_day=fmean(first) if first else None,
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


def fired(worlds: Sequence[tuple[Alarm, ...]]) -> dict[str, Fired]:
    """Return how often each alert fired, by name, from the alarms world by world."""
    return {
        own[0].alert: Fired.of([alarm.fired for alarm in own]) for own in zip(*worlds, strict=True)
    }
