"""Messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.visit import push
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("push", "messages/member/day", "add", "notifications sent to each member"),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Messages pull, and are counted, since they tire."""
    messages = pulled.lever("push")
    pull = push.pull(pulled.values, messages)
    return {"shift": pull, "push_pull": pull, "push": messages}
