"""Rewards of an invitation, for both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.invite import accept, hunter, invite
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("inviter_reward", "currency", "add", "paid to an inviter per unlock"),
    Lever("invited_reward", "currency", "add", "paid to a referred member who stays"),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Rewards bring invitations, acceptance, and bounty hunters."""
    b = pulled.values
    # What pulls is what is paid: whole cents.
    inviter_cents, invited_cents = (
        np.rint(100 * pulled.lever(f"{side}_reward")) for side in ("inviter", "invited")
    )
    inviter, invited = pulled.worth(inviter_cents / 100), pulled.worth(invited_cents / 100)
    return {
        "invite_factor": invite.reward_factor_of_all(b, inviter),
        "inviter_worth": invite.felt(b, inviter),
        "accept_probability": accept.probability(b, invited),
        "hunter_probability": hunter.probability(b, inviter + invited),
        "inviter_cents": inviter_cents,
        "invited_cents": invited_cents,
    }
