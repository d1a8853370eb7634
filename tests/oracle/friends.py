"""How a newcomer of the oracle finds friends: see `sim.day.befriend`."""

from __future__ import annotations

import numpy as np

from tests.oracle import addresses as at
from tests.oracle.member import Member

F = np.float32


class Group:
    """A group that members enter and leave."""

    def __init__(self) -> None:
        self.members: list[Member] = []


def friend_of(one: Member, seeker: Member, y: int) -> Member | None:
    """Return the tie that the seeker meets: of the latest, the one whose identity hashes highest.

    The latest are those in the newest five lines of fifteen, the first of which may have room.
    """
    latest = (len(one.ties) - 1) % 15 + 1 + 4 * 15
    return _highest(one.ties[-latest:], seeker, y)


def _highest(members: list[Member], seeker: Member, y: int) -> Member | None:
    known = [m for m in members if m.organic or not seeker.organic]
    return max(known, key=lambda m: at.mix(m.identity ^ y), default=None)


def _somebody(seeker: Member, elders: list[Member], y: int) -> Member | None:
    """Return a random elder; organic ones by their own count (see `sim.day.befriend`)."""
    organic, others = seeker.model.organics, seeker.model.others
    share = F(len(others)) / F(len(elders))
    if seeker.organic or at.unit(at.mix(at.mix(y))) >= share:
        return organic[at.below(y, len(organic))] if organic else None
    return others[at.below(y, len(others))]


def _wanted(member: Member) -> int:
    """Return how many ties a member makes on joining."""
    mean = member.model.ties_to_make
    return int(mean) + bool(at.unit(member.bits("tie", 0)) < mean - F(int(mean)))


def _meet(seeker: Member, elders: list[Member], x: int, y: int) -> Member | None:
    """Return whom a newcomer meets: a tie of a tie, a companion, an end of a tie."""
    model = seeker.model
    if seeker.ties and at.unit(x) < model.closure:
        friend = friend_of(seeker, seeker, y)
        return friend and (friend_of(friend, seeker, at.mix(y)) or friend)
    if model.group_cap and at.unit(at.again(y)) < model.group_ties:
        group = seeker.group.members if seeker.group else []
        return _highest([m for m in group if m is not seeker], seeker, y)
    member = _somebody(seeker, elders, y)
    if member is None or at.unit(at.again(at.mix(y))) < F(0.5):
        return member
    made = member.ties[: min(_wanted(member), 15)]
    return _highest(made, seeker, at.mix(y)) or member


def _refuses(seeker: Member, other: Member, x: int) -> bool:
    """Return whether two differ too much for a tie."""
    kinds = [(seeker.segment, other.segment, seeker.model.homophily)]
    for which, attribute in enumerate(seeker.model.spec.attributes):
        pair = seeker.attributes[which], other.attributes[which]
        kinds.append((*pair, F(attribute.homophily)))
    z = at.mix(x)
    for mine, theirs, homophily in kinds:
        if mine != theirs and at.unit(z) < homophily:
            return True
        z = at.again(z)
    return False


def find_friends(seeker: Member, elders: list[Member]) -> None:
    """Tie a newcomer to the inviter and to others."""
    base = seeker.bits("tie", 0)
    wanted = _wanted(seeker)
    if seeker.inviter:
        seeker.tie(seeker.inviter)
    if not elders:
        return
    for attempt in range(1, 8 * wanted + 1):
        if len(seeker.ties) >= wanted:
            return
        x = at.mix(base ^ at.step(attempt))
        candidate = _meet(seeker, elders, x, at.again(x))
        if (
            candidate is None
            or candidate is seeker
            or candidate.left
            or _refuses(seeker, candidate, x)
            or candidate in seeker.ties
        ):
            continue
        seeker.tie(candidate)
