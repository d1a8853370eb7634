"""Rewards of an invitation, for both sides, and a commission on what friends buy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.invite import accept, card, hunter, invite, lottery
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("inviter_reward", "currency", "add", "paid to an inviter per unlock"),
    Lever("invited_reward", "currency", "add", "paid to a referred member who stays"),
    Lever(
        "commission",
        "days",
        "add",
        "share of what a friend spends that is paid to its inviter, times the days for which it is",
    ),
    Lever("card", "quality", "max", "how good the card is that an invitation comes on", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Rewards bring invitations, acceptance, and bounty hunters; a card brings acceptance."""
    b = pulled.values
    # What pulls is what is paid: whole cents.
    inviter_cents, invited_cents = (
        np.rint(100 * pulled.lever(f"{side}_reward")) for side in ("inviter", "invited")
    )
    inviter, invited = pulled.worth(inviter_cents / 100), pulled.worth(invited_cents / 100)
    # As inviters reckon: a friend comes and buys as a typical member does.
    visits_a_day = 1.0 / (1.0 + math.exp(-b["visit_base"]))
    sold_a_day = visits_a_day * b["buy_rate"] / (1.0 - b["order_again"])
    sold_a_day *= b["basket"] * (1.0 - b["refund_share"])
    earned = pulled.worth(pulled.lever("commission") * sold_a_day)
    rules = pulled.rules
    lured = lottery.worth(b, inviter, rules.one_in)
    # Who hunts reckons with the mean of a lottery, and with the middle of a staircase.
    middle = 1.0 + rules.reward_rise * 1e-6 * rules.reward_rises / 2.0
    hunted = inviter / rules.one_in * middle + invited
    return {
        "invite_factor": invite.reward_factor_of_all(b, lured)
        * invite.reward_factor_of_all(b, earned),
        "inviter_worth": invite.felt(b, lured),
        "accept_probability": accept.probability(b, invited, card.pull(b, pulled.lever("card"))),
        "hunter_probability": hunter.probability(b, hunted),
        "inviter_cents": inviter_cents,
        "invited_cents": invited_cents,
    }
