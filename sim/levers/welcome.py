"""Staff who answer newcomers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("welcome", "share", "max", "newcomers' first posts that staff answers", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Staff answers, beside members, a first post."""
    unanswered = (1.0 - pulled.values["reply_rate"]) * (1.0 - pulled.lever("welcome"))
    return {"reply_probability": 1.0 - unanswered}
