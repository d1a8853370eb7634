"""Consent: who may be written to at all.

    consents = u < consent_share     u drawn once for each member, on joining

Who does not consent is as one who turned messages off on joining (`optout`): no message pulls, none
tires, none is sent or paid. It is a hard limit: no channel reaches them, no audience by lot holds
them (`strategies.audiences`), and nothing that a plan does wins their consent. What is seen by
whoever comes (prices, points, content, answers to a post) is no contact, and stays.

M21 has who may be notified on a phone; the reach of a channel is a strategy's and comes beside:
this is who ever agreed to be contacted. It is independent of all else that a member is, where in
life those who agree are the more engaged.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta

MECHANISM: Final = Mechanism(
    "consent",
    title="consent to be contacted",
    title_zh="触达授权",
    switches=("consent_share",),
    memory=True,
    parameters=(
        Parameter(
            "consent_share", 1.0, unit="share", low=0.0, high=1.0, typical=0.7,
            grade="assumed", evidence="C",
            source="M21: 51 % (iOS) to 81 % (Android) allow notifications",
            meaning="members who ever consented to be contacted", meaning_zh="同意被触达的成员占比",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def asks(theta: Theta) -> Flag:
    """Return whether anybody is without consent."""
    return theta.consent_share < F(1.0)


@inlined
def consents(theta: Theta, u: Float32) -> Flag:
    """Return whether a member with the draw `u` consented."""
    return u < theta.consent_share
