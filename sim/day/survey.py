"""The recommendation question, asked of everyone who was active of late."""

from __future__ import annotations

from sim.behaviour.mood import survey
from sim.compiled.arithmetic import normal32
from sim.compiled.compile import entry
from sim.compiled.draws import mix, open_unit, uniform
from sim.compiled.layout import LEFT
from sim.compiled.types import Float32, Member, Whole, Wholes, Word


@entry
def ask_all(
    answers: Wholes,
    members: Member,
    identity: Wholes,
    key: Word,
    since: Whole,
    consents: Word,
    consent_share: Float32,
    centre: Float32,
    slope: Float32,
    noise: Float32,
) -> None:
    """Add to `answers`, int64 (11,), those of the members active from day `since` on.

    Nobody is asked who did not consent to be contacted; `consents` is the key of that draw.
    """
    for row in range(members.shape[0]):
        m = members[row]
        if m.flags & LEFT or m.last_active < since:
            continue
        if uniform(identity[row], consents) >= consent_share:
            continue
        z = normal32(open_unit(mix(identity[row] ^ key)))
        answers[survey.answer(centre, slope, noise, m.satisfaction, z)] += 1


@entry
def answer_each(
    answers: Wholes,
    members: Member,
    identity: Wholes,
    key: Word,
    centre: Float32,
    slope: Float32,
    noise: Float32,
) -> None:
    """Fill `answers`, int64 (rows,), with what each member would answer."""
    for row in range(members.shape[0]):
        z = normal32(open_unit(mix(key ^ identity[row])))
        satisfaction = members[row].satisfaction
        answers[row] = survey.answer(centre, slope, noise, satisfaction, z)
